// Renders the screens of a ballot pack: the very templates of the server, written down as plain data by
// `pb/web/portable.py`, where the forms of statements and expressions are listed.

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

/** Markup that is put in as it is; every other value is escaped. */
class Markup {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const escaped = (value) => (value instanceof Markup ? value.text : String(value).replace(/[&<>"']/g, (c) => ESCAPES[c]));
const isTrue = (value) => {
  if (value instanceof Markup) return value.text !== "";
  if (Array.isArray(value)) return value.length > 0;
  if (value?.constructor === Object) return Object.keys(value).length > 0;
  return Boolean(value);
};

const FILTERS = {
  length: (values) => values.length,
  join: (values, by) => values.join(by),
  pounds: (pence) => {
    const [whole, rest] = [Math.floor(pence / 100), pence % 100];
    return `£${whole.toLocaleString("en-GB")}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`;
  },
  safe: (text) => new Markup(text),
  xmlattr: (values) => {
    const said = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
    return new Markup(said.map(([name, value]) => ` ${escaped(name)}="${escaped(value)}"`).join(""));
  },
};

const BUILT_IN = {
  __proto__: null,
  dict: (values, more) => ({ ...values, ...more }),
  range: (number) => [...Array(Math.max(0, number)).keys()],
};

const within = (value, all) => (typeof all === "object" && !Array.isArray(all) ? value in all : all.includes(value));
const SIGNS = {
  "==": (a, b) => (a ?? null) === (b ?? null),
  "!=": (a, b) => (a ?? null) !== (b ?? null),
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  in: within,
  "not in": (a, b) => !within(a, b),
};

/** Renders blocks of one screen; what the server would refuse to render is refused as well. */
class Rendering {
  constructor({ screens, macros }, screen, facts) {
    this.macros = macros;
    this.globals = Object.assign(Object.create(BUILT_IN), facts.globals);
    this.facts = Object.assign(Object.create(this.globals), facts.screen);
    this.lineage = [];
    for (let name = screen; name; name = screens[name].parent) this.lineage.push(screens[name]);
    for (const one of this.lineage) this.body(one.sets, this.facts);
  }

  block(name) {
    const found = this.lineage.find(({ blocks }) => name in blocks);
    return this.body(found.blocks[name], Object.create(this.facts));
  }

  body(statements, scope) {
    let text = "";
    for (const one of statements) text += typeof one === "string" ? one : this[`do_${one[0]}`](one, scope);
    return text;
  }

  "do_="([, value], scope) {
    return escaped(this.value(value, scope));
  }

  do_if([, test, body, other], scope) {
    return this.body(isTrue(this.value(test, scope)) ? body : other, scope);
  }

  do_for([, names, values, test, body, other], scope) {
    const rounds = [];
    for (const value of this.value(values, scope)) {
      const inner = Object.create(scope);
      if (names.length === 1) inner[names[0]] = value;
      else names.forEach((name, at) => (inner[name] = value[at]));
      if (test === null || isTrue(this.value(test, inner))) rounds.push(inner);
    }
    if (!rounds.length) return this.body(other, scope);
    rounds.forEach((inner, at) => (inner.loop = { index: at + 1, first: at === 0, last: at === rounds.length - 1 }));
    return rounds.map((inner) => this.body(body, inner)).join("");
  }

  do_set([, names, value], scope) {
    const found = this.value(value, scope);
    if (names.length === 1) scope[names[0]] = found;
    else names.forEach((name, at) => (scope[name] = found[at]));
    return "";
  }

  do_block([, name]) {
    return this.block(name);
  }

  do_call([, call, body], scope) {
    const caller = () => new Markup(this.body(body, Object.create(scope)));
    return escaped(this.macro(call, scope, caller));
  }

  value(one, scope) {
    if (!Array.isArray(one)) return one;
    const [kind, first, second] = one;
    switch (kind) {
      case "v":
        return named(scope, first);
      case ".":
      case "[]":
        return part(this.value(first, scope), kind === "." ? second : this.value(second, scope));
      case "[:]":
        return cut(this.value(first, scope), ...one.slice(2).map((end) => this.value(end, scope) ?? undefined));
      case "()":
        return this.called(one, scope);
      case "macro":
        return this.macro(one, scope);
      case "|":
        return FILTERS[first](this.value(second, scope), ...one[3].map((each) => this.value(each, scope)));
      case "is":
        return second in scope;
      case "~":
        return joined(one.slice(1).map((each) => this.value(each, scope)));
      case "and":
      case "or": {
        const found = this.value(first, scope);
        return isTrue(found) === (kind === "and") ? this.value(second, scope) : found;
      }
      case "not":
        return !isTrue(this.value(first, scope));
      case "?":
        return this.value(isTrue(this.value(first, scope)) ? second : one[3], scope);
      case "list":
        return one.slice(1).map((each) => this.value(each, scope));
      case "dict":
        return Object.fromEntries(one.slice(1).map((pair) => pair.map((each) => this.value(each, scope))));
      default:
        return SIGNS[kind](this.value(first, scope), this.value(second, scope));
    }
  }

  given([, , positional, byName, more], scope) {
    const values = Object.fromEntries(Object.entries(byName).map(([name, one]) => [name, this.value(one, scope)]));
    return [positional.map((one) => this.value(one, scope)), { ...values, ...(more && this.value(more, scope)) }];
  }

  called(call, scope) {
    const [positional, byName] = this.given(call, scope);
    const given = Object.keys(byName).length ? [...positional, byName] : positional;
    const callee = call[1];
    if (callee[0] !== ".") return this.value(callee, scope)(...given);
    const owner = this.value(callee[1], scope);
    return part(owner, callee[2]).call(owner, ...given);
  }

  macro(call, scope, caller) {
    const [parameters, body] = this.macros[call[1]];
    const [positional, byName] = this.given(call, scope);
    const inner = Object.create(this.globals);
    parameters.forEach(([name, standard], at) => {
      if (at < positional.length) inner[name] = positional[at];
      else inner[name] = name in byName ? byName[name] : this.value(standard, inner);
    });
    if (caller) inner.caller = caller;
    return new Markup(this.body(body, inner));
  }
}

function named(scope, name) {
  if (!(name in scope)) throw new ReferenceError(`${name} is not defined`);
  return scope[name];
}

/** A piece of a list, or of a text by whole characters. */
function cut(whole, from, to) {
  return typeof whole === "string" ? [...whole].slice(from, to).join("") : whole.slice(from, to);
}

function joined(values) {
  const isMarkup = values.some((one) => one instanceof Markup);
  return isMarkup ? new Markup(values.map(escaped).join("")) : values.join("");
}

function part(owner, name) {
  const found = owner[name];
  if (found === undefined) throw new ReferenceError(`${name} is not there`);
  return found;
}

/**
 * The title and the inside of the body of one screen.
 * `globals` are what macros know as well: `say`, `many`, `asset`, `language`; `screen` what the screen is told.
 */
export function render(templates, screen, globals, facts) {
  const rendering = new Rendering(templates, screen, { globals, screen: facts });
  return { title: rendering.block("full_title"), body: rendering.block("whole") };
}
