// The screen on which a code is typed: big keys on the screen, or the camera, for who asks for them. Without this script
// there is the plain field, which takes everything.
import { openKeys } from "./keys.js";
import { onScreen } from "./screen.js";

let here = new AbortController(); // ends with the screen

function attach() {
  here.abort();
  here = new AbortController();
  const { signal } = here;
  const form = document.querySelector("[data-code-ways]");
  if (!form) return;
  const field = form.elements.voting_code;
  const buttons = [...form.querySelectorAll("[data-way]")];
  const panel = (way) => document.getElementById(way);
  const keys = openKeys(panel("keys"), field, signal);
  let camera;

  async function scan() {
    const { openCamera } = await import("./scan.js"); // with what reads squares: only for who asks for it
    if (signal.aborted || panel("camera").hidden) return;
    camera ??= openCamera(panel("camera"), form.dataset.site, signal, (code) => {
      field.value = code;
      show("");
      form.requestSubmit();
    });
    camera.start();
  }

  function show(way) {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.way === way));
      panel(button.dataset.way).hidden = button.dataset.way !== way;
    }
    form.elements.keys.value = way === "keys" ? "yes" : "";
    field.hidden = way === "keys";
    keys.use(way === "keys");
    camera?.stop();
    if (way === "camera") scan();
  }

  for (const button of buttons) {
    const turn = () => show(button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.way);
    button.addEventListener("click", turn, { signal });
  }
  form.querySelector("[data-ways]").hidden = false;
  if (form.elements.keys.value) show("keys");
}

onScreen(attach);
