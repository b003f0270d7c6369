// For who uses one switch or two: what can be pressed is framed, one after the other. With one switch the frame moves by
// itself and the switch presses; with two, one moves the frame and the other presses. A switch is the space bar or the
// return key, as boxes for switches send them. Where there is much to press, cards are framed first, then what is in one.
import { onScreen } from "./screen.js";

const asked = () => document.documentElement.dataset.scan ?? "";
const byItself = () => asked().startsWith("auto-");
const pauseMs = () => Number(asked().slice(5)) * 1000;
const FEW = 5;
const SLACK = 40; // css pixels that are no rest worth showing
const WAY = 180; // css pixels at most of the bar at the end, and of a frame
const PAGE = 0.6; // of the screen, so that something seen before stays in sight
const ROUNDS = 3; // then the frame rests until the switch is pressed
const PLACES = ".choice, .rank, .answered, .told, .options, .way, .ease, .groups, .symbol-keys__row";
const CONTROLS = 'a[href], button:not([tabindex="-1"]), input:not([type="hidden"]), summary';

let frame = []; // what is framed in turn: controls, or groups of them
let at = -1;
let within = false;
let entered = 0; // which group one is in
let left = 0;
let timer;

const canBePressed = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("[hidden], .skip");
const controlsIn = (place) => [...place.querySelectorAll(CONTROLS)].filter(canBePressed);

function groups() {
  const found = controlsIn(document.querySelector("main")).concat(controlsIn(document.querySelector("header")));
  if (found.length <= FEW) return found;
  const places = new Map();
  for (const control of found) {
    const place = (control.matches("[data-look-on]") ? null : control.closest(PLACES)) ?? control;
    places.set(place, [...(places.get(place) ?? []), control]);
  }
  return [...places].map(([place, controls]) => {
    if (controls.length === 1) return controls[0];
    return Object.assign(place, { controls: controls.sort((one, other) => leadsOn(other) - leadsOn(one)) });
  });
}

/** The way on comes before the way back, but for what casts a vote: a second press by chance must not do that. */
const leadsOn = (one) => one.matches(".press--main:not([name=choice])");

function show(next) {
  document.querySelector(".framed")?.classList.remove("framed");
  at = next;
  const one = frame[at];
  one.classList.add("framed");
  if (!one.controls || within) one.focus({ preventScroll: true });
  else document.activeElement?.blur(); // one frame, not two
  // The card stays as it is while one chooses in it: its name is above what is pressed.
  const card = one.closest(".choice, .rank, .option");
  if (card) card.scrollIntoView({ block: blockOf(card), behavior: "instant" });
  else if (!isInSight(one)) one.scrollIntoView({ block: blockOf(one), behavior: "instant" });
}

/** Where a place comes to lie: one that is taller than the screen begins at its beginning. */
function blockOf(one) {
  if (!one.controls && !one.matches(".choice, .rank, .option")) return "nearest";
  return one.offsetHeight > innerHeight - WAY ? "start" : "center";
}

/** A bar that stays at the end of the screen is in sight already: going to its place would throw one back. */
function isInSight(one) {
  const { top, bottom } = one.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

/** Nothing lies below what is shown, and what lies above can be framed. */
function isSpent(one) {
  return one?.matches("[data-look-on]") && isAtEnd() && document.querySelector(".choice, .rank") !== null;
}

function move() {
  if (isSpent(frame[at + 1])) at += 1;
  if (at + 1 < frame.length) return show(at + 1);
  left -= 1;
  if (within) return outAgain(); // nothing was wanted in it
  if (byItself() && left <= 0) {
    document.activeElement?.blur(); // nothing looks ready to be pressed
    rest();
    return tellOfRest(true);
  }
  frame = groups(); // another script may have shown more to press since
  show(0);
}

function tellOfRest(rests) {
  const told = document.querySelector("[data-rests]");
  if (told) told.hidden = !rests;
}

function begin(what, inside) {
  tellOfRest(false);
  frame = what;
  within = inside;
  left = ROUNDS;
  at = -1;
  show(0);
}

/** Back to the groups, at the one where one was: what was chosen is seen there, and the next is one step away. */
function outAgain() {
  begin(groups(), false);
  if (entered < frame.length) show(entered);
}

function rest() {
  clearInterval(timer);
  timer = undefined;
  document.querySelector(".framed")?.classList.remove("framed");
  at = -1;
}

function go() {
  clearInterval(timer);
  if (byItself()) timer = setInterval(move, pauseMs());
}

function press() {
  const one = frame[at];
  if (!within && one.controls) {
    entered = at;
    begin(one.controls, true);
  } else {
    const [before, screen] = [groups().length, document.body];
    one.click();
    if (document.body !== screen) return; // what took its place has framed what it begins with
    if (within) outAgain();
    else if (groups().length !== before) begin(groups(), false); // what is there to press may be another now
  }
}

function switched(event) {
  if (!asked()) return;
  const key = { " ": "first", Enter: "second" }[event.key];
  if (!key) return;
  // A code that somebody has typed goes off with the return key; nothing that is typed here needs the space bar.
  if (key === "second" && event.target.matches?.('input[type="text"], input:not([type])') && event.target.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.type !== "keydown" || event.repeat) return;
  if (at < 0) begin(groups(), false);
  else if (byItself() || key === "second") press();
  else move();
  go();
}

// Before the browser's own answer to these keys, which would press what is framed a second time.
for (const type of ["keydown", "keyup", "keypress"]) addEventListener(type, switched, { capture: true });

const isAtEnd = () => scrollY + innerHeight >= document.documentElement.scrollHeight - SLACK;

/** A page that is longer than the screen has parts with nothing to press in them: one more thing to press shows them. */
function offerTheRest() {
  const button = document.querySelector("[data-look-on]");
  if (!button) return;
  button.hidden = document.documentElement.scrollHeight <= innerHeight + SLACK;
  button.addEventListener("click", () => {
    scrollTo({ top: isAtEnd() ? 0 : scrollY + innerHeight * PAGE, behavior: "instant" });
  });
}

/** A screen begins with its heading, as far as what is framed can be seen from there. */
function toTheTop() {
  scrollTo({ top: 0, behavior: "instant" });
  const one = frame[at];
  const { top, bottom } = one.getBoundingClientRect();
  const isSeen = one.controls ? top < innerHeight * PAGE : bottom <= innerHeight;
  if (!isSeen) show(at);
}

function start() {
  const touched = document.querySelector(".choice :focus")?.closest(".choice"); // the card of the screen before
  rest();
  if (!asked()) return;
  offerTheRest();
  begin(groups(), false);
  const begins = (one) => one.matches("[data-begin]") || one.querySelector("[data-begin]");
  const first = touched ? frame.indexOf(touched) : frame.findIndex(begins);
  if (first > 0) show(first);
  if (!touched) toTheTop();
  if (byItself()) timer = setTimeout(go, pauseMs()); // the first stop is twice as long: a screen wants to be read
}

onScreen(start);
addEventListener("pageshow", ({ persisted }) => persisted && start());
