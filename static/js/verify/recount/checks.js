// All checks in turn, up to the first that fails.

import { EXPLANATIONS, Unreadable, VERIFIER } from '../seal/files.js';
import { checkPacking, unpack } from '../seal/zip.js';
import { checkBallots, checkPabulib, checkSums } from './ballots.js';
import { checkList, checkLot, checkRecord, checkRules } from './before-the-count.js';
import { checkExplanations } from './explanations.js';
import { Differs } from './faults.js';
import { checkManifest, decodeBundle } from './opened.js';
import { FAULT, NOT, OK, UNKNOWN } from './marks.js';
import { checkAnnounced, checkComparisons, checkOutcome } from './outcome.js';
import { checkSignatures } from './signatures.js';

export const [REPRODUCED, DIFFERS, UNREADABLE] = [0, 1, 2];

const CHECKS = [
  [checkRecord, 'the record'],
  [checkRules, 'the rules'],
  [checkList, 'the sealed list'],
  [checkLot, 'the lot'],
  [checkBallots, 'every ballot'],
  [checkSums, 'the sums'],
  [checkOutcome, 'the count'],
  [checkComparisons, 'the other ways of counting'],
  [checkExplanations, 'the explanations'],
  [checkPabulib, 'the file for other programs'],
];
const WITHHELD_CHECKS = [
  ...CHECKS.filter(([one]) => [checkRecord, checkRules, checkList, checkLot, checkSums].includes(one)),
  [checkAnnounced, 'what was announced'],
];

/**
 * Make every check in turn, up to the first that fails.
 *
 * @param packed the zip.
 * @param noted hashes to hold it against, {rules, list, record, key}, "" for each that nobody noted, and `thorough`.
 * @param say called with a mark and a sentence for each check.
 * @param progress called with what is being done.
 * @return {status, bundle, file, words}: the last two tell the fault.
 */
export async function recount(packed, noted, say, progress) {
  try {
    const bundle = await opened(packed, say, progress);
    for (const [make, about] of bundle.ballots ? CHECKS : WITHHELD_CHECKS) {
      if (make === checkExplanations && !bundle.explanations) continue;
      progress(`Looking at ${about}`);
      say(OK, await make(bundle, noted, progress));
    }
    await checkSignatures(bundle, noted.key, say);
    return { status: REPRODUCED, bundle };
  } catch (fault) {
    if (!(fault instanceof Differs) && !(fault instanceof Unreadable)) throw fault;
    const differs = fault instanceof Differs;
    say(differs ? FAULT : UNKNOWN, `${fault.file}: ${fault.words}`);
    return { status: differs ? DIFFERS : UNREADABLE, file: fault.file, words: fault.words };
  }
}

async function opened(packed, say, progress) {
  progress('Unpacking the bundle');
  const files = await unpack(packed);
  await checkManifest(files); // first, so that a file that was changed is named, however the zip was packed again
  checkPacking(files, packed);
  say(OK, `manifest.json names ${files.size - 2} files, and each is what it says.`);
  const bundle = decodeBundle(files);
  say(OK, `Every file is in its canonical form. The round is ${bundle.terms.name}.`);
  if (files.has(VERIFIER)) {
    say(NOT, 'verify.html, a page that came with the bundle: it is as signed. Nobody looked inside it.');
  }
  if (files.has(EXPLANATIONS) && !bundle.explanations) {
    say(NOT, 'Explanations of the first format: they are as signed, not recounted.');
  }
  return bundle;
}
