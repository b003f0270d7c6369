// A ballot while it is being filled in, as `pb/booth/rules/draft.py` has it: what has been chosen so far and what one
// touch changes. Screens read these by the names that the server's templates use, hence the underscores.

const POINTS = { yes: 2, bit: 1, no: 0 };
const LONGEST_DRAFT = 4000;
const LONGEST_NUMBER = 3;

const answerOf = (points) => Object.keys(POINTS).find((answer) => POINTS[answer] === points);

export class Draft {
  /** `limits` are {kind, limit, most}; `given` is a list of [number, points], in the order of ranks. */
  constructor(limits, given = []) {
    this.limits = limits;
    this.given = given;
  }

  get is_unlimited() {
    const { kind, limit } = this.limits;
    return kind === "faces" || (kind === "approval" && limit === 0);
  }

  get count() {
    return this.given.reduce((sum, [, points]) => sum + points, 0);
  }

  get left() {
    return Math.max(0, this.limits.limit - this.count);
  }

  get is_over() {
    return this.count > this.limits.limit && !this.is_unlimited;
  }

  has(number) {
    return this.given.some(([name]) => name === number);
  }

  points(number) {
    return this.given.find(([name]) => name === number)?.[1] ?? 0;
  }

  answer(number) {
    return this.has(number) ? answerOf(this.points(number)) : "";
  }

  /** [answer, numbers] for yes, a bit, no, and none at the end; no group is empty. */
  by_answer(numbers) {
    const groups = [...Object.keys(POINTS), ""].map((said) => [said, numbers.filter((one) => this.answer(one) === said)]);
    return groups.filter(([, found]) => found.length);
  }

  place(number) {
    return this.given.findIndex(([name]) => name === number) + 1;
  }

  can_add(number) {
    return this.left > 0 && this.points(number) < this.limits.most;
  }

  text() {
    const said = { stars: ([name, points]) => `${name}:${points}`, faces: ([name, points]) => `${name}:${answerOf(points)}` };
    return this.given.map(said[this.limits.kind] ?? (([name]) => name)).join(" ");
  }

  with(given) {
    return new Draft(this.limits, given);
  }

  withPage(shown, ticked) {
    const kept = this.given.filter(([name]) => !shown.includes(name));
    const chosen = [...new Set(ticked)].filter((name) => shown.includes(name));
    return this.with([...kept, ...chosen.map((name) => [name, 1])]);
  }

  withAnswer(number, answer) {
    if (answer === "no") return this.with(this.given.filter(([name]) => name !== number));
    const hasRoom = this.is_unlimited || this.left > 0;
    return answer !== "yes" || !hasRoom || this.points(number) ? this : this.with([...this.given, [number, 1]]);
  }

  /** `answers` are pairs, in their order: an object would sort numbers. */
  withAnswers(shown, answers) {
    const given = new Map(this.given);
    for (const [number, answer] of answers) {
      if (shown.includes(number) && answer in POINTS) given.set(number, POINTS[answer]);
    }
    return this.with([...given]);
  }

  withStar(number, change) {
    if (change > 0 && !this.can_add(number)) return this;
    const stars = new Map(this.given);
    stars.set(number, (stars.get(number) ?? 0) + change);
    return this.with([...stars].filter(([, points]) => points > 0));
  }

  withTouch(number) {
    if (this.place(number)) return this.with(this.given.filter(([name]) => name !== number));
    return this.left ? this.with([...this.given, [number, 1]]) : this;
  }

  withMove(number, change) {
    const [order, at] = [[...this.given], this.place(number) - 1];
    const to = at + change;
    if (at >= 0 && to >= 0 && to < order.length) [order[at], order[to]] = [order[to], order[at]];
    return this.with(order);
  }
}

/** The draft that came with a form. What is not on the ballot, or no number, is left out. */
export function readDraft(limits, text, onBallot) {
  const given = new Map();
  for (const word of text.slice(0, LONGEST_DRAFT).split(/\s+/).filter(Boolean)) {
    const [number, ...rest] = word.split(":");
    const points = pointsSaid(limits.kind, rest.join(":"));
    if (onBallot.includes(number) && points !== null) given.set(number, points);
  }
  return new Draft(limits, [...given]);
}

function pointsSaid(kind, said) {
  if (kind === "faces") return said in POINTS ? POINTS[said] : null;
  const stars = /^\d+$/.test(said) && said.length <= LONGEST_NUMBER ? Number(said) : 1;
  if (!stars) return null;
  return kind === "stars" ? stars : 1;
}
