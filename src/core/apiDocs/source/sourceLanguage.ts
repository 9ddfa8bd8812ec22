/** Languages whose packages are sources that are read for what they declare. */

export const sourceLanguages = ["go", "rust", "java", "kotlin", "php", "ruby"] as const;
export type SourceLanguage = (typeof sourceLanguages)[number];
