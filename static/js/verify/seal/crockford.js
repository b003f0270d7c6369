// Codes that people type: Crockford's alphabet, and two Reed-Solomon check symbols over GF(32).

export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const FIELD_POLYNOMIAL = 0b100101;
const ORDER = 31; // of the multiplicative group
const ALIKE = { O: '0', I: '1', L: '1' };
const POWERS = powers();
const LOGARITHMS = new Map(POWERS.map((value, exponent) => [value, exponent]));

function powers() {
  const found = [1];
  while (found.length < ORDER) {
    const doubled = found.at(-1) << 1;
    found.push(doubled >= ALPHABET.length ? doubled ^ FIELD_POLYNOMIAL : doubled);
  }
  return found;
}

/** What a person typed, as symbols: capitals; O is 0, I and L are 1; dashes and white space are left out. */
export function normalise(text) {
  return text.toUpperCase().replace(/[OIL]/g, (symbol) => ALIKE[symbol]).replace(/[\s\p{Pd}]/gu, '');
}

/** Whether all symbols are of the alphabet. */
export function isOfTheAlphabet(symbols) {
  return [...symbols].every((symbol) => ALPHABET.includes(symbol));
}

/** The two symbols that make `symbols` a code word. */
export function checkSymbols(symbols) {
  // With c and d the check symbols and s, t the syndromes of the rest: c*a + d = s and c*a^2 + d = t.
  const [first, second] = syndromes([...values(symbols), 0, 0]);
  const lastButOne = divide(first ^ second, POWERS[1] ^ POWERS[2]);
  return ALPHABET[lastButOne] + ALPHABET[first ^ multiply(lastButOne, POWERS[1])];
}

/** Where the only slip is: -1 where there is none, a position from 0, or null where no single symbol explains it. */
export function slip(symbols) {
  const [first, second] = syndromes(values(symbols));
  if (!first && !second) return -1;
  if (!first || !second) return null;
  // One wrong symbol, off by e at exponent k, gives e*a^k and e*a^2k: their quotient is a^k.
  const exponent = LOGARITHMS.get(divide(second, first));
  return exponent < symbols.length ? symbols.length - 1 - exponent : null;
}

function values(symbols) {
  return [...symbols].map((symbol) => ALPHABET.indexOf(symbol));
}

function syndromes(each) {
  let [first, second] = [0, 0];
  for (const value of each) { // Horner's rule at a and at a^2
    first = multiply(first, POWERS[1]) ^ value;
    second = multiply(second, POWERS[2]) ^ value;
  }
  return [first, second];
}

function multiply(left, right) {
  return left && right ? POWERS[(LOGARITHMS.get(left) + LOGARITHMS.get(right)) % ORDER] : 0;
}

function divide(left, right) {
  return left ? POWERS[(LOGARITHMS.get(left) - LOGARITHMS.get(right) + ORDER) % ORDER] : 0;
}
