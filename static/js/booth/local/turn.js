// One touch on the ballot, answered by the browser itself from the ballot pack: what `pb/booth/routes/ballot.py` would
// answer, made of the same templates. Null leaves the answer to the server.
import { readDraft } from "./draft.js";
import { render } from "./templates.js";
import { readWalk } from "./walk.js";

const STEPS = { start: -Infinity, back: -1, next: 1 };

/** The screen that follows; `turn` is what the server said of this voter's sitting, `token` the one of its forms. */
export function answer(pack, turn, token, path, form) {
  if (!form.get("sitting") || form.get("sitting") !== turn.sitting) return null;
  const screens = new Screens(pack, turn, token, form);
  if (path === "/vote/ballot") return screens.touched();
  return path === "/vote/check" ? screens.swapped() : null;
}

class Screens {
  constructor(pack, turn, token, form) {
    Object.assign(this, { pack, turn, token, form });
    this.draft = readDraft(pack.limits, this.text("draft"), turn.order);
    this.walk = readWalk(turn.order, turn.look.show, this.text("at"), this.text("seen"));
  }

  text(name) {
    return this.form.get(name) ?? "";
  }

  touched() {
    const before = this.draft;
    this.draft = this.marked();
    const about = this.text("about");
    if (this.pack.has(about)) return this.more(about);
    const words = this.whyNot(before) || this.whatFollowed(before);
    if (words) return this.ballot(words);
    const to = this.text("to");
    if (this.pack.has(to)) {
      this.walk = this.walk.to(to);
      return this.ballot();
    }
    return this.gone(this.text("go") || (this.form.has("answer") ? "next" : ""));
  }

  swapped() {
    if (this.form.has("up")) this.draft = this.draft.withMove(this.text("up"), -1);
    if (this.form.has("down")) this.draft = this.draft.withMove(this.text("down"), 1);
    return this.check();
  }

  /** The bid that was answered alone; empty where none was. */
  get alone() {
    const number = this.text("of");
    return this.pack.has(number) && this.form.has("answer") ? number : "";
  }

  marked() {
    const { draft, alone, pack } = this;
    const shown = this.text("shown").split(/\s+/).filter((one) => pack.has(one));
    switch (pack.limits.kind) {
      case "approval":
        if (alone) return draft.withAnswer(alone, this.text("answer"));
        return draft.withPage(shown, this.form.getAll("chosen"));
      case "ranked":
        return pack.has(this.text("touch")) ? draft.withTouch(this.text("touch")) : draft;
      case "faces":
        if (alone) return draft.withAnswers([alone], [[alone, this.text("answer")]]);
        return draft.withAnswers(shown, this.named("face-"));
      default:
        return this.starred(draft);
    }
  }

  starred(draft) {
    const [more, fewer] = [this.text("more"), this.text("fewer")];
    const added = this.pack.has(more) ? draft.withStar(more, 1) : draft;
    return this.pack.has(fewer) && added.points(fewer) ? added.withStar(fewer, -1) : added;
  }

  named(prefix) {
    const found = [...this.form].filter(([name]) => name.startsWith(prefix));
    return found.map(([name, value]) => [name.slice(prefix.length), value]);
  }

  /** Why the voter is held where they are; empty where nothing holds them. */
  whyNot(before) {
    const { draft: after, pack, alone } = this;
    if (after.is_over && this.text("go") !== "back" && !this.form.has("of")) return this.tooMany();
    let wanted = this.text("more") || this.text("touch");
    if (alone && this.text("answer") === "yes" && !after.points(alone)) wanted = alone;
    if (!pack.has(wanted) || after.text() !== before.text() || after.is_unlimited) return "";
    return after.left === 0 ? pack.told.full : pack.told.reminder;
  }

  /** What a touch changed besides what was touched. */
  whatFollowed(before) {
    const [touched, after] = [this.text("touch"), this.draft];
    const place = this.pack.limits.kind === "ranked" ? before.place(touched) : 0;
    return place && !after.place(touched) && after.count >= place ? this.pack.told.moved_up : "";
  }

  tooMany() {
    const number = this.draft.count - this.pack.limits.limit;
    return this.pack.many("Take one back first.", "Take {number} back first.", number);
  }

  gone(go) {
    const { walk } = this;
    if (go === "hello" || go === "easier") return null;
    if (go === "how" || (go === "back" && walk.page === 1)) return this.how();
    if (go === "check" || (go === "next" && walk.page === walk.of)) return this.check();
    this.walk = walk.turned(Object.hasOwn(STEPS, go) ? STEPS[go] : 0);
    return this.ballot();
  }

  how() {
    const { instruction, stars } = this.pack.told;
    return this.screen("booth/how.html", { how: instruction, stars, helped: this.turn.helped });
  }

  more(number) {
    return this.screen("booth/more.html", { card: this.pack.cards[number], sign: this.pack.signs.of(`bid-${number}`) });
  }

  ballot(words = "") {
    this.walk = this.walk.looked();
    const alone = this.turn.look.show === "one";
    const { ask_of_one, ask, reminder } = this.pack.told;
    const cards = this.walk.shown.map((number) => this.pack.cards[number]);
    const facts = { cards, words, ask: alone ? ask_of_one : ask, how: reminder };
    return this.screen(alone ? "booth/one.html" : "booth/ballot.html", facts);
  }

  check() {
    const { draft, pack, turn, walk } = this;
    if (draft.is_over) {
      this.walk = walk.to(draft.given[0][0]);
      return this.ballot(this.tooMany());
    }
    if (!walk.has_seen_all) {
      this.walk = walk.toWhatWasNotSeen();
      return this.ballot(pack.told.look_first);
    }
    const answers = pack.limits.kind === "faces" ? draft.by_answer(turn.order) : [];
    return this.screen("booth/check.html", {
      cards: draft.given.map(([number, points]) => [pack.cards[number], points]),
      answers: answers.map(([said, numbers]) => [said, numbers.map((number) => pack.cards[number])]),
      envelope: this.text("envelope") || newEnvelope(),
      again: turn.again,
      practice: turn.practice,
    });
  }

  screen(name, facts) {
    const { pack, turn, draft, walk } = this;
    const ballot = { limits: pack.limits, sounds: pack.sounds, signs: pack.signs, cards: pack.cards, order: turn.order };
    return render(pack.templates, name, pack.globals, {
      form_token: this.token,
      look: turn.look,
      ...(turn.kiosk ? { kiosk: turn.kiosk } : {}),
      tone: pack.tone,
      local: turn.local,
      filling: { ballot, draft, walk, sitting: turn.sitting },
      draft,
      places: (place) => pack.told.places[place],
      ...facts,
    });
  }
}

/** What names one cast, so that sending it twice is sending it once. */
function newEnvelope() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
