// The next screen takes the place of this one, so that no screen of a vote stays behind in the history of the browser;
// its Back is the Back of the screen. Without scripts the same forms are sent by the browser itself.
import { isShared, onScreen } from "./screen.js";
import { again } from "./touches.js";
import { unanswered } from "./waiting.js";

const BOOTH = /^\/vote(\/|$)/;
const HOME = "/vote";
const GOODBYE = "/vote/finished";
const hasCamera = document.querySelector("[data-code-ways]") !== null;
const loaded = new Set([...document.scripts].map((one) => one.src));
let asked; // what is being asked for; the next question takes its place
let local = null; // what answers touches on the ballot without asking, once it is loaded
let guarded = false; // whether the history has an entry for Back to use up

const isOurs = (address) => address.origin === location.origin && BOOTH.test(address.pathname);

async function go(address, body) {
  asked?.abort();
  const here = body && local?.answerHere(address, body);
  if (here) return stay(here, address, body);
  asked = new AbortController();
  const { signal } = asked;
  try {
    const posted = body === undefined ? {} : { method: "POST", body };
    const answer = await fetch(address, { ...posted, signal, headers: { Accept: "text/html" } });
    const words = await answer.text();
    if (!signal.aborted) arrive(answer, words, address, body);
  } catch (fault) {
    if (!signal.aborted) unanswered(fault);
  }
}

function arrive(answer, words, address, body) {
  const at = new URL(answer.url);
  const isPage = answer.headers.get("Content-Type")?.startsWith("text/html");
  if (!isPage || !isOurs(at)) return location.assign(at);
  // The page for a code may use the camera, which the browser grants to a page that was loaded for good.
  if (body === undefined && !hasCamera && words.includes("data-code-ways")) {
    return isShared() ? location.replace(at) : location.assign(at);
  }
  const asPost = body !== undefined && !answer.redirected;
  // Between two voters the page is loaded for good: nothing of the one before stays in its memory. What answers a code
  // that was typed has the same address, and is shown.
  if (isShared() && !asPost && [HOME, GOODBYE].includes(at.pathname)) return location.replace(at.pathname);
  remember(asPost ? sent(address, body) : null, asPost ? location.pathname : at.pathname);
  show(new DOMParser().parseFromString(words, "text/html"), new URL(address).hash);
}

/** The screen that this browser made by itself takes the place of the one before, as the server's would. */
function stay({ title, body }, address, form) {
  remember(sent(address, form), location.pathname);
  document.title = title;
  put(new DOMParser().parseFromString(`<body class="">${body}</body>`, "text/html").body, address.hash);
}

/** What a reload sends once more; on a shared tablet nothing is remembered. */
const sent = (address, body) => (isShared() ? null : { address: String(address), body: String(body) });

function remember(state, path) {
  if (guarded) return history.replaceState(state, "", path);
  history.pushState(state, "", path);
  guarded = true;
}

function show(next, hash) {
  const root = document.documentElement;
  for (const name of root.getAttributeNames()) if (!next.documentElement.hasAttribute(name)) root.removeAttribute(name);
  for (const { name, value } of next.documentElement.attributes) root.setAttribute(name, value);
  document.title = next.title;
  dress(next);
  put(next.body, hash);
}

function put(body, hash) {
  const find = () => (hash ? document.querySelector(hash) : null);
  const touchedAt = find()?.getBoundingClientRect().top;
  document.body.replaceWith(document.adoptNode(body));
  const place = find();
  settle(place, touchedAt);
  const heading = document.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  (place || heading)?.focus({ preventScroll: true });
  again();
  document.dispatchEvent(new Event("screen"));
}

/** What was touched stays under the finger, whatever came or went above it; a screen that is new begins at its top. */
function settle(place, touchedAt) {
  const moved = place && touchedAt !== undefined ? place.getBoundingClientRect().top - touchedAt : -window.scrollY;
  window.scrollBy({ top: moved, behavior: "instant" });
  if (place && touchedAt === undefined) place.scrollIntoView({ block: "center", behavior: "instant" });
}

/** Sheets and modules that this screen has and the one before had not. */
function dress(next) {
  const worn = [...document.querySelectorAll('link[rel="stylesheet"]')];
  const wanted = [...next.querySelectorAll('link[rel="stylesheet"]')];
  for (const one of wanted.filter(({ href }) => !worn.some((other) => other.href === href))) document.head.append(one);
  for (const one of worn.filter(({ href }) => !wanted.some((other) => other.href === href))) one.remove();
  for (const { src } of next.querySelectorAll('script[type="module"][src]')) {
    if (!loaded.has(src)) import(src);
    loaded.add(src);
  }
}

addEventListener("submit", (event) => {
  const form = event.target;
  const by = event.submitter;
  const address = new URL(by?.hasAttribute("formaction") ? by.formAction : form.action);
  if (event.defaultPrevented || form.method !== "post" || !isOurs(address)) return;
  event.preventDefault();
  go(address, new URLSearchParams(new FormData(form, by)));
});

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (event.defaultPrevented || !link || !plain || link.target || link.hasAttribute("download")) return;
  const address = new URL(link.href);
  if (!isOurs(address) || address.pathname === location.pathname) return;
  event.preventDefault();
  go(address);
});

addEventListener("popstate", () => {
  guarded = false;
  const back = document.querySelector("[data-way-back]");
  if (back) back.click();
  else history.back();
});

onScreen(async () => {
  if (document.querySelector("[data-pack]")) local ??= await import("./local.js");
});

// After a reload the browser asks for the page alone; what was sent for it is sent once more.
if (history.state?.body && !isShared()) {
  guarded = true;
  go(new URL(history.state.address), new URLSearchParams(history.state.body));
}

// The card is the label of its +. Left to itself a label scrolls its button into sight, away from the finger.
addEventListener("click", (event) => {
  const button = event.target.closest("label.face")?.control;
  if (button?.type !== "submit") return;
  event.preventDefault();
  button.click();
});
