// SHA-256, by the browser's own cryptography: nothing here is made by hand.

import { toBytes, toHex } from './text.js';

const AT_ONCE = 1024;

/** SHA-256 of bytes or of a text, in hexadecimal. */
export async function sha256(content) {
  const bytes = typeof content === 'string' ? toBytes(content) : content;
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** The same of many, in order. */
export async function sha256Each(contents) {
  const found = [];
  for (let at = 0; at < contents.length; at += AT_ONCE) {
    found.push(...(await Promise.all(contents.slice(at, at + AT_ONCE).map(sha256))));
  }
  return found;
}
