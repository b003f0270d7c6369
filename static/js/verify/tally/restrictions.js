// From contributions with restrictions to the purses of an election: which money may fund which project.

import { ElectionMalformed } from './election.js';
import { sum } from './fraction.js';
import { sorted } from '../seal/text.js';

/**
 * The purses behind the contributions of a round; those that may fund the same projects share one.
 *
 * {purses, gifts: Map of number of purse to Map of contribution to pence, idle: Map of what can fund nothing, budget}.
 */
export function potOf(terms) {
  const kinds = kindsOf(terms);
  const every = sorted(terms.proposals.map(({ id }) => id));
  const numbers = new Map([[JSON.stringify(every), 0]]);
  const [gifts, idle, names] = [new Map(), new Map(), new Map()];
  terms.contributions.forEach((given, place) => {
    const projects = sorted(terms.proposals.filter((one) => fits(one.labels ?? [], given.only ?? [], kinds)).map(({ id }) => id));
    if (!projects.length && every.length) {
      idle.set(String(place), BigInt(given.pence));
      return;
    }
    const key = JSON.stringify(projects);
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    const number = numbers.get(key);
    names.set(number, projects);
    if (!gifts.has(number)) gifts.set(number, new Map());
    gifts.get(number).set(String(place), BigInt(given.pence));
  });
  const held = (number) => sum(gifts.get(number).values());
  const purses = [...names].filter(([number]) => number);
  return {
    purses: purses.map(([number, projects]) => ({ number, amount: held(number), projects })),
    gifts,
    idle,
    budget: sum([...gifts.keys()].map(held)),
  };
}

function kindsOf(terms) {
  const named = terms.rules.labels ?? [];
  const kinds = new Map(named.map(({ id, kind }) => [id, kind]));
  if (kinds.size !== named.length) throw new ElectionMalformed('a label is there twice');
  const used = [...terms.contributions.map(({ only = [] }) => only), ...terms.proposals.map(({ labels = [] }) => labels)];
  for (const label of used.flat()) if (!kinds.has(label)) throw new ElectionMalformed(`there is no label ${label}`);
  return kinds;
}

/** Whether money for some labels only may fund a project with these labels: with one of each kind named. */
function fits(labels, only, kinds) {
  const wanted = new Set(only.map((label) => kinds.get(label)));
  const found = new Set(only.filter((label) => labels.includes(label)).map((label) => kinds.get(label)));
  return wanted.size === found.size;
}
