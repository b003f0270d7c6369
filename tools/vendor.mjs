// Fetches the front-end files that are served or tested, pinned, and lists them with their hashes and licences.
//
// Run by hand with `make vendor` (needs node and npm) and commit what it writes. Nothing at run time needs node.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PINNED = {
  "govuk-frontend": "6.3.0",
  "htmx.org": "4.0.1",
  "@fontsource-variable/atkinson-hyperlegible-next": "5.3.0",
  "@fontsource-variable/noto-naskh-arabic": "5.3.0",
  openmoji: "17.0.0",
  qr: "0.7.0",
  "axe-core": "4.14.1",
};
// For the GOV.UK sheet: one leaves out what no page uses, one turns it round for right-to-left languages. Not served.
const WORKBENCH = { postcss: "8.5.6", rtlcss: "4.3.0" };
const LICENCES = {
  "govuk-frontend": "MIT",
  "htmx.org": "0BSD",
  "@fontsource-variable/atkinson-hyperlegible-next": "OFL-1.1",
  "@fontsource-variable/noto-naskh-arabic": "OFL-1.1",
  openmoji: "CC-BY-SA-4.0",
  qr: "MIT",
  "axe-core": "MPL-2.0",
};
// The npm package of govuk-frontend carries no licence file; this is LICENSE.txt of its repository.
const GOVUK_LICENCE = `The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies
of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;

const bench = mkdtempSync(join(tmpdir(), "vendor-"));
const listed = [];

function fetchPackages() {
  const dependencies = { ...PINNED, ...WORKBENCH };
  writeFileSync(join(bench, "package.json"), JSON.stringify({ private: true, dependencies }));
  execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], { cwd: bench, stdio: "inherit" });
}

const inside = (packageName, path) => join(bench, "node_modules", packageName, path);

function list(packageName, source, target, changes) {
  const bytes = readFileSync(join(ROOT, target));
  listed.push({
    file: target,
    package: packageName,
    version: PINNED[packageName],
    source,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    licence: LICENCES[packageName],
    licence_file: join(dirname(target), "LICENCE.txt"),
    ...(changes ? { changes } : {}),
  });
}

function place(target, write) {
  mkdirSync(dirname(join(ROOT, target)), { recursive: true });
  write(join(ROOT, target));
}

function copy(packageName, source, target) {
  place(target, (path) => copyFileSync(inside(packageName, source), path));
  list(packageName, source, target);
}

function writeChanged(packageName, source, target, text, changes) {
  place(target, (path) => writeFileSync(path, text));
  list(packageName, source, target, changes);
}

function withoutSourceMap(packageName, source, target) {
  const text = readFileSync(inside(packageName, source), "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
  writeChanged(packageName, source, target, text, "source map comment removed");
}

/** The GOV.UK look belongs to GOV.UK: its typeface, crest and crown go, the components stay. */
function withoutBrand(css) {
  return css
    .replace(/\/\*![^*]*Margaret Calvert[^*]*\*\//g, "")
    .replace(/@font-face\{[^}]*\}/g, "")
    .replace(/GDS Transport,arial,sans-serif/g, "Atkinson Hyperlegible Next,arial,sans-serif")
    .replace(/\.govuk-footer__copyright-logo:before\{[^}]*\}/g, "")
    .replace(/@supports \(\(-webkit-mask-position:initial\)[^{]*\{\}/g, "")
    .replace(/\/\*# sourceMappingURL=.*?\*\//g, "");
}

/** The classes of GOV.UK that templates and scripts name, and the beginnings of those that a template puts together. */
function namedClasses() {
  const files = ["templates", "static/js"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")),
  );
  return new Set(files.flatMap((text) => text.match(/govuk-[\w!-]+/g) ?? []));
}

/** A sheet with the rules for these classes only, and those for parts that GOV.UK's script adds to them. */
async function onlyFor(css, named, script) {
  const { default: postcss } = await import(join(bench, "node_modules/postcss/lib/postcss.mjs"));
  const begun = [...named].filter((name) => name.endsWith("-"));
  const block = (name) => name.split(/__|--/)[0];
  const added = new Set((script.match(/govuk-[\w!-]+/g) ?? []).filter((name) => named.has(block(name))));
  const isUsed = (name) => named.has(name) || added.has(name) || begun.some((start) => name.startsWith(start));
  const classes = (selector) => selector.replace(/:not\([^)]*\)/g, "").match(/govuk-[\w!-]+/g) ?? [];
  const sheet = postcss.parse(css);
  sheet.walkRules((rule) => {
    if (rule.parent.name?.endsWith("keyframes")) return;
    const kept = rule.selectors.filter((selector) => classes(selector.replaceAll("\\", "")).every(isUsed));
    if (kept.length) rule.selectors = kept;
    else rule.remove();
  });
  sheet.walkAtRules((rule) => {
    if (rule.nodes && !rule.nodes.length) rule.remove();
  });
  return sheet.toString();
}

async function govuk() {
  const name = "govuk-frontend";
  const source = "dist/govuk/govuk-frontend.min.css";
  const script = readFileSync(inside(name, "dist/govuk/govuk-frontend.min.js"), "utf8");
  const css = await onlyFor(withoutBrand(readFileSync(inside(name, source), "utf8")), namedClasses(), script);
  if (/url\(|GDS Transport/.test(css)) throw new Error("govuk-frontend still asks for GOV.UK's own fonts or pictures");
  const changes = "@font-face, crest and typeface of GOV.UK removed, and components that no page uses";
  writeChanged(name, source, "static/vendor/govuk/govuk-frontend.css", css, changes);
  const { default: rtlcss } = await import(join(bench, "node_modules/rtlcss/lib/rtlcss.js"));
  writeChanged(name, source, "static/vendor/govuk/govuk-frontend.rtl.css", rtlcss.process(css), `${changes}; turned by rtlcss ${WORKBENCH.rtlcss}`);
  withoutSourceMap(name, "dist/govuk/govuk-frontend.min.js", "static/vendor/govuk/govuk-frontend.js");
  place("static/vendor/govuk/LICENCE.txt", (path) => writeFileSync(path, GOVUK_LICENCE));
}

function htmx() {
  withoutSourceMap("htmx.org", "dist/htmx.min.js", "static/vendor/htmx/htmx.js");
  place("static/vendor/htmx/LICENCE.txt", (path) => copyFileSync(inside("htmx.org", "LICENSE"), path));
}

/** For Urdu, Arabic and their neighbours: many devices have none, and one that is there may be hard to read. */
function arabicTypeface() {
  const name = "@fontsource-variable/noto-naskh-arabic";
  const target = `static/vendor/noto/noto-naskh-arabic-${PINNED[name]}-arabic.woff2`;
  copy(name, "files/noto-naskh-arabic-arabic-wght-normal.woff2", target);
  place("static/vendor/noto/LICENCE.txt", (path) => copyFileSync(inside(name, "LICENSE"), path));
}

function typeface() {
  const name = "@fontsource-variable/atkinson-hyperlegible-next";
  for (const script of ["latin", "latin-ext"]) {
    const source = `files/atkinson-hyperlegible-next-${script}-wght-normal.woff2`;
    copy(name, source, `static/vendor/atkinson/atkinson-hyperlegible-next-${PINNED[name]}-${script}.woff2`);
  }
  place("static/vendor/atkinson/LICENCE.txt", (path) => copyFileSync(inside(name, "LICENSE"), path));
}

function symbols() {
  const wanted = JSON.parse(readFileSync(join(ROOT, "static/symbols/symbols.json"), "utf8"));
  rmSync(join(ROOT, "static/vendor/openmoji"), { recursive: true, force: true });
  for (const symbol of wanted) {
    copy("openmoji", `color/svg/${symbol.openmoji}.svg`, `static/vendor/openmoji/${symbol.id}.svg`);
  }
  place("static/vendor/openmoji/LICENCE.txt", (path) => copyFileSync(inside("openmoji", "LICENSE.txt"), path));
}

/** Reads squares where the browser cannot; fetched only when somebody opens the camera. */
function squares() {
  for (const part of ["decode", "index"]) copy("qr", `${part}.js`, `static/vendor/qr/${part}.js`);
  place("static/vendor/qr/LICENCE.txt", (path) => copyFileSync(inside("qr", "LICENSE-MIT"), path));
}

function axe() {
  copy("axe-core", "axe.min.js", "tests/vendor/axe-core/axe.min.js");
  place("tests/vendor/axe-core/LICENCE.txt", (path) => copyFileSync(inside("axe-core", "LICENSE"), path));
}

try {
  fetchPackages();
  await govuk();
  htmx();
  typeface();
  arabicTypeface();
  symbols();
  squares();
  axe();
  const lines = listed.map((entry) => `  ${JSON.stringify(entry)}`);
  writeFileSync(join(ROOT, "static/vendor/vendored.json"), `[\n${lines.join(",\n")}\n]\n`);
  console.log(`${listed.length} files vendored; see static/vendor/vendored.json`);
} finally {
  rmSync(bench, { recursive: true, force: true });
}
