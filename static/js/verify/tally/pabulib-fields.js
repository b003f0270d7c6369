// Fields of a Pabulib file: amounts, names, and what is said of a field that cannot be read.

const AMOUNT = /^-?[0-9]{1,15}([.,][0-9]{0,9})?$/;

/** The file cannot be read; the message names the place. */
export class PabulibError extends Error {}

/** An amount of the file as whole minor units. */
export function amountIn(text, field) {
  const said = text.trim();
  demand(AMOUNT.test(said), `field ${field}: '${text}' is no amount`);
  const [whole, part = ''] = said.replace(',', '.').split('.');
  demand(!/[^0]/.test(part.slice(2)), `field ${field}: ${said} has more than two decimals`);
  return BigInt(whole) * 100n + BigInt(part.slice(0, 2).padEnd(2, '0'));
}

/** Refuse a file of which something does not hold. */
export function demand(holds, words) {
  if (!holds) throw new PabulibError(`round.pb: ${words}`);
}

/** What stands between commas. */
export function namesIn(text) {
  return text.split(',').map((part) => part.trim()).filter(Boolean);
}
