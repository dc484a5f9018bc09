// Suggestions under the search field of the header: `<form class="hf-search" data-suggest="ADDRESS">`. What is typed is
// posted, so that no name stands in an address; what comes back passed policy and the ledger like every page. The form
// itself goes on working: Enter without a suggestion chosen searches.
import accessibleAutocomplete from "accessible-autocomplete";

/** How long the typing rests before anything is asked, in milliseconds. */
const REST = 250;
/** The fewest characters that the hub looks for. */
const FEWEST = 3;

/** Improves the search field of a form. */
export function suggestions(form) {
  const field = form.querySelector("input[type=search]");
  const box = document.createElement("div");
  box.className = "hf-search__box";
  const ask = asker(form);
  const { id, name, value, placeholder } = field;
  const typing = document.activeElement === field;
  field.replaceWith(box);
  accessibleAutocomplete({
    element: box,
    id,
    name,
    placeholder,
    defaultValue: value,
    minLength: FEWEST,
    confirmOnBlur: false,
    displayMenu: "overlay",
    showNoOptionsFound: false,
    inputClasses: "govuk-input hf-search__input",
    menuAttributes: { "aria-label": "Suggestions", "aria-labelledby": null },
    source: ask,
    templates: { inputValue: (it) => (typeof it === "string" ? it : it?.title ?? ""), suggestion },
    onConfirm: (it) => {
      if (it?.href) window.location.assign(it.href);
    },
    tAssistiveHint: () =>
      "Suggestions come as you type. Use the up and down arrows to look at them and Enter to open one; Enter in the field searches.",
  });
  const input = document.getElementById(id);
  input.spellcheck = false;
  if (typing) {
    input.focus();
    // The field selects what is in it when it gets the focus; who is in the middle of a word goes on typing it.
    setTimeout(() => input.setSelectionRange(input.value.length, input.value.length));
  }
  // Enter in the field itself searches, whether suggestions are open or not.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === input) event.stopPropagation();
  }, true);
}

// Asks once the typing rests; an answer that comes after newer words is thrown away.
function asker(form) {
  let waiting = 0;
  let asking = new AbortController();
  return (line, show) => {
    clearTimeout(waiting);
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    if (line.trim().length < FEWEST) return show([]);
    waiting = setTimeout(async () => {
      try {
        const body = new URLSearchParams({ csrf: form.elements.csrf.value, line });
        const answer = await fetch(form.dataset.suggest, {
          method: "POST", body, signal, credentials: "same-origin", redirect: "manual", headers: { accept: "application/json" },
        });
        if (!answer.ok) return show([]);
        const { parts } = await answer.json();
        const all = parts.flatMap((part) => part.first.map((it) => ({ ...it, part: part.title })));
        // What leads nowhere is read on the page of what was found.
        if (!signal.aborted) show(all.filter((it) => it.href));
      } catch {
        if (!signal.aborted) show([]);
      }
    }, REST);
  };
}

function suggestion(it) {
  if (typeof it === "string") return escaped(it);
  const more = [it.part, it.words].filter(Boolean).map(escaped).join(" · ");
  return `${escaped(it.title)}<span class="hf-search__more">${more}</span>`;
}

function escaped(words) {
  const it = document.createElement("span");
  it.textContent = words;
  return it.innerHTML;
}
