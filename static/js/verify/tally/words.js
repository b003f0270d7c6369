// Plain values as text, in the words that the recount in Python uses for them.

import { sorted } from '../seal/text.js';

const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const ESCAPES = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The keys of a map: of one from a file in their canonical order, else as they were put in. */
export function keysOf(map) {
  if (map instanceof Map) return [...map.keys()];
  return Object.getPrototypeOf(map) === null ? sorted(Object.keys(map)) : Object.keys(map);
}

/** What a map has under a key. */
export function valueOf(map, key) {
  return map instanceof Map ? map.get(key) : map[key];
}

/** A value as text: a text as it is. */
export function str(value) {
  return typeof value === 'string' ? value : repr(value);
}

/** A value as it would be written in a program. */
export function repr(value) {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  return `{${keysOf(value).map((key) => `${quoted(key)}: ${repr(valueOf(value, key))}`).join(', ')}}`;
}

function quoted(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return quote + [...text].map((symbol) => (symbol === quote ? `\\${symbol}` : escaped(symbol))).join('') + quote;
}

function escaped(symbol) {
  if (ESCAPES[symbol]) return ESCAPES[symbol];
  if (!HIDDEN.test(symbol)) return symbol;
  const point = symbol.codePointAt(0).toString(16);
  if (point.length <= 2) return `\\x${point.padStart(2, '0')}`;
  return point.length <= 4 ? `\\u${point.padStart(4, '0')}` : `\\U${point.padStart(8, '0')}`;
}
