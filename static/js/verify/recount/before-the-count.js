// Checks of all that was fixed before a ballot was opened: the record, the rules, the sealed list, the lot for ties.

import { START, firstFault } from '../seal/chain.js';
import { sha256 } from '../seal/digest.js';
import { FORMATS, LIST, RECORD, ROUND, Unreadable } from '../seal/files.js';
import { faultOf, isHash, listHash } from '../seal/listing.js';
import { sorted } from '../seal/text.js';
import { ElectionMalformed } from '../tally/election.js';
import { KINDS } from '../tally/points.js';
import { electionOf, ruleOf } from '../tally/published.js';
import { RuleMalformed } from '../tally/rules.js';
import { lotSeed } from '../tally/ties.js';
import { Differs, same, short } from './faults.js';

const LOT = 'pb/lot/v1';
const MILESTONES = ['VotingOpened', 'ListSealed', 'DiceThrown', 'UrnOpened', 'ResultCounted'];
const SHARE = /^[0-9]{1,9}\/[1-9][0-9]{0,8}$/;

/** The record is one unbroken chain of this round, ends where result.json says, and its milestones are in order. */
export async function checkRecord(bundle, noted) {
  const entries = bundle.record;
  const fault = await firstFault(entries);
  if (fault) throw new Differs(RECORD, `line ${fault} does not follow from the one before it, or was altered`);
  for (const [at, entry] of entries.entries()) {
    if (entry.chain !== bundle.terms.id) {
      throw new Differs(RECORD, `line ${at + 1} is of another round, ${short(entry.chain)}`);
    }
  }
  checkHead(bundle, noted);
  const order = MILESTONES.map((verb) => bundle.milestone(verb).seq);
  if (order.some((seq, at) => at && seq < order[at - 1])) {
    throw new Differs(RECORD, `${MILESTONES.join(', ')} do not stand in that order`);
  }
  return `record.ndjson: ${entries.length} entries, each chained to the one before it. Voting opened, the list was `
    + 'sealed, the dice were thrown, the urn was opened, the ballots were counted, in that order.';
}

function checkHead(bundle, noted) {
  const [said, hashes] = [bundle.result.record, bundle.record.map(({ hash }) => hash)];
  if (said.entries !== hashes.length || said.head !== (hashes.at(-1) ?? START)) {
    throw new Differs(RECORD, 'its last entry is not the one that result.json names; the end was cut or added');
  }
  if (noted.record && !hashes.includes(noted.record)) throw new Differs(RECORD, 'no entry has the hash that you noted');
}

/** The rules are those that were frozen when voting opened, and they make sense. */
export async function checkRules(bundle, noted) {
  const { terms } = bundle;
  const own = await sha256(bundle.files.get(ROUND));
  const format = FORMATS.get(terms.v);
  if (terms.format !== format) throw new Unreadable(ROUND, `its format is ${short(terms.format)}, not ${format}`);
  same(ROUND, 'its hash', own, bundle.fact('VotingOpened', 'rules_hash'), "the record's VotingOpened");
  if (noted.rules) same(ROUND, 'its hash', own, noted.rules, 'the one that you noted');
  const given = terms.contributions.reduce((sum, { pence }) => sum + BigInt(pence), 0n);
  if (BigInt(terms.pot_pence) !== given) {
    throw new Differs(ROUND, `pot_pence is ${terms.pot_pence}; the sum of the contributions has ${given}`);
  }
  if (terms.rules.lot !== LOT) throw new Unreadable(ROUND, `the lot ${short(terms.rules.lot)} is unknown`);
  checkSense(terms);
  same(ROUND, 'roll', sorted(Object.keys(terms.roll)), sorted(bundle.groups), 'the electorates');
  return `round.json is what was frozen when voting opened: hash ${own}.`;
}

function checkSense(terms) {
  try {
    checkShares(terms);
    checkPaper(terms.rules.ballot);
    ruleOf(terms);
    electionOf(terms, {}, []);
  } catch (fault) {
    if (fault instanceof ElectionMalformed || fault instanceof RuleMalformed) throw new Unreadable(ROUND, fault.message);
    throw fault;
  }
}

function checkShares(terms) {
  for (const { share } of terms.rules.electorates) {
    if (!SHARE.test(share)) throw new ElectionMalformed(`the share ${short(share)} is not written as 1/2`);
  }
  const names = terms.rules.electorates.map(({ id }) => id);
  if (new Set(names).size !== names.length) throw new ElectionMalformed('an electorate is there twice');
}

