// Before the session ends, a dialog asks whether to go on; after it has ended, the page is covered but keeps what was
// typed until the same person has signed in again (in another tab). `<body data-session-ends data-served
// data-session-url data-user>`; GET on the address answers 200 with { ends, now, csrf, user } and lengthens the
// session, or 401.
import { saveNow } from "./autosave.js";

const WARN = 120;

/** Starts the watch where the page says when its session ends. */
export function sessionWarning() {
  const { sessionEnds, served, sessionUrl } = document.body.dataset;
  if (!sessionEnds || !served || !sessionUrl || !window.HTMLDialogElement) return;
  let ends;
  const set = (end, now) => {
    ends = performance.now() + (Date.parse(end) - Date.parse(now));
  };
  set(sessionEnds, served);
  const dialog = draw();
  let ended = false;
  let typed = false;
  document.addEventListener("input", () => {
    typed = true;
  });

  dialog.button.addEventListener("click", async () => {
    try {
      const answer = await fetch(sessionUrl, { credentials: "same-origin", redirect: "manual", headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const json = await answer.json();
      if (json.user !== document.body.dataset.user) return window.location.reload();
      set(json.ends, json.now);
      for (const field of document.querySelectorAll('input[name="csrf"]')) field.value = json.csrf;
      ended = false;
      dialog.box.classList.remove("hf-dialog--ended");
      dialog.box.close();
    } catch {
      over();
    }
  });
  dialog.box.addEventListener("cancel", (event) => event.preventDefault());

  function over() {
    ended = true;
    // Nothing to lose: then nothing may stay on the screen either.
    if (!typed) return window.location.replace(document.body.dataset.signIn ?? "/sign-in");
    dialog.box.classList.add("hf-dialog--ended");
    dialog.title.textContent = "You have been signed out";
    dialog.text.textContent = "What you typed is still here. Sign in again in a new tab, then come back and carry on.";
    dialog.link.hidden = false;
    dialog.button.textContent = "Carry on";
  }
  function tick() {
    const left = Math.round((ends - performance.now()) / 1000);
    if (left > WARN) return;
    if (!dialog.box.open) {
      saveNow();
      dialog.title.textContent = "You will be signed out soon";
      dialog.text.textContent = "For the safety of the record, we sign you out in about two minutes. What you typed will not be lost.";
      dialog.link.hidden = true;
      dialog.button.textContent = "Stay signed in";
      dialog.box.showModal();
    }
    if (left <= 0 && !ended) over();
  }
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
}

function draw() {
  const box = document.createElement("dialog");
  const [title, text, buttons] = ["h2", "p", "div"].map((it) => document.createElement(it));
  const [button, link] = ["button", "a"].map((it) => document.createElement(it));
  box.className = "hf-dialog";
  box.setAttribute("aria-labelledby", "hf-session-title");
  box.setAttribute("aria-describedby", "hf-session-text");
  title.id = "hf-session-title";
  title.className = "govuk-heading-m";
  text.id = "hf-session-text";
  text.className = "govuk-body";
  text.setAttribute("role", "status");
  buttons.className = "govuk-button-group";
  button.type = "button";
  button.className = "govuk-button";
  link.className = "govuk-link";
  link.href = document.body.dataset.signIn ?? "/sign-in";
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Sign in (opens in a new tab)";
  link.hidden = true;
  buttons.append(button, link);
  box.append(title, text, buttons);
  document.body.append(box);
  return { box, title, text, button, link };
}
