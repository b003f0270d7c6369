// A check code, and what the bundle says of the ballot that it belongs to.

import { tracker } from '../seal/commit.js';
import { isOfTheAlphabet, normalise, slip } from '../seal/crockford.js';
import { shareOf, pointsIn } from '../tally/one-voter.js';
import { orderOf } from '../tally/outcome.js';
import { ofMarks } from '../tally/points.js';
import { ruleOf } from '../tally/published.js';
import { pounds } from './words.js';

const [SHORTEST, CHECK_SYMBOLS, GROUP] = [12, 2, 4];
const FACES = { yes: 'yes', bit: 'a bit', no: 'no' };

/**
 * What there is to say of a typed check code.
 *
 * {fault} where it is no check code or nobody's; else {found: [{code, listed, ballot}]}, where `ballot` is null if what
 * it says is not in the bundle.
 */
export function find(bundle, typed) {
  const symbols = normalise(typed);
  const fault = faultOf(symbols);
  if (fault) return { fault };
  const { terms, listed, ballots } = bundle;
  const commits = [...new Set(listed.pairs.map(([commit]) => commit))];
  const mine = commits.filter((commit) => tracker(commit, symbols.length - CHECK_SYMBOLS) === symbols);
  if (!mine.length) {
    return {
      fault: `No ballot in ${terms.name} has this check code. If you voted again later, the newer code counts; `
        + 'if you voted in person afterwards, that vote stands instead. If neither is so, tell the observers, and show '
        + 'them your receipt if you kept it.',
    };
  }
  const opened = new Map((ballots ?? []).map((ballot) => [ballot.commit, ballot]));
  return {
    found: mine.map((commit) => ({
      code: grouped(symbols),
      withheld: !ballots,
      ballot: opened.has(commit) ? told(bundle, opened.get(commit)) : null,
    })),
  };
}

/** What is wrong with a code before anything is looked up, in words; "" for nothing. */
export function faultOf(symbols) {
  if (!symbols) return 'Type your check code. It looks like HR5B-RV7T-BD1H.';
  const strange = [...symbols].findIndex((symbol) => !isOfTheAlphabet(symbol));
  if (strange >= 0) return `“${[...symbols][strange]}” is in no check code. Look at ${groupAt(symbols, strange)} again.`;
  if (symbols.length < SHORTEST) {
    return `A check code has ${SHORTEST} letters and numbers. You typed ${symbols.length}.`;
  }
  const at = slip(symbols);
  if (at === null) return 'More than one letter or number is not right. Look at each group again.';
  return at < 0 ? '' : `One letter or number is not right. Look at ${groupAt(symbols, at)} again.`;
}

function groupAt(symbols, at) {
  const group = Math.floor(at / GROUP);
  return `group ${group + 1}, “${[...symbols].slice(group * GROUP, (group + 1) * GROUP).join('')}”,`;
}

function grouped(symbols) {
  return symbols.match(/.{1,4}/g).join('-');
}

function told(bundle, { commit, marks }) {
  const { terms, election, electorateOf } = bundle;
  const [rule, outcome, electorate] = [ruleOf(terms), bundle.official(), electorateOf.get(commit)];
  const points = pointsIn(election, ofMarks(terms.rules.ballot, marks));
  const share = points.length ? shareOf(election, rule, outcome, points, electorate) : null;
  const parts = new Map(outcome.steps.map(({ project, part }) => [project, part]));
  const group = terms.rules.electorates.find(({ id }) => id === electorate);
  return {
    group: group.label,
    lines: markedIn(marks).map(([project, marked]) => ({
      title: titleOf(terms, project),
      marked,
      became: becameOf(outcome, share, parts, project),
    })),
    blank: !points.length,
    sentences: sentencesOf(terms, share, outcome),
  };
}

function markedIn(marks) {
  if (marks.chosen) return marks.chosen.map((project) => [project, 'chosen']);
  if (marks.ranked) return marks.ranked.map((project, place) => [project, `place ${place + 1}`]);
  const given = marks.stars ?? marks.faces;
  const words = (value) => (typeof value === 'number' ? `${value} ${value === 1 ? 'star' : 'stars'}` : FACES[value]);
  return Object.keys(given).sort().map((project) => [project, words(given[project])]);
}

function titleOf(terms, project) {
  return terms.proposals.find(({ id }) => id === project)?.title ?? project;
}

function becameOf(outcome, share, parts, project) {
  if (!orderOf(outcome).includes(project)) return 'Not funded';
  if (!share) return 'Funded';
  if (parts.get(project) === 'second-completion') return 'Funded: paid from money that was left at the end';
  const paid = share.paid.get(project);
  return paid?.n ? `Funded: ${about(paid)} of your share went to it` : 'Funded: your share was used up before';
}

function sentencesOf(terms, share) {
  if (!share) return [];
  const spent = [...share.paid].filter(([, amount]) => amount.n);
  const went = spent.map(([project, amount]) => `${about(amount)} went to ${titleOf(terms, project)}`);
  const held = share.held ? [`Your share of the pot was ${about(share.held)}.`] : [];
  if (share.added.n) {
    held.push(`The count added ${about(share.added)} of that, as it did for every voter of your group, so that the real money reaches as far `
      + 'as it can.');
  }
  const spending = went.length ? `Of your share, ${listed(went)}.` : 'None of your share was spent.';
  const left = share.held && spent.reduce((rest, [, amount]) => rest.minus(amount), share.held);
  return [...held, spending, ...(left ? [left.n ? `At the end ${about(left)} was left.` : 'Nothing of it was left.'] : [])];
}

function listed(parts) {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** An exact amount in pence, to the nearest penny in pounds. */
function about({ n, d }) {
  const whole = (2n * n + d) / (2n * d);
  return `${d === 1n ? '' : 'about '}${pounds(whole)}`;
}
