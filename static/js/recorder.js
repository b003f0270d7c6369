// Records a text on the page: start, stop, listen, keep or try again. What was recorded goes into the form as a file, as
// if it had been chosen; without this script, or without a microphone, a file is uploaded.
const LONGEST_MS = 180_000;
const BITS_PER_SECOND = 32_000; // speech; three minutes stay below the limit
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const place = document.querySelector("[data-recorder]");
const part = (name) => place.querySelector(`[data-${name}]`);

function show(...names) {
  for (const name of ["start", "stop", "keep", "drop", "again"]) part(name).hidden = !names.includes(name);
}

function tell(text) {
  part("told").textContent = text;
}

async function start() {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return tell(place.dataset.refused);
  }
  const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
  const pieces = [];
  let told = place.dataset.done;
  const end = setTimeout(() => {
    told = place.dataset.long;
    recorder.stop();
  }, LONGEST_MS);
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  recorder.onstop = () => {
    clearTimeout(end);
    for (const track of stream.getTracks()) track.stop(); // the microphone is off
    offer(new Blob(pieces, { type: recorder.mimeType }), told);
  };
  part("stop").onclick = () => recorder.stop();
  recorder.start();
  tell(place.dataset.now);
  show("stop");
  part("stop").focus();
}

function offer(sound, told) {
  const files = new DataTransfer();
  files.items.add(new File([sound], "recording", { type: sound.type }));
  part("recording").files = files.files;
  part("again").src = URL.createObjectURL(sound);
  tell(told);
  show("again", "keep", "drop");
  part("again").focus();
}

function drop() {
  URL.revokeObjectURL(part("again").src);
  part("recording").value = "";
  tell("");
  show("start");
  part("start").focus();
}

if (place && window.MediaRecorder && navigator.mediaDevices) {
  place.hidden = false;
  part("start").addEventListener("click", start);
  part("drop").addEventListener("click", drop);
}
