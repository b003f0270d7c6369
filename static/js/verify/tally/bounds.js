// The prices that projects had once, the least first: a price never falls, so most need not be worked out again.

import { byCodePoint } from '../seal/text.js';
import { compare } from './fraction.js';

/** A heap of [price, project, by how much that price rises with each further step]. */
export class Bounds {
  constructor(each) {
    this.each = [...each].sort(order);
  }

  get length() {
    return this.each.length;
  }

  get least() {
    return this.each[0];
  }

  copy() {
    const found = new Bounds([]);
    found.each = [...this.each];
    return found;
  }

  push(bound) {
    const { each } = this;
    let at = each.push(bound) - 1;
    for (let above = (at - 1) >> 1; at && order(each[at], each[above]) < 0; above = (at - 1) >> 1) {
      [each[at], each[above]] = [each[above], each[at]];
      at = above;
    }
  }

  pop() {
    const { each } = this;
    const [first, last] = [each[0], each.pop()];
    if (each.length) {
      each[0] = last;
      this.sink(0);
    }
    return first;
  }

  /** Take one out, wherever it stands. */
  remove(place) {
    this.each.splice(place, 1);
    this.each.sort(order);
  }

  sink(from) {
    const { each } = this;
    for (let at = from, below = 2 * at + 1; below < each.length; below = 2 * at + 1) {
      if (below + 1 < each.length && order(each[below + 1], each[below]) < 0) below += 1;
      if (order(each[at], each[below]) <= 0) return;
      [each[at], each[below]] = [each[below], each[at]];
      at = below;
    }
  }
}

function order(left, right) {
  return compare(left[0], right[0]) || byCodePoint(left[1], right[1]);
}
