// The way of a voter through the bids, as `pb/booth/rules/walk.py` has it: every one seen before the check.

const ON_A_PAGE = 6;
const LONGEST = 1000;
const SIZES = { "": ON_A_PAGE, one: 1, list: LONGEST };

export class Walk {
  /** `at` is the place in `order` of the first that is shown, `seen` how many have been shown. */
  constructor(order, size, at, seen) {
    Object.assign(this, { order, size, at, seen });
  }

  get shown() {
    return this.order.slice(this.at, this.at + this.size);
  }

  get ahead() {
    return this.order.slice(this.at + this.size);
  }

  get page() {
    return Math.floor(this.at / this.size) + 1;
  }

  get of() {
    return Math.max(1, Math.ceil(this.order.length / this.size));
  }

  get has_seen_all() {
    return this.seen >= this.order.length;
  }

  looked() {
    const seen = Math.max(this.seen, Math.min(this.at + this.size, this.order.length));
    return new Walk(this.order, this.size, this.at, seen);
  }

  turned(pages) {
    return this.atPage(Math.min(Math.max(0, this.page - 1 + pages), this.of - 1));
  }

  to(number) {
    return this.atPage(Math.floor(Math.max(0, this.order.indexOf(number)) / this.size));
  }

  toWhatWasNotSeen() {
    return this.atPage(Math.min(Math.floor(this.seen / this.size), this.of - 1));
  }

  atPage(page) {
    return new Walk(this.order, this.size, page * this.size, this.seen);
  }
}

/** The walk that came with a form. Nobody is led past what they have not seen. */
export function readWalk(order, show, at, seen) {
  const size = SIZES[show];
  const looked = Math.min(number(seen), order.length);
  const first = Math.min(number(at), looked, Math.max(0, order.length - 1));
  return new Walk(order, size, Math.floor(first / size) * size, looked);
}

const number = (text) => (/^\d+$/.test(text) && text.length <= String(LONGEST).length ? Number(text) : 0);
