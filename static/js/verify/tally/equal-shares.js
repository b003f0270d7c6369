// The method of equal shares: a project is funded when its supporters can pay for it equally from their shares.
//
// Voters of one electorate who have paid for the same projects hold the same money, so the count keeps one wallet for
// all of them. It keeps every amount as a straight line: what it is now, and what it gains with each further step of a
// completion. So each comparison also says for how many steps it comes out alike, and a completion need neither try
// those nor count again what comes before the first comparison that changes.

import { Bounds } from './bounds.js';
import { payersOf, supportersOf } from './election.js';
import { Fraction, ONE, compare, floorDiv, gcd, lcm } from './fraction.js';
import { Horizon } from './horizon.js';
import { EQUAL_SHARES, step } from './outcome.js';
import { canBeOnTheBallot } from './purses.js';
import { EMPTY, Roster } from './roster.js';
import { firstOf } from './ties.js';
import { Wallets } from './wallets.js';

const FINE = 1n << 80n;
const ROOM = 4_000_000; // how many numbers may be kept in memory to go back to

/** Equal shares of one election: run once from nothing, and then on to more money as often as one likes. */
export class Count {
  /**
   * @param weight of one voter, by electorate.
   * @param rise by how much all voters' money together rises with each step of a completion.
   * @param utility `cost` (a project is worth its cost times its points) or `count` (its points).
   * @param withTooDear whether projects that the money cannot finance take part all the same.
   */
  constructor(election, weight, rise, utility, withTooDear = false) {
    Object.assign(this, { election, weight, rise, utility });
    this.counts = supportersOf(election);
    this.payers = payersOf(election);
    const able = withTooDear ? election.projects : canBeOnTheBallot(election);
    const taking = able.filter(({ id }) => this.counts.get(id) && this.payers.get(id).length);
    this.projects = new Map(taking.map((one) => [one.id, one]));
    this.roster = new Roster(election, [...this.projects.keys()]);
    this.common = new Map(taking.map(({ id }) => [id, lcm([...this.roster.numbersOf(id)].map(BigInt))]));
    this.blank = this.roster.keep();
    this.full = new Map(taking.map(({ id }) => [id, this.roster.stakes(id)]));
    this.at = 0n;
    this.rounds = [];
    this.last = null;
    this.moments = null;
    this.onPay = null;
  }

  /** The funded projects in the order chosen; their cost may be above the budget where the money is. */
  get chosen() {
    return this.rounds.map(({ project }) => project);
  }

  /** A step for each funded project; there are none after `advance`. */
  get steps() {
    return this.rounds.map((one) => one.step).filter(Boolean);
  }

  /** How many further steps would surely fund the same projects in the same order. */
  get alike() {
    const known = [...this.rounds.map(({ alike }) => alike), this.last].filter((one) => one !== null);
    return known.length ? known.reduce((one, other) => (one < other ? one : other)) : 0n;
  }

  /** What one voter of each electorate holds at a step of a completion. */
  money(at) {
    const whole = this.election.budget + at * this.rise;
    return new Map([...this.weight].map(([group, one]) => [group, one.times(whole)]));
  }

  /** Count from nothing, with the money of a step of a completion. */
  run(at = 0n) {
    this.roster.goBack(this.blank);
    Object.assign(this, { at, rounds: [], marks: [], kept: 0 });
    this.goOn(this.filled(), new Bounds([...this.projects.keys()].map((name) => [0n, name, 0n])), true);
  }

  /** Count as `run` does, and tell where every project that is not funded stands before each step and at the end. */
  watched(at) {
    this.moments = [];
    this.run(at);
    const found = this.moments;
    this.moments = null;
    return found;
  }

  /** Count as `run` does, and call back with project, wallet, points, what was paid, its scale, and the wallet after. */
  followed(at, onPay) {
    this.onPay = onPay;
    this.run(at);
    this.onPay = null;
  }

  /** Go on to the money so many steps later. What cannot have changed by then is not counted again. */
  advance(steps) {
    const ends = this.rounds.findIndex(({ alike }) => alike !== null && alike < steps);
    const changed = ends < 0 ? this.rounds.length : ends;
    while (this.marks.length && this.marks.at(-1).rounds > changed) this.forget(this.marks.pop());
    if (!this.marks.length) {
      this.run(this.at + steps);
      return;
    }
    const mark = this.marks.pop();
    this.forget(mark);
    const further = this.at + steps - mark.at;
    this.at += steps;
    const later = (alike) => (alike === null ? null : alike - steps);
    this.rounds = this.rounds.slice(0, mark.rounds).map(({ project, alike }) => ({ project, step: null, alike: later(alike) }));
    this.roster.goBack(mark.roster);
    const bounds = mark.bounds.each.map(([price, name, slope]) => [price + slope * further, name, slope]);
    this.goOn(mark.wallets.later(further), new Bounds(bounds), false);
  }

