/** Why a model of the editor did not answer: what the editor or its provider says, as a fault with what to do. */
import type { ModelFault, ModelFaultKind } from "../../ports/languageModel.ts";

/** Of what a provider says, in UTF-16 units. */
const LONGEST_TEXT = 200;

const chooseAnother = "Choose another model with Touchstone: Choose Who Answers in Chat";

interface Told {
  /** Of the editor's errors: `NoPermissions`, `Blocked`, `NotFound`, `Unknown`. */
  readonly code: string;
  /** Names of the error and its cause, and what they say. */
  readonly words: string;
  readonly text: string;
}

/**
 * @param label what a person calls the model
 * @param error as the editor's API throws it
 */
export function hostFault(label: string, error: unknown): ModelFault {
  const told = tell(error);
  const kind = kindOf(told);
  const said = told.text === "" ? "" : `: ${told.text}`;
  switch (kind) {
    case "forbidden":
      return told.code === "Blocked"
        ? fault(
            kind,
            `VS Code blocks the use of ${label}${said}`,
            `Its quota may be used up. ${chooseAnother}`,
          )
        : fault(
            kind,
            `VS Code does not let Touchstone use ${label}${said}`,
            "Ask again and allow it when VS Code asks, or allow it in Manage Language Model Access of the account",
          );
    case "quota":
      return fault(kind, `The quota for ${label} is used up${said}`, chooseAnother);
    case "rateLimited":
      return fault(
        kind,
        `${label} takes no more requests now${said}`,
        `Ask again in a minute. ${chooseAnother}`,
      );
    case "modelMissing":
      return fault(kind, `VS Code no longer offers ${label}${said}`, chooseAnother);
    case "contextTooLong":
      return fault(kind, `The conversation is too long for ${label}${said}`, "Begin a new chat");
    default:
      // The editor passes on no status, yet these words are the provider's: what they refuse can be learned.
      return { ...fault(kind, `${label} failed${said}`, `Ask again. ${chooseAnother}`), status: 0 };
  }
}

const fault = (kind: ModelFaultKind, message: string, nextStep: string): ModelFault => ({
  kind,
  message,
  nextStep,
});

function kindOf({ code, words }: Told): ModelFaultKind {
  if (/quota|usage limit|premium request|insufficient (?:credit|balance)/i.test(words)) return "quota";
  if (/rate.?limit|too many requests|\b429\b/i.test(words)) return "rateLimited";
  if (code === "NotFound") return "modelMissing";
  if (code === "NoPermissions" || code === "Blocked") return "forbidden";
  if (
    /\b(?:prompt|input|messages?|context|conversation|tokens?)\b.{0,60}\b(?:too (?:long|large|many)|exceed\w*|limit)|\bexceed\w*\b.{0,60}\b(?:context|tokens?)/i.test(
      words,
    )
  )
    return "contextTooLong";
  return "rejected";
}

function tell(error: unknown): Told {
  const own = fieldsOf(error);
  const cause = fieldsOf(own.cause);
  // What the provider itself says is clearer than the editor's wrapping of it.
  const text = (cause.message || own.message || (typeof error === "string" ? error : ""))
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ")
    .trim();
  return {
    code: own.code,
    words: [own.name, cause.name, own.message, cause.message].join(" "),
    text: text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`,
  };
}

function fieldsOf(value: unknown) {
  const fields = (typeof value === "object" && value !== null ? value : {}) as Readonly<
    Record<"name" | "message" | "code" | "cause", unknown>
  >;
  const text = (field: unknown): string => (typeof field === "string" ? field : "");
  return {
    name: text(fields.name),
    message: text(fields.message),
    code: text(fields.code),
    cause: fields.cause,
  };
}
