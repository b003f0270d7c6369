// Checks of the explanations: they follow from the count, and what would have changed it does so when acted upon.

import { EXPLANATIONS } from '../seal/files.js';
import { sorted } from '../seal/text.js';
import { caseOf, explain, faultOf, withoutTrials } from '../tally/explained.js';
import { ruleOf } from '../tally/published.js';
import { Differs, compare, same } from './faults.js';

/** Every project is explained; the figures follow from the count; each act named would have had it funded. */
export function checkExplanations(bundle, noted, progress) {
  const { terms, explanations: { projects: said } } = bundle;
  const explained = caseOf(terms, bundle.election, ruleOf(terms), bundle.official(), bundle.votes);
  const ids = sorted(terms.proposals.map(({ id }) => id));
  same(EXPLANATIONS, 'its projects', sorted(Object.keys(said)), ids, 'round.json');
  ids.forEach((project, at) => {
    progress(`Explanations tried: ${at} of ${ids.length} bids`);
    if (noted.thorough) compare(EXPLANATIONS, `projects.${project}`, said[project], explain(explained, project));
    else checkOne(explained, project, said[project]);
  });
  const answers = ids.flatMap((project) => Object.values(said[project].changes ?? {}));
  const acts = answers.filter((answer) => 'needed' in answer).length;
  const how = noted.thorough ? 'all that was tried was tried again' : 'each was acted upon and comes true';
  return `explanations.json: ${ids.length} projects, and ${acts} ways in which one would have been funded: ${how}.`;
}

function checkOne(explained, project, { changes, ...told }) {
  compare(EXPLANATIONS, `projects.${project}`, told, withoutTrials(explained, project));
  const said = changes === undefined ? {} : { changes };
  const words = faultOf(explained, project, said);
  if (words) throw new Differs(EXPLANATIONS, `projects.${project}: ${words}`);
}
