// Greedy: the most points first; fund what the money left can pay.

import { supportersOf } from './election.js';
import { NOTHING } from './fraction.js';
import { GREEDY, step } from './outcome.js';
import { Till, canBeOnTheBallot } from './purses.js';
import { firstOf } from './ties.js';
import { effectiveShares, weightsOf } from './weights.js';

/** Fund projects in the order of their weighted points as long as each can be paid. */
export function greedy(election, rule) {
  const [weights, points] = [weightsOf(election), plainPoints(election)];
  const scores = new Map([...scoresOf(election, weights)].filter(([name]) => points.get(name) >= BigInt(rule.threshold)));
  if (rule.per_cost) {
    for (const { id, cost } of election.projects) if (scores.has(id)) scores.set(id, scores.get(id).over(cost));
  }
  const steps = fundByScore(election, scores, new Till(election), GREEDY, { skip: rule.skip });
  return { steps, runs: 1n, added: 0n, weights, effective: effectiveShares(election, weights) };
}

function plainPoints(election) {
  const found = new Map(election.projects.map(({ id }) => [id, 0n]));
  for (const { points, count } of election.ballots) {
    for (const [project, given] of points) found.set(project, found.get(project) + BigInt(given) * BigInt(count));
  }
  return found;
}

/** The weighted points of each project that has any. */
export function scoresOf(election, weight) {
  const totals = new Map();
  for (const { points, electorate, count } of election.ballots) {
    for (const [project, given] of points) {
      if (!totals.has(project)) totals.set(project, new Map());
      const ofGroup = totals.get(project);
      ofGroup.set(electorate, (ofGroup.get(electorate) ?? 0n) + BigInt(given) * BigInt(count));
    }
  }
  const score = (ofGroup) => [...ofGroup].reduce((whole, [group, given]) => whole.plus(weight.get(group).times(given)), NOTHING);
  return new Map([...totals].map(([project, ofGroup]) => [project, score(ofGroup)]));
}

/** Steps for the projects funded by score from what is left in the till, leaving out those already `done`. */
export function fundByScore(election, scores, till, part, { done = [], skip = true } = {}) {
  const [funded, levels] = [new Set(done), new Map()];
  for (const project of canBeOnTheBallot(election)) {
    const score = scores.get(project.id);
    if (!score || funded.has(project.id)) continue;
    const key = String(score);
    levels.set(key, { score, projects: [...(levels.get(key)?.projects ?? []), project] });
  }
  const [supporters, steps] = [supportersOf(election), []];
  for (const { score, projects } of [...levels.values()].sort((one, other) => other.score.compare(one.score))) {
    for (const [project, tie] of inTurn(projects, supporters, election)) {
      if (till.canPay(project)) {
        till.pay(project);
        steps.push(step(project, part, supporters, { score, tie }));
      } else if (!skip) {
        return steps;
      }
    }
  }
  return steps;
}

function inTurn(level, supporters, election) {
  const found = [];
  for (let remaining = level; remaining.length;) {
    const [project, tie] = firstOf(remaining, supporters, election);
    remaining = remaining.filter((one) => one !== project);
    found.push([project, tie]);
  }
  return found;
}
