// What one voter holds, exactly: of each purse `held / scale`, and `gains / scale` more with each further step.

import { EMPTY } from './roster.js';

/** Wallets by number; `owner` has the number of the electorate of each, and nobody owns the empty one. */
export class Wallets {
  constructor(owner, held, gains, scale) {
    this.owner = owner;
    this.held = held;
    this.gains = gains;
    this.scale = scale;
  }

  /** What a wallet holds, and what it gains, in some purses together. */
  inPurses(payers, wallet) {
    if (payers.length === 1) return [this.held[payers[0]][wallet], this.gains[payers[0]][wallet]];
    let [held, gains] = [0n, 0n];
    for (const place of payers) {
      held += this.held[place][wallet];
      gains += this.gains[place][wallet];
    }
    return [held, gains];
  }

  /** The same over a denominator so many times greater, free to be changed. */
  finer(times) {
    const finer = (columns) => columns.map((column) => (times === 1n ? [...column] : column.map((amount) => amount * times)));
    return new Wallets([...this.owner], finer(this.held), finer(this.gains), this.scale * times);
  }

  /** The same so many steps later. */
  later(steps) {
    const held = this.held.map((column, place) => column.map((now, wallet) => now + this.gains[place][wallet] * steps));
    return new Wallets(this.owner, held, this.gains, this.scale);
  }

  /** How many numbers it takes to write it down. */
  get numbers() {
    return this.owner.length * (1 + 2 * this.held.length);
  }

  /** The number of the wallet that is left when `due` was paid from one, the first of the payers first. */
  spend(wallet, payers, due, rise, horizon) {
    if (!due && !rise) return wallet;
    if (this.held.length === 1) return this.add(wallet, [[this.held[0][wallet] - due, this.gains[0][wallet] - rise]]);
    const parts = this.held.map((column, place) => [column[wallet], this.gains[place][wallet]]);
    let [owed, rising] = [due, rise];
    for (const place of payers) {
      const [held, gain] = parts[place];
      const isLast = place === payers.at(-1);
      if (!isLast && held < owed) {
        horizon.whileNotBelow(owed - held, rising - gain);
        parts[place] = [0n, 0n];
        [owed, rising] = [owed - held, rising - gain];
      } else {
        if (!isLast) horizon.whileNotBelow(held - owed, gain - rising);
        parts[place] = [held - owed, gain - rising];
        break;
      }
    }
    return this.add(wallet, parts);
  }

  /** A new wallet of the same owner with these parts; the empty one where they are nothing. */
  add(wallet, parts) {
    if (parts.every(([held, gain]) => !held && !gain)) return EMPTY;
    this.owner.push(this.owner[wallet]);
    parts.forEach(([held, gain], place) => {
      this.held[place].push(held);
      this.gains[place].push(gain);
    });
    return this.owner.length - 1;
  }
}
