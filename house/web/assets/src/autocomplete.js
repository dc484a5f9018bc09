// `<select data-autocomplete>` becomes a field with suggestions. The select stays in the form and carries the value.
import accessibleAutocomplete from "accessible-autocomplete";

/** Improves every select marked with `data-autocomplete`. */
export function autocompletes() {
  for (const select of document.querySelectorAll("select[data-autocomplete]")) improve(select);
}

function improve(select) {
  const { id } = select;
  const described = select.getAttribute("aria-describedby");
  const options = [...select.options].filter((it) => it.value !== "");
  accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    defaultValue: select.selectedOptions[0]?.value ? select.selectedOptions[0].textContent.trim() : "",
    showAllValues: options.length <= 40,
    confirmOnBlur: false,
    dropdownArrow: () => '<svg class="autocomplete__dropdown-arrow-down" focusable="false" aria-hidden="true" viewBox="0 0 20 12" width="16" height="10"><path d="M0 0h20L10 12z"/></svg>',
    source: (query, show) => {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      show(options.map((it) => it.textContent.trim()).filter((it) => words.every((word) => it.toLowerCase().includes(word))));
    },
    onConfirm: (text) => choose(select, text ?? document.getElementById(id)?.value ?? ""),
    tNoResults: () => "Nothing found",
    tStatusNoResults: () => "Nothing found",
  });
  const field = document.getElementById(id);
  if (!field) return;
  if (described) field.setAttribute("aria-describedby", `${described} ${field.getAttribute("aria-describedby") ?? ""}`.trim());
  field.addEventListener("blur", () => choose(select, field.value));
}

// What is written must be one of the words; an emptied field empties the choice, an unknown word is never sent as another.
function choose(select, text) {
  const wanted = text.trim().toLowerCase();
  const match = [...select.options].find((it) => it.textContent.trim().toLowerCase() === wanted);
  const value = match ? match.value : "";
  if (select.value === value) return;
  if (![...select.options].some((it) => it.value === "")) select.prepend(new Option("", ""));
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}
