// "Listen" plays the words on the screen one block after the other: the clip that belongs to exactly these words, else a
// voice that lives on the device, else it goes on. Where nothing can be heard, the button is not there. It never starts
// by itself, and a second touch ends it. Whatever fails here never stops a vote.
import { onScreen } from "./screen.js";

const BLOCKS = "h1, h2, p, .face__name, .face__sentence, .face__state, .coins, .rank__name, .part";
const PATIENCE_MS = 6000; // a clip that does not move for so long is given up
const speaker = window.speechSynthesis;
const buttons = () => [...document.querySelectorAll("[data-listen]")];
const player = new Audio(); // one for all: tablets let it go on to the next clip because its first was asked for
let reading;
let watch;

const spoken = (tag) => tag.toLowerCase().split("-")[0];
const voiceFor = (tag) => speaker?.getVoices().find((one) => one.localService && spoken(one.lang) === spoken(tag));
const languageOf = (element) => element.closest("[lang]").lang;
const canBeHeard = (block) => Boolean(block.dataset.clip || voiceFor(languageOf(block)));

function wordsOf(block) {
  const copy = block.cloneNode(true);
  for (const silent of copy.querySelectorAll("[aria-hidden='true'], .for-listeners, button")) silent.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function blocksIn(place) {
  const found = [...place.querySelectorAll(BLOCKS)];
  if (!found.length) return [place];
  // The innermost that has a sound of its own, else the outermost: a heading of two texts is two, a card's cost is one.
  const parts = found.filter((one) => one.matches("[data-clip], .part") && !one.querySelector("[data-clip], .part"));
  return found.filter((one) => {
    if (parts.includes(one)) return true;
    return !one.querySelector("[data-clip], .part") && !found.some((other) => other !== one && other.contains(one));
  });
}

function blocksOf(ids) {
  const places = ids.split(" ").map((id) => document.getElementById(id));
  return places.filter(Boolean).flatMap(blocksIn).filter((one) => one.checkVisibility({ visibilityProperty: true }) && wordsOf(one));
}

function quiet() {
  clearTimeout(watch);
  player.onended = player.onerror = player.ontimeupdate = null;
  player.pause();
  speaker?.cancel();
}

function stop() {
  quiet();
  for (const block of document.querySelectorAll(".read")) block.classList.remove("read");
  reading?.button.setAttribute("aria-pressed", "false");
  reading = undefined;
}

function readFrom(blocks) {
  quiet();
  document.querySelector(".read")?.classList.remove("read");
  const next = blocks.findIndex(canBeHeard);
  if (next < 0) return stop();
  const block = blocks[next];
  const rest = blocks.slice(next + 1);
  block.classList.add("read");
  if (block.dataset.clip) play(block, once(() => readFrom(rest)), once(() => say(block, rest)));
  else say(block, rest);
}

/** Does it the first time only, and only while this reading goes on: what fails tells of it in more than one way. */
function once(act) {
  const mine = reading;
  return () => {
    const now = act;
    act = undefined;
    if (reading === mine) now?.();
  };
}

function play(block, done, failed) {
  const patient = () => {
    clearTimeout(watch);
    watch = setTimeout(failed, PATIENCE_MS);
  };
  player.onended = done;
  player.onerror = failed;
  player.ontimeupdate = patient;
  player.src = block.dataset.clip;
  patient();
  player.play().catch(failed);
}

function say(block, rest) {
  quiet();
  const voice = voiceFor(languageOf(block));
  if (!voice) return readFrom(rest);
  const said = new SpeechSynthesisUtterance(wordsOf(block));
  said.voice = voice;
  said.lang = voice.lang;
  said.onend = once(() => readFrom(rest));
  said.onerror = said.onend; // a voice that fails never stops a vote
  speaker.speak(said);
}

function listen(button) {
  const again = reading?.button === button;
  stop();
  if (again) return;
  reading = { button };
  button.setAttribute("aria-pressed", "true");
  readFrom(blocksOf(button.dataset.listen));
}

function offer() {
  for (const button of buttons()) button.hidden = !blocksOf(button.dataset.listen).some(canBeHeard);
}

function start() {
  stop();
  offer();
  for (const button of buttons()) button.addEventListener("click", () => listen(button));
}

onScreen(start);
speaker?.addEventListener?.("voiceschanged", offer);
addEventListener("pagehide", stop);
