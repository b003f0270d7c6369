// What tests ask of the modules of the page, many things at once.

import { recount } from '../../static/js/verify/recount/checks.js';
import { find } from '../../static/js/verify/recount/own-ballot.js';
import { decode } from '../../static/js/verify/seal/canonical.js';
import { checkSymbols, isOfTheAlphabet, normalise, slip } from '../../static/js/verify/seal/crockford.js';
import { trackers } from '../../static/js/verify/seal/commit.js';
import { toBytes } from '../../static/js/verify/seal/text.js';
import { makeElection } from '../../static/js/verify/tally/election.js';
import { NOTHING, fractionOf } from '../../static/js/verify/tally/fraction.js';
import { measuresOf } from '../../static/js/verify/tally/measures.js';
import { shareOf } from '../../static/js/verify/tally/one-voter.js';
import { outcomeAsPlain } from '../../static/js/verify/tally/outcome.js';
import { count, ruleFrom } from '../../static/js/verify/tally/rules.js';
import { lotsOf } from '../../static/js/verify/tally/ties.js';

const NOTHING_NOTED = { rules: '', list: '', record: '', key: '', thorough: false };

function bytesOf(text) {
  return Uint8Array.from(atob(text), (symbol) => symbol.charCodeAt(0));
}

/** Maps as objects, so that they can be handed over. */
function plain(value) {
  return JSON.parse(JSON.stringify(value, (_, one) => (one instanceof Map ? Object.fromEntries(one) : one)));
}

async function electionOf(told) {
  const projects = told.projects.map(([id, cost]) => ({ id, cost: BigInt(cost) }));
  return makeElection({
    projects,
    votes: told.votes.map(([points, electorate]) => [new Map(points), electorate]),
    budget: BigInt(told.budget),
    electorates: told.electorates.map(([id, share]) => ({ id, share: fractionOf(share) })),
    factor: BigInt(told.factor),
    purses: told.purses.map(([number, amount, able]) => ({ number, amount: BigInt(amount), projects: able })),
    seed: told.seed,
    lots: await lotsOf(told.seed, told.projects.map(([id]) => id)),
  });
}

/** Whether what all voters paid for each project that was paid from shares is its cost, and nobody paid too much. */
function adds(election, rule, outcome) {
  const paid = new Map();
  for (const { points, electorate, count: voters } of election.ballots) {
    const share = shareOf(election, rule, outcome, points, electorate);
    if (!share) return true;
    const spent = [...share.paid.values()].reduce((sum, amount) => sum.plus(amount), NOTHING);
    if (share.held && spent.compare(share.held) > 0) return false;
    for (const [project, amount] of share.paid) {
      paid.set(project, (paid.get(project) ?? NOTHING).plus(amount.times(BigInt(voters))));
    }
  }
  const own = outcome.steps.filter(({ part }) => part === rule.name);
  // What is kept is rounded up to a whole grain under expanding approvals, so that a grain for each voter is missing.
  const isNear = (sum, cost) => sum && cost.minus(sum).n >= 0n && cost.minus(sum).compare(fractionOf(GRAIN)) < 0;
  return own.every(({ project, cost }) => (
    rule.name === 'ear' ? isNear(paid.get(project), fractionOf(String(cost))) : String(paid.get(project)) === String(cost)
  ));
}

const GRAIN = '1/1000000000000000000000000000000';

globalThis.probe = {
  async recounted(bundles, noted = {}) {
    const found = [];
    for (const text of bundles) {
      const said = [];
      const { status, file = '', words = '' } = await recount(
        bytesOf(text), { ...NOTHING_NOTED, ...noted }, (mark, sentence) => said.push([mark, sentence]), () => undefined,
      );
      found.push({ status, file, words, said });
    }
    return found;
  },

  async counted(elections) {
    const found = [];
    for (const [told, rules] of elections) {
      const election = await electionOf(told);
      for (const options of rules) {
        const rule = ruleFrom(options);
        const outcome = count(election, rule);
        const measures = measuresOf(election, outcome);
        found.push({ ...plain({ outcome: outcomeAsPlain(outcome), measures }), adds: adds(election, rule, outcome) });
      }
    }
    return found;
  },

  codes(texts) {
    return texts.map((text) => {
      const symbols = normalise(text);
      return isOfTheAlphabet(symbols) ? [symbols, checkSymbols(symbols), slip(symbols)] : [symbols, null, null];
    });
  },

  trackers: (commits) => Object.fromEntries(trackers(commits)),

  canonical: (texts) => texts.map((text) => {
    try {
      decode(text.startsWith('base64:') ? bytesOf(text.slice(7)) : toBytes(text));
      return true;
    } catch (fault) {
      return false;
    }
  }),

  async found(text, codes) {
    const { bundle } = await recount(bytesOf(text), NOTHING_NOTED, () => undefined, () => undefined);
    return codes.map((code) => find(bundle, code));
  },
};