  unit(project) {
    return this.utility === 'cost' ? project.cost : 1n;
  }

  filled() {
    const [whole, groups] = [this.election.budget, this.election.electorates.map(({ id }) => id)];
    const parts = this.election.purses.map(({ amount }) => (whole ? new Fraction(amount, whole) : ONE));
    const money = this.money(this.at);
    const columns = (amountOf) => parts.map((part) => groups.map((group) => amountOf(group).times(part)));
    const held = columns((group) => money.get(group));
    const gains = columns((group) => this.weight.get(group).times(this.rise));
    const scale = lcm([...held, ...gains].flat().map(({ d }) => d));
    const scaled = (each) => each.map((column) => [0n, ...column.map(({ n, d }) => n * (scale / d))]);
    return new Wallets([EMPTY, ...groups.map((_, at) => at + 1)], scaled(held), scaled(gains), scale);
  }

  goOn(begun, bounds, exact) {
    let wallets = begun;
    for (;;) {
      if (this.moments) this.moments.push(this.moment(wallets));
      const horizon = new Horizon();
      const mark = { rounds: this.rounds.length, at: this.at, roster: this.roster.keep(), wallets, bounds: bounds.copy() };
      const found = this.cheapest(wallets, bounds, horizon);
      this.keep(mark);
      if (!found) {
        this.last = horizon.steps;
        return;
      }
      const [offer, tie] = found;
      const [after, paid] = this.pay(wallets, offer, horizon, exact);
      wallets = after;
      const told = exact ? this.step(offer, tie, wallets.scale, paid) : null;
      this.rounds.push({ project: offer.project, step: told, alike: horizon.steps });
    }
  }

  moment(wallets) {
    const funded = new Set(this.chosen.map(({ id }) => id));
    const waiting = [...this.projects.keys()].filter((name) => !funded.has(name));
    return new Map(waiting.map((name) => [name, this.standing(wallets, name)]));
  }

  standing(wallets, name) {
    const sums = [0n, ...this.election.electorates.map(() => 0n)];
    for (const { wallet, voters } of this.roster.stakes(name)) {
      sums[wallets.owner[wallet]] += wallets.inPurses(this.payers.get(name), wallet)[0] * voters;
    }
    const offer = this.offer(wallets, name, new Horizon());
    const groups = this.election.electorates.map(({ id }, at) => [id, new Fraction(sums[at + 1], wallets.scale)]);
    return { held: new Map(groups), price: offer && new Fraction(offer.due, offer.units) };
  }

  /** Keep a mark, and forget the oldest where all take too much room: changes come late. */
  keep(mark) {
    this.marks.push(mark);
    this.kept += this.roomOf(mark);
    while (this.marks.length > 1 && this.kept > ROOM) this.forget(this.marks.shift());
  }

  forget(mark) {
    this.kept -= this.roomOf(mark);
  }

  roomOf(mark) {
    return this.election.ballots.length + mark.wallets.numbers;
  }

  /** The offer with the least price, ties broken, or null; it leaves `bounds`, all others stay. */
  cheapest(wallets, bounds, horizon) {
    const fresh = new Set();
    let level = [];
    const dearer = [];
    while (bounds.length && (!level.length || bounds.least[0] <= level[0].rounded)) {
      const [, name] = bounds.pop();
      fresh.add(name);
      const offer = this.offer(wallets, name, horizon);
      if (!offer) continue; // its supporters cannot pay it now and never will
      const order = level.length ? byPrice(offer, level[0]) : 0;
      if (order > 0) {
        dearer.push(offer);
      } else {
        if (order < 0) dearer.push(...level);
        level = order < 0 ? [offer] : [...level, offer];
      }
    }
    putBack(bounds, dearer); // only now: one that is rounded alike would be taken up again and again
    if (!level.length) return null;
    const [project, tie] = firstOf(level.map((offer) => offer.project), this.counts, this.election);
    const chosen = level.find((offer) => offer.project === project);
    this.lookAhead(wallets, chosen, bounds, fresh, horizon);
    for (const offer of level) {
      if (offer === chosen) continue;
      if (offer.rise * chosen.units < chosen.rise * offer.units) horizon.endAfter(0n);
      putBack(bounds, [offer]);
    }
    return [chosen, tie];
  }

