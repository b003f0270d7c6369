// A touch right after a screen has changed was meant for the screen before, and the second touch of two was meant once.
const DEAD_MS = 300;
let shown = document.referrer ? performance.now() : -Infinity; // where no screen was before, none was meant
let sending = false;

// Also when the browser brings an old screen back: it may be used again.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) shown = performance.now();
  sending = false;
});

document.addEventListener("screen", () => {
  shown = performance.now();
});

addEventListener(
  "click",
  (event) => {
    const byTouch = event.detail > 0; // a key or a switch gives 0
    if (sending || (byTouch && performance.now() - shown < DEAD_MS)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  { capture: true },
);

addEventListener("submit", () => {
  sending = true;
});

/** Let the screen be used again although something was sent from it. */
export function again() {
  sending = false;
}
