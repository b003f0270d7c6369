// The Pabulib format as others read it: that the file of a bundle says to them, too, what it says to us.

import { declaredOf } from './declared.js';
import { ElectionMalformed, makeElection } from './election.js';
import { PabulibError, amountIn, demand, namesIn } from './pabulib-fields.js';
import { MarksRefused, ofMarks } from './points.js';

const SECTIONS = ['META', 'PROJECTS', 'VOTES'];
const LONGEST_TITLE = 20;
const LIMITS = ['max_length', 'max_points', 'max_sum_points', 'min_project_score_threshold'];
const WHOLE = /^[0-9]{1,15}$/;
const VOTE_TYPES = ['approval', 'choose-1', 'cumulative', 'ordinal', 'scoring'];

/** The election and the rule in a file of ours; `lot` is {seed, lots}. */
export function electionIn(text, lot) {
  const file = parsed(text);
  const { electorates, factor, purses, rule } = declaredOf(file);
  try {
    const projects = file.projects.map(({ project_id: id, cost }) => ({ id: id.trim(), cost: costOf(cost) }));
    const known = new Set(projects.map(({ id }) => id));
    const votes = file.votes.map((row) => [pointsOf(file, row, known), groupOf(row, electorates)]);
    return { election: makeElection({ projects, votes, budget: file.budget, electorates, factor, purses, ...lot }), rule };
  } catch (fault) {
    if (fault instanceof ElectionMalformed || fault instanceof MarksRefused) throw new PabulibError(fault.message);
    throw fault;
  }
}

function parsed(text) {
  const sections = sectionsOf(rowsOf(text));
  const meta = new Map(sections.get('META').slice(1).map(([key, value = '']) => [key.trim(), value.trim()]));
  const [projects, votes] = [tableOf(sections.get('PROJECTS'), 'PROJECTS'), tableOf(sections.get('VOTES'), 'VOTES')];
  demand(VOTE_TYPES.includes(meta.get('vote_type')), 'field vote_type: no kind of ballot');
  const budget = amountIn(meta.get('budget') ?? '', 'budget');
  for (const key of LIMITS) {
    const said = meta.get(key) ?? '';
    demand(!said || WHOLE.test(said), `field ${key}: '${said}' is no whole number`);
  }
  demandDifferent(projects.map((row) => row.project_id.trim()), 'project');
  demandDifferent(votes.map((row) => row.voter_id), 'voter');
  return { meta, projects, votes, budget };
}

function rowsOf(text) {
  const [rows, row] = [[], []];
  for (let at = 0; at < text.length;) {
    const [field, end] = fieldAt(text, at);
    row.push(field);
    if (text[end] !== ';') rows.push(row.splice(0));
    at = end + 1;
  }
  return rows.filter((one) => one.some((field) => field.trim()));
}

/** A field that begins at a place, and the place after it. */
function fieldAt(text, at) {
  const quoted = /"([^"]*(?:""[^"]*)*)"(?=[;\n]|$)/y;
  quoted.lastIndex = at;
  const found = quoted.exec(text);
  if (found) return [found[1].replaceAll('""', '"'), quoted.lastIndex];
  const end = text.slice(at).search(/[;\n]/);
  return end < 0 ? [text.slice(at), text.length] : [text.slice(at, at + end), at + end];
}

function sectionsOf(rows) {
  const sections = new Map();
  let current = null;
  for (const row of rows) {
    const title = row[0].trim().toUpperCase();
    if (row[0].length < LONGEST_TITLE && SECTIONS.includes(title) && !row.slice(1).some(Boolean)) {
      demand(!sections.has(title), `a second section ${title}`);
      current = [];
      sections.set(title, current);
    } else {
      demand(current, 'expected the section META first');
      current.push(row);
    }
  }
  for (const title of SECTIONS) demand(sections.get(title)?.length, `the section ${title} is missing or empty`);
  return sections;
}

function tableOf([head, ...body], title) {
  return body.map((row) => {
    demand(row.length === head.length, `${row.length} fields where ${title} has ${head.length} columns`);
    return Object.fromEntries(head.map((column, at) => [column, row[at]]));
  });
}

function demandDifferent(names, what) {
  const seen = new Set();
  for (const name of names) {
    demand(!seen.has(name), `${what} ${name} is there twice`);
    seen.add(name);
  }
}

function costOf(text) {
  const cost = amountIn(text, 'cost');
  demand(cost > 0n, 'field cost: a cost is above 0');
  return cost;
}

function groupOf({ electorate }, electorates) {
  const said = electorate.trim();
  demand(electorates.some(({ id }) => id === said), `field electorate: there is no electorate '${said}'`);
  return said;
}

function pointsOf(file, row, known) {
  const points = givenIn(file, row);
  const unknown = [...points.keys()].find((name) => !known.has(name));
  demand(unknown === undefined, `field vote: there is no project ${unknown}`);
  return points;
}

function givenIn({ meta, votes }, row) {
  const [names, limit] = [namesIn(row.vote), (key) => Number(meta.get(key) || 0)];
  if (meta.get('vote_type') === 'approval') {
    return ofMarks({ kind: 'approval', limit: limit('max_length') }, { chosen: names });
  }
  if (meta.get('vote_type') === 'ordinal') {
    const length = limit('max_length') || Math.max(0, ...votes.map(({ vote }) => namesIn(vote).length));
    return ofMarks({ kind: 'ranked', limit: length }, { ranked: names });
  }
  return scored(row, names, limit('max_points'), limit('max_sum_points'));
}

function scored(row, names, most, inAll) {
  const given = namesIn(row.points);
  demand(names.length === given.length, `field points: ${names.length} projects but ${given.length} points`);
  demand(given.every((text) => WHOLE.test(text)), 'field points: points are whole numbers');
  demandDifferent(names, 'project');
  const points = given.map(Number);
  demand(!most || points.every((one) => one <= most), `field points: more than ${most} points for one project`);
  demand(!inAll || points.reduce((sum, one) => sum + one, 0) <= inAll, `field points: more than ${inAll} points in all`);
  return new Map(names.map((name, at) => [name, points[at]]));
}
