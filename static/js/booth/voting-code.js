// What a square says, as a voting code; nothing of it is ever put into an address.
import { ALPHABET, normalise } from "../verify/seal/crockford.js";

const SYMBOLS = 12;

/** The code behind a text: bare, or behind the # of the voting page of one of these sites; "" where it is none. */
export function codeIn(text, sites) {
  const said = text.trim();
  const start = sites.map((site) => `${site}/vote#`).find((address) => said.startsWith(address)) ?? "";
  const symbols = normalise(said.slice(start.length));
  const whole = symbols.length === SYMBOLS && [...symbols].every((symbol) => ALPHABET.includes(symbol));
  return whole ? symbols.match(/.{4}/g).join("-") : "";
}
