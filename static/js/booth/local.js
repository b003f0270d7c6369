// Answers touches on the ballot from the ballot pack, as soon as it is loaded: the screens are there at once, and a hall
// without Wi-Fi does not hold anybody up. Whatever it cannot answer is asked of the server, which has the same screens.
import { loadPack } from "./local/pack.js";
import { answer } from "./local/turn.js";
import { onScreen } from "./screen.js";

let loading = "";
let pack = null;
const kept = []; // the pictures of the pack, so that they are there when nobody answers

const place = () => document.querySelector("[data-pack]");

onScreen(() => {
  const address = place()?.dataset.pack;
  if (!address || address === loading) return;
  loading = address;
  pack = null;
  loadPack(address).then((found) => {
    if (address !== loading) return;
    pack = found;
    if (!found) loading = ""; // the next screen tries again
    for (const file of found?.files ?? []) kept.push(Object.assign(new Image(), { fetchPriority: "low", src: file }));
  });
});

/** The screen that follows when this form is sent, as {title, body}; null where the server has to be asked. */
export function answerHere(address, form) {
  const here = place();
  if (!pack || !here || here.dataset.pack !== loading) return null;
  const turn = JSON.parse(here.dataset.turn);
  turn.local = { address: here.dataset.pack, turn: here.dataset.turn };
  try {
    return answer(pack, turn, form.get("form_token"), address.pathname, form);
  } catch (fault) {
    console.warn(`the pack could not answer: ${fault.message}`);
    return null;
  }
}
