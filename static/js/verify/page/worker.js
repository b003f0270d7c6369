// The work, away from the page so that it stays alive: one bundle at a time, and questions about its ballots.

import { REPRODUCED, recount } from '../recount/checks.js';
import { find } from '../recount/own-ballot.js';
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

async function check({ packed, noted }, tell) {
  bundle = null;
  let last = 0;
  const progress = (words) => {
    if (performance.now() - last < SELDOM) return;
    last = performance.now();
    tell({ kind: 'progress', words });
  };
  const found = await recount(packed, noted, (mark, words) => tell({ kind: 'said', mark, words }), progress);
  if (found.status === REPRODUCED) bundle = found.bundle;
  const { status, file, words } = found;
  tell({ kind: 'done', status, file, words, summary: bundle && (await summaryOf(bundle)) });
}
