// The sealed list: the sorted pairs of commit and electorate that were signed before the urn was opened.

import { encode } from './canonical.js';
import { sha256, sha256Each } from './digest.js';
import { byCodePoint } from './text.js';

const HASH = /^[0-9a-f]{64}$/;

/** What is wrong with the pairs as a list, in words; "" for nothing. */
export function faultOf(pairs) {
  if (!pairs.every(([commit]) => HASH.test(commit))) return 'an entry is not a commit with its electorate';
  const inOrder = pairs.every((pair, at) => !at || byPair(pairs[at - 1], pair) <= 0);
  return inOrder ? '' : 'the entries are not in order';
}

/** SHA-256 of the text of the pairs, with a veil in place of each electorate where there is a salt. */
export async function listHash(pairs, salt = '') {
  const shown = salt ? await veiled(pairs, salt) : pairs;
  return sha256(encode([...shown].sort(byPair)));
}

/** Whether a text is 64 small hexadecimal digits. */
export function isHash(text) {
  return HASH.test(text);
}

async function veiled(pairs, salt) {
  const veils = await sha256Each(pairs.map(([commit, electorate]) => `pb/electorate/v1|${salt}|${commit}|${electorate}`));
  return pairs.map(([commit], at) => [commit, veils[at]]);
}

function byPair(left, right) {
  return byCodePoint(left[0], right[0]) || byCodePoint(left[1], right[1]);
}
