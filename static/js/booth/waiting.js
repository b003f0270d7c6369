// A request that nobody answers: say so, keep everything, and send the very same once more where that is wished.
// Sending a vote twice is sending it once: the server knows it by its envelope.
import { onScreen } from "./screen.js";
import { again } from "./touches.js";

const PATIENCE_MS = 8000;
let timer;
let resend;

const notice = () => document.querySelector("[data-waiting]");

/** Say that nobody answers. */
export function unanswered() {
  clearTimeout(timer);
  again();
  const told = notice();
  if (!told || !resend) return;
  told.hidden = false;
  told.querySelector("button").focus();
}

addEventListener("submit", (event) => {
  const form = event.target;
  const by = event.submitter;
  clearTimeout(timer);
  resend = () => {
    window.stop();
    notice().hidden = true;
    again();
    form.requestSubmit(by);
  };
  timer = setTimeout(unanswered, PATIENCE_MS);
});

onScreen(() => {
  clearTimeout(timer);
  resend = undefined;
  notice()
    ?.querySelector("button")
    .addEventListener("click", () => resend?.());
});

addEventListener("pageshow", () => {
  clearTimeout(timer);
  if (notice()) notice().hidden = true;
});
