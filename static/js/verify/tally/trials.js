// What would have changed the result: found by really counting again, and so true.

import { byCodePoint } from '../seal/text.js';
import { byKind, byPoints, keyOf } from './election.js';
import { orderOf } from './outcome.js';

const BETWEEN = 9; // how many values are tried between the first that does and the one before it

/** What a ballot allows: as in the rules of a round. */
export class Room {
  constructor({ kind, limit, most }) {
    Object.assign(this, { kind, limit, most });
  }

  /** The points that a ballot could still give to one project more; 0 where it is full. */
  forOneMore(points) {
    if (this.kind === 'approval') return Number(!this.limit || points.length < this.limit);
    if (this.kind === 'ranked') return Math.max(this.limit - points.length, 0);
    if (this.kind === 'faces') return 2;
    return Math.max(Math.min(this.most, this.limit - points.reduce((sum, [, given]) => sum + given, 0)), 0);
  }

  /** A full ballot without one of its projects; of a ranked one those after it move up. */
  instead(points, givenUp) {
    const gone = points.find(([name]) => name === givenUp)[1];
    const kept = points.filter(([name]) => name !== givenUp);
    return kept.map(([name, given]) => [name, given + Number(this.kind === 'ranked' && given < gone)]);
  }
}

/** Counting again and again for one project that is not funded; `most` is how often for one answer. */
export class Trials {
  constructor(election, project, funded, room, counting, most) {
    Object.assign(this, { election, project, funded, room, counting, most });
  }

  /** How many ballots of an electorate would have had to give the project points? */
  votes(electorate) {
    const whole = this.able(electorate).reduce((sum, { count }) => sum + count, 0);
    return question(numbersToTry(whole, this.most), 0, 1, (more) => this.withVotes(electorate, more));
  }

  /** How many more voters of an electorate, who want only this, would have had to come? At most `whole`. */
  voters(electorate, whole) {
    const points = [[this.project, this.room.forOneMore([])]];
    const act = (more) => withBallots(this.election, [[{ points, electorate }, more]]);
    return question(numbersToTry(whole, this.most), 0, 1, act);
  }

  /** What is the highest cost, in whole units of so many minor units, at which it would have been funded? */
  cost(unit) {
    const own = Number(this.election.projects.find(({ id }) => id === this.project).cost);
    return question(costsToTry(own, unit, this.most), own, unit, (cost) => withCost(this.election, this.project, cost));
  }

  /** Try values one after the other, then those between the first that does and the one before it, and so on. */
  answer(asked) {
    let [before, values, needed] = [asked.first, asked.values, null];
    while (values.length) {
      const at = values.findIndex((value) => this.comesTrue(asked, value));
      if (at) before = values[(at < 0 ? values.length : at) - 1];
      if (at >= 0) needed = values[at];
      values = needed === null ? [] : valuesBetween(before, needed, asked.unit);
    }
    return { before, last: asked.last, ...(needed === null ? {} : { needed }) };
  }

  comesTrue(asked, value) {
    return orderOf(this.counting(asked.act(value))).includes(this.project);
  }

  /** What is wrong with an answer, without trying again all that was tried; "" for nothing that could be seen. */
  fault(asked, { needed, before, last }) {
    if (last !== asked.last) return `${last} is not the last that there was to try`;
    if (needed === undefined) {
      if (before !== last) return `${before} is not the last that there was to try`;
    } else if (!couldBe(asked, needed, before)) {
      return `${needed} could not be the first after ${before}`;
    } else if (!this.comesTrue(asked, needed)) {
      return `with ${needed} it is not funded`;
    }
    if (before !== asked.first && this.comesTrue(asked, before)) return `with ${before} it is funded`;
    return '';
  }

  /** The election in which so many ballots that had not chosen the project do. */
  withVotes(electorate, more) {
    const changes = [];
    let rest = more;
    for (const { ballot, count, fuller } of this.able(electorate)) {
      const here = Math.min(count, rest);
      changes.push([ballot, -here], [{ points: fuller, electorate }, here]);
      rest -= here;
      if (!rest) break;
    }
    return withBallots(this.election, changes);
  }

