/** Names as words. */

export const boolean = /^(?:bool|boolean|Boolean|Promise<boolean>)$/;

/** `parseHTTPHeader` as `parse`, `HTTP`, `header`. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[\s_$]+/)
    .filter((word) => word !== "")
    .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()));
