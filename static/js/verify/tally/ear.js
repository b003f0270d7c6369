// The expanding approvals rule: voters back their first choices, then their second ones too, and so on.
//
// Voters who gave the same number of points to projects rank them alike. All voters together weigh 1, and a project may
// be funded once those who rank it high enough weigh as much as the part of the money that it costs. The weight that a
// voter keeps is rounded up to a whole number of grains.

import { sizesOf, supportersOf } from './election.js';
import { Fraction, lcm, sum } from './fraction.js';
import { EXPANDING, step } from './outcome.js';
import { Till, canBeOnTheBallot } from './purses.js';
import { firstOf } from './ties.js';
import { effectiveShares, weightsOf } from './weights.js';

const FINENESS = 10n ** 40n;

/** Fund what enough weight supports among first choices, then among first and second ones, and so on. */
export function expandingApprovals(election) {
  const weights = weightsOf(election);
  const steps = election.budget ? new Expansion(election, weights).run() : [];
  return { steps, runs: 1n, added: 0n, weights, effective: effectiveShares(election, weights) };
}

/** Where every project that is not funded stands, before each step and at the end. */
export function momentsOf(election) {
  const found = [];
  if (election.budget) new Expansion(election, weightsOf(election)).run(found);
  return found;
}

/** What each project that is funded takes from the voters of a kind of ballot, as money. */
export function takenFrom(election, place) {
  const found = new Map();
  if (election.budget) new Expansion(election, weightsOf(election), [place, found]).run();
  return found;
}

/** The count under way; all weights are whole numbers of grains. A ballot is known by its place. */
class Expansion {
  constructor(election, weight, followed = [-1, null]) {
    Object.assign(this, { election, followed, counts: supportersOf(election), till: new Till(election) });
    this.whole = FINENESS * lcm([...weight.values()].map(({ d }) => d));
    this.waiting = canBeOnTheBallot(election).filter(({ id }) => this.counts.get(id));
    this.ranks = election.ballots.map(rankedOf);
    const grains = (group) => (weight.get(group).n * this.whole) / weight.get(group).d;
    this.holds = election.ballots.map(({ electorate }) => grains(electorate));
    this.seen = election.ballots.map(() => []);
    this.behind = new Map(this.waiting.map(({ id }) => [id, new Map([...weight.keys()].map((group) => [group, 0n]))]));
    this.supporters = new Map(this.waiting.map(({ id }) => [id, []]));
    this.left = new Map([...sizesOf(election)].map(([group, size]) => [group, grains(group) * size]));
  }

  /** Fund what there is to fund; where each project stood is put into `moments`. */
  run(moments = null) {
    const steps = [];
    const ranks = Math.max(0, ...new Set(this.ranks.map(({ length }) => length)));
    for (let rank = 0; rank < ranks; rank += 1) {
      this.countIn(rank);
      let able = this.withEnough(this.waiting);
      while (able.length) {
        if (moments) moments.push(this.moment());
        const [project, tie] = firstOf(able, this.counts, this.election);
        steps.push(this.fund(project, tie, rank + 1));
        able = this.withEnough(able.filter((one) => one !== project));
      }
    }
    if (moments) moments.push(this.moment());
    return steps;
  }

  /** From now on what every ballot ranks at this rank, counted from 0, has its weight behind it too. */
  countIn(rank) {
    this.ranks.forEach((ranks, place) => {
      const { electorate, count } = this.election.ballots[place];
      for (const name of ranks[rank] ?? []) {
        const behind = this.behind.get(name);
        if (!behind) continue;
        this.seen[place].push(name);
        this.supporters.get(name).push(place);
        behind.set(electorate, behind.get(electorate) + this.holds[place] * BigInt(count));
      }
    });
  }

  moment() {
    const held = ({ id }) => new Map([...this.behind.get(id)].map(([group, grains]) => [group, this.money(grains)]));
    return new Map(this.waiting.map((project) => [project.id, { held: held(project), price: null }]));
  }

  money(grains) {
    return new Fraction(grains * this.election.budget, this.whole);
  }

  /** Those that can be financed and whose supporters weigh enough. Both are lost for good at a rank. */
  withEnough(projects) {
    const weighs = ({ id }) => sum(this.behind.get(id).values()) * this.election.budget;
    return projects.filter((one) => this.till.canPay(one) && weighs(one) >= one.cost * this.whole);
  }

  fund(project, tie, rank) {
    const behind = new Map(this.behind.get(project.id));
    const whole = sum(behind.values());
    const paid = new Map([...behind].map(([group, held]) => [group, new Fraction(project.cost * held, whole)]));
    this.take(project, whole);
    this.till.pay(project);
    this.waiting = this.waiting.filter((one) => one !== project);
    const left = new Map([...this.left].map(([group, grains]) => [group, this.money(grains)]));
    return step(project, EXPANDING, this.counts, { paid, left, tie, rank });
  }

  /** Take what a project costs from its supporters, who weigh so many grains together. */
  take(project, whole) {
    const allOf = whole * this.election.budget;
    const kept = allOf - project.cost * this.whole;
    const keeps = new Map();
    for (const place of this.supporters.get(project.id)) {
      const { electorate, count } = this.election.ballots[place];
      const holds = this.holds[place];
      if (!keeps.has(holds)) keeps.set(holds, (holds * kept + allOf - 1n) / allOf); // rounded up
      this.holds[place] = keeps.get(holds);
      if (place === this.followed[0]) this.followed[1].set(project.id, this.money(holds - keeps.get(holds)));
      const lost = (holds - keeps.get(holds)) * BigInt(count);
      if (!lost) continue;
      this.left.set(electorate, this.left.get(electorate) - lost);
      for (const name of this.seen[place]) {
        const behind = this.behind.get(name);
        behind.set(electorate, behind.get(electorate) - lost);
      }
    }
  }
}

/** What a ballot ranks first, what it ranks second, and so on: alike what has as many points. */
function rankedOf({ points }) {
  const ranks = new Map();
  for (const [name, given] of [...points].sort((one, other) => other[1] - one[1])) {
    ranks.set(given, [...(ranks.get(given) ?? []), name]);
  }
  return [...ranks.values()];
}
