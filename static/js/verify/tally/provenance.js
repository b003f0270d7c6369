// Whose money paid for what, to the penny.

import { compare, sum } from './fraction.js';
import { cells } from './purses.js';
import { byCodePoint } from '../seal/text.js';

/**
 * Whose money paid for each funded project, in the order funded, and what is left to go back.
 *
 * The most restricted purse pays first, for each project in turn the most that leaves all the rest financeable; inside a
 * purse each of its contributions pays in proportion to what it has left.
 */
export function provenance(election, funded, gifts) {
  const held = new Map(election.purses.map(({ number }) => [number, new Map(gifts.get(number) ?? [])]));
  const costs = new Map(election.projects.map(({ id, cost }) => [id, cost]));
  const amounts = cells(election, funded.map((name) => [name, costs.get(name)]));
  const paid = new Map(funded.map((name) => [name, new Map()]));
  election.purses.forEach(({ number }, place) => {
    const left = held.get(number);
    for (const name of funded) {
      for (const [gift, part] of split(amounts.get(name).get(place) ?? 0n, left)) {
        paid.get(name).set(gift, part);
        left.set(gift, left.get(gift) - part);
      }
    }
  });
  return [paid, new Map([...held.values()].flatMap((left) => [...left]))];
}

/** Split a cost in proportion to what each contribution has left, by largest remainder; nobody is overdrawn. */
function split(cost, left) {
  const whole = sum(left.values());
  if (!whole) return new Map([...left.keys()].map((gift) => [gift, 0n]));
  const parts = new Map([...left].map(([gift, amount]) => [gift, (cost * amount) / whole]));
  const rest = (gift) => (cost * left.get(gift)) % whole;
  const byRemainder = [...left.keys()].sort((one, other) => compare(rest(other), rest(one)) || byCodePoint(one, other));
  const missing = Number(cost - sum(parts.values()));
  for (const gift of byRemainder.slice(0, missing)) parts.set(gift, parts.get(gift) + 1n);
  return parts;
}
