// What stands before a sentence of the recount.

/** It holds; it was not looked at; it does not hold. */
export const [OK, NOT, FAULT] = ['ok', 'not checked', 'fault'];
