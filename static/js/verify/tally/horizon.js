// For how many further steps of a completion every comparison made so far comes out alike.

import { floorDiv } from './fraction.js';

/** `steps` is null while none would ever change. */
export class Horizon {
  constructor() {
    this.steps = null;
  }

  /** It lasts while `lead` + steps * `gain` >= 0; `lead` is not below 0. */
  whileNotBelow(lead, gain) {
    if (gain < 0n) this.endAfter(floorDiv(lead, -gain));
  }

  /** It lasts while `lead` + steps * `gain` > 0; `lead` is above 0. */
  whileAbove(lead, gain) {
    if (gain < 0n) this.endAfter(-floorDiv(lead, gain) - 1n);
  }

  /** It lasts no longer than this. */
  endAfter(steps) {
    if (this.steps === null || steps < this.steps) this.steps = steps;
  }
}