function checkPaper(ballot) {
  if (!KINDS.includes(ballot.kind) || ballot.limit < 0 || ballot.most < 0) {
    throw new ElectionMalformed(`the ballot ${short(ballot)} is unknown`);
  }
}

/** The list of ballots is the one that was sealed, and no electorate has more ballots than voters. */
export async function checkList(bundle, noted) {
  const { listed } = bundle;
  const { pairs } = listed;
  const fault = faultOf(pairs);
  if (fault) throw new Differs(LIST, fault);
  same(LIST, 'hash', listed.hash, bundle.fact('ListSealed', 'hash'), "the record's ListSealed");
  same(LIST, 'signature', listed.signature, bundle.fact('ListSealed', 'signature'), "the record's ListSealed");
  if (noted.list) same(LIST, 'hash', listed.hash, noted.list, 'the one that you noted');
  const salt = listed.salt ?? '';
  if (!bundle.ballots) checkReason(bundle.terms, pairs.length);
  if (!bundle.ballots && bundle.terms.v === 1) return checkBareList(pairs);
  if (!bundle.ballots) checkVeils(pairs, salt);
  else if (bundle.terms.v > 1 && !isHash(salt)) throw new Differs(LIST, 'the salt is not 64 hexadecimal digits');
  same(LIST, 'hash', listed.hash, await listHash(pairs, salt), 'the hash of its pairs');
  if (bundle.ballots) checkRoll(bundle.terms.roll, pairs);
  return `list.json: ${pairs.length} ballots in order, and the list is the one that was sealed: hash ${listed.hash}.`;
}

/** Ballots may be withheld only where an electorate that voted can have fewer than the floor. */
function checkReason({ roll, rules }, ballots) {
  const [sizes, floor] = [Object.values(roll), rules.disclosure_floor];
  const everybody = sizes.reduce((sum, size) => sum + size, 0);
  const mayBeFew = sizes.some((size) => Math.max(1, ballots - (everybody - size)) <= Math.min(floor - 1, size, ballots));
  if (!mayBeFew) {
    const words = `with ${ballots} ballots no electorate can have fewer than ${floor}, and ballots are withheld`;
    throw new Differs(LIST, words);
  }
}

/** Of the first format, whose hash is of the electorates, where these are withheld. */
function checkBareList(pairs) {
  const at = pairs.findIndex(([, electorate]) => electorate);
  if (at >= 0) throw new Differs(LIST, `pairs[${at}] names an electorate, and ballots are withheld`);
  return `list.json: ${pairs.length} ballots in order; its hash is the one in the record. Without the electorates the `
    + 'hash cannot be worked out again here; the auditors can.';
}

function checkVeils(pairs, salt) {
  if (salt) throw new Differs(LIST, 'it tells the salt, and ballots are withheld');
  const at = pairs.findIndex(([, veil]) => !isHash(veil));
  if (at >= 0) throw new Differs(LIST, `pairs[${at}] has no veiled electorate, and ballots are withheld`);
}

function checkRoll(roll, pairs) {
  const listed = new Map();
  for (const [, electorate] of pairs) listed.set(electorate, (listed.get(electorate) ?? 0) + 1);
  for (const electorate of sorted(listed.keys())) {
    if (!(electorate in roll)) throw new Differs(LIST, `there is no electorate ${short(electorate)}`);
    if (listed.get(electorate) > roll[electorate]) {
      const words = `${listed.get(electorate)} ballots of ${short(electorate)}, and the roll has ${roll[electorate]}`;
      throw new Differs(LIST, words);
    }
  }
}

/** The lot for ties follows from the list and from dice that were thrown after it was sealed. */
export async function checkLot(bundle) {
  const { listed } = bundle;
  same(LIST, 'dice', listed.dice, bundle.fact('DiceThrown', 'dice'), "the record's DiceThrown");
  const seed = await lotSeed(listed.hash, listed.dice);
  if (seed === null) throw new Differs(LIST, 'the dice are twenty digits');
  same(LIST, 'seed', listed.seed, seed, "what the list's hash and the dice make");
  return `The lot for ties comes from the list's hash and the public dice ${listed.dice}.`;
}
