// The commit of a ballot: a fingerprint that gives nothing away, and the check code that a voter keeps of it.

import { encode } from './canonical.js';
import { ALPHABET, checkSymbols } from './crockford.js';
import { sha256Each } from './digest.js';
import { sorted } from './text.js';

const DOMAIN = 'pb/ballot/v1|';
const TRACKER_SYMBOLS = 10;

/** The commits of ballots, in order. */
export function commitsOf(roundId, ballots) {
  return sha256Each(ballots.map(({ marks, nonce }) => DOMAIN + encode({ marks, nonce, round: roundId, v: 1 })));
}

/** The check code of a commit: its first bits as symbols, then two check symbols; no dashes. */
export function tracker(commit, symbols = TRACKER_SYMBOLS) {
  const bits = [...commit].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  const padded = bits.padEnd(5 * symbols, '0');
  const found = Array.from({ length: symbols }, (_, at) => ALPHABET[Number.parseInt(padded.slice(5 * at, 5 * at + 5), 2)]);
  return found.join('') + checkSymbols(found.join(''));
}

/** The check code of each commit of a round; where two would be alike, both get more symbols until they differ. */
export function trackers(commits) {
  let remaining = sorted(new Set(commits));
  const found = new Map();
  for (let symbols = TRACKER_SYMBOLS; remaining.length; symbols += 1) {
    const byCode = new Map();
    for (const one of remaining) {
      const code = tracker(one, symbols);
      byCode.set(code, [...(byCode.get(code) ?? []), one]);
    }
    for (const [code, alike] of byCode) if (alike.length === 1) found.set(alike[0], code);
    remaining = remaining.filter((one) => !found.has(one));
  }
  return found;
}
