// A hash chain: each entry's hash covers the hash before it, so nothing can be changed, dropped or swapped unseen.

import { encode } from './canonical.js';
import { sha256Each } from './digest.js';

export const START = '0'.repeat(64);

/** The number, from 1, of the first entry that does not follow from the one before it; 0 where the chain is whole. */
export async function firstFault(entries) {
  const links = await sha256Each(entries.map((entry) => {
    const { hash, previous, ...body } = entry;
    return `pb/record/v1|${previous}|${encode(body)}`;
  }));
  let expected = START;
  for (const [at, entry] of entries.entries()) {
    if (entry.previous !== expected || entry.seq !== at + 1 || links[at] !== entry.hash) return at + 1;
    expected = entry.hash;
  }
  return 0;
}
