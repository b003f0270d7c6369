// A tablet that many people share. Whoever went away is asked whether they are there, and then forgotten; nothing is
// cast for them. Who touches, types or listens is there, however long it takes.
import { isShared, onScreen } from "./screen.js";

const LAST_MS = 30_000; // from the question to the hello for somebody else
const WAITED_MS = 120_000; // at most, for who presses Wait on the last screen
const PING_MS = 60_000;
const GONE = 410; // what the server says to a tablet that was taken out of its event
const SIGNS = ["pointerdown", "keydown", "input", "scroll", "touchmove", "wheel"];
let seen = performance.now();
let resetAt = Infinity; // when the last screen gives way

const lastSeconds = () => Number(document.querySelector("[data-resets]")?.dataset.resets ?? 0);
const isBetween = () => document.querySelector("[data-between]") !== null;
const question = () => document.querySelector("[data-still]");
const isReadTo = () => document.querySelector('[data-listen][aria-pressed="true"]') !== null;
const isListening = () => isReadTo() || [...document.querySelectorAll("video")].some((one) => !one.paused);
const goAway = () => document.querySelector("[data-shared]").submit();

function isThere() {
  seen = performance.now();
  if (resetAt < Infinity) resetAt = Math.max(resetAt, seen + lastSeconds() * 1000); // not from under a finger
}

function ask() {
  const told = question();
  if (!told.hidden) return;
  told.hidden = false;
  told.querySelector("[data-carry-on]").focus();
  // Gone with the click and not before it: the same touch must not press what lies behind.
  told.addEventListener("click", () => (told.hidden = true), { once: true });
  told.querySelector("[data-next-voter]").addEventListener("click", goAway, { once: true });
}

/** The last screens give way: that of the vote to the goodbye, the goodbye to the hello for the next. */
function end() {
  resetAt = Infinity;
  const finish = document.getElementById("finish");
  if (finish) finish.requestSubmit();
  else location.replace("/vote"); // everything is forgotten already, and history does not grow
}

/** Between two voters there is nobody to ask; only what the last one made easier is put back. */
function isNobodys() {
  const between = document.querySelector("[data-between]");
  return between !== null && between.dataset.between === "plain";
}

function look() {
  if (!isShared()) return;
  if (isListening()) isThere();
  const now = performance.now();
  if (now > resetAt) return end();
  const patience = Number(document.querySelector("[data-shared]").dataset.shared) * 1000;
  const idle = now - seen;
  if (!patience || isNobodys() || resetAt < Infinity) return;
  if (document.querySelector("[data-between]") && idle > patience) return goAway();
  if (idle > patience + LAST_MS) goAway();
  else if (idle > patience) ask();
}

function holdOrReset() {
  const last = document.querySelector("[data-resets]");
  resetAt = Infinity;
  if (!last) return;
  resetAt = performance.now() + lastSeconds() * 1000;
  const wait = last.querySelector("[data-wait]");
  if (!wait) return;
  wait.hidden = false;
  wait.addEventListener("click", () => {
    resetAt = performance.now() + WAITED_MS;
    wait.hidden = true;
  });
}

function ping() {
  const token = document.querySelector("[data-shared] [name='form_token']")?.value;
  if (!token) return;
  const asked = fetch("/tablet/seen", { method: "POST", body: new URLSearchParams({ form_token: token }) });
  asked.then(({ status }) => status === GONE && isBetween() && location.replace("/vote")).catch(() => {});
}

if (isShared()) {
  for (const sign of SIGNS) addEventListener(sign, isThere, { capture: true, passive: true });
  setInterval(look, 500);
  setInterval(ping, PING_MS);
  onScreen(isThere);
  onScreen(holdOrReset);
  // A screen that the browser kept aside is somebody else's by now.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) location.replace("/vote");
  });
}
