/** Synonyms of a small world: texts about the same thing have near vectors though they share no word. */
const things = [/cart|basket|purchase/i, /user|person|customer/i, /disk|file|storage/i, /./];

/** How much of each thing a text is about. */
export const wordVector = (text: string): readonly number[] =>
  things.map((thing) => text.split(/[^A-Za-z]+/).filter((word) => thing.test(word)).length + 0.01);
