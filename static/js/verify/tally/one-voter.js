// What the share of one voter went to, worked out from the count as it was.

import { countOf } from './completion.js';
import { takenFrom } from './ear.js';
import { keyOf, makeElection } from './election.js';
import { Fraction, NOTHING } from './fraction.js';
import { EQUAL_SHARES, EXPANDING, PHRAGMEN } from './outcome.js';
import { phragmen } from './phragmen.js';

/**
 * What a voter held and what each funded project took of it, {held, paid, added}; null where nobody has a share.
 *
 * `held` is null where nothing is held beforehand. `added` is what the completion gave on top for everybody. What all
 * voters paid for a project adds up to its cost, but for those paid from what was left at the end.
 */
export function shareOf(election, rule, outcome, points, electorate) {
  if (rule.name === EQUAL_SHARES) return underEqualShares(election, rule, outcome, points, electorate);
  if (rule.name === EXPANDING) return underExpandingApprovals(election, outcome, points, electorate);
  return rule.name === PHRAGMEN ? underPhragmen(election, points, electorate) : null;
}

function underEqualShares(election, rule, outcome, points, electorate) {
  const [count, at] = [countOf(election, rule, outcome.weights), outcome.added / BigInt(rule.step)];
  const [paid, given] = [new Map(), new Map(points)];
  let mine = 1 + election.electorates.findIndex(({ id }) => id === electorate);
  let funded = null;
  count.followed(at, (project, wallet, number, asked, scale, then) => {
    // A wallet that was just handed out cannot be asked again for the same project.
    if (project === funded || wallet !== mine || number !== given.get(project)) return;
    funded = project;
    mine = then;
    paid.set(project, new Fraction(asked, scale));
  });
  const held = count.money(at).get(electorate);
  return { held, paid, added: held.minus(count.money(0n).get(electorate)) };
}

function underExpandingApprovals(election, outcome, points, electorate) {
  const held = outcome.weights.get(electorate).times(election.budget);
  return { held, paid: takenFrom(election, placeOf(election, points, electorate)), added: NOTHING };
}

function underPhragmen(election, points, electorate) {
  const [place, paid, given] = [placeOf(election, points, electorate), new Map(), new Map(points)];
  phragmen(election, (project, walletOf, loads, scale) => {
    if (given.has(project)) paid.set(project, new Fraction(loads.at(-1) - loads[walletOf[place]], scale));
  });
  return { held: null, paid, added: NOTHING };
}

function placeOf(election, points, electorate) {
  const key = keyOf(points);
  return election.ballots.findIndex((ballot) => ballot.electorate === electorate && keyOf(ballot.points) === key);
}

/** The points of one ballot as the election has them: in the order of ids, none that are 0. */
export function pointsIn(election, given) {
  const [projects, electorates] = [election.projects, [...election.electorates]];
  const one = { projects, electorates, budget: 0n, factor: election.factor, votes: [[given, electorates[0].id]] };
  const made = makeElection(one);
  return [...made.ballots, ...made.blank][0].points;
}
