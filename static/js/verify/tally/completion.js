// Equal shares with its completions: more for everybody while the real money lasts, then the rest by points.

import { sizesOf } from './election.js';
import { Count } from './equal-shares.js';
import { sum } from './fraction.js';
import { fundByScore, scoresOf } from './greedy.js';
import { SECOND_COMPLETION } from './outcome.js';
import { Till, canAllBePaid } from './purses.js';
import { effectiveShares, weightsOf } from './weights.js';

/** The count behind equal shares by a rule, ready to run. */
export function countOf(election, rule, weights = weightsOf(election)) {
  const rise = BigInt(rule.step) * sum(sizesOf(election).values());
  const withTooDear = rule.stop === 'exhausted' && rule.completion === 'add1';
  return new Count(election, weights, rise, rule.utility, withTooDear);
}

/** Equal shares, completed; `onRun` is told, on the way, how many runs are done. */
export function equalShares(election, rule, onRun = () => undefined) {
  const [sizes, weights] = [sizesOf(election), weightsOf(election)];
  const count = countOf(election, rule, weights);
  const [kept, added, runs] = rule.completion === 'add1' ? climb(election, count, rule, onRun) : first(count);
  const money = new Map([...count.money(added)].map(([group, one]) => [group, one.times(sizes.get(group))]));
  const steps = withLeft(kept, money);
  if (rule.second === 'greedy') steps.push(...second(election, weights, steps));
  return { steps, runs, added: added * BigInt(rule.step), weights, effective: effectiveShares(election, weights) };
}

function first(count) {
  count.run();
  return [count.steps, 0n, 1n];
}

/**
 * The last run before the first that the real money cannot pay, its step, and how many runs that stands for.
 *
 * It never bisects: what is spent may fall and rise again as money is added. It only leaves out the steps that surely
 * fund the same projects as the run before them.
 */
function climb(election, count, rule, onRun) {
  count.run();
  let [added, runs] = [0n, 1n];
  while (!isLast(election, count, rule)) {
    const more = count.alike + 1n;
    count.advance(more);
    runs += more;
    onRun(runs);
    if (!canAllBePaid(election, count.chosen)) {
      added += more - 1n;
      break;
    }
    added += more;
  }
  count.run(added);
  return [count.steps, added, runs];
}

function isLast(election, count, rule) {
  const { chosen } = count;
  return chosen.length === count.projects.size || (rule.stop === 'exhausted' && isExhausted(election, count, chosen));
}

function isExhausted(election, count, chosen) {
  const till = new Till(election);
  chosen.forEach((project) => till.pay(project));
  return ![...count.projects.values()].some((one) => !chosen.includes(one) && till.canPay(one));
}

/** What is left goes by weighted points to what it can still pay. */
function second(election, weights, before) {
  const [done, till] = [new Set(before.map(({ project }) => project)), new Till(election)];
  for (const project of election.projects) if (done.has(project.id)) till.pay(project);
  return fundByScore(election, scoresOf(election, weights), till, SECOND_COMPLETION, { done });
}

function withLeft(steps, money) {
  let left = money;
  return steps.map((one) => {
    left = new Map([...left].map(([group, amount]) => [group, amount.minus(one.paid.get(group))]));
    return { ...one, left };
  });
}
