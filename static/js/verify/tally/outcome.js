// An outcome: which projects are funded, in what order, and why, step by step; and the same as plain values.
//
// A step is {project, cost, part, supporters, score, price, paid, left, tie, rank}; what a rule does not have is null, or
// an empty Map.

import { sum } from './fraction.js';
import { sorted } from '../seal/text.js';

export const [EQUAL_SHARES, SECOND_COMPLETION, GREEDY] = ['equal-shares', 'second-completion', 'greedy'];
export const [EXPANDING, PHRAGMEN] = ['ear', 'phragmen'];

/** A step; `more` has what is not told here. */
export function step(project, part, supporters, more) {
  const { id, cost } = project;
  const nothing = { score: null, price: null, paid: new Map(), left: new Map(), tie: null, rank: null };
  return { project: id, cost, part, supporters: supporters.get(id), ...nothing, ...more };
}

/** Ids of the funded projects in the order chosen. */
export function orderOf(outcome) {
  return outcome.steps.map(({ project }) => project);
}

/** What the funded projects cost together. */
export function costOf(outcome) {
  return sum(outcome.steps.map(({ cost }) => cost));
}

/** The outcome as a bundle has it; maps by ids are Maps. */
export function outcomeAsPlain(outcome) {
  const order = orderOf(outcome);
  return {
    added: String(outcome.added),
    cost: String(costOf(outcome)),
    effective_shares: fractions(outcome.effective),
    order,
    runs: Number(outcome.runs),
    steps: outcome.steps.map(stepAsPlain),
    weights: fractions(outcome.weights),
    winners: sorted(order),
  };
}

/** Where a project stands, as a bundle has it. */
export function standingAsPlain({ held, price }) {
  return { held: fractions(held), ...(price ? { price: String(price) } : {}) };
}

function stepAsPlain(one) {
  return {
    cost: String(one.cost),
    left: fractions(one.left),
    paid: fractions(one.paid),
    part: one.part,
    price: one.price && String(one.price),
    project: one.project,
    ...(one.rank === null ? {} : { rank: one.rank }),
    score: one.score && String(one.score),
    supporters: one.supporters,
    tie: one.tie,
  };
}

function fractions(values) {
  return new Map([...values].map(([name, value]) => [name, String(value)]));
}
