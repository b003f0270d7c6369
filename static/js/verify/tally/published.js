// From the terms of a round, as `round.json` of its bundle holds them, to the elections that are counted.

import { EVERYBODY, electoratesOf, everybody, makeElection, only } from './election.js';
import { provenance } from './provenance.js';
import { potOf } from './restrictions.js';
import { count, ruleFrom } from './rules.js';

const [GREEDY, UNWEIGHTED, OF_ELECTORATE] = ['greedy', 'unweighted', 'electorate/'];
const RULES = ['equal-shares', GREEDY, 'ear', 'phragmen'];

/** The election by the official electorates and shares; `lot` is {seed, lots}. */
export function electionOf(terms, lot, votes) {
  const pot = potOf(terms);
  return makeElection({
    projects: projectsOf(terms),
    votes,
    budget: pot.budget,
    electorates: electoratesOf(terms),
    factor: BigInt(terms.rules.weight_factor),
    purses: pot.purses,
    ...lot,
  });
}

/** The official rule. */
export function ruleOf(terms) {
  return ruleFrom(terms.rules.rule);
}

/** The counts that are published beside the official one. */
export function comparisonNames(terms) {
  const groups = terms.rules.electorates.map(({ id }) => id);
  const rules = terms.v > 1 ? RULES : [GREEDY]; // the first format had no others
  const names = rules.filter((name) => name !== ruleOf(terms).name);
  return groups.length > 1 ? [...names, UNWEIGHTED, ...groups.map((group) => OF_ELECTORATE + group)] : names;
}

/** One comparison: by another rule, as if all voters weighed the same, or of one electorate with all the money. */
export function compared(name, terms, lot, votes, onRun) {
  const rule = ruleOf(terms);
  if (RULES.includes(name)) return count(electionOf(terms, lot, votes), ruleFrom({ name }), onRun);
  if (name === UNWEIGHTED) return count(unweighted(terms, lot, votes), rule, onRun);
  return count(only(electionOf(terms, lot, votes), name.slice(OF_ELECTORATE.length)), rule, onRun);
}

function unweighted(terms, lot, votes) {
  const pot = potOf(terms);
  return makeElection({
    projects: projectsOf(terms),
    votes: votes.map(([points]) => [points, EVERYBODY]),
    budget: pot.budget,
    electorates: everybody(),
    factor: 3n,
    purses: pot.purses,
    ...lot,
  });
}

/** Whose money pays for what, as a bundle has it: pence by project and contribution, and what goes back. */
export function moneyOf(terms, order) {
  const pot = potOf(terms);
  const [paid, left] = provenance(electionOf(terms, {}, []), order, pot.gifts);
  const plain = (gifts) => new Map([...gifts].map(([gift, pence]) => [gift, Number(pence)]));
  const awards = [...paid].map(([name, gifts]) => [name, plain([...gifts].filter(([, pence]) => pence))]);
  return { awards: new Map(awards), left: plain([...pot.idle, ...left]) };
}

/** Why there was nothing to count; "" where there was. */
export function uncounted(terms, ballots, blank) {
  if (!terms.proposals.length) return 'no-projects';
  if (!potOf(terms).budget) return 'no-money';
  if (!ballots) return 'no-ballots';
  return ballots === blank ? 'only-blank' : '';
}

function projectsOf(terms) {
  return terms.proposals.map(({ id, cost_pence: pence }) => ({ id, cost: BigInt(pence) }));
}
