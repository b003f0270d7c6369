// What is shown of one's own ballot.

import { element, notice, own, paragraph } from './elements.js';

/** What was found of a check code. */
export function foundOf({ fault, found }) {
  if (fault) return [notice('wait', '?', 'Not found', paragraph(own(fault)))];
  return found.map((one) => (one.ballot ? counted(one) : listedOnly(one)));
}

function counted({ code, ballot }) {
  const heading = ballot.blank ? 'It is in the count, and chose nothing' : 'It is in the count';
  return element(
    'div', {},
    notice('good', '✓', heading, paragraph('The ballot ', element('strong', { class: 'code' }, code), ', of the group “', own(ballot.group),
      '”, was counted as it stands here.')),
    ballot.lines.length ? linesOf(ballot.lines) : '',
    ...ballot.sentences.map((words) => paragraph(own(words))),
  );
}

function linesOf(lines) {
  const heads = ['Bid', 'You said', 'What became of it'].map((words) => element('th', { scope: 'col' }, words));
  return element(
    'table', { class: 'table table--stacks' },
    element('caption', { class: 'hidden' }, 'What the ballot says'),
    element('thead', {}, element('tr', {}, heads)),
    element('tbody', {}, lines.map(({ title, marked, became }) => element(
      'tr', {},
      element('th', { scope: 'row' }, own(title)),
      element('td', { 'data-label': 'You said' }, marked),
      element('td', { 'data-label': 'What became of it' }, became),
    ))),
  );
}

function listedOnly({ code, withheld }) {
  const why = withheld
    ? 'What ballots say is not in this bundle, because a group is small.'
    : 'It could not be read when the urn was opened, so it did not count. The sums above say how many there were.';
  return notice(withheld ? 'good' : 'wait', withheld ? '✓' : '?', 'It is on the sealed list',
    paragraph('The ballot ', element('strong', { class: 'code' }, code), ' was in the box when voting closed. ', why));
}