  /** Kinds of ballots of an electorate without the project, how many, and what they would be with it. */
  able(electorate) {
    const without = [...this.election.ballots, ...this.election.blank].filter((ballot) => (
      ballot.electorate === electorate && ballot.points.every(([name]) => name !== this.project)
    ));
    const found = without.map((ballot) => ({ ballot, count: ballot.count, ...this.fuller(ballot.points) }));
    return found.sort((one, other) => (
      one.place[0] - other.place[0] || one.place[1] - other.place[1]
      || one.ballot.points.length - other.ballot.points.length || byPoints(one.ballot.points, other.ballot.points)
    ));
  }

  /** The ballot with the project, and its place: those with the most room first, then those that give up least. */
  fuller(points) {
    let [kept, room, place] = [points, this.room.forOneMore(points), [0, 0]];
    if (room) {
      place = [0, -room];
    } else {
      const isFunded = ([name]) => Number(this.funded.includes(name));
      const [givenUp] = [...points].sort((one, other) => (
        isFunded(one) - isFunded(other) || one[1] - other[1] || byCodePoint(one[0], other[0])
      ));
      place = [1, isFunded(givenUp)];
      kept = this.room.instead(points, givenUp[0]);
      room = this.room.forOneMore(kept);
    }
    return { fuller: [...kept, [this.project, room]].sort((one, other) => byCodePoint(one[0], other[0])), place };
  }
}

function question(values, first, unit, act) {
  return { values, first, unit, act, last: values.length ? values.at(-1) : first };
}

/** Numbers from 1 to `whole`, at most `most`: each where they are few, else in ever wider leaps to the end. */
function numbersToTry(whole, most) {
  if (whole <= most) return Array.from({ length: Math.max(whole, 0) }, (_, at) => at + 1);
  const found = Array.from({ length: Math.floor(most / 2) }, (_, at) => at + 1);
  let at = found.length;
  for (let left = most - found.length; left; left -= 1) {
    // The leap by which as many more would reach the end, were each as much wider than the last; at least 1.
    at = left === 1 ? whole : Math.max(at + 1, root(BigInt(at) ** BigInt(left - 1) * BigInt(whole), BigInt(left)));
    found.push(at);
  }
  return found;
}

/** Up to so many values between two, in order from the first, in whole units from the second. */
function valuesBetween(before, needed, unit) {
  const units = Math.floor((Math.abs(before - needed) - 1) / unit);
  const leap = Math.ceil(units / BETWEEN) * unit;
  const way = before > needed ? 1 : -1;
  const many = Math.floor((units * unit) / (leap || 1));
  return Array.from({ length: many }, (_, at) => needed + way * (many - at) * leap);
}

/** Costs below a cost, downwards: at most `most` of them, in leaps of 1, 2, 5, 10 and so on whole units. */
function costsToTry(cost, unit, most) {
  const leaps = oneTwoFive();
  let leap = unit;
  while (Math.floor((cost - 1) / leap) > most) leap = unit * leaps.next().value;
  const many = Math.floor((cost - 1) / leap);
  return Array.from({ length: many }, (_, at) => (many - at) * leap);
}

function* oneTwoFive() {
  for (let power = 1; ; power *= 10) yield* [power, 2 * power, 5 * power];
}

function withCost(election, project, cost) {
  const projects = election.projects.map((one) => (one.id === project ? { ...one, cost: BigInt(cost) } : one));
  return { ...election, projects };
}

/** The election in its normal form with so many more, or fewer, ballots of each kind. */
function withBallots(election, changes) {
  const counted = new Map();
  const all = [...election.ballots, ...election.blank].map((ballot) => [ballot, ballot.count]);
  for (const [{ points, electorate }, more] of [...all, ...changes]) {
    const key = keyOf([electorate, points]);
    counted.set(key, { points, electorate, count: (counted.get(key)?.count ?? 0) + more });
  }
  const kinds = [...counted.values()].filter(({ count }) => count).sort(byKind);
  const [ballots, blank] = [kinds.filter(({ points }) => points.length), kinds.filter(({ points }) => !points.length)];
  return { ...election, ballots, blank };
}

/** Whether these are two neighbours, in the direction of what is tried, that stand for something. */
function couldBe({ first, last, unit }, needed, before) {
  const way = last > first ? 1 : -1;
  if (!(first * way < needed * way && needed * way <= last * way)) return false;
  const gap = (needed - before) * way;
  return gap === unit || (before === first && gap > 0 && gap <= unit);
}

/** The whole part of a root. */
function root(value, degree) {
  let [low, high] = [1n, value];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** degree <= value) low = middle;
    else high = middle - 1n;
  }
  return Number(low);
}
