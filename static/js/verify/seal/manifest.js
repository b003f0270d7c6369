// The manifest of a bundle: each file by its hash, and the signature over it.

import { NotCanonical, decode } from './canonical.js';
import { sha256 } from './digest.js';
import { INT, Misshapen, STR, demand, each, map } from './shapes.js';
import { fromHex, joined, sorted, toBytes } from './text.js';

const VERSION = 1;
const MANIFEST_SHAPE = map({ files: each(STR), v: INT });
const SIGNATURE_SHAPE = map({ manifest: STR, signature: STR, sum: STR, v: INT });

/** The text is no manifest, or no signature of one. */
export class ManifestMalformed extends Error {}

/** The manifest is not the one that its signature's file names. */
export class ManifestAltered extends Error {}

/** The names of files that are missing, unknown, or not what the manifest says, in order. */
export async function differing(manifest, files) {
  const said = read(manifest, MANIFEST_SHAPE).files;
  const found = {};
  for (const [name, body] of files) found[name] = await sha256(body);
  return sorted(new Set([...Object.keys(said), ...files.keys()])).filter((name) => said[name] !== found[name]);
}

/** The bytes that the signature signs. */
export function statement(manifest) {
  return joined([toBytes('pb/manifest/v1|'), manifest]);
}

/** The signature over `statement`, as bytes. */
export async function signature(text, manifest) {
  const said = read(text, SIGNATURE_SHAPE);
  if (said.sum !== (await sha256(`pb/signature/v1|${said.manifest}|${said.signature}`))) {
    throw new ManifestMalformed('its sum does not fit its own content');
  }
  if (said.manifest !== (await sha256(manifest))) throw new ManifestAltered('it is not the manifest that was signed');
  const bytes = fromHex(said.signature);
  if (!bytes) throw new ManifestMalformed('the signature is not in hex');
  return bytes;
}

function read(text, shape) {
  let value;
  try {
    value = decode(text);
    demand(value, shape, 'it');
  } catch (fault) {
    if (fault instanceof NotCanonical || fault instanceof Misshapen) throw new ManifestMalformed(fault.message);
    throw fault;
  }
  if (value.v !== VERSION) throw new ManifestMalformed(`it is of version ${value.v}, not ${VERSION}`);
  return value;
}
