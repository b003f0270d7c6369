// The zip of a bundle: taken apart however it was packed, and packed again to see that nothing hides between its files.

import { GREATEST_BUNDLE, GREATEST_FILE, NAMES, REQUIRED, Unreadable, WHOLE } from './files.js';
import { fromBytes, joined, sameBytes, sorted, toBytes } from './text.js';

const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
const [LOCAL_SIZE, CENTRAL_SIZE, END_SIZE] = [30, 46, 22];
const [STORED, DEFLATED] = [0, 8];
const [ENCRYPTED, PATCHED, STRONG, IN_UTF8] = [0x1, 0x20, 0x40, 0x800];
const NEWEST_METHOD = 63;
const TIMELESS = 33; // the first of January 1980
const [MADE_BY, NEEDED, ATTRIBUTES] = [(3 << 8) | 20, 20, 0o644 * 65536];
const CODE_PAGE = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀'
  + 'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const REMAINDERS = remainders();

/** The bytes are no zip, or a damaged one. */
class Damaged extends Error {}

/** The files of a zip by name, however it was packed, so that what is wrong with one of them can be named. */
export async function unpack(packed) {
  if (packed.length > GREATEST_BUNDLE) throw new Unreadable(WHOLE, `it is larger than ${GREATEST_BUNDLE} bytes`);
  const entries = directoryOf(packed);
  checkNames(entries.map((entry) => entry.name));
  checkSizes(entries);
  const files = new Map();
  for (const entry of entries) files.set(entry.name, await member(packed, entry));
  return files;
}

/** Refuse a zip that is not to the byte what these files make. */
export function checkPacking(files, packed) {
  if (!sameBytes(pack(files), packed)) {
    throw new Unreadable(WHOLE, 'its zip was changed, or packed again by another program');
  }
}

