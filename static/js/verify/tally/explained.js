// The `explanations.json` of a bundle: who wanted each project, where it stood, and what would have changed that.

import { sorted } from '../seal/text.js';
import { countOf } from './completion.js';
import { momentsOf as momentsOfExpansion } from './ear.js';
import { EQUAL_SHARES, EXPANDING, orderOf, standingAsPlain } from './outcome.js';
import { count } from './rules.js';
import { Room, Trials } from './trials.js';

const WORK = 200_000_000; // how much counting again may be for a whole round
const [FEWEST, MOST] = [8, 40];
const UNIT = 100; // costs are tried in whole pounds

/** A counted round, ready to be explained. */
export function caseOf(terms, election, rule, outcome, votes) {
  const away = new Map(election.electorates.map(({ id }) => [id, terms.roll[id]]));
  for (const [, electorate] of votes) away.set(electorate, away.get(electorate) - 1);
  return {
    election,
    rule,
    outcome,
    backing: backingOf(election),
    moments: momentsOf(election, rule, outcome),
    away,
    room: new Room(terms.rules.ballot),
    most: trialsFor(election, outcome),
  };
}

/** What `explanations.json` says of a project. */
export function explain(explained, project) {
  const told = withoutTrials(explained, project);
  if (orderOf(explained.outcome).includes(project)) return told;
  const trials = trialsOf(explained, project);
  const answers = [...questionsOf(explained, trials)].map(([name, asked]) => [name, trials.answer(asked)]);
  return { ...told, changes: new Map(answers) };
}

/** What follows from the count as it was, without counting again: all but `changes`. */
export function withoutTrials(explained, project) {
  const moments = explained.moments.filter((moment) => moment.has(project));
  return {
    backing: explained.backing.get(project),
    moments: moments.map((moment) => standingAsPlain(moment.get(project))),
  };
}

/** What is wrong with the `changes` of an explanation, with the name of the answer; "" for nothing. */
export function faultOf(explained, project, said) {
  if (orderOf(explained.outcome).includes(project)) {
    return 'changes' in said ? 'it is funded, and there is nothing that would have changed that' : '';
  }
  const trials = trialsOf(explained, project);
  const [questions, changes] = [questionsOf(explained, trials), said.changes ?? {}];
  const names = sorted(new Set([...questions.keys(), ...Object.keys(changes)]));
  const odd = names.find((name) => questions.has(name) !== Object.hasOwn(changes, name));
  if (odd !== undefined) return `changes has ${questions.has(odd) ? 'no' : 'an unknown'} ${odd}`;
  for (const [name, asked] of questions) {
    const words = trials.fault(asked, changes[name]);
    if (words) return `changes.${name}: ${words}`;
  }
  return '';
}

function trialsOf({ election, rule, outcome, room, most }, project) {
  return new Trials(election, project, orderOf(outcome), room, (changed) => count(changed, rule), most);
}

/** Each question by the name of its answer. */
function questionsOf({ away }, trials) {
  const found = new Map([['cost', trials.cost(UNIT)]]);
  for (const [group, whole] of away) {
    found.set(`votes/${group}`, trials.votes(group));
    found.set(`voters/${group}`, trials.voters(group, whole));
  }
  return found;
}

function trialsFor(election, outcome) {
  const answers = (election.projects.length - outcome.steps.length) * (2 * election.electorates.length + 1);
  const oneCount = election.ballots.reduce((sum, { points }) => sum + points.length, 0) * election.projects.length;
  return Math.max(FEWEST, Math.min(MOST, Math.floor(WORK / Math.max(answers * oneCount, 1))));
}

function backingOf(election) {
  const groups = () => new Map(election.electorates.map(({ id }) => [id, { points: 0, voters: 0 }]));
  const found = new Map(election.projects.map(({ id }) => [id, groups()]));
  for (const { points, electorate, count: voters } of election.ballots) {
    for (const [project, given] of points) {
      const backing = found.get(project).get(electorate);
      backing.voters += voters;
      backing.points += given * voters;
    }
  }
  return found;
}

function momentsOf(election, rule, outcome) {
  if (rule.name === EXPANDING) return momentsOfExpansion(election);
  if (rule.name !== EQUAL_SHARES) return [];
  return countOf(election, rule, outcome.weights).watched(outcome.added / BigInt(rule.step));
}
