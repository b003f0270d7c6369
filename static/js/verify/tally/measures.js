// How well an outcome serves voters: who has something funded, how much of it, whether a group was passed over.

import { sizesOf } from './election.js';
import { Fraction, compare, sum } from './fraction.js';
import { orderOf } from './outcome.js';
import { sorted } from '../seal/text.js';

/** The measures as a bundle has them; `passed_over` is there only where its promise is made. */
export function measuresOf(election, outcome) {
  const served = new Map([...serviceOf(election, outcome)].map(([group, one]) => [group, {
    choices: String(new Fraction(one.choices, one.voters || 1n)),
    money: String(new Fraction(one.money, one.voters || 1n)),
    served: Number(one.served),
    voters: Number(one.voters),
  }]));
  return hasThePromise(election) ? { passed_over: passedOver(election, outcome), served } : { served };
}

function serviceOf(election, outcome) {
  const [costs, won] = [costsOf(election), new Set(orderOf(outcome))];
  const nothing = () => ({ voters: 0n, served: 0n, choices: 0n, money: 0n });
  const found = new Map(election.electorates.map(({ id }) => [id, nothing()]));
  for (const { points, electorate, count } of election.ballots) {
    const got = points.filter(([project]) => won.has(project)).map(([project]) => costs.get(project));
    const [sums, people] = [found.get(electorate), BigInt(count)];
    sums.voters += people;
    sums.served += got.length ? people : 0n;
    sums.choices += BigInt(got.length) * people;
    sums.money += sum(got) * people;
  }
  return found;
}

/**
 * The projects by which an outcome fails EJR+ up to any project, with the largest group that could claim each.
 *
 * A group of s of n voters may claim a project that all of them chose if, for each of them, what is funded of their
 * choices costs no more, the project added, than the group's part of the money, s / n of it.
 */
function passedOver(election, outcome) {
  const [costs, won, backers] = [costsOf(election), new Set(orderOf(outcome)), new Map()];
  const voters = sum(sizesOf(election).values());
  for (const { points, count } of election.ballots) {
    const has = sum(points.filter(([project]) => won.has(project)).map(([project]) => costs.get(project)));
    for (const [project] of points) {
      if (won.has(project) || costs.get(project) > election.budget) continue;
      if (!backers.has(project)) backers.set(project, []);
      backers.get(project).push([has, BigInt(count)]);
    }
  }
  const found = [];
  for (const project of sorted(backers.keys())) {
    let [size, largest] = [0n, 0n];
    for (const [has, people] of backers.get(project).sort((one, other) => compare(one[0], other[0]) || compare(one[1], other[1]))) {
      size += people;
      if ((has + costs.get(project)) * voters <= size * election.budget) largest = size;
    }
    if (largest) found.push({ project, voters: Number(largest) });
  }
  return found;
}

function hasThePromise(election) {
  const approvals = election.ballots.every(({ points }) => points.every(([, given]) => given === 1));
  return approvals && election.electorates.length === 1 && election.purses.length === 1;
}

function costsOf(election) {
  return new Map(election.projects.map(({ id, cost }) => [id, cost]));
}
