// `<form data-autosave="/drafts/…">` is posted after two seconds of quiet. The answer may be JSON:
// `{ "at": "14:05", "set": { "draft": "…" } }`, where `set` fills hidden fields of the form.

const QUIET = 2000;
const PATIENCE = 5000;
const AGAIN = [5000, 15000, 60000];

/** Watches every form that has an address for its draft. */
export function autosaves() {
  for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);
}

/** Saves at once what is still waiting; used before the session ends. */
export function saveNow() {
  return Promise.all([...document.querySelectorAll("form[data-autosave]")].map((form) => form.saveDraft?.()));
}

function watch(form) {
  const status = document.createElement("p");
  status.className = "hf-saved";
  status.setAttribute("role", "status");
  form.append(status);
  let timer;
  let tries = 0;
  let waiting = false;
  let sending = false;
  let running = Promise.resolve();

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };
  const say = (text, failed) => {
    status.textContent = text;
    status.classList.toggle("hf-saved--failed", failed);
  };
  function save() {
    clearTimeout(timer);
    if (waiting && !sending) running = send();
    return running;
  }
  async function send() {
    waiting = false;
    sending = true;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: fields(form), credentials: "same-origin", redirect: "manual", keepalive: document.hidden,
        headers: { accept: "application/json" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const json = (answer.headers.get("content-type") ?? "").includes("json") ? await answer.json() : {};
      for (const [name, value] of Object.entries(json.set ?? {})) {
        const field = form.elements.namedItem(name);
        if (field?.type === "hidden") field.value = value;
      }
      tries = 0;
      say(`Saved at ${json.at ?? clock()}`, false);
    } catch {
      waiting = true;
      say("Not saved. We will try again; please keep this page open.", true);
    }
    sending = false;
    if (waiting) later(AGAIN[Math.min(tries++, AGAIN.length - 1)]);
  }

  form.saveDraft = save;
  const changed = (event) => {
    if (event.target.type === "password" || event.target.type === "file") return;
    waiting = true;
    later(QUIET);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // A draft on its way first tells its new version; sent beside it, the form would look like another's older copy.
  form.addEventListener("submit", (event) => {
    waiting = false;
    clearTimeout(timer);
    if (!sending) return;
    event.preventDefault();
    const long = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    Promise.race([running, long]).then(() => {
      sending = false;
      form.requestSubmit(event.submitter);
    });
  });
  document.addEventListener("visibilitychange", () => document.hidden && save());
}

// Files and passwords never go into a draft.
function fields(form) {
  const all = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const field = form.elements.namedItem(name);
    if (typeof value === "string" && field?.type !== "password") all.append(name, value);
  }
  return all;
}

function clock() {
  return new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
}
