// How a check came out, in words.

import { element, notice, own, paragraph } from './elements.js';

const [REPRODUCED, DIFFERS] = [0, 1];
const HASHES = {
  rules: 'The rules, as on the poster from the day that voting opened',
  list: 'The sealed list, public before the urn was opened',
  record: 'The last line of the record',
  key: 'The key that signed',
};

/** The box with the verdict. */
export function verdictOf({ status, file, words, summary }) {
  if (status === REPRODUCED) return summary.withheld ? withheld(summary) : reproduced(summary);
  const fault = paragraph(element('strong', {}, own(file)), ': ', own(words), '.');
  if (status === DIFFERS) {
    return notice(
      'bad', '✕', 'Something differs', fault,
      paragraph('This bundle does not hold together. Get it once more from the page of the result. If that differs too, '
        + 'tell the partnership and the observers, and keep the file: it is what you would show them.'),
      paragraph('The checks after this one were not made.'),
    );
  }
  return notice(
    'wait', '?', 'This file could not be read', fault,
    paragraph('Choose the zip as it came from the page of the result, not packed again. If you did, get it once more; it may '
      + 'have been cut off on the way. Nothing was recounted.'),
  );
}

/** The box where the page itself failed. */
export function broken(words) {
  return notice(
    'wait', '?', 'This page could not finish',
    paragraph('That says nothing about the bundle. Try another browser, or recount it with Python, as told below.'),
    element('pre', { class: 'sample', tabindex: '0' }, words),
  );
}

function reproduced(summary) {
  const few = summary.few
    ? [paragraph('A group has few ballots. This bundle is for named auditors; please do not pass it on.')]
    : [];
  return notice(
    'good', '✓', 'Reproduced: it comes out the same',
    paragraph('All ', String(summary.ballots), ' ballots of ', own(summary.name), ' were counted again on this device. ',
      'The published result follows from them by the rules that were fixed beforehand.'),
    ...few,
  );
}

function withheld(summary) {
  return notice(
    'good', '✓', 'What can be checked without the ballots holds',
    paragraph('In ', own(summary.name), ' a group that voted has fewer than ', String(summary.floor), ' ballots. To keep ',
      'everybody’s vote secret the ballots are withheld, so the public cannot count them again. Named auditors have them. '),
    paragraph(element('strong', {}, 'The result itself was not counted again.'), ' That it follows from the ballots is what they say.'),
  );
}

/** What is funded. */
export function fundedOf(summary) {
  const lines = summary.funded.map(({ title, cost }) => element('tr', {}, cell('th', own(title)), cell('td', cost)));
  const how = summary.inOrder ? 'Funded, in the order chosen' : 'Funded';
  const foot = `${summary.spent} of ${summary.pot} on ${summary.funded.length} of ${summary.projects} bids`;
  if (!lines.length) return [element('h2', {}, 'Funded'), paragraph('No bid is funded.')];
  return [
    element('h2', {}, how),
    element(
      'table', { class: 'table' },
      element('caption', { class: 'hidden' }, how),
      element('thead', {}, element('tr', {}, column('Bid'), column('Cost', 'number'))),
      element('tbody', {}, lines),
    ),
    paragraph(foot, '.'),
  ];
}

/** The hashes to hold against what was noted. */
export function hashesOf({ hashes }) {
  const lines = Object.entries(HASHES).map(([name, words]) => [
    element('dt', {}, words),
    element('dd', {}, element('code', { class: 'fingerprint' }, hashes[name])),
  ]);
  return [
    element('h2', {}, 'Compare these with what you noted'),
    paragraph('Whoever runs the website could write a whole bundle anew. They cannot change what you and others wrote down.'),
    paragraph('Did you note nothing? Ask somebody who did, such as an observer of this vote: observers get these hashes as the vote goes on.'),
    element('dl', { class: 'hashes' }, lines),
  ];
}

function column(words, kind = '') {
  return element('th', { scope: 'col', class: kind }, words);
}

function cell(tag, contents) {
  return tag === 'th' ? element('th', { scope: 'row' }, contents) : element('td', { class: 'number' }, contents);
}