  /**
   * How long the chosen offer stays cheaper than all that are dearer.
   *
   * The line of a price is a lower bound of that price at every step: whoever comes to pay less than the price in full
   * makes it dearer for the rest. The chosen one's line is rounded up here and theirs down, so it may end too soon, and
   * never too late. Where an old bound would end it, the price is worked out anew: that costs less than a run.
   */
  lookAhead(wallets, chosen, bounds, fresh, horizon) {
    const [price, slope] = [chosen.rounded + 1n, chosen.roundedSlope + 1n];
    const ends = [...this.rounds.map(({ alike }) => alike), horizon.steps].filter((one) => one !== null);
    const limit = ends.length ? ends.reduce((one, other) => (one < other ? one : other)) : null;
    for (;;) {
      const [steps, place] = nearest(price, slope, bounds.each);
      if (steps === null) return;
      const name = bounds.each[place][1];
      if (fresh.has(name) || (limit !== null && steps >= limit)) {
        horizon.endAfter(steps);
        return;
      }
      fresh.add(name);
      bounds.remove(place);
      const offer = this.offer(wallets, name, horizon);
      if (offer) putBack(bounds, [offer]);
    }
  }

  /** The least price at which the supporters can pay the whole cost, `due / units`, or null where they cannot. */
  offer(wallets, name, horizon) {
    const [project, payers] = [this.projects.get(name), this.payers.get(name)];
    const stakes = this.rounds.length ? this.roster.stakes(name) : this.full.get(name);
    const [due, rise, points] = settle(project.cost * wallets.scale, wallets, payers, stakes, this.common.get(name));
    if (!points) {
      horizon.whileAbove(due, rise);
      return null;
    }
    const units = points * wallets.scale * this.unit(project);
    const [rounded, roundedSlope] = [floorDiv(due * FINE, units), floorDiv(rise * FINE, units)];
    return { project, due, rise, points, units, stakes, rounded, roundedSlope };
  }

  /** The wallets afterwards, and what each electorate paid, by its number, where that is asked for. */
  pay(before, offer, horizon, exact) {
    const { project, points: shared, stakes } = offer;
    const finer = shared / gcd(gcd(shared, offer.due % shared), offer.rise % shared);
    const [wallets, payers] = [before.finer(finer), this.payers.get(project.id)];
    const [due, rise] = [(offer.due * finer) / shared, (offer.rise * finer) / shared];
    const [paid, moves] = [[0n, ...this.election.electorates.map(() => 0n)], new Map()];
    for (const { wallet, points, voters } of stakes) {
      let [asked, rising] = [due * BigInt(points), rise * BigInt(points)];
      const [mine, gain] = wallets.inPurses(payers, wallet);
      if (mine < asked) {
        horizon.whileNotBelow(asked - mine, rising - gain);
        [asked, rising] = [mine, gain];
      }
      // Who can pay in full can do so ever after: with more money a price does not rise, and nobody holds less.
      const then = wallets.spend(wallet, payers, asked, rising, horizon);
      if (!moves.has(points)) moves.set(points, new Map());
      moves.get(points).set(wallet, then);
      if (exact) paid[wallets.owner[wallet]] += asked * voters;
      if (this.onPay) this.onPay(project.id, wallet, points, asked, wallets.scale, then);
    }
    this.roster.move(project.id, moves);
    return [wallets, paid];
  }

  step({ project, due, units }, tie, scale, paid) {
    const groups = this.election.electorates.map(({ id }, at) => [id, new Fraction(paid[at + 1], scale)]);
    return step(project, EQUAL_SHARES, this.counts, { price: new Fraction(due, units), paid: new Map(groups), tie });
  }
}

function byPrice(left, right) {
  return compare(left.due * right.units, right.due * left.units);
}

function putBack(bounds, offers) {
  for (const { rounded, project, roundedSlope } of offers) bounds.push([rounded, project.id, roundedSlope]);
}

/** For how many steps a line stays below the first bound that it meets, and the place of that; null for ever. */
function nearest(price, slope, bounds) {
  let [steps, place] = [null, 0];
  bounds.forEach(([theirs, , rising], at) => {
    if (rising >= slope) return;
    const room = theirs - price - 1n;
    const lead = (room > 0n ? room : 0n) / (slope - rising);
    if (steps === null || lead < steps) [steps, place] = [lead, at];
  });
  return [steps, place];
}

/**
 * What is due, its rise, and from how many points, when those who cannot pay in full have given all they hold.
 *
 * Where all of them together cannot pay, no points remain, and what is due is what they lack.
 */
function settle(cost, wallets, payers, stakes, common) {
  let remaining = 0n;
  // Whole keys in the order of money per point: with a common multiple of all points there is nothing to round.
  const each = stakes.map(({ wallet, points, voters }) => {
    const [held, gain] = wallets.inPurses(payers, wallet);
    const given = BigInt(points) * voters;
    remaining += given;
    return { key: held * (common / BigInt(points)), held, gain, voters, given };
  });
  each.sort((left, right) => compare(left.key, right.key));
  let [due, rise] = [cost, 0n];
  for (const { key, held, gain, voters, given } of each) {
    if (due * common <= key * remaining) break; // this voter, and every richer one, can pay the price in full
    due -= held * voters;
    rise -= gain * voters;
    remaining -= given;
  }
  return [due, rise, remaining];
}
