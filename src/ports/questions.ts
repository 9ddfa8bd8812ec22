/** Questions to a person, one after another, each with a way back. */

/** `back`: to the question before; `cancelled`: Escape, nothing of it all shall happen. */
export type Answer<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "back" }
  | { readonly kind: "cancelled" };

export interface QuestionFrame {
  readonly title: string;
  /** Counted from 1; a way back is offered from the second step on. */
  readonly step: number;
  readonly totalSteps: number;
}

/** What is wrong with a text, or what to keep in mind with it; the latter does not hinder. */
export interface TextRemark {
  readonly kind: "problem" | "warning";
  readonly text: string;
}

export interface TextQuestion extends QuestionFrame {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  /** Never shown on screen while typed. */
  readonly secret?: boolean;
  readonly remark?: (text: string) => TextRemark | undefined;
}

export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Stays in the list whatever a person types to search it, so that no search ends with nothing to choose. */
  readonly isAlwaysShown?: boolean;
  readonly value: T;
}

export interface ChoiceQuestion<T> extends QuestionFrame {
  readonly placeholder: string;
  readonly choices: readonly Choice<T>[];
  /** The one selected at first. */
  readonly initial?: T;
}

export interface Questions {
  askText(question: TextQuestion): Promise<Answer<string>>;
  askChoice<T>(question: ChoiceQuestion<T>): Promise<Answer<T>>;
}
