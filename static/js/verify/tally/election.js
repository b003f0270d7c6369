// An election: projects with costs, ballots with points, electorates with shares, and the money.
//
// An election is {projects: [{id, cost}], ballots: [{points: [[id, number], …], electorate, count}], budget,
// electorates: [{id, share}], factor, blank, seed, lots, purses: [{number, amount, projects}]}, everything in its normal
// form, so that the order in which things came cannot matter. Money is whole minor units as BigInt, shares fractions.
// `lots` has the lot of every project, worked out beforehand: the browser's own hashing cannot be waited for in a count.

import { ONE, compare, fractionOf, sum } from './fraction.js';
import { byCodePoint, sorted } from '../seal/text.js';

export const EVERYBODY = 'voters';

/** The election contradicts itself; the message names what and where. */
export class ElectionMalformed extends Error {}

/** An election in its normal form; `votes` are pairs of points by project, as a Map, and electorate. */
export function makeElection(terms) {
  const projects = [...terms.projects].sort((left, right) => byCodePoint(left.id, right.id));
  const electorates = [...terms.electorates].sort((left, right) => byCodePoint(left.id, right.id));
  const { budget, factor, seed, lots } = terms;
  checkParts(projects, electorates, budget, factor);
  const purses = inOrderOfSpending(projects, budget, terms.purses ?? []);
  const kinds = alike(projects, terms.votes);
  const [ballots, blank] = [kinds.filter((one) => one.points.length), kinds.filter((one) => !one.points.length)];
  return { projects, ballots, budget, electorates, factor, blank, seed, lots, purses };
}

/** The only electorate where there are no others. */
export function everybody() {
  return [{ id: EVERYBODY, share: ONE }];
}

/** Electorates from the terms of a round. */
export function electoratesOf(terms) {
  return terms.rules.electorates.map(({ id, share }) => ({ id, share: fractionOf(share) }));
}

/** The election of one electorate alone: its ballots, all the money. */
export function only(election, electorate) {
  const own = (ballots) => ballots.filter((ballot) => ballot.electorate === electorate);
  const electorates = [{ id: electorate, share: ONE }];
  return { ...election, ballots: own(election.ballots), blank: own(election.blank), electorates };
}

/** The places of the purses that may fund each project. */
export function payersOf(election) {
  const found = new Map(election.projects.map(({ id }) => [id, []]));
  election.purses.forEach((purse, place) => purse.projects.forEach((project) => found.get(project).push(place)));
  return found;
}

/** Ballots with points, by electorate. */
export function sizesOf(election) {
  const found = new Map(election.electorates.map(({ id }) => [id, 0n]));
  for (const { electorate, count } of election.ballots) found.set(electorate, found.get(electorate) + BigInt(count));
  return found;
}

/** How many voters gave each project at least one point. */
export function supportersOf(election) {
  const found = new Map(election.projects.map(({ id }) => [id, 0]));
  for (const { points, count } of election.ballots) {
    for (const [project] of points) found.set(project, found.get(project) + count);
  }
  return found;
}

/** One text for the points of a ballot, the same for alike ones only. */
export function keyOf(points) {
  return JSON.stringify(points);
}

/** Order of lists of pairs of id and points. */
export function byPoints(left, right) {
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const found = byCodePoint(left[at][0], right[at][0]) || left[at][1] - right[at][1];
    if (found) return found;
  }
  return left.length - right.length;
}

function alike(projects, votes) {
  const place = new Map(projects.map(({ id }, at) => [id, at]));
  const found = new Map();
  for (const [given, electorate] of votes) {
    const points = [...given].filter(([, number]) => number).sort((one, other) => place.get(one[0]) - place.get(other[0]));
    const key = JSON.stringify([electorate, points]);
    const before = found.get(key);
    if (before) before.count += 1;
    else found.set(key, { points, electorate, count: 1 });
  }
  return [...found.values()].sort((left, right) => byKind(left, right));
}

/** Order of kinds of ballots: by electorate, then by points. */
export function byKind(left, right) {
  return byCodePoint(left.electorate, right.electorate) || byPoints(left.points, right.points);
}

function checkParts(projects, electorates, budget, factor) {
  const ids = projects.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw new ElectionMalformed(`project ${twice} is there twice`);
  for (const { id, cost } of projects) {
    if (cost < 1n) throw new ElectionMalformed(`project ${id} costs ${cost}; a cost is at least 1`);
  }
  const whole = electorates.reduce((total, { share }) => total.plus(share), fractionOf('0'));
  if (whole.compare(ONE) || electorates.some(({ share }) => share.n <= 0n)) {
    throw new ElectionMalformed('the shares of the electorates must be above 0 and add up to 1');
  }
  if (budget < 0n || factor < 1n) {
    throw new ElectionMalformed('the budget is at least 0 and the weight factor at least 1');
  }
}

function inOrderOfSpending(projects, budget, purses) {
  const every = projects.map(({ id }) => id);
  const restricted = purses.map((purse) => ({ ...purse, projects: sorted(purse.projects) }));
  for (const { number, amount } of restricted) {
    if (amount < 1n) throw new ElectionMalformed(`purse ${number} holds ${amount}; number and amount are at least 1`);
  }
  const rest = budget - sum(restricted.map(({ amount }) => amount));
  if (rest < 0n) throw new ElectionMalformed('the purses hold more than the budget');
  const whole = rest || !restricted.length ? [...restricted, { number: 0, amount: rest, projects: every }] : restricted;
  if (new Set(whole.map((purse) => JSON.stringify(purse.projects))).size !== whole.length) {
    throw new ElectionMalformed('two purses may fund the same projects; together they are one');
  }
  return whole.sort((one, other) => compare(one.projects.length, other.projects.length) || one.number - other.number);
}
