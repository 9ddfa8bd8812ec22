/** Five places on the dial from quiet to eager, with what each did on the log that the gate was fitted on. */

export interface EagernessStep {
  readonly label: string;
  /** Of the setting `completion.eagerness`. */
  readonly value: number;
  readonly detail: string;
}

const did = (hidden: number, rejected: number): string =>
  `Of others' suggestions ${hidden} % would have been held back, ${rejected} % of these rejected ones`;

/** Figures of `npm run bench:gate`. */
export const eagernessSteps: readonly EagernessStep[] = [
  { label: "Quiet", value: 0, detail: did(65, 80) },
  { label: "Rather quiet", value: 0.25, detail: did(45, 86) },
  { label: "Balanced", value: 0.5, detail: did(24, 91) },
  { label: "Rather eager", value: 0.75, detail: did(9, 91) },
  { label: "Eager", value: 1, detail: "Nothing is held back" },
];
