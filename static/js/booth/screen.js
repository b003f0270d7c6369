// A screen is a page, or what took its place without leaving it. Each behaviour starts anew on every screen.

/** Call `start` now, and again whenever another screen has taken the place of this one. */
export function onScreen(start) {
  start();
  document.addEventListener("screen", start);
}

/** Whether this is a tablet that many people share. */
export const isShared = () => document.querySelector("[data-shared]") !== null;
