// The shape that a JSON value must have, so that a file that is not of it is refused by name.
//
// A shape is 'str', 'int' or 'any'; [shape of each item]; {pair: [shape, …]} as `tuple`; a map of shapes with exactly
// these keys but those of `maybe`; or `each`, a map with any keys.

import { sorted } from './text.js';

/** A value is not of its shape; the message says where and in what. */
export class Misshapen extends Error {}

export const ANY = 'any';
export const STR = 'str';
export const INT = 'int';

/** A map with any keys, whose values all have one shape. */
export function each(shape) {
  return { kind: 'each', shape };
}

/** The shape of a value that its map may lack. */
export function maybe(shape) {
  return { kind: 'maybe', shape };
}

/** A list of exactly these. */
export function tuple(...shapes) {
  return { kind: 'tuple', shapes };
}

/** A map with exactly these keys. */
export function map(keys) {
  return { kind: 'map', keys };
}

/** Refuse a value that is not of the shape; `where` is how the message calls it. */
export function demand(value, shape, where) {
  if (typeof shape === 'string') {
    if (shape !== ANY && typeOf(value) !== shape) throw new Misshapen(`${where} is a ${typeOf(value)}, not a ${shape}`);
  } else if (Array.isArray(shape)) {
    demand(value, 'list', where);
    value.forEach((item, at) => demand(item, shape[0], `${where}[${at}]`));
  } else {
    KINDS[shape.kind](value, shape, where);
  }
}

const KINDS = {
  maybe: (value, shape, where) => demand(value, shape.shape, where),
  each(value, shape, where) {
    demand(value, 'dict', where);
    for (const key of sorted(Object.keys(value))) demand(value[key], shape.shape, `${where}.${key}`);
  },
  tuple(value, shape, where) {
    demand(value, 'list', where);
    const wanted = shape.shapes.length;
    if (value.length !== wanted) throw new Misshapen(`${where} has ${value.length} items, not ${wanted}`);
    value.forEach((item, at) => demand(item, shape.shapes[at], `${where}[${at}]`));
  },
  map(value, shape, where) {
    demand(value, 'dict', where);
    const names = Object.keys(shape.keys);
    const missing = sorted(names.filter((key) => shape.keys[key].kind !== 'maybe' && !(key in value)));
    if (missing.length) throw new Misshapen(`${where} has no ${missing[0]}`);
    const unknown = sorted(Object.keys(value).filter((key) => !Object.hasOwn(shape.keys, key)));
    if (unknown.length) throw new Misshapen(`${where} has a ${unknown[0]}, which this version does not know`);
    for (const key of names) if (key in value) demand(value[key], shape.keys[key], `${where}.${key}`);
  },
};

/** What kind of value it is. */
export function typeOf(value) {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  return { boolean: 'bool', number: 'int', string: 'str' }[typeof value] ?? 'dict';
}
