// The files of a bundle: their names, the shape of each in each version, and how they are read.

import { NotCanonical, decode } from './canonical.js';
import { ANY, INT, Misshapen, STR, demand, each, map, maybe, tuple } from './shapes.js';

export const FORMATS = new Map([[1, 'pb/bundle/v1'], [2, 'pb/bundle/v2']]);
export const NEWEST = 2;
export const [ROUND, LIST, RESULT, SUMS] = ['round.json', 'list.json', 'result.json', 'reconciliation.json'];
export const [BALLOTS, RECORD, PABULIB] = ['ballots.ndjson', 'record.ndjson', 'round.pb'];
export const [MANIFEST, SIGNATURE] = ['manifest.json', 'manifest.sig'];
export const [EXPLANATIONS, VERIFIER] = ['explanations.json', 'verify.html'];
export const REQUIRED = [ROUND, LIST, RESULT, SUMS, RECORD, MANIFEST, SIGNATURE];
export const NAMES = [...REQUIRED, BALLOTS, PABULIB, EXPLANATIONS, VERIFIER];
export const GREATEST_FILE = 64 * 1024 * 1024;
export const GREATEST_BUNDLE = 128 * 1024 * 1024;
export const WHOLE = 'the bundle';

/** The bundle, or a file in it, cannot be read. */
export class Unreadable extends Error {
  constructor(file, words) {
    super(`${file}: ${words}`);
    this.file = file;
    this.words = words;
  }
}

const ANY_MAP = each(ANY);
const LIST_KEYS = { dice: STR, hash: STR, pairs: [tuple(STR, STR)], seed: STR, signature: STR, v: INT };
const RESULT_KEYS = {
  ballots: STR,
  comparisons: each(ANY_MAP),
  outcome: ANY_MAP,
  record: map({ entries: INT, head: STR }),
  turnout: each(map({ ballots: INT, blank: INT })),
  v: INT,
};
const EVER = {
  [ROUND]: map({
    contributions: [map({ agency: STR, only: maybe([STR]), pence: INT })],
    format: STR,
    id: STR,
    keys: map({ round: STR, signing: STR }),
    name: STR,
    pot_pence: INT,
    proposals: [map({ cost_pence: INT, id: STR, labels: maybe([STR]), title: STR })],
    roll: each(INT),
    rules: map({
      ballot: map({ kind: STR, limit: INT, most: INT }),
      disclosure_floor: INT,
      electorates: [map({ id: STR, label: STR, share: STR })],
      labels: maybe([map({ id: STR, kind: STR, label: STR })]),
      lot: STR,
      rule: ANY_MAP,
      weight_factor: INT,
    }),
    v: INT,
  }),
  [LIST]: map(LIST_KEYS),
  [RESULT]: map(RESULT_KEYS),
  [SUMS]: map({
    received: INT, replaced: INT, spoilt: INT, cast: INT, opened: INT, unreadable: INT, repeated: INT, v: INT,
  }),
};
const CHANGE = map({ before: INT, last: INT, needed: maybe(INT) });
const SHAPES = new Map([
  [1, { ...EVER, [EXPLANATIONS]: ANY }],
  [2, {
    ...EVER,
    [LIST]: map({ ...LIST_KEYS, salt: STR }),
    [RESULT]: map({
      ...RESULT_KEYS,
      measures: map({
        passed_over: maybe([map({ project: STR, voters: INT })]),
        served: maybe(each(map({ choices: STR, money: STR, served: INT, voters: INT }))),
      }),
      money: map({ awards: maybe(each(each(INT))), left: maybe(each(INT)) }),
      uncounted: STR,
    }),
    [EXPLANATIONS]: map({
      projects: each(map({
        backing: each(map({ points: INT, voters: INT })),
        changes: maybe(each(CHANGE)),
        moments: [map({ held: each(STR), price: maybe(STR) })],
      })),
      v: INT,
    }),
  }],
]);
const LINE_SHAPES = {
  [BALLOTS]: map({ commit: STR, marks: ANY_MAP, nonce: STR }),
  [RECORD]: map({
    actor: STR, at: STR, chain: STR, facts: ANY_MAP, hash: STR, previous: STR, seq: INT, verb: STR,
  }),
};

/** The files that hold values, in the order in which they are read. */
export const VALUES = [ROUND, LIST, SUMS, RESULT, EXPLANATIONS, BALLOTS, RECORD];

/** The files that are there exactly if ballots are included. The first format could do without explanations. */
export function withBallots(version) {
  return version === 1 ? [BALLOTS, PABULIB] : [BALLOTS, PABULIB, EXPLANATIONS];
}

/** The value of a file; `version` is for files that do not name theirs. */
export function readFile(name, bytes, version = NEWEST) {
  if (!(name in LINE_SHAPES)) return readValue(name, bytes, 'the file', version);
  if (bytes.length && bytes.at(-1) !== 10) throw new Unreadable(name, 'its last line is cut off');
  const lines = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    lines.push(readValue(name, bytes.subarray(at, end), `line ${lines.length + 1}`, NEWEST));
    at = end + 1;
  }
  return lines;
}

function readValue(name, bytes, where, assumed) {
  try {
    const value = decode(bytes);
    const version = versionOf(value, assumed);
    if (!SHAPES.has(version)) {
      throw new Unreadable(name, `it is of version ${version}; this program reads versions 1 and 2`);
    }
    demand(value, LINE_SHAPES[name] ?? SHAPES.get(version)[name], where);
    return value;
  } catch (fault) {
    if (fault instanceof NotCanonical) throw new Unreadable(name, `${where} is ${fault.message}`);
    if (fault instanceof Misshapen) throw new Unreadable(name, fault.message);
    throw fault;
  }
}

function versionOf(value, assumed) {
  const isMap = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isMap && typeof value.v === 'number' ? value.v : assumed;
}
