// Checks of the result: counted again, it comes out as published.

import { RECORD, RESULT } from '../seal/files.js';
import { sorted } from '../seal/text.js';
import { measuresOf } from '../tally/measures.js';
import { costOf, orderOf, outcomeAsPlain } from '../tally/outcome.js';
import { comparisonNames, compared, electionOf, moneyOf, ruleOf, uncounted } from '../tally/published.js';
import { canAllBePaid } from '../tally/purses.js';
import { Differs, compare, same, short } from './faults.js';
import { pounds } from './words.js';

/** The official rule gives the published outcome, to the last fraction, and the record announced it. */
export async function checkOutcome(bundle, _, progress) {
  const { terms, result } = bundle;
  await bundle.drawLots();
  const turnout = new Map(bundle.groups.map((name) => [name, { ballots: 0, blank: 0 }]));
  for (const [points, electorate] of bundle.votes) {
    turnout.get(electorate).ballots += 1;
    turnout.get(electorate).blank += Number(!points.size);
  }
  compare(RESULT, 'turnout', result.turnout, turnout);
  const outcome = bundle.official((runs) => progress(`Counted ${runs} times`));
  compare(RESULT, 'outcome', result.outcome, outcomeAsPlain(outcome));
  if (terms.v > 1) checkWhatFollows(bundle, outcome, [...turnout.values()]);
  checkAnnouncement(bundle, costOf(outcome), sorted(orderOf(outcome)));
  return `result.json: the official rule gives the published outcome, step by step (${ruleOf(terms).name}).`;
}

function checkWhatFollows(bundle, outcome, turnout) {
  const { terms, result } = bundle;
  compare(RESULT, 'money', result.money, moneyOf(terms, orderOf(outcome)));
  compare(RESULT, 'measures', result.measures, measuresOf(bundle.election, outcome));
  const [ballots, blank] = ['ballots', 'blank'].map((name) => turnout.reduce((sum, group) => sum + group[name], 0));
  same(RESULT, 'uncounted', result.uncounted, uncounted(terms, ballots, blank), 'the rules and the ballots');
}

/** Each count that was published beside the official one comes out as published, and none was left out. */
export function checkComparisons(bundle, _, progress) {
  const [said, names] = [bundle.result.comparisons, comparisonNames(bundle.terms)];
  for (const name of names) {
    if (!(name in said)) throw new Differs(RESULT, `comparisons has no ${name}`);
    const onRun = (runs) => progress(`Counted ${runs} times for the comparison ${name}`);
    const counted = compared(name, bundle.terms, bundle.lot, bundle.votes, onRun);
    compare(RESULT, `comparisons.${name}`, said[name], outcomeAsPlain(counted));
  }
  const unknown = sorted(Object.keys(said)).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Differs(RESULT, `comparisons has ${short(unknown)}, which these rules do not publish`);
  }
  return `result.json: ${names.length} counts that were published for comparison come out as published.`;
}

/** Without ballots: the funded projects exist, the money covers them, and the record announced them. */
export function checkAnnounced(bundle) {
  const { terms, winners, result } = bundle;
  const costs = new Map(terms.proposals.map(({ id, cost_pence: pence }) => [id, BigInt(pence)]));
  const stranger = winners.find((project) => !costs.has(project));
  if (stranger !== undefined) throw new Differs(RESULT, `outcome.winners: there is no project ${short(stranger)}`);
  const cost = winners.reduce((sum, project) => sum + costs.get(project), 0n);
  compare(RESULT, 'outcome', result.outcome, { cost: String(cost), winners: sorted(new Set(winners)) });
  for (const name of ['comparisons', 'turnout', ...(terms.v > 1 ? ['measures', 'money'] : [])]) {
    compare(RESULT, name, result[name], {});
  }
  if (terms.v > 1) {
    // Whether those who voted chose anything is withheld.
    const found = uncounted(terms, bundle.listed.pairs.length, 0);
    same(RESULT, 'uncounted', result.uncounted, found, 'the rules and the list');
  }
  const election = electionOf(terms, {}, []);
  if (!canAllBePaid(election, election.projects.filter(({ id }) => winners.includes(id)))) {
    throw new Differs(RESULT, `the funded projects cost ${pounds(cost)}, more than the money that may go to them`);
  }
  checkAnnouncement(bundle, cost, winners);
  return 'result.json: the funded projects were on the ballot, the pot covers them, and the record has the same.';
}

function checkAnnouncement(bundle, cost, winners) {
  same(RECORD, 'ResultCounted, cost', bundle.fact('ResultCounted', 'cost'), Number(cost), 'result.json');
  same(RECORD, 'ResultCounted, winners', bundle.fact('ResultCounted', 'winners'), winners, 'result.json');
}
