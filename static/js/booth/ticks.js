// How many more may be chosen is said with every tick, and one too many at once, not only on the way on. What says it is
// put in its place; the rest of the page, and whatever reads it aloud, goes on undisturbed.
import { onScreen } from "./screen.js";

let asked = new AbortController(); // the newest tick is the one that counts

async function screenAfter(form, signal) {
  const body = new URLSearchParams(new FormData(form, form.querySelector('[value="stay"]')));
  const { answerHere } = await import("./local.js"); // loaded by now, or about to be
  const here = answerHere(new URL(form.action), body);
  if (here) return here.body;
  const answer = await fetch(form.action, { method: "POST", body, signal, headers: { Accept: "text/html" } });
  return answer.ok ? answer.text() : "";
}

async function tell({ target }) {
  if (target.type !== "checkbox") return;
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  try {
    const next = new DOMParser().parseFromString(await screenAfter(target.form, signal), "text/html");
    if (signal.aborted) return;
    for (const id of ["told", "left"]) {
      const [now, then] = [document.getElementById(id), next.getElementById(id)];
      if (now && then) now.replaceChildren(...then.childNodes);
    }
  } catch {
    // Nobody answers now: it is said on the way on, as without this script.
  }
}

onScreen(() => document.querySelector("[data-ticks]")?.addEventListener("change", tell));
