// The work, away from the page so that it stays alive: one bundle at a time, and questions about its ballots.

import { REPRODUCED, recount } from '../recount/checks.js';
import { NOT } from '../recount/marks.js';
import { find } from '../recount/own-ballot.js';
import { pack } from '../seal/zip.js';
import { summaryOf } from './summary.js';

const SELDOM = 100; // milliseconds between two words of progress

let bundle = null;

/** Answer a message of the page; `tell` sends one back. */
export async function answer(asked, tell) {
  try {
    if (asked.kind === 'find') tell({ kind: 'found', ...find(bundle, asked.code) });
    else await check(asked, tell);
  } catch (fault) {
    tell({ kind: 'broken', words: String(fault?.stack ?? fault) });
  }
}

async function check({ given, noted }, tell) {
  bundle = null;
  const say = (mark, words) => tell({ kind: 'said', mark, words });
  const packed = given.length === 1 ? given[0][1] : packedAgain(given, say);
  let last = 0;
  const progress = (words) => {
    if (performance.now() - last < SELDOM) return;
    last = performance.now();
    tell({ kind: 'progress', words });
  };
  const found = await recount(packed, noted, say, progress);
  if (found.status === REPRODUCED) bundle = found.bundle;
  const { status, file, words } = found;
  tell({ kind: 'done', status, file, words, summary: bundle && (await summaryOf(bundle)) });
}

/** One zip of files that somebody's computer had unpacked. */
function packedAgain(given, say) {
  say(NOT, 'The zip itself: these files came out of one. Its own hash cannot be compared with the one that was published.');
  return pack(new Map(given));
}
