// A request that nobody answers: say so, keep everything, and send the very same once more where that is wished.
// Sending a vote twice is sending it once: the server knows it by its envelope.
import { again } from "./touches.js";

const PATIENCE_MS = 8000;
const told = document.querySelector("[data-waiting]");
const button = told?.querySelector("button");
let timer;
let resend;

addEventListener("submit", (event) => {
  const form = event.target;
  const by = event.submitter;
  clearTimeout(timer);
  resend = () => {
    window.stop();
    told.hidden = true;
    again();
    form.requestSubmit(by);
  };
  timer = setTimeout(() => {
    if (told) told.hidden = false;
    again();
    button?.focus();
  }, PATIENCE_MS);
});

button?.addEventListener("click", () => resend?.());

addEventListener("pageshow", () => {
  clearTimeout(timer);
  if (told) told.hidden = true;
});
