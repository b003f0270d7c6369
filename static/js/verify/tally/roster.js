// Who holds which wallet: the one part of equal shares that looks at every ballot, again and again.

/** The number of the wallet of all who have nothing left. */
export const EMPTY = 0;

/** The wallet of each kind of ballot; every voter of an electorate begins with the same, of its number from 1. */
export class Roster {
  constructor(election, projects) {
    const numbers = new Map(election.electorates.map(({ id }, at) => [id, at + 1]));
    this.of = Int32Array.from(election.ballots, ({ electorate }) => numbers.get(electorate));
    this.counts = Float64Array.from(election.ballots, ({ count }) => count);
    this.backers = new Map(projects.map((project) => [project, new Map()]));
    election.ballots.forEach(({ points }, place) => {
      for (const [project, number] of points) {
        const byNumber = this.backers.get(project);
        if (!byNumber) continue;
        if (!byNumber.has(number)) byNumber.set(number, []);
        byNumber.get(number).push(place);
      }
    });
    for (const byNumber of this.backers.values()) {
      for (const [number, places] of byNumber) byNumber.set(number, Int32Array.from(places));
    }
    this.voters = new Float64Array(64);
  }

  /** The numbers of points that anybody gave a project. */
  numbersOf(project) {
    return this.backers.get(project).keys();
  }

  /** The supporters of a project, {wallet, points, voters} for each kind, those with empty wallets left out. */
  stakes(project) {
    const found = [];
    for (const [points, places] of this.backers.get(project)) {
      const touched = [];
      for (const place of places) {
        const wallet = this.of[place];
        if (wallet === EMPTY) continue;
        if (wallet >= this.voters.length) this.makeRoomFor(wallet);
        if (!this.voters[wallet]) touched.push(wallet);
        this.voters[wallet] += this.counts[place];
      }
      for (const wallet of touched) {
        found.push({ wallet, points, voters: BigInt(this.voters[wallet]) });
        this.voters[wallet] = 0;
      }
    }
    return found;
  }

  /** Give the supporters of a project other wallets, by points and wallet; where `moves` says nothing, the empty one. */
  move(project, moves) {
    for (const [points, places] of this.backers.get(project)) {
      const then = moves.get(points);
      for (const place of places) this.of[place] = then?.get(this.of[place]) ?? EMPTY;
    }
  }

  /** The roster as it is, for `goBack`. */
  keep() {
    return this.of.slice();
  }

  goBack(kept) {
    this.of = kept.slice();
  }

  makeRoomFor(wallet) {
    const more = new Float64Array(2 * wallet);
    more.set(this.voters);
    this.voters = more;
  }
}
