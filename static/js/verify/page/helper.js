// Whoever does the work: a worker of its own, or this page where the browser allows none.

import { answer } from './worker.js';

/** Begin a helper from the source of this script; `listen` gets what it tells. Gives a function that asks. */
export function helper(source, listen) {
  const waiting = [];
  let ask = (asked) => waiting.push(asked);
  const begin = (how) => {
    ask = how;
    waiting.splice(0).forEach(how);
  };
  const here = () => begin((asked) => answer(asked, listen));
  try {
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
    let isReady = false;
    worker.addEventListener('error', () => (isReady ? listen({ kind: 'broken', words: 'The worker ended.' }) : here()));
    worker.addEventListener('message', ({ data }) => {
      if (data.kind !== 'ready') {
        listen(data);
        return;
      }
      isReady = true;
      begin((asked) => worker.postMessage(asked));
    });
  } catch (fault) {
    here();
  }
  return (asked) => ask(asked);
}
