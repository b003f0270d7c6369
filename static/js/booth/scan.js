// Reading the square of a letter or card with the camera. Pictures are looked at here and go nowhere; the camera is shut as
// soon as a code was found, another way was chosen, or the page is left.
import { codeIn } from "./voting-code.js";

const PAUSE_MS = 200;

/** What reads squares: the browser's own, where it has one for squares, or ours. */
async function makeDetector() {
  const own = (await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []))?.includes("qr_code");
  const Detector = own ? globalThis.BarcodeDetector : (await import("../../vendor/qr/decode.js")).BarcodeDetector;
  return new Detector({ formats: ["qr_code"] });
}

/** The camera in a panel, until the signal; `found` gets the code of the first square that is one of this site. */
export function openCamera(panel, site, signal, found) {
  const video = panel.querySelector("video");
  let stream;
  let turn = 0; // what was begun before this turn ends

  function say(what) {
    for (const one of panel.querySelectorAll("[data-said]")) one.hidden = one.dataset.said !== what;
  }

  function stop() {
    turn += 1;
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    video.srcObject = null;
    video.hidden = true;
  }

  async function look(detector, mine) {
    while (mine === turn) {
      const texts = video.readyState < 2 ? [] : await detector.detect(video).catch(() => []);
      if (mine !== turn) return;
      const codes = texts.map((one) => codeIn(one.rawValue, [location.origin, site]));
      const code = codes.find(Boolean);
      if (code) {
        stop();
        return found(code);
      }
      if (texts.length) say("other");
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  async function start() {
    const mine = (turn += 1);
    say("wait");
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      if (mine !== turn) return opened.getTracks().forEach((track) => track.stop());
      stream = opened;
      const detector = await makeDetector();
      if (mine !== turn) return;
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      say("looking");
      await look(detector, mine);
    } catch (fault) {
      if (mine !== turn) return;
      stop();
      say(fault.name === "NotAllowedError" ? "refused" : "broken");
    }
  }

  function restUnseen() {
    if (!document.hidden || !stream) return;
    stop();
    say("rest");
  }

  signal.addEventListener("abort", stop);
  addEventListener("pagehide", stop, { signal });
  document.addEventListener("visibilitychange", restUnseen, { signal });
  return { start, stop };
}
