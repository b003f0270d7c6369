// What the page shows of a bundle that holds: plain values.

import { pounds } from '../recount/words.js';
import { sha256 } from '../seal/digest.js';
import { ROUND } from '../seal/files.js';

/** What is funded, which hashes to compare, and whether ballots are withheld or few. */
export async function summaryOf(bundle) {
  const { terms, result, listed, ballots } = bundle;
  const projects = new Map(terms.proposals.map((project) => [project.id, project]));
  const names = result.outcome.order ?? result.outcome.winners;
  const spent = names.reduce((sum, name) => sum + BigInt(projects.get(name).cost_pence), 0n);
  return {
    name: terms.name,
    inOrder: 'order' in result.outcome,
    funded: names.map((name) => ({ title: projects.get(name).title, cost: pounds(projects.get(name).cost_pence) })),
    spent: pounds(spent),
    pot: pounds(terms.pot_pence),
    projects: projects.size,
    ballots: ballots ? ballots.length : listed.pairs.length,
    withheld: !ballots,
    floor: terms.rules.disclosure_floor,
    few: Boolean(ballots) && isSmall(bundle),
    hashes: {
      rules: await sha256(bundle.files.get(ROUND)),
      list: listed.hash,
      record: result.record.head,
      key: terms.keys.signing,
    },
  };
}

function isSmall({ casts, terms }) {
  const sizes = new Map();
  for (const { electorate } of casts) sizes.set(electorate, (sizes.get(electorate) ?? 0) + 1);
  return [...sizes.values()].some((size) => size < terms.rules.disclosure_floor);
}
