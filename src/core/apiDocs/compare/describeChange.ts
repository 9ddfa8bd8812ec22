/** What changed, in words for a person. */
import type { ApiChange } from "./compareApis.ts";
import type { PackageVersion } from "./comparison.ts";
import type { SignatureDifference } from "./signatureChanges.ts";

/** `4.1.0, kept on this machine`. */
export function describeVersion({ version, source, folder }: PackageVersion): string {
  const number = version === "" ? "a version without a number" : version;
  if (source === "kept") return `${number}, read before on this machine`;
  return folder === undefined || source === "installed" ? number : `${number}, in ${folder}`;
}

/** `removed`, `renamed to b`. */
export function describeKind({ kind, before, after, instead, isSure }: ApiChange): string {
  const use = instead === undefined ? "" : `; use ${instead}`;
  switch (kind) {
    case "removed":
      return `${isSure ? "removed" : "no longer listed"}${use}`;
    case "renamed": {
      const name = after?.name ?? "";
      const isMoved = after?.module !== before.module;
      return isMoved && name === before.name
        ? `moved to ${after?.module}`
        : `renamed to ${name}${isMoved ? ` of ${after?.module}` : ""}`;
    }
    case "changed":
      return "called or declared in another way";
    case "deprecated":
      return `deprecated now${use}`;
  }
}

const withCode = (text: string | undefined, code: (text: string) => string) => code(text ?? "");

/** One difference as a sentence without its stop. */
export function describeDifference(
  { kind, parameter, before, after }: SignatureDifference,
  code: (text: string) => string,
): string {
  const name = code(parameter);
  const [old, now] = [withCode(before, code), withCode(after, code)];
  switch (kind) {
    case "parameterRemoved":
      return `parameter ${name} is gone`;
    case "parameterAdded":
      return `parameter ${now} is new`;
    case "parameterRenamed":
      return `parameter ${name} is called ${now}`;
    case "parameterMoved":
      return `parameter ${name} stands elsewhere`;
    case "parameterRequired":
      return `parameter ${name} must be given`;
    case "parameterOptional":
      return `parameter ${name} need not be given`;
    case "parameterByName":
      return `parameter ${name} is given by name alone`;
    case "parameterType":
      return `parameter ${name} is ${now}, it was ${old}`;
    case "parameterDefault":
      return `parameter ${name} is ${now} when it is not given, it was ${old}`;
    case "returns":
      return `it gives ${now}, it gave ${old}`;
    case "declaration":
      return `it is ${now}, it was ${old}`;
  }
}
