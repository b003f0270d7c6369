// Sequential Phragmén: every voter earns money at the same pace, and a project is bought once its supporters can.

import { EVERYBODY, everybody, supportersOf } from './election.js';
import { Fraction, compare, gcd } from './fraction.js';
import { PHRAGMEN, step } from './outcome.js';
import { Till, canBeOnTheBallot } from './purses.js';
import { Roster } from './roster.js';
import { firstOf } from './ties.js';
import { effectiveShares, weightsOf } from './weights.js';

/** Buy projects in the order in which their supporters have earned the cost; they begin again from nothing. */
export function phragmen(election, onBuy = () => undefined) {
  const ballots = election.ballots.map((ballot) => ({ ...ballot, electorate: EVERYBODY }));
  const alike = { ...election, ballots, electorates: everybody() };
  const [counts, till, steps] = [supportersOf(election), new Till(election), []];
  let waiting = canBeOnTheBallot(election).filter(({ id }) => counts.get(id));
  const roster = new Roster(alike, waiting.map(({ id }) => id));
  // What everybody had earned in all when those of a wallet last spent everything: `loads / scale`.
  let [loads, scale] = [[0n, 0n], 1n];
  while (waiting.length) {
    const due = new Map(waiting.map((one) => [one.id, dueFor(one, counts, roster.stakes(one.id), loads, scale)]));
    const order = (one, other) => byDue(due.get(one.id), due.get(other.id));
    const soonest = waiting.reduce((one, other) => (order(one, other) <= 0 ? one : other));
    const level = waiting.filter((one) => !order(one, soonest));
    if (!level.every((one) => till.canPay(one))) break;
    const [project, tie] = firstOf(level, counts, election);
    const { earned, among } = due.get(project.id);
    const finer = among / gcd(earned, among);
    loads = [...loads.map((load) => load * finer), (earned * finer) / among];
    scale *= finer;
    const price = new Fraction(loads.at(-1), scale);
    onBuy(project.id, roster.of, loads, scale);
    const moves = new Map([...roster.numbersOf(project.id)].map((points) => [points, { get: () => loads.length - 1 }]));
    roster.move(project.id, moves);
    till.pay(project);
    waiting = waiting.filter((one) => one !== project);
    steps.push(step(project, PHRAGMEN, counts, { price, tie }));
  }
  const weights = weightsOf(alike);
  return { steps, runs: 1n, added: 0n, weights, effective: effectiveShares(alike, weights) };
}

/** What everybody has earned in all when the supporters have the cost: `earned / among`, in parts of the scale. */
function dueFor(project, counts, stakes, loads, scale) {
  let earned = project.cost * scale;
  for (const { wallet, voters } of stakes) earned += loads[wallet] * voters;
  return { earned, among: BigInt(counts.get(project.id)) };
}

function byDue(left, right) {
  return compare(left.earned * right.among, right.earned * left.among);
}
