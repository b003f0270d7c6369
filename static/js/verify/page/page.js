// The page: a bundle is chosen or dropped, the checks are told as they are made, then the verdict and one's own vote.

import { element, own } from './elements.js';
import { helper } from './helper.js';
import { foundOf } from './own-vote.js';
import { broken, fundedOf, hashesOf, verdictOf } from './verdict.js';

const GREATEST = 128 * 1024 * 1024;
const MARKS = {
  ok: ['good', '✓', 'Holds'],
  'not checked': ['plain', '○', 'Not checked'],
  differs: ['bad', '✕', 'Differs'],
  unreadable: ['plain', '?', 'Cannot be read'],
};
const NOTED = ['rules', 'list', 'record', 'key'];

/** Attach everything; `source` is the script itself, for the worker. */
export function begin(source) {
  const at = (id) => document.getElementById(id);
  let busy = false;
  const HEAR = {
    progress: ({ words }) => { at('doing').textContent = words; },
    said: ({ mark, words }) => at('checks').append(lineOf(mark, words)),
    done: (told) => {
      finish(verdictOf(told));
      if (!told.summary) return;
      at('account').replaceChildren(...fundedOf(told.summary), ...hashesOf(told.summary));
      at('own').hidden = false;
    },
    broken: ({ words }) => (busy ? finish(broken(words)) : at('found').replaceChildren(broken(words))),
    found: (told) => {
      at('found').replaceChildren(...foundOf(told));
      at('found').querySelector('h2').focus();
    },
  };
  const ask = helper(source, (told) => HEAR[told.kind]?.(told));

  function finish(verdict) {
    busy = false;
    at('verdict').replaceChildren(verdict);
    at('working').hidden = true;
    at('print').hidden = false;
    document.title = `${verdict.querySelector('h2').textContent}. Check a result yourself`;
    verdict.querySelector('h2').focus();
  }

  async function check(chosen) {
    const files = [...(chosen ?? [])];
    if (busy || !files.length) return;
    busy = true;
    for (const id of ['verdict', 'checks', 'account', 'found']) at(id).replaceChildren();
    for (const id of ['own', 'print', 'before']) at(id).hidden = true;
    at('code').value = '';
    for (const id of ['working', 'after']) at(id).hidden = false;
    at('file').textContent = files.length > 1 ? `${files.length} files` : files[0].name;
    at('choose').textContent = 'Choose another bundle';
    at('doing').textContent = 'Reading the file';
    const noted = Object.fromEntries(NOTED.map((name) => [name, at(`noted-${name}`).value.replace(/\s/g, '').toLowerCase()]));
    try {
      const given = [];
      for (const file of files) given.push([file.name, await bytesOf(file)]);
      ask({ kind: 'check', given, noted: { ...noted, thorough: at('thorough').checked } });
    } catch (fault) {
      finish(broken(String(fault)));
    }
  }

  at('bundle').addEventListener('change', () => check(at('bundle').files));
  at('bundle').addEventListener('click', () => { at('bundle').value = ''; }); // the same file may be chosen again
  at('find').addEventListener('submit', (event) => {
    event.preventDefault();
    ask({ kind: 'find', code: at('code').value });
  });
  at('print').addEventListener('click', () => window.print());
  takeDrops(at('drop'), check);
}

/** A bundle may be dropped anywhere on the page; elsewhere than on this page the browser would open it. */
function takeDrops(target, check) {
  const over = (event, isOver) => {
    event.preventDefault();
    target.classList.toggle('drop--over', isOver);
  };
  document.addEventListener('dragover', (event) => over(event, true));
  document.addEventListener('dragleave', (event) => over(event, false));
  document.addEventListener('drop', (event) => {
    over(event, false);
    check(event.dataTransfer?.files);
  });
}

/** The bytes of a file; of one that is too large, enough to see that it is. */
async function bytesOf(file) {
  return new Uint8Array(await file.slice(0, GREATEST + 1).arrayBuffer());
}

function lineOf(mark, words) {
  const [kind, shape, word] = MARKS[mark];
  return element(
    'li', { class: `check check--${kind}` },
    element('span', { class: 'check__shape', 'aria-hidden': 'true' }, shape),
    element('span', { class: 'check__words' }, element('strong', {}, `${word}. `), own(words)),
  );
}
