// Who made the bundle: its signature and that of its sealed list, which bare Python cannot check.

import { encoded } from '../seal/canonical.js';
import { LIST, MANIFEST, ROUND, SIGNATURE } from '../seal/files.js';
import { signature, statement } from '../seal/manifest.js';
import { GENUINE, NOT_CHECKED, check } from '../seal/signature.js';
import { fromHex } from '../seal/text.js';
import { Differs } from './faults.js';
import { NOT, OK } from './marks.js';

/** Demand that both were made with the key of the bundle, and that it is the one that was noted. */
export async function checkSignatures({ files, terms, listed }, noted, say) {
  const key = terms.keys.signing;
  if (noted && noted !== key.toLowerCase()) {
    throw new Differs(ROUND, 'the key is not the one that you noted');
  }
  const signed = await signature(files.get(SIGNATURE), files.get(MANIFEST));
  const found = [
    await demandGenuine(MANIFEST, key, signed, statement(files.get(MANIFEST))),
    await demandGenuine(LIST, key, fromHex(listed.signature) ?? new Uint8Array(), encoded({ list: listed.hash, round: terms.id })),
  ];
  if (found.includes(NOT_CHECKED)) {
    say(NOT, 'The signature: this browser has no Ed25519. A newer one can check it, and so does `pb verify-signature`.');
  } else {
    say(OK, `The bundle and its sealed list were signed with the key ${key}.`);
  }
}

async function demandGenuine(file, key, signed, message) {
  const found = await check(key, signed, message);
  if (found !== GENUINE && found !== NOT_CHECKED) throw new Differs(file, `its signature was not made with the key ${key}`);
  return found;
}
