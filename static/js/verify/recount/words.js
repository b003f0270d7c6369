// Amounts as people write them.

/** Whole pence as pounds. */
export function pounds(pence) {
  const amount = BigInt(pence);
  const [whole, rest] = [amount / 100n, amount % 100n];
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
  return `£${grouped}${rest ? `.${String(rest).padStart(2, '0')}` : ''}`;
}
