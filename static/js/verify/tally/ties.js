// Ties: lowest cost, then most supporters, then a public lot that nobody could know before the ballots were fixed.

import { compare } from './fraction.js';
import { sha256, sha256Each } from '../seal/digest.js';
import { byCodePoint, sorted } from '../seal/text.js';

const DICE = /^[0-9]{20}$/;

/** The seed of the lot from the list's hash and public dice; null where these are not twenty digits. */
export async function lotSeed(listHash, dice) {
  return DICE.test(dice) ? sha256(`pb/lot/v1|${listHash}|${dice}`) : null;
}

/** The lot of each project: the lowest goes first. */
export async function lotsOf(seed, projects) {
  const lots = await sha256Each(projects.map((project) => `${seed}|${project}`));
  return new Map(projects.map((project, at) => [project, lots[at]]));
}

/** Which of the projects that are level goes first, and the tie where there was one. */
export function firstOf(level, supporters, election) {
  if (level.length === 1) return [level[0], null];
  const projects = sorted(level.map(({ id }) => id));
  const cheapest = least(level, (one, other) => compare(one.cost, other.cost));
  const liked = least(cheapest, (one, other) => supporters.get(other.id) - supporters.get(one.id));
  const [chosen] = [...liked].sort((one, other) => (
    byCodePoint(election.lots.get(one.id), election.lots.get(other.id)) || byCodePoint(one.id, other.id)
  ));
  const without = cheapest.length === 1 ? 'cost' : 'supporters';
  return [chosen, { chosen: chosen.id, decided_by: liked.length === 1 ? without : 'lot', projects }];
}

function least(projects, order) {
  const [first] = [...projects].sort(order);
  return projects.filter((project) => order(first, project) === 0);
}