/** One zip of files by name: stored, without time, in the order of their names. */
export function pack(files) {
  const names = sorted(files.keys());
  const [bodies, directory] = [[], []];
  let at = 0;
  for (const name of names) {
    const body = files.get(name);
    const described = [0, STORED, 0, TIMELESS, remainder(body), body.length, body.length, toBytes(name).length, 0];
    const local = joined([record(LOCAL_SIZE, [[4, LOCAL], [2, NEEDED], ...fields(described)]), toBytes(name), body]);
    const own = [[4, CENTRAL], [2, MADE_BY], [2, NEEDED], ...fields(described), [2, 0], [2, 0], [2, 0]];
    directory.push(record(CENTRAL_SIZE, [...own, [4, ATTRIBUTES], [4, at]]), toBytes(name));
    bodies.push(local);
    at += local.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const counts = [[2, 0], [2, 0], [2, names.length], [2, names.length]];
  return joined([...bodies, ...directory, record(END_SIZE, [[4, END], ...counts, [4, size], [4, at], [2, 0]])]);
}

function fields([flags, method, time, date, sum, packed, size, name, extra]) {
  return [[2, flags], [2, method], [2, time], [2, date], [4, sum], [4, packed], [4, size], [2, name], [2, extra]];
}

function record(size, values) {
  const view = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (const [bytes, value] of values) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

function directoryOf(packed) {
  try {
    return entriesOf(packed, endOf(packed));
  } catch (fault) {
    if (fault instanceof Damaged || fault instanceof TypeError) {
      throw new Unreadable(WHOLE, `it is no zip, or a damaged one (${fault.message})`);
    }
    throw fault;
  }
}

function endOf(packed) {
  const last = packed.length - END_SIZE;
  const view = viewOf(packed);
  const isPlain = last >= 0 && view.getUint32(last, true) === END && view.getUint16(packed.length - 2, true) === 0;
  if (isPlain) return last;
  // There may be a comment after it.
  for (let at = packed.length - 4; at >= Math.max(packed.length - 65536 - END_SIZE, 0); at -= 1) {
    if (view.getUint32(at, true) === END) {
      if (at > last) break;
      return at;
    }
  }
  throw new Damaged('File is not a zip file');
}

function entriesOf(packed, end) {
  const view = viewOf(packed);
  const [size, offset] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  const before = end - size - offset; // what stands before the zip, where something does
  if (end - size < 0) throw new Damaged('Bad offset for central directory');
  const directory = packed.subarray(end - size, end);
  const entries = [];
  for (let at = 0; at < size;) {
    const [entry, length] = entryAt(directory, at);
    entries.push({ ...entry, offset: entry.offset + before });
    at += length;
  }
  return entries;
}

function entryAt(directory, at) {
  if (at + CENTRAL_SIZE > directory.length) throw new Damaged('Truncated central directory');
  const view = viewOf(directory);
  const two = (place) => view.getUint16(at + place, true);
  const four = (place) => view.getUint32(at + place, true);
  if (four(0) !== CENTRAL) throw new Damaged('Bad magic number for central directory');
  const [name, extra, comment] = [two(28), two(30), two(32)];
  const text = textOf(directory.subarray(at + CENTRAL_SIZE, at + CENTRAL_SIZE + name), two(8));
  if ((two(6) & 0xff) > NEWEST_METHOD) throw new Damaged(`zip file version ${(two(6) & 0xff) / 10}`);
  checkExtra(directory.subarray(at + CENTRAL_SIZE + name, at + CENTRAL_SIZE + name + extra));
  const told = { flags: two(8), method: two(10), sum: four(16), packed: four(20), size: four(24), offset: four(42) };
  return [{ full: text, name: text.split('\0')[0], ...told }, CENTRAL_SIZE + name + extra + comment];
}

function checkExtra(extra) {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length;) {
    const length = view.getUint16(at + 2, true);
    if (at + length + 4 > extra.length) throw new Damaged('Corrupt extra field');
    at += length + 4;
  }
}

function checkNames(names) {
  for (const name of sorted(names)) {
    if (!NAMES.includes(name)) throw new Unreadable(name, 'no file of a bundle has this name');
    if (names.filter((one) => one === name).length > 1) throw new Unreadable(name, 'it is there twice');
  }
  for (const name of REQUIRED) if (!names.includes(name)) throw new Unreadable(name, 'it is missing');
}

function checkSizes(entries) {
  for (const { name, size } of entries) {
    if (size > GREATEST_FILE) throw new Unreadable(name, `it is larger than ${GREATEST_FILE} bytes`);
  }
  if (entries.reduce((sum, entry) => sum + entry.size, 0) > GREATEST_BUNDLE) {
    throw new Unreadable(WHOLE, `its files are larger than ${GREATEST_BUNDLE} bytes together`);
  }
}

async function member(packed, entry) {
  if (entry.flags & ENCRYPTED || ![STORED, DEFLATED].includes(entry.method)) {
    throw new Unreadable(entry.name, 'it is encrypted, or compressed in an unusual way');
  }
  try {
    const raw = rawOf(packed, entry);
    const body = entry.method === STORED ? raw.slice(0, entry.size) : await inflated(raw, entry.size);
    if (body.length >= entry.size || entry.packed <= raw.length) {
      if (remainder(body) !== entry.sum) throw new Damaged(`Bad CRC-32 for file '${entry.name}'`);
    } else {
      throw new Damaged('the file ends early');
    }
    if (body.length !== entry.size) throw new Unreadable(entry.name, 'it is not as long as the zip says');
    return body;
  } catch (fault) {
    if (fault instanceof Damaged || fault instanceof TypeError) {
      throw new Unreadable(entry.name, `it is damaged in the zip (${fault.message})`);
    }
    throw fault;
  }
}

function rawOf(packed, entry) {
  const at = entry.offset;
  if (at < 0) throw new Damaged('negative seek value');
  if (at + LOCAL_SIZE > packed.length) throw new Damaged('Truncated file header');
  const view = viewOf(packed);
  if (view.getUint32(at, true) !== LOCAL) throw new Damaged('Bad magic number for file header');
  const [name, extra] = [view.getUint16(at + 26, true), view.getUint16(at + 28, true)];
  if (entry.flags & (PATCHED | STRONG)) throw new Damaged('patched data, or strong encryption');
  const text = textOf(packed.subarray(at + LOCAL_SIZE, at + LOCAL_SIZE + name), view.getUint16(at + 6, true));
  if (text !== entry.full) throw new Damaged('File name in directory and header differ.');
  const begin = at + LOCAL_SIZE + name + extra;
  return packed.subarray(begin, begin + entry.packed);
}

/** At most `size` bytes of what was deflated; what follows them is not looked at. */
async function inflated(raw, size) {
  const reader = new Blob([raw]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts = [];
  let length = 0;
  while (length < size) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  reader.cancel().catch(() => undefined);
  return joined(parts).slice(0, size);
}

function textOf(bytes, flags) {
  if (flags & IN_UTF8) return fromBytes(bytes);
  return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : CODE_PAGE[byte - 128])).join('');
}

function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function remainders() {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
}

/** CRC-32, the sum by which a zip notices that a file was damaged. */
function remainder(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = REMAINDERS[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

