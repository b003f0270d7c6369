// The rules of counting by name, with all their options as plain values, and the one door to them.

import { equalShares } from './completion.js';
import { expandingApprovals } from './ear.js';
import { greedy } from './greedy.js';
import { phragmen } from './phragmen.js';
import { str } from './words.js';

const CHOICES = {
  name: ['equal-shares', 'greedy', 'ear', 'phragmen'],
  utility: ['cost', 'count'],
  completion: ['add1', 'none'],
  second: ['greedy', 'none'],
  stop: ['overspend', 'exhausted'],
};
const LEAST = { step: 1, threshold: 0 };
const USUAL = {
  name: 'equal-shares',
  utility: 'cost',
  completion: 'add1',
  second: 'greedy',
  step: 100,
  stop: 'overspend',
  per_cost: false,
  skip: true,
  threshold: 0,
};

/** An option of a rule is unknown; the message names it and what would do. */
export class RuleMalformed extends Error {}

/** The rule with these options; what is left out is as in the official rule. */
export function ruleFrom(options) {
  const unknown = Object.keys(options).sort().find((option) => !Object.hasOwn(USUAL, option));
  if (unknown !== undefined) throw new RuleMalformed(`there is no option ${unknown}`);
  const rule = { ...USUAL, ...options };
  for (const [option, choices] of Object.entries(CHOICES)) {
    if (!choices.includes(rule[option])) {
      throw new RuleMalformed(`${option} is ${str(rule[option])}; choose ${choices.join(' or ')}`);
    }
  }
  for (const [option, least] of Object.entries(LEAST)) {
    if (typeof rule[option] !== 'number' || rule[option] < least) {
      throw new RuleMalformed(`${option} is a whole number of at least ${least}`);
    }
  }
  for (const option of ['per_cost', 'skip']) {
    if (typeof rule[option] !== 'boolean') throw new RuleMalformed(`${option} is true or false`);
  }
  return rule;
}

/** Whether two rules are the same in every option. */
export function sameRule(one, other) {
  return Object.keys(USUAL).every((option) => one[option] === other[option]);
}

/** Count an election by a rule; `onRun` is told, on the way, how many runs of a completion are done. */
export function count(election, rule, onRun) {
  if (rule.name === 'greedy') return greedy(election, rule);
  if (rule.name === 'ear') return expandingApprovals(election);
  if (rule.name === 'phragmen') return phragmen(election);
  return equalShares(election, rule, onRun);
}
