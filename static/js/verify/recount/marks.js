// What stands before a sentence of the recount.

/** It holds; it was not looked at; it does not hold; it cannot be read. */
export const [OK, NOT, FAULT, UNKNOWN] = ['ok', 'not checked', 'differs', 'unreadable'];
