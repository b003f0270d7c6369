// What META of a Pabulib file says of the count: rule, electorates, purses.

import { NOTHING, ONE, fractionOf, sum } from './fraction.js';
import { amountIn, demand, namesIn } from './pabulib-fields.js';
import { ruleFrom } from './rules.js';
import { sorted } from '../seal/text.js';

const SHARE = /^([^;,=]+?)(?: *= *| +)([0-9]{1,9}(?:\/[1-9][0-9]{0,8})?)$/;
const PURSE = /^purse_([1-9][0-9]{0,8})$/;
const FACTOR = /^[1-9][0-9]{0,8}$/;
const GREEDY = { '-per-cost': 'per_cost', '-no-skip': 'skip', '-threshold': 'threshold' };

/** The electorates, weight factor, purses and rule that a file names. */
export function declaredOf({ meta, projects, budget }) {
  const factor = meta.get('weight_factor');
  demand(FACTOR.test(factor), `field weight_factor: '${factor}' is no whole number above 0`);
  return {
    electorates: electoratesIn(meta.get('electorates')),
    factor: BigInt(factor),
    purses: pursesIn(meta, new Set(projects.map(({ project_id: id }) => id.trim())), budget),
    rule: ruleIn(meta),
  };
}

function electoratesIn(text) {
  const found = namesIn(text).map((part) => {
    const said = SHARE.exec(part);
    demand(said, `field electorates: '${part}' is no electorate with its share`);
    const share = fractionOf(said[2]);
    demand(share.n, `field electorates: '${said[1]}' has no share`);
    return { id: said[1], share };
  });
  const whole = found.reduce((total, { share }) => total.plus(share), NOTHING);
  demand(!whole.compare(ONE), `field electorates: the shares add up to ${whole}, not to 1`);
  demand(new Set(found.map(({ id }) => id)).size === found.length, 'field electorates: an electorate is there twice');
  return found;
}

function pursesIn(meta, known, budget) {
  const found = [];
  for (const [key, value] of meta) {
    if (!key.startsWith('purse_')) continue;
    const [money, ...names] = value.split(':');
    const projects = namesIn(names.join(':'));
    const stranger = projects.find((name) => !known.has(name));
    demand(PURSE.test(key), `field ${key}: purses are numbered from purse_1`);
    demand(amountIn(money, key) > 0n, `field ${key}: a purse holds more than 0`);
    demand(projects.length && new Set(projects).size === projects.length, `field ${key}: no project, or one twice`);
    demand(stranger === undefined, `field ${key}: there is no project ${stranger}`);
    found.push({ number: Number(PURSE.exec(key)[1]), amount: amountIn(money, key), projects });
  }
  const sets = found.map(({ projects }) => JSON.stringify(sorted(projects)));
  demand(new Set(sets).size === sets.length, 'two purses may fund the same projects; together they are one');
  const held = sum(found.map(({ amount }) => amount));
  demand(held <= budget, 'the purses hold more than the budget');
  const isOpen = found.some(({ projects }) => projects.length === known.size) && held < budget;
  demand(!isOpen, 'a purse may fund every project, as may what is in no purse; together they are one');
  return found;
}

function ruleIn(meta) {
  const [name, ...parts] = meta.get('rule').toLowerCase().split('/');
  if (name.startsWith('greedy')) return ruleFrom({ name: 'greedy', ...greedyOptions(name, meta) });
  if (name !== 'equalshares') return ruleFrom({ name });
  return ruleFrom({
    utility: meta.get('utility'),
    completion: parts.includes('add1') ? 'add1' : 'none',
    second: parts.includes('greedy') ? 'greedy' : 'none',
    step: Number(amountIn(meta.get('step'), 'step')),
    stop: meta.get('stop') || 'overspend',
  });
}

function greedyOptions(name, meta) {
  const threshold = Number(meta.get('min_project_score_threshold') || 0);
  const values = { per_cost: true, skip: false, threshold };
  const set = Object.entries(GREEDY).filter(([flag]) => name.includes(flag)).map(([, option]) => option);
  return Object.fromEntries(set.map((option) => [option, values[option]]));
}
