// What one voter weighs, so that neither electorate dominates and no voter counts much more than another.

import { sizesOf } from './election.js';
import { NOTHING, ONE, sum } from './fraction.js';

/** The weight of one voter of each electorate; all voters together weigh 1. */
export function weightsOf(election) {
  const [sizes, shares] = [sizesOf(election), new Map(election.electorates.map(({ id, share }) => [id, share]))];
  const voted = [...sizes].filter(([, size]) => size).map(([group]) => group);
  const whole = voted.reduce((total, group) => total.plus(shares.get(group)), NOTHING);
  const wanted = new Map(voted.map((group) => [group, shares.get(group).over(whole.times(sizes.get(group)))]));
  const least = voted.length ? leastOf(sizes, wanted, election.factor) : NOTHING;
  const bounded = (wish) => lesser(greater(wish, least), least.times(election.factor));
  return new Map([...sizes.keys()].map((group) => [group, wanted.has(group) ? bounded(wanted.get(group)) : NOTHING]));
}

/** The share of influence that each electorate really has. */
export function effectiveShares(election, weight) {
  return new Map([...sizesOf(election)].map(([group, size]) => [group, weight.get(group).times(size)]));
}

/** The sum of all weights is piecewise linear in the least one and grows with it: solved between two of its bends. */
function leastOf(sizes, wanted, factor) {
  const bends = [...wanted.values()].flatMap((wish) => [wish, wish.over(factor)]).sort((one, other) => one.compare(other));
  for (const [at, high] of bends.entries()) {
    const low = bends[Math.max(at - 1, 0)];
    const inside = low.plus(high).over(2n);
    const raised = [...wanted].filter(([, wish]) => wish.compare(inside) <= 0).map(([group]) => group);
    const others = [...wanted].filter(([group]) => !raised.includes(group));
    const lowered = others.filter(([, wish]) => wish.compare(inside.times(factor)) >= 0).map(([group]) => group);
    const people = (groups) => sum(groups.map((group) => sizes.get(group)));
    const slope = people(raised) + factor * people(lowered);
    if (!slope) return inside; // every wish is inside the bounds already
    const kept = others
      .filter(([group]) => !lowered.includes(group))
      .reduce((total, [group, wish]) => total.plus(wish.times(sizes.get(group))), NOTHING);
    const solved = ONE.minus(kept).over(slope);
    if (low.compare(solved) <= 0 && solved.compare(high) <= 0) return solved;
  }
  throw new Error('a sum that grows from at most 1 to at least 1 is 1 somewhere');
}

function lesser(one, other) {
  return one.compare(other) <= 0 ? one : other;
}

function greater(one, other) {
  return one.compare(other) >= 0 ? one : other;
}

