/**
 * Code changed as a person instructs: a model writes edits, these are located, what they make of the files is checked, callers of
 * changed signatures are brought along, and the whole is one patch that a person reviews.
 */

import { editRules, fileData, instructionText } from "../../core/chat/agent/editPrompt.ts";
import { noChatModel } from "../../core/chat/chooseEngine.ts";
import { applyAnswer } from "../../core/patch/applyAnswer.ts";
import type { FileTexts } from "../../core/patch/fileTexts.ts";
import { parseAnswer } from "../../core/patch/parse/parseAnswer.ts";
import { pathFault } from "../../core/patch/pathGuard.ts";
import type { ChatMessage, ChatPiece } from "../../core/prompt/conversation.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import { countOf } from "../../core/text/counts.ts";
import type { ChatEnd, ChatModels } from "../../ports/chatModel.ts";
import type { PatchFact, ProposedPatch } from "../../ports/patchReview.ts";
import { type ApisForTextDeps, findApisForText } from "../apiDocs/apisForText.ts";
import type { ProjectTexts } from "../chat/context/projectTexts.ts";
import { aboutRules, rulePieces } from "../chat/rulePieces.ts";
import { EditedFiles } from "./editedFiles.ts";
import { type PropagationEngine, touchedPlaces } from "./propagation.ts";
import { brokenText } from "./testEdit.ts";
import { EditVerifier, evidenceOf, type VerifiedEdit, type VerifyDeps } from "./verifyEdit.ts";

export interface EditDeps extends VerifyDeps {
  readonly models: ChatModels;
  readonly engine: ApisForTextDeps["engine"] & VerifyDeps["engine"] & PropagationEngine;
  readonly maySend: ApisForTextDeps["maySend"];
  /** Of the project; not given: none are read. */
  readonly rules?: ProjectTexts["rules"] | undefined;
}

export interface EditRequest {
  /** Absolute. */
  readonly root: string;
  /** From the root, with `/`. */
  readonly path: string;
  /** 1-based, inclusive; the whole file when absent. */
  readonly range?: { readonly line: number; readonly endLine: number } | undefined;
  readonly instruction: string;
}

export type EditStep = "reading" | "asking" | "checking" | "callers" | "diagnosing" | "testing";

export interface EditListener {
  /** What is being done, for a person. */
  readonly onStep: (step: EditStep) => void;
  /** All that the model has said in this answer, and the files as they were before it. */
  readonly onText?: (text: string, files: FileTexts) => void;
}

export type EditEnd =
  | { readonly kind: "proposed"; readonly patch: ProposedPatch }
  /** `reason`: a sentence for a person. */
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "stopped" };

/** A model that does not mend its edits in so many answers will not. */
const MOST_ANSWERS = 4;
const DOCS_TOKENS = 800;

export async function editAsInstructed(
  deps: EditDeps,
  request: EditRequest,
  listener: EditListener,
  signal: AbortSignal,
): Promise<EditEnd> {
  return new InstructedEdit(deps, request, listener, signal).run();
}

class InstructedEdit {
  readonly #deps: EditDeps;
  readonly #request: EditRequest;
  readonly #listener: EditListener;
  readonly #signal: AbortSignal;
  readonly #files: EditedFiles;
  readonly #verifier: EditVerifier;
  readonly #messages: ChatMessage[] = [];
  #explanation = "";
  /** Places that the model was shown since they may no longer fit. */
  readonly #shownPlaces = new Set<string>();
  /** Files with rules of the project that the model was given, relative to the root. */
  readonly #rules = new Set<string>();
  /** What checkers say goes back to the model once: what it leaves then, it means. */
  #hasToldFindings = false;

  constructor(deps: EditDeps, request: EditRequest, listener: EditListener, signal: AbortSignal) {
    this.#deps = deps;
    this.#request = request;
    this.#listener = listener;
    this.#signal = signal;
    this.#files = new EditedFiles(() => deps.filesOf(request.root));
    this.#verifier = new EditVerifier(deps, request.root);
  }

  async run(): Promise<EditEnd> {
    try {
      return await this.#run();
    } finally {
      await this.#verifier.dispose();
    }
  }

