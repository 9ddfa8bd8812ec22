/** A repair as it is put before a person: in few words, with all that speaks for it and against it. */
import { partsOf } from "../../core/patch/changeParts.ts";
import type { PatchVerdict } from "../../core/repair/verdict.ts";
import { countOf } from "../../core/text/counts.ts";
import type { ApiChecks } from "../../ports/apiChecks.ts";
import type { PatchFact, ProposedPatch } from "../../ports/patchReview.ts";
import type { FixPatch } from "../repair/fix.ts";
import { nameFacts } from "./nameFacts.ts";
import { testLabel } from "./testLabel.ts";

export async function proposedPatch(
  patch: FixPatch,
  engine: Pick<ApiChecks, "checkApis">,
  signal: AbortSignal,
): Promise<ProposedPatch> {
  const { root, changes, verdict, explanation } = patch;
  const { example } = patch.evidence;
  const evidence = [
    ...checkFacts(patch),
    ...testFacts(patch),
    ...(await nameFacts(patch, engine, signal)),
    ...searchFacts(patch),
  ];
  const told = { title: titleOf(patch), root, changes, verdict, evidence };
  const meant = patch.evidence.checked ? { ...told, verdictMeaning: meaningOf(patch) } : told;
  const base = example ? { ...meant, example } : meant;
  return explanation === undefined ? base : { ...base, explanation };
}

/** What is said of a patch that answers a problem, not a test. */
const meaningOf = ({ verdict, evidence }: FixPatch): string =>
  verdict === "plausible" && !evidence.checked?.by
    ? "The names in it exist as far as Touchstone knows; nothing else could judge it: read the change."
    : checkedMeanings[verdict];

const checkedMeanings: Readonly<Record<PatchVerdict, string>> = {
  verified:
    "The checker has nothing against it, and no test that can notice it does anything worse. Tests can be weak: read the change.",
  plausible:
    "The checker has nothing against it, but no test could tell whether the code does what it should: read the change.",
  unverified: "Nothing shows that it is right: read the change.",
};

/** `Fix test_total: result += price * count`. */
function titleOf({ evidence, changes }: FixPatch): string {
  const [first] = evidence.targets;
  const more = evidence.targets.length > 1 ? ` and ${evidence.targets.length - 1} more` : "";
  const { checked } = evidence;
  if (checked) return `Fix: ${checked.finding.replace(/^[^ ]+ /, "")}`;
  const part = changes.flatMap(partsOf)[0];
  const line =
    part?.kind === "lines" ? part.edit.lines.map((one) => one.trim()).find((one) => one !== "") : "";
  return `Fix ${first === undefined ? "the code" : testLabel(first)}${more}${line ? `: ${line}` : ""}`;
}

function fact(kind: PatchFact["kind"], text: string, details: readonly string[] = []): PatchFact {
  return details.length > 0 ? { kind, text, details } : { kind, text };
}

function checkFacts({ evidence: { checked } }: FixPatch): readonly PatchFact[] {
  if (!checked?.by) return [];
  return [
    fact("good", `Satisfies ${checked.by}`, [`Not said any more: ${checked.finding}`, "Nothing new is said"]),
  ];
}

function testFacts({ evidence }: FixPatch): readonly PatchFact[] {
  const { flipped, stillFailing, broken, ran, flaky = [], doubts = [], limitation, isolation } = evidence;
  const where = isolation === "sandbox" ? "in a sandboxed copy" : "in a copy, without a sandbox";
  const passes = flipped.length === 1 ? "passes" : "pass";
  return [
    ...(flipped.length > 0
      ? [fact("good", `${countOf(flipped.length, "test")} that failed ${passes} now`, flipped.map(testLabel))]
      : []),
    ...(stillFailing.length > 0
      ? [
          fact(
            "bad",
            `${countOf(stillFailing.length, "test")} still ${stillFailing.length === 1 ? "fails" : "fail"}`,
            stillFailing.map(testLabel),
          ),
        ]
      : []),
    ...(broken.length > 0
      ? [
          fact(
            "bad",
            `${countOf(broken.length, "test")} that passed ${broken.length === 1 ? "fails" : "fail"} now`,
            broken.map(testLabel),
          ),
        ]
      : ran > 0 || !evidence.checked
        ? [fact("good", "No test that passed fails now")]
        : []),
    ...(ran > 0 || !evidence.checked ? [fact("open", `${countOf(ran, "test")} ran with it ${where}`)] : []),
    ...(flaky.length > 0
      ? [
          fact(
            "open",
            `${countOf(flaky.length, "test")} set aside: with nothing changed, ${flaky.length === 1 ? "it passes and fails" : "they pass and fail"}`,
            flaky.map(testLabel),
          ),
        ]
      : []),
    // Where no test can notice it, this is said already.
    ...(ran > 0 || !evidence.checked ? lineFacts(evidence) : []),
    ...doubts.map((doubt) => fact("open", `Not called verified: ${doubt}`)),
    ...(limitation === undefined ? [] : [fact("open", limitation)]),
  ];
}

function lineFacts({ notRun }: FixPatch["evidence"]): readonly PatchFact[] {
  if (notRun === undefined) return [fact("open", "It is not known which of the changed lines ran")];
  if (notRun.length === 0) return [fact("good", "Tests run every line that it changes")];
  const places = notRun.map(({ path, line }) => `${path}:${line + 1}`);
  return [fact("bad", `${countOf(notRun.length, "changed line")} that no test runs`, places)];
}

function searchFacts({ evidence, engine }: FixPatch): readonly PatchFact[] {
  const { tried, foundMs, template, rounds, rules = [], slowPath } = evidence;
  const seconds = (foundMs / 1000).toFixed(1);
  const how =
    engine === "model"
      ? `Written by a model, asked ${countOf(rounds ?? 1, "time")}`
      : `Found without a model (${template})`;
  return [
    fact("open", `${how}, after ${countOf(tried, "try").replace("trys", "tries")} in ${seconds} s`),
    ...(rules.length > 0 ? [fact("open", "The model was given rules of the project", rules)] : []),
    ...(slowPath === undefined ? [] : [fact("open", slowPath)]),
  ];
}
