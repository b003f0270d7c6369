// Exact arithmetic: fractions of whole numbers of any size.

/** A fraction in lowest terms; `d` is above 0. */
export class Fraction {
  constructor(numerator, denominator = 1n) {
    const common = gcd(numerator, denominator) || 1n;
    const sign = denominator < 0n ? -1n : 1n;
    this.n = (sign * numerator) / common;
    this.d = (sign * denominator) / common;
  }

  plus(other) {
    return new Fraction(this.n * other.d + other.n * this.d, this.d * other.d);
  }

  minus(other) {
    return new Fraction(this.n * other.d - other.n * this.d, this.d * other.d);
  }

  times(other) {
    return typeof other === 'bigint'
      ? new Fraction(this.n * other, this.d)
      : new Fraction(this.n * other.n, this.d * other.d);
  }

  over(other) {
    return typeof other === 'bigint'
      ? new Fraction(this.n, this.d * other)
      : new Fraction(this.n * other.d, this.d * other.n);
  }

  /** Below 0, 0 or above 0, as this is less than the other, equal or more. */
  compare(other) {
    return compare(this.n * other.d, other.n * this.d);
  }

  /** `n/d`, or `n` where d is 1. */
  toString() {
    return this.d === 1n ? String(this.n) : `${this.n}/${this.d}`;
  }
}

export const NOTHING = new Fraction(0n);
export const ONE = new Fraction(1n);

/** The fraction of a text `n/d` or `n`. */
export function fractionOf(text) {
  const [numerator, denominator = '1'] = text.split('/');
  return new Fraction(BigInt(numerator), BigInt(denominator));
}

/** The greatest common divisor, at least 0. */
export function gcd(left, right) {
  let [one, other] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (other) [one, other] = [other, one % other];
  return one;
}

/** The least common multiple of numbers above 0. */
export function lcm(numbers) {
  return numbers.reduce((found, number) => (found / gcd(found, number)) * number, 1n);
}

/** The quotient, rounded down. */
export function floorDiv(left, right) {
  const whole = left / right;
  return left % right && left < 0n !== right < 0n ? whole - 1n : whole;
}

/** Order of whole numbers, for sorting. */
export function compare(left, right) {
  return left < right ? -1 : Number(left > right);
}

/** The sum of whole numbers. */
export function sum(numbers) {
  let whole = 0n;
  for (const number of numbers) whole += number;
  return whole;
}
