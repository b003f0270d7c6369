// A round of ours in the Pabulib format: the `round.pb` of its bundle.

import { byCodePoint } from '../seal/text.js';
import { ofMarks } from './points.js';
import { potOf } from './restrictions.js';
import { ruleFrom } from './rules.js';

const VOTE_TYPES = { approval: 'approval', stars: 'cumulative', ranked: 'ordinal', faces: 'scoring' };
const WITH_POINTS = ['stars', 'faces'];
const MOST_FACES = 2;
const NEEDS_QUOTES = /[;"\r\n]/;

/** The text of `round.pb`; `casts` are {tracker, electorate, marks}, `funded` ids of projects. */
export function roundFile(terms, seed, casts, funded) {
  const paper = terms.rules.ballot;
  const inOrder = [...casts].sort((one, other) => byCodePoint(one.tracker, other.tracker));
  const given = inOrder.map(({ marks }) => ofMarks(paper, marks));
  const meta = metaOf(terms, seed, terms.proposals.length, casts.length);
  const columns = ['voter_id', 'electorate', 'vote', ...(WITH_POINTS.includes(paper.kind) ? ['points'] : [])];
  const rows = [
    ['META'], ['key', 'value'], ...meta,
    ['PROJECTS'], ['project_id', 'cost', 'votes', 'score', 'name', 'selected'], ...projectsOf(terms, given, funded),
    ['VOTES'], columns, ...inOrder.map((cast, at) => voteOf(paper.kind, cast, given[at])),
  ];
  return rows.map((row) => `${row.map(written).join(';')}\n`).join('');
}

/** Minor units as an amount of the file. */
export function inUnit(amount) {
  const [whole, rest] = [amount / 100n, amount % 100n];
  return rest ? `${whole}.${String(rest).padStart(2, '0').replace(/0+$/, '')}` : String(whole);
}

function metaOf(terms, seed, projects, votes) {
  const [{ rules }, rule, pot] = [terms, ruleFrom(terms.rules.rule), potOf(terms)];
  const purses = [...pot.purses].sort((one, other) => one.number - other.number);
  return [
    ['description', terms.name],
    ['instance', terms.id],
    ['num_projects', String(projects)],
    ['num_votes', String(votes)],
    ['budget', inUnit(pot.budget)],
    ['currency', 'GBP'],
    ['rule', ruleName(rule)],
    ...ruleOptions(rule),
    ['vote_type', VOTE_TYPES[rules.ballot.kind]],
    ...limitsOf(rules.ballot),
    ['electorates', rules.electorates.map(({ id, share }) => `${id} ${share}`).join(', ')],
    ['weight_factor', String(rules.weight_factor)],
    ...purses.map((one) => [`purse_${one.number}`, `${inUnit(one.amount)}: ${one.projects.join(',')}`]),
    ['lot_seed', seed],
  ];
}

function ruleName(rule) {
  if (rule.name === 'greedy') {
    const flags = [['-per-cost', rule.per_cost], ['-no-skip', !rule.skip], ['-threshold', rule.threshold]];
    return ['greedy', ...flags.filter(([, isSet]) => isSet).map(([flag]) => flag)].join('');
  }
  if (rule.name !== 'equal-shares') return rule.name;
  return ['equalshares', ...[rule.completion, rule.second].filter((part) => part !== 'none')].join('/');
}

function ruleOptions(rule) {
  if (rule.name === 'greedy') return rule.threshold ? [['min_project_score_threshold', String(rule.threshold)]] : [];
  if (rule.name !== 'equal-shares') return [];
  const stop = rule.stop === 'overspend' ? [] : [['stop', rule.stop]];
  return [['utility', rule.utility], ['step', inUnit(BigInt(rule.step))], ...stop];
}

function limitsOf({ kind, limit, most }) {
  if (kind === 'stars') return [['max_sum_points', String(limit)], ['max_points', String(most)]];
  if (kind === 'faces') return [['max_points', String(MOST_FACES)]];
  return limit ? [['max_length', String(limit)]] : [];
}

function projectsOf(terms, given, funded) {
  const [votes, score] = [new Map(), new Map()];
  for (const [project, number] of given.flatMap((one) => [...one])) {
    votes.set(project, (votes.get(project) ?? 0n) + 1n);
    score.set(project, (score.get(project) ?? 0n) + BigInt(number));
  }
  return terms.proposals.map(({ id, cost_pence: pence, title }) => [
    id, inUnit(BigInt(pence)), String(votes.get(id) ?? 0), String(score.get(id) ?? 0), title, String(Number(funded.includes(id))),
  ]);
}

function voteOf(kind, { tracker, electorate }, given) {
  const withPoints = WITH_POINTS.includes(kind);
  // Points are a map, whose order means nothing; choices and ranks are lists.
  const told = withPoints ? [...given].sort((one, other) => byCodePoint(one[0], other[0])) : [...given];
  const names = told.map(([name]) => name).join(',');
  return [tracker, electorate, names, ...(withPoints ? [told.map(([, number]) => number).join(',')] : [])];
}

function written(field) {
  return NEEDS_QUOTES.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
