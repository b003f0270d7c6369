// Ed25519, by the browser's own cryptography. Some browsers do not have it yet.

import { fromHex } from './text.js';

export const [GENUINE, NOT_GENUINE, NOT_CHECKED] = ['genuine', 'not genuine', 'not checked'];

/** Whether a message was signed with a key, or that this browser cannot tell. */
export async function check(keyHex, signature, message) {
  const bytes = fromHex(keyHex);
  if (bytes?.length !== 32) return NOT_GENUINE;
  let key;
  try {
    key = await crypto.subtle.importKey('raw', bytes, { name: 'Ed25519' }, false, ['verify']);
  } catch (fault) {
    // Where the method is there, what is refused is the key: 32 bytes that are no point of the curve.
    return (await isThere()) ? NOT_GENUINE : NOT_CHECKED;
  }
  return (await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, message)) ? GENUINE : NOT_GENUINE;
}

async function isThere() {
  try {
    await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify']);
    return true;
  } catch (fault) {
    return false;
  }
}
