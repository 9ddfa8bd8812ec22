/** Whether suggestions are wanted in a document. */

/** Values of `completion.enabled` and `completion.languages` for one document. */
export interface OfferSettings {
  readonly enabled: boolean;
  /** Language identifiers; `*` stands for all others, and is on when absent. */
  readonly languages: Readonly<Record<string, boolean>>;
}

/** Whether a language has inline suggestions while typing. */
function isLanguageOn(languages: OfferSettings["languages"], languageId: string): boolean {
  return (Object.hasOwn(languages, languageId) ? languages[languageId] : languages["*"]) ?? true;
}

/** Why there are no suggestions while typing; `undefined` when there are. */
export function offReason(
  settings: OfferSettings,
  languageId: string,
): "everywhere" | "language" | undefined {
  if (!settings.enabled) return "everywhere";
  return isLanguageOn(settings.languages, languageId) ? undefined : "language";
}

/** The map with one language turned on or off; the others stay as they are. */
export function withLanguage(
  languages: OfferSettings["languages"],
  languageId: string,
  on: boolean,
): Record<string, boolean> {
  return { ...languages, [languageId]: on };
}
