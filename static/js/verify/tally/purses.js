// What restricted money can pay: which sets of projects the purses can finance together, and one way of doing it.

import { payersOf } from './election.js';
import { sum } from './fraction.js';

const [MONEY, COSTS, INSTEAD] = ['money', 'costs', 'in place of it'];

/** The real money, from which projects are paid one after another; all that it has paid can be financed together. */
export class Till {
  constructor(election) {
    this.payers = payersOf(election);
    this.amounts = election.purses.map(({ amount }) => amount);
    this.spent = new Map();
  }

  /** Whether the project can be financed beside all that was paid. */
  canPay(project) {
    return isFinanceable(this.amounts, this.withCostOf(project));
  }

  pay(project) {
    this.spent = this.withCostOf(project);
  }

  withCostOf(project) {
    return added(new Map(this.spent), this.payers.get(project.id), project.cost);
  }
}

/** The projects that do not cost more than the money that may fund them. */
export function canBeOnTheBallot(election) {
  const payers = payersOf(election);
  return election.projects.filter(
    ({ id, cost }) => cost <= sum(payers.get(id).map((place) => election.purses[place].amount)),
  );
}

/** Whether the money can finance these projects together. */
export function canAllBePaid(election, projects) {
  const [payers, spent] = [payersOf(election), new Map()];
  for (const { id, cost } of projects) added(spent, payers.get(id), cost);
  return isFinanceable(election.purses.map(({ amount }) => amount), spent);
}

/**
 * How much of each project each purse pays, by project and place of the purse; null where they cannot.
 *
 * The most restricted purse first, projects in their order, always the most that leaves all the rest financeable.
 */
export function cells(election, costs) {
  const payers = payersOf(election);
  const network = networkOf(
    election.purses.map(({ amount }) => amount),
    new Map(costs.map(([name, cost]) => [name, { payers: payers.get(name), cost }])),
  );
  if (push(network, MONEY, COSTS) !== sum(costs.map(([, cost]) => cost))) return null;
  const found = new Map(costs.map(([name]) => [name, new Map()]));
  election.purses.forEach((_, place) => {
    for (const [name] of costs) {
      if (!payers.get(name).includes(place)) continue;
      const amount = fixTheMost(network, purseNode(place), costNode(name));
      if (amount) found.get(name).set(place, amount);
    }
  });
  return found;
}

function added(spent, payers, cost) {
  const key = payers.join();
  spent.set(key, { payers, cost: (spent.get(key)?.cost ?? 0n) + cost });
  return spent;
}

function isFinanceable(amounts, spent) {
  const whole = sum([...spent.values()].map(({ cost }) => cost));
  if (amounts.length === 1) return whole <= ([...spent.values()].every(({ payers }) => payers.length) ? amounts[0] : 0n);
  return push(networkOf(amounts, spent), MONEY, COSTS) === whole;
}

function purseNode(place) {
  return `purse ${place}`;
}

function costNode(name) {
  return `cost ${name}`;
}

/** What may still flow from one node to another, as a map of maps. */
function networkOf(amounts, costs) {
  const network = new Map([[MONEY, new Map(amounts.map((amount, place) => [purseNode(place), amount]))]]);
  amounts.forEach((_, place) => network.set(purseNode(place), new Map()));
  for (const [name, { payers, cost }] of costs) {
    network.set(costNode(name), new Map([[COSTS, cost]]));
    for (const place of payers) network.get(purseNode(place)).set(costNode(name), cost);
  }
  return network;
}

/** The greatest flow from source to sink, by shortest paths; the network is left with what may still flow. */
function push(network, source, sink) {
  let whole = 0n;
  for (;;) {
    const path = shortest(network, source, sink);
    if (!path.length) return whole;
    const amount = path.map(([here, there]) => network.get(here).get(there)).reduce((one, other) => (one < other ? one : other));
    for (const [here, there] of path) {
      network.get(here).set(there, network.get(here).get(there) - amount);
      if (!network.has(there)) network.set(there, new Map());
      network.get(there).set(here, (network.get(there).get(here) ?? 0n) + amount);
    }
    whole += amount;
  }
}

function shortest(network, source, sink) {
  const came = new Map([[source, source]]);
  for (const here of came.keys()) { // a Map goes on with what is added to it
    if (came.has(sink)) break;
    for (const [there, room] of network.get(here) ?? []) if (room && !came.has(there)) came.set(there, here);
  }
  const path = [];
  for (let there = sink; came.has(there) && there !== source; there = came.get(there)) path.push([came.get(there), there]);
  return path;
}

/** Let as much as can flow from a purse to a project, and take that edge out for good; how much it is. */
function fixTheMost(network, purse, project) {
  const flowing = network.get(project).get(purse) ?? 0n;
  network.get(project).delete(purse);
  const room = network.get(purse).get(project);
  network.get(purse).delete(project);
  // What could come instead of other money: a way back from the project to the purse that does not use this edge.
  network.set(INSTEAD, new Map([[project, room]]));
  const more = push(network, INSTEAD, purse);
  network.delete(INSTEAD); // what flowed back into it leads nowhere
  return flowing + more;
}
