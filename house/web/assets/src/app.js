// Improvements only: every page works without this file.
import {
  Button, CharacterCount, Checkboxes, createAll, ErrorSummary, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink, Tabs,
} from "govuk-frontend";
import { autosaves } from "./autosave.js";
import { sessionWarning } from "./session.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink, Tabs,
]) {
  createAll(component);
}

// On a telephone the filter starts folded, so that the list is seen first.
if (window.matchMedia("(max-width: 48em)").matches) {
  for (const filter of document.querySelectorAll("details.hf-filter:not([data-filtering])")) filter.open = false;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The suggestions are heavy, so only pages that have such a field load them.
if (document.querySelector("select[data-autocomplete]")) import("./autocomplete.js").then((it) => it.autocompletes());

// So is the search of the header, which loads them when somebody comes to its field.
const search = document.querySelector("form.hf-search[data-suggest]");
search?.addEventListener("focusin", () => import("./suggest.js").then((it) => it.suggestions(search)), { once: true });

// An error about a date as a whole leads to its first box.
for (const link of document.querySelectorAll(".govuk-error-summary a[href^='#']")) {
  link.addEventListener("click", () => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target?.matches(".govuk-date-input")) setTimeout(() => target.querySelector("input")?.focus());
  });
}

autosaves();
sessionWarning();
