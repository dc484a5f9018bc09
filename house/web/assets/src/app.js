// Improvements only: every page works without this file.
import {
  Accordion, Button, CharacterCount, Checkboxes, createAll, ErrorSummary, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink, Tabs,
} from "govuk-frontend";
import { autocompletes } from "./autocomplete.js";
import { autosaves } from "./autosave.js";
import { sessionWarning } from "./session.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [
  Accordion, Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios,
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

autocompletes();
autosaves();
sessionWarning();
