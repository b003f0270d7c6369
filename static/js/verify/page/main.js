// The page and its work are one script: in a page it asks, in a worker it answers.

import { begin } from './page.js';
import { answer } from './worker.js';

if (typeof document === 'undefined') {
  self.addEventListener('message', ({ data }) => answer(data, (told) => self.postMessage(told)));
  self.postMessage({ kind: 'ready' });
} else {
  begin(document.currentScript?.textContent ?? '');
}