  async #run(): Promise<EditEnd> {
    const { path, instruction } = this.#request;
    if (instruction.trim() === "") return refused("No instruction was given");
    if (!this.#deps.models.isSetUp("chat")) return refused(noChatModel);
    this.#listener.onStep("reading");
    const isAllowed = await this.#deps.maySend({ path: this.#absolute(path), isLibrary: false });
    if (!isAllowed) return refused("This file may not be sent to a model");
    const text = await this.#files.read(path, this.#signal);
    if (text === undefined) return refused(`${path} cannot be read as text`);
    this.#messages.push(
      { role: "system", pieces: [{ text: this.#deps.rules ? `${editRules}\n\n${aboutRules}` : editRules }] },
      { role: "user", pieces: [...(await this.#rulesOf([path])), ...(await this.#firstPieces(text))] },
    );
    for (let answers = 1; ; answers++) {
      const end = await this.#ask();
      if (end.kind !== "answered") return notAnswered(end);
      const faults = await this.#take(end.text);
      const isLast = answers >= MOST_ANSWERS;
      if (faults.length > 0) {
        if (isLast) return refused(`The model's edits have no place in the files: ${plain(faults)}`);
        this.#tell(end.text, [
          { text: "These edits were refused; write them again, the others are taken:\n" },
          ...faults,
        ]);
        continue;
      }
      if (this.#files.changes().length === 0) return refused("The model changed nothing");
      const judged = await this.#judge(isLast);
      if ("patch" in judged) return { kind: "proposed", patch: judged.patch };
      this.#tell(end.text, judged.ask);
    }
  }

  /** What the edits so far come to: a patch, or what the model is to look at once more. */
  async #judge(
    isLast: boolean,
  ): Promise<{ readonly patch: ProposedPatch } | { readonly ask: readonly ChatPiece[] }> {
    this.#listener.onStep("checking");
    const checked = await this.#verifier.check(this.#files.changes(), this.#signal);
    if (checked.problems.length > 0 && !isLast)
      return {
        ask: [
          {
            text: "The files as they are now, after your edits, have problems. Mend them with further edits:\n",
          },
          ...checked.problems.map(({ path, text }) => ({
            text: `- ${text}\n`,
            sources: this.#sourceOf(path),
          })),
          ...this.#texts(),
        ],
      };
    this.#listener.onStep("callers");
    const places = isLast ? [] : await this.#touched();
    if (places.length > 0)
      return {
        ask: [
          {
            text: "Other places use what you changed. Edit those that no longer fit, or answer without edits if all fit:\n",
          },
          ...places,
        ],
      };
    const diagnosed = await this.#diagnose();
    const appeared = diagnosed?.appeared ?? [];
    if (appeared.length > 0 && !isLast && !this.#hasToldFindings) {
      this.#hasToldFindings = true;
      return {
        ask: [
          {
            text: "The project's checkers find new problems with your edits. Mend them with further edits, without telling the checkers to be silent, or answer without edits where the instruction asks for them:\n",
          },
          ...appeared.map(({ path, text }) => ({ text: `- ${text}\n`, sources: this.#sourceOf(path) })),
          ...this.#texts(),
        ],
      };
    }
    const tested = await this.#test();
    if (tested && tested.broken.length > 0 && !isLast)
      return {
        ask: [
          {
            text: "Tests fail with your edits. Mend the code, or the tests where they ask for what the instruction changes:\n",
          },
          ...tested.broken.map((outcome) => ({
            text: brokenText(outcome),
            sources: this.#sourcesOfChanges(),
          })),
          ...this.#texts(),
        ],
      };
    return { patch: this.#patch({ checked, diagnosed, tested }) };
  }

  #tell(answer: string, pieces: readonly ChatPiece[]): void {
    this.#messages.push({ role: "assistant", pieces: [{ text: answer }] }, { role: "user", pieces });
  }

  async #ask(): Promise<ChatEnd> {
    this.#listener.onStep("asking");
    let said = "";
    const files = this.#files.now;
    return this.#deps.models.ask(
      { task: "chat", messages: [...this.#messages] },
      {
        onText: (piece) => {
          said += piece;
          this.#listener.onText?.(said, files);
        },
      },
      this.#signal,
    );
  }

  async #firstPieces(text: string): Promise<readonly ChatPiece[]> {
    const { path, range, instruction } = this.#request;
    const lines = text.split(/\r?\n/);
    const selected = range ? lines.slice(range.line - 1, range.endLine).join("\n") : "";
    const languageId = languageIdOf(path) ?? "plaintext";
    const docs = await findApisForText(
      this.#deps,
      {
        code: { path: this.#absolute(path), languageId, text, range: offsetsOf(text, range) },
        question: instruction,
        maxTokens: DOCS_TOKENS,
      },
      this.#signal,
    ).catch((): readonly ChatPiece[] => []);
    this.#signal.throwIfAborted();
    return [
      ...fileData(path, this.#absolute(path), text),
      ...docs.map((piece) => ({ ...piece, text: `${piece.title ?? ""}\n${piece.text}\n\n` })),
      { text: instructionText(instruction, path, range, selected), sources: this.#sourceOf(path) },
    ];
  }

  /** Takes the edits of an answer into the files as they are now. @returns why some were refused */
  async #take(answer: string): Promise<readonly ChatPiece[]> {
    const blocks = parseAnswer(answer, this.#files.now);
    const named = new Set(
      blocks.flatMap(({ path, edit }) => [path ?? [], edit.kind === "rename" ? edit.to : []].flat()),
    );
    // All fits as it is: an answer to what was shown may hold no edit.
    if (named.size === 0 && this.#files.changes().length > 0) return [];
    for (const path of named) if (pathFault(path) === undefined) await this.#files.read(path, this.#signal);
    const applied = applyAnswer(this.#files.now, answer);
    const clashes = this.#files.take(applied.changes);
    const faults = [...applied.refused, ...clashes];
    if (faults.length === 0) this.#explanation ||= explanationOf(answer);
    return faults.map(({ path, reason }) => ({
      text: `- ${path === undefined ? "" : `${path}: `}${reason}\n`,
      ...(path === undefined ? {} : { sources: this.#sourceOf(path) }),
    }));
  }

  /** Places that may no longer fit, each shown once, with their files. */
  async #touched(): Promise<readonly ChatPiece[]> {
    const { root, path: own } = this.#request;
    const all = await touchedPlaces(this.#deps.engine, root, this.#files.changes(), this.#signal);
    const fresh = all.filter(({ path, line, text, reason }) => {
      const key = `${path}:${line}:${text}:${reason}`;
      return !this.#shownPlaces.has(key) && this.#shownPlaces.add(key);
    });
    const texts: ChatPiece[] = [];
    for (const path of new Set(fresh.map((place) => place.path))) {
      const text = path === own ? undefined : await this.#files.read(path, this.#signal);
      if (text !== undefined) texts.push(...fileData(path, this.#absolute(path), text));
    }
    const lines = fresh.map(({ path, line, text, reason }) => ({
      text: `- ${path}:${line + 1} ${text} (${reason})\n`,
      sources: this.#sourceOf(path),
    }));
    return [...lines, ...(await this.#rulesOf(fresh.map(({ path }) => path))), ...texts];
  }

  /** Rules of the project for files, each told once. @param paths from the root */
  async #rulesOf(paths: readonly string[]): Promise<readonly ChatPiece[]> {
    if (paths.length === 0) return [];
    const short = (path: string) => this.#below(path);
    const all = (await this.#deps.rules?.(paths.map((path) => this.#absolute(path)))) ?? [];
    const fresh = all.filter(({ path }) => !this.#rules.has(short(path)));
    for (const { path } of fresh) this.#rules.add(short(path));
    return rulePieces(fresh, short);
  }

  async #diagnose(): Promise<VerifiedEdit["diagnosed"]> {
    if (this.#verifier.hasCheckers) this.#listener.onStep("diagnosing");
    return this.#verifier.diagnose(this.#files.changes(), this.#signal);
  }

  async #test(): Promise<VerifiedEdit["tested"]> {
    if (this.#verifier.hasTests) this.#listener.onStep("testing");
    return this.#verifier.test(this.#files.changes(), this.#signal);
  }

  #texts(): readonly ChatPiece[] {
    return this.#files
      .changes()
      .flatMap((change) =>
        change.kind === "deleted" ? [] : fileData(change.path, this.#absolute(change.path), change.after),
      );
  }

  #patch(verified: VerifiedEdit): ProposedPatch {
    const { root, instruction } = this.#request;
    const changes = this.#files.changes();
    const count = this.#shownPlaces.size;
    const places: readonly PatchFact[] =
      count === 0
        ? []
        : [
            {
              kind: "good",
              text: `${countOf(count, "place")} that ${count === 1 ? "uses" : "use"} what it changes ${count === 1 ? "was" : "were"} gone through`,
            },
          ];
    const ruleFacts: readonly PatchFact[] =
      this.#rules.size === 0
        ? []
        : [{ kind: "open", text: "The model was given rules of the project", details: [...this.#rules] }];
    const { evidence, ...heading } = evidenceOf(verified, changes, places);
    return {
      title: instruction.replace(/\s+/g, " ").trim().slice(0, 80),
      root,
      changes,
      verdict: undefined,
      evidence: [...evidence, ...ruleFacts],
      ...heading,
      ...(this.#explanation === "" ? {} : { explanation: this.#explanation }),
    };
  }

  #absolute(path: string): string {
    return `${this.#request.root.replace(/\/$/, "")}/${path}`;
  }

  #below(path: string): string {
    const base = this.#absolute("");
    return path.startsWith(base) ? path.slice(base.length) : path;
  }

  #sourceOf(path: string) {
    return [{ path: this.#absolute(path), isLibrary: false }];
  }

  #sourcesOfChanges() {
    return this.#files.changes().flatMap(({ path }) => this.#sourceOf(path));
  }
}

/** What is said before the first edit. */
const explanationOf = (answer: string): string =>
  answer
    .split(/(?:^|\n)(?:[^\n]*\n<{5,}|\*{3} (?:Begin|Update|Add|Delete)\b|```|diff --git |--- )/)[0]!
    .trim()
    .slice(0, 2_000);

const refused = (reason: string): EditEnd => ({ kind: "refused", reason });

const plain = (pieces: readonly ChatPiece[]): string =>
  pieces
    .map(({ text }) => text.trim())
    .join("; ")
    .slice(0, 500);

function notAnswered(end: Exclude<ChatEnd, { readonly kind: "answered" }>): EditEnd {
  switch (end.kind) {
    case "stopped":
      return { kind: "stopped" };
    case "failed":
      return refused(`${end.fault.message}. ${end.fault.nextStep}`);
    case "unset":
      return refused(noChatModel);
    case "untrusted":
      return refused("No model is asked in an untrusted workspace");
    case "withheld":
      return refused("This file may not be sent to a model");
  }
}

function offsetsOf(text: string, range: EditRequest["range"]) {
  if (range === undefined) return undefined;
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return { start: starts[range.line - 1] ?? 0, end: starts[range.endLine] ?? text.length };
}
