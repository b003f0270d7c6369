// A big button beside the small ones that a browser gives a video in sign language. It plays when it is asked to and at
// no other time; another touch stops it. A video that does not play changes nothing else on the screen.
import { onScreen } from "./screen.js";

const videos = () => [...document.querySelectorAll("[data-signed]")];
let shown = [];

function quiet() {
  for (const video of shown) video.pause();
}

function start() {
  quiet();
  shown = videos();
  for (const video of shown) accompany(video, video.closest("details"));
}

function accompany(video, place) {
  const button = place.querySelector("[data-sign-play]");
  const words = { play: button.textContent, stop: button.dataset.pause };
  const tell = () => {
    button.textContent = video.paused ? words.play : words.stop;
  };
  button.hidden = false;
  button.addEventListener("click", () => (video.paused ? video.play().catch(tell) : video.pause()));
  for (const name of ["play", "pause", "ended"]) video.addEventListener(name, tell);
  place.addEventListener("toggle", () => place.open || video.pause());
}

onScreen(start);
addEventListener("pagehide", quiet);
