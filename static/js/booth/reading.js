// "Listen" reads the words on the screen, exactly these, with a voice that lives on the device. Where there is none for
// the language, the button is not there. It never starts by itself, and a second touch ends it.
import { onScreen } from "./screen.js";

const speaker = window.speechSynthesis;
const buttons = () => [...document.querySelectorAll("[data-listen]")];
const BLOCKS = "h1, h2, p, .face__name, .face__sentence, .coins";
let reading;

const spoken = (tag) => tag.toLowerCase().split("-")[0];
const voiceFor = (tag) => speaker?.getVoices().find((one) => one.localService && spoken(one.lang) === spoken(tag));
const languageOf = (element) => element.closest("[lang]").lang;

function wordsOf(block) {
  const copy = block.cloneNode(true);
  for (const silent of copy.querySelectorAll("[aria-hidden='true'], .for-listeners, button")) silent.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function blocksOf(place) {
  const found = [...place.querySelectorAll(BLOCKS)];
  const outer = found.filter((one) => !found.some((other) => other !== one && other.contains(one)));
  return (outer.length ? outer : [place]).filter((one) => one.checkVisibility() && wordsOf(one));
}

function stop() {
  speaker.cancel();
  for (const block of document.querySelectorAll(".read")) block.classList.remove("read");
  reading?.setAttribute("aria-pressed", "false");
  reading = undefined;
}

function readFrom(button, blocks) {
  if (reading !== button) return;
  const [block, ...rest] = blocks;
  document.querySelector(".read")?.classList.remove("read");
  if (!block) return stop();
  const voice = voiceFor(languageOf(block));
  if (!voice) return readFrom(button, rest);
  block.classList.add("read");
  const said = new SpeechSynthesisUtterance(wordsOf(block));
  said.voice = voice;
  said.lang = voice.lang;
  said.onend = () => readFrom(button, rest);
  said.onerror = () => readFrom(button, rest); // a voice that fails never stops a vote
  speaker.speak(said);
}

function listen(button) {
  const again = reading === button;
  stop();
  if (again) return;
  reading = button;
  button.setAttribute("aria-pressed", "true");
  readFrom(button, blocksOf(document.getElementById(button.dataset.listen)));
}

function offer() {
  for (const button of buttons()) {
    const place = document.getElementById(button.dataset.listen);
    button.hidden = !place || !blocksOf(place).some((block) => voiceFor(languageOf(block)));
  }
}

function start() {
  reading = undefined;
  speaker.cancel();
  offer();
  for (const button of buttons()) button.addEventListener("click", () => listen(button));
}

if (speaker) {
  onScreen(start);
  speaker.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", stop);
}
