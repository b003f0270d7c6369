// The bundle, opened: its manifest holds, its files are canonical, and each is a value.

import { trackers } from '../seal/commit.js';
import {
  BALLOTS, EXPLANATIONS, LIST, MANIFEST, RECORD, RESULT, ROUND, SIGNATURE, SUMS, Unreadable, VALUES, readFile, withBallots,
} from '../seal/files.js';
import { ManifestAltered, ManifestMalformed, differing, signature } from '../seal/manifest.js';
import { ofMarks } from '../tally/points.js';
import { electionOf, ruleOf } from '../tally/published.js';
import { count } from '../tally/rules.js';
import { lotsOf } from '../tally/ties.js';
import { Differs } from './faults.js';

/** The files of a bundle as values. `ballots` is null where they are withheld, and so is `explanations`. */
export class Bundle {
  constructor(files, values) {
    this.files = files;
    this.terms = values.get(ROUND);
    this.listed = values.get(LIST);
    this.result = values.get(RESULT);
    this.sums = values.get(SUMS);
    this.record = values.get(RECORD);
    this.ballots = values.get(BALLOTS) ?? null;
    // The first format did not say what is in them.
    this.explanations = this.terms.v > 1 ? values.get(EXPLANATIONS) ?? null : null;
    this.kept = new Map();
  }

  /** Ids of the electorates. */
  get groups() {
    return this.terms.rules.electorates.map(({ id }) => id);
  }

  /** Electorate by commit; a commit that is listed twice has that of its first entry. */
  get electorateOf() {
    return this.once('electorateOf', () => new Map([...this.listed.pairs].reverse()));
  }

  /** The opened ballots with their check codes and electorates. */
  get casts() {
    return this.once('casts', () => {
      const codes = trackers(this.ballots.map(({ commit }) => commit));
      return this.ballots.map(({ commit, marks }) => (
        { commit, tracker: codes.get(commit), electorate: this.electorateOf.get(commit), marks }
      ));
    });
  }

  /** The points of each ballot with its electorate. */
  get votes() {
    const paper = this.terms.rules.ballot;
    return this.once('votes', () => this.casts.map(({ marks, electorate }) => [ofMarks(paper, marks), electorate]));
  }

  /** The election as it was counted. */
  get election() {
    return this.once('election', () => electionOf(this.terms, this.lot, this.votes));
  }

  /** Work out the lots, which everything that is counted may need. */
  async drawLots() {
    const { seed } = this.listed;
    this.lot = { seed, lots: await lotsOf(seed, this.terms.proposals.map(({ id }) => id)) };
  }

  /** The outcome by the official rule, counted anew. */
  official(onRun) {
    return this.once('official', () => count(this.election, ruleOf(this.terms), onRun));
  }

  /** Ids of the funded projects, as result.json announces them. */
  get winners() {
    const { winners } = this.result.outcome;
    if (!Array.isArray(winners) || !winners.every((project) => typeof project === 'string')) {
      throw new Differs(RESULT, 'outcome.winners is not a list of projects');
    }
    return winners;
  }

  /** The one entry of the record with this verb. */
  milestone(verb) {
    const found = this.record.filter((entry) => entry.verb === verb);
    if (found.length !== 1) {
      throw new Differs(RECORD, `it has ${found.length} entries ${verb}; there must be one`);
    }
    return found[0];
  }

  /** A fact of that entry; null where it is not there. */
  fact(verb, name) {
    return this.milestone(verb).facts[name] ?? null;
  }

  once(name, work) {
    if (!this.kept.has(name)) this.kept.set(name, work());
    return this.kept.get(name);
  }
}

/** Demand that the manifest is the one that was signed, and each file the one that it names. */
export async function checkManifest(files) {
  const described = files.get(MANIFEST);
  await demandSigned(files.get(SIGNATURE), described);
  const content = new Map([...files].filter(([name]) => name !== MANIFEST && name !== SIGNATURE));
  let names;
  try {
    names = await differing(described, content);
  } catch (fault) {
    if (fault instanceof ManifestMalformed) throw new Unreadable(MANIFEST, fault.message);
    throw fault;
  }
  if (names.length) throw new Differs(names.join(', '), 'not what manifest.json says');
}

async function demandSigned(text, described) {
  try {
    await signature(text, described);
  } catch (fault) {
    if (fault instanceof ManifestMalformed) throw new Differs(SIGNATURE, `it is damaged: ${fault.message}`);
    if (fault instanceof ManifestAltered) throw new Differs(MANIFEST, fault.message);
    throw fault;
  }
}

/** The files as values, with the ballots where result.json says that they are included. */
export function decodeBundle(files) {
  const version = readFile(ROUND, files.get(ROUND)).v;
  const names = VALUES.filter((name) => files.has(name));
  const values = new Map(names.map((name) => [name, readFile(name, files.get(name), version)]));
  for (const [name, value] of values) {
    const own = Array.isArray(value) ? null : value?.v ?? null;
    if (own !== null && own !== version) {
      throw new Unreadable(name, `it is of version ${own}, and ${ROUND} of version ${version}`);
    }
  }
  demandBallots(files, values.get(RESULT).ballots, version);
  return new Bundle(files, values);
}

function demandBallots(files, said, version) {
  if (!['included', 'withheld'].includes(said)) {
    throw new Unreadable(RESULT, 'its ballots are neither included nor withheld');
  }
  for (const name of withBallots(version)) {
    if (said === 'withheld' && files.has(name)) {
      throw new Differs(name, 'it is in the bundle, and result.json says that ballots are withheld');
    }
    if (said === 'included' && !files.has(name)) {
      throw new Unreadable(name, 'it is missing, and result.json says that ballots are included');
    }
  }
}
