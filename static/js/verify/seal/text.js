// Texts and bytes: the order of code points, UTF-8, hexadecimal.

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Sorts texts by code points. The language's own order is that of UTF-16, and another one above U+FFFF. */
export function byCodePoint(left, right) {
  let at = 0;
  const shorter = Math.min(left.length, right.length);
  while (at < shorter && left.charCodeAt(at) === right.charCodeAt(at)) at += 1;
  if (at === shorter) return left.length - right.length;
  // Two halves of a symbol differ here, or two symbols: surrogates come after every other unit.
  const [one, other] = [left.charCodeAt(at), right.charCodeAt(at)];
  const [high, low] = [isSurrogate(one), isSurrogate(other)];
  return high === low ? one - other : high - low;
}

function isSurrogate(unit) {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** A sorted copy of texts. */
export function sorted(texts) {
  return [...texts].sort(byCodePoint);
}

/** The bytes of a text. */
export function toBytes(text) {
  return ENCODER.encode(text);
}

/** The text of bytes; throws a TypeError where they are not UTF-8. */
export function fromBytes(bytes) {
  return DECODER.decode(bytes);
}

/** The text of bytes as far as they are one. */
export function readable(bytes) {
  return new TextDecoder().decode(bytes);
}

/** Two hexadecimal digits for each byte. */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The bytes behind hexadecimal digits, or null where the text is something else. */
export function fromHex(text) {
  if (text.length % 2 || /[^0-9a-fA-F]/.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

/** One array of all these bytes. */
export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether two arrays hold the same bytes. */
export function sameBytes(left, right) {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
