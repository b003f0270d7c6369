// Checks of the ballots: each is on the sealed list, none is there twice, and the sums add up.

import { commitsOf } from '../seal/commit.js';
import { BALLOTS, PABULIB, SUMS, Unreadable } from '../seal/files.js';
import { readable, sameBytes, toBytes } from '../seal/text.js';
import { PabulibError } from '../tally/pabulib-fields.js';
import { electionIn } from '../tally/pabulib.js';
import { roundFile } from '../tally/export.js';
import { MarksRefused, ofMarks } from '../tally/points.js';
import { ruleOf } from '../tally/published.js';
import { sameRule } from '../tally/rules.js';
import { Differs, same, short } from './faults.js';

/** Each ballot hashes to its commit, stands on the sealed list once, and marks what it may. */
export async function checkBallots(bundle) {
  const { ballots, terms } = bundle;
  const [known, commits] = [new Set(terms.proposals.map(({ id }) => id)), await commitsOf(terms.id, ballots)];
  ballots.forEach((ballot, at) => {
    const before = at ? ballots[at - 1].commit : '';
    checkCommit(bundle, ballot, commits[at], `line ${at + 1}`, before);
    checkMarks(terms.rules.ballot, ballot.marks, `line ${at + 1}`, known);
  });
  return `ballots.ndjson: ${ballots.length} ballots. Each hashes to its commit, stands on the sealed list, `
    + 'is there once, and marks what the ballot allows.';
}

function checkCommit(bundle, ballot, commit, where, before) {
  same(BALLOTS, `${where}, commit`, ballot.commit, commit, 'the hash of this ballot');
  if (!bundle.electorateOf.has(commit)) throw new Differs(BALLOTS, `${where}: this ballot is not on the sealed list`);
  if (commit <= before) throw new Differs(BALLOTS, `${where}: it is there twice, or out of the order of commits`);
}

function checkMarks(paper, marks, where, known) {
  let points;
  try {
    points = ofMarks(paper, marks);
  } catch (fault) {
    if (fault instanceof MarksRefused) throw new Differs(BALLOTS, `${where}: ${fault.message}`);
    throw fault;
  }
  for (const project of points.keys()) {
    if (!known.has(project)) throw new Differs(BALLOTS, `${where}: there is no project ${short(project)}`);
  }
}

/** What came in was listed, replaced or spoilt; what was listed was opened, unreadable or repeated. */
export function checkSums(bundle) {
  const { sums } = bundle;
  const below = Object.keys(sums).sort().find((name) => sums[name] < 0);
  if (below) throw new Differs(SUMS, `${below} is below 0`);
  const parts = (...names) => Number(names.reduce((sum, name) => sum + BigInt(sums[name]), 0n));
  const { cast, replaced, spoilt, opened, unreadable, repeated, received } = sums;
  same(SUMS, 'received', received, parts('cast', 'replaced', 'spoilt'), 'cast, replaced and spoilt together');
  same(SUMS, 'cast', cast, bundle.listed.pairs.length, 'the ballots on the list');
  same(SUMS, 'cast', cast, parts('opened', 'unreadable', 'repeated'), 'opened, unreadable and repeated together');
  if (bundle.ballots) same(SUMS, 'opened', opened, bundle.ballots.length, 'the ballots in ballots.ndjson');
  for (const name of ['opened', 'unreadable', 'repeated']) {
    same(SUMS, name, sums[name], bundle.fact('UrnOpened', name), "the record's UrnOpened");
  }
  return `reconciliation.json: ${received} votes came in, ${replaced} were replaced by their voters and `
    + `${spoilt} spoilt; of ${cast} on the list ${opened} were opened, ${unreadable} `
    + `could not be read and ${repeated} were repeated.`;
}

/** The Pabulib file is what the rules and the ballots make, and others read the same election in it. */
export function checkPabulib(bundle) {
  const [text, made] = [bundle.files.get(PABULIB), roundFile(bundle.terms, bundle.listed.seed, bundle.casts, bundle.winners)];
  if (!sameBytes(text, toBytes(made))) {
    const [said, expected] = [readable(text).split('\n'), made.split('\n')];
    const at = said.findIndex((line, place) => place < expected.length && line !== expected[place]);
    throw new Differs(PABULIB, at < 0
      ? 'it has more lines, or fewer, than the ballots make'
      : `line ${at + 1} is ${short(said[at])}; round.json and the ballots make ${short(expected[at])}`);
  }
  checkReadBack(bundle, made);
  return `round.pb: the same election in the Pabulib format, ${bundle.casts.length} votes under their check codes.`;
}

/** The file must also say to others what it says to us: it is read as any Pabulib file is. */
function checkReadBack(bundle, text) {
  let found;
  try {
    found = electionIn(text, bundle.lot);
  } catch (fault) {
    if (fault instanceof PabulibError) throw new Unreadable(PABULIB, fault.message);
    throw fault;
  }
  if (plain(found.election) !== plain(bundle.election) || !sameRule(found.rule, ruleOf(bundle.terms))) {
    throw new Differs(PABULIB, 'read as a Pabulib file it is another election');
  }
}

function plain({ lots, ...election }) {
  return JSON.stringify(election, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
