// Canonical JSON: one value, one text. Only null, booleans, whole numbers, texts, lists and maps with ASCII keys.

import { fromBytes, toBytes } from './text.js';

const NOT_ASCII = /[^\0-\x7f]/;
const DEEPEST = 100; // how many lists and maps may stand in each other

/** The text is not canonical JSON. */
export class NotCanonical extends Error {}

/** The canonical text of a value. */
export function encode(value) {
  if (Array.isArray(value)) return `[${value.map(encode).join(',')}]`;
  if (value === null || typeof value !== 'object') return plain(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${encode(value[key])}`).join(',')}}`;
}

/**
 * The value of a canonical text in bytes; any other text of the same value is refused.
 *
 * Maps come without a prototype, so that no key is there that the text does not have.
 */
export function decode(bytes) {
  let value;
  let text;
  try {
    text = fromBytes(bytes);
    value = JSON.parse(text);
  } catch (fault) {
    throw new NotCanonical(`not canonical JSON: ${fault.name}`);
  }
  check(value, 'value', 0);
  if (encode(value) !== text) throw new NotCanonical('JSON, but not in its canonical form');
  return value;
}

/** The bytes of the canonical text. */
export function encoded(value) {
  return toBytes(encode(value));
}

function plain(value) {
  // JSON.stringify escapes what must be escaped, and U+007F and above as they are; just what is canonical.
  return JSON.stringify(value);
}

function check(value, where, depth) {
  demand(depth <= DEEPEST, 'value is nested too deeply');
  if (typeof value === 'number') return checkNumber(value, where);
  if (typeof value === 'string') return demand(!/\p{Surrogate}/u.test(value), `${where} is not valid text`);
  if (Array.isArray(value)) return value.forEach((item, at) => check(item, `${where}[${at}]`, depth + 1));
  if (value === null || typeof value !== 'object') return undefined;
  Object.setPrototypeOf(value, null);
  for (const key of Object.keys(value)) {
    demand(!NOT_ASCII.test(key), `a key of ${where} is not ASCII text`);
    check(value[key], `${where}.${key}`, depth + 1);
  }
  return undefined;
}

function checkNumber(value, where) {
  demand(Number.isInteger(value), `${value} is not a whole number`);
  demand(Number.isSafeInteger(value), `${where} is too large for a number; write it as text`);
}

function demand(holds, words) {
  if (!holds) throw new NotCanonical(words);
}
