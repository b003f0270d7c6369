// Making elements. Everything that comes out of a bundle is put in as text and never as markup.

/** An element with attributes and contents: texts, elements, or lists of these. */
export function element(tag, attributes, ...contents) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...contents.flat(Infinity));
  return made;
}

/** A text of the bundle, which cannot turn what stands beside it around. */
export function own(text) {
  return element('bdi', {}, text);
}

/** A box that says how something came out, by word, shape and colour. */
export function notice(kind, shape, title, ...contents) {
  const heading = element('h2', { class: 'notice__title', tabindex: '-1' }, title);
  return element(
    'div',
    { class: `notice notice--${kind}` },
    element('span', { class: 'notice__shape', 'aria-hidden': 'true' }, shape),
    element('div', { class: 'notice__body' }, heading, contents),
  );
}

/** A paragraph. */
export function paragraph(...contents) {
  return element('p', {}, ...contents);
}
