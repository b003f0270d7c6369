// What a check says when it fails: which file, and the first difference.

import { sorted } from '../seal/text.js';
import { keysOf, repr, valueOf } from '../tally/words.js';

const SHOWN = 90;

/** A file does not agree with itself, with another, or with the recount. */
export class Differs extends Error {
  constructor(file, words) {
    super(`${file}: ${words}`);
    this.file = file;
    this.words = words;
  }
}

/** Demand that a file says what another source has. */
export function same(file, what, said, expected, source) {
  if (!isSame(said, expected)) {
    throw new Differs(file, `${what} is ${short(said)}; ${source} has ${short(expected)}`);
  }
}

/** Demand that a value in a file is, in every part, the one that was counted. */
export function compare(file, where, said, counted) {
  const found = firstDifference(where, said, counted);
  if (found) throw new Differs(file, found);
}

/** The first place at which two plain values differ, in words, or "" where they are the same. */
export function firstDifference(where, said, counted) {
  if (isMap(said) && isMap(counted)) {
    for (const key of sorted(new Set([...keysOf(said), ...keysOf(counted)]))) {
      const [told, expected] = [valueOf(said, key), valueOf(counted, key)];
      if (told === undefined || expected === undefined) {
        return `${where} has ${told === undefined ? 'no' : 'an unknown'} ${short(key)}`;
      }
      const found = firstDifference(`${where}.${key}`, told, expected);
      if (found) return found;
    }
    return '';
  }
  if (Array.isArray(said) && Array.isArray(counted) && said.length === counted.length) {
    for (const [at, item] of said.entries()) {
      const found = firstDifference(`${where}[${at}]`, item, counted[at]);
      if (found) return found;
    }
    return '';
  }
  return said === counted ? '' : `${where} is ${short(said)}; the recount gives ${short(counted)}`;
}

/** A value as text, cut where it is long. */
export function short(value) {
  const symbols = [...(typeof value === 'string' ? value : repr(value))];
  return symbols.length <= SHOWN ? symbols.join('') : `${symbols.slice(0, SHOWN).join('')}…`;
}

/** Whether two plain values are the same; true and false are as good as 1 and 0. */
function isSame(said, expected) {
  const [one, other] = [said, expected].map((value) => (typeof value === 'boolean' ? Number(value) : value ?? null));
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, at) => isSame(item, other[at]));
  }
  if (!isMap(one) || !isMap(other)) return one === other;
  const keys = keysOf(one);
  return keys.length === keysOf(other).length && keys.every((key) => isSame(valueOf(one, key), valueOf(other, key)));
}

function isMap(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
