/**
 * Code changed as a person instructs: a model writes edits, these are located, what they make of the files is checked, callers of
 * changed signatures are brought along, and the whole is one patch that a person reviews.
 */
import { symbolChanges } from "../../core/changes/signatures.ts";
import { editRules, fileData, instructionText } from "../../core/chat/agent/editPrompt.ts";
import { applyAnswer } from "../../core/patch/applyAnswer.ts";
import type { FileChange, FileTexts } from "../../core/patch/fileTexts.ts";
import { parseAnswer } from "../../core/patch/parse/parseAnswer.ts";
import { pathFault } from "../../core/patch/pathGuard.ts";
import { protectionOfChange, protectionTexts } from "../../core/patch/protectedPaths.ts";
import type { ChatMessage, ChatPiece } from "../../core/prompt/conversation.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { ChatEnd, ChatModels } from "../../ports/chatModel.ts";
import type { Engine } from "../../ports/engine.ts";
import type { PatchFact, ProposedPatch } from "../../ports/patchReview.ts";
import type { UserFiles } from "../../ports/userFiles.ts";
import { type ApisForTextDeps, findApisForText } from "../apiDocs/apisForText.ts";

export interface EditDeps {
  readonly models: ChatModels;
  readonly engine: ApisForTextDeps["engine"] & Pick<Engine, "checkParse" | "checkApis" | "findReferences">;
  /** By absolute root. */
  readonly filesOf: (root: string) => Promise<Pick<UserFiles, "read">>;
  readonly maySend: ApisForTextDeps["maySend"];
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

export interface EditListener {
  /** What is being done, for a person. */
  readonly onStep: (step: "reading" | "asking" | "checking" | "callers") => void;
  /** All that the model has said in this step. */
  readonly onText?: (text: string) => void;
}

export type EditEnd =
  | { readonly kind: "proposed"; readonly patch: ProposedPatch }
  /** `reason`: a sentence for a person. */
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "stopped" };

/** A model that does not mend its edits in so many answers will not. */
const MOST_ANSWERS = 4;
const MOST_FILES = 40;
const MOST_CALLERS = 60;
/** Below it a use most likely means another thing of that name. */
const LEAST_SURE = 0.4;
const DOCS_TOKENS = 800;

export async function editAsInstructed(
  deps: EditDeps,
  request: EditRequest,
  listener: EditListener,
  signal: AbortSignal,
): Promise<EditEnd> {
  return new InstructedEdit(deps, request, listener, signal).run();
}

interface Checked {
  /** What the model is told to mend. */
  readonly problems: readonly ChatPiece[];
  readonly facts: readonly PatchFact[];
}

class InstructedEdit {
  readonly #deps: EditDeps;
  readonly #request: EditRequest;
  readonly #listener: EditListener;
  readonly #signal: AbortSignal;
  /** Texts of before, of all files that were read. */
  readonly #before = new Map<string, string>();
  #now: FileTexts = new Map();
  readonly #messages: ChatMessage[] = [];
  #explanation = "";
  /** Callers that the model was shown, by place. */
  readonly #shownCallers = new Set<string>();

  constructor(deps: EditDeps, request: EditRequest, listener: EditListener, signal: AbortSignal) {
    this.#deps = deps;
    this.#request = request;
    this.#listener = listener;
    this.#signal = signal;
  }

  async run(): Promise<EditEnd> {
    const { path, instruction } = this.#request;
    if (instruction.trim() === "") return refused("No instruction was given");
    this.#listener.onStep("reading");
    const isAllowed = await this.#deps.maySend({ path: this.#absolute(path), isLibrary: false });
    if (!isAllowed) return refused("This file may not be sent to a model");
    const text = await this.#read(path);
    if (text === undefined) return refused(`${path} cannot be read as text`);
    this.#now = new Map(this.#before);
    this.#messages.push(
      { role: "system", pieces: [{ text: editRules }] },
      { role: "user", pieces: await this.#firstPieces(text) },
    );
    let checked: Checked = { problems: [], facts: [] };
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
      if (this.#changes().length === 0) return refused("The model changed nothing");
      this.#listener.onStep("checking");
      checked = await this.#check();
      if (checked.problems.length > 0 && !isLast) {
        this.#tell(end.text, [
          {
            text: "The files as they are now, after your edits, have problems. Mend them with further edits:\n",
          },
          ...checked.problems,
          ...this.#texts(),
        ]);
        continue;
      }
      this.#listener.onStep("callers");
      const callers = await this.#callers();
      if (callers.length === 0 || isLast) break;
      this.#tell(end.text, [
        {
          text: "Signatures were changed. These places call them; edit those that no longer fit, or answer without edits if all fit:\n",
        },
        ...callers,
      ]);
    }
    return { kind: "proposed", patch: this.#patch(checked.facts) };
  }

  #tell(answer: string, pieces: readonly ChatPiece[]): void {
    this.#messages.push({ role: "assistant", pieces: [{ text: answer }] }, { role: "user", pieces });
  }

  async #ask(): Promise<ChatEnd> {
    this.#listener.onStep("asking");
    let said = "";
    return this.#deps.models.ask(
      { task: "chat", messages: [...this.#messages] },
      {
        onText: (piece) => {
          said += piece;
          this.#listener.onText?.(said);
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
    const named = new Set(parseAnswer(answer, this.#now).flatMap(({ path }) => path ?? []));
    // All fits as it is: an answer to what callers were shown may hold no edit.
    if (named.size === 0 && this.#changes().length > 0) return [];
    for (const path of named)
      if (this.#before.size < MOST_FILES && pathFault(path) === undefined) await this.#read(path);
    const applied = applyAnswer(new Map([...this.#before, ...this.#now]), answer);
    const gone = applied.changes.filter(({ kind }) => kind === "deleted" || kind === "renamed");
    if (gone.length > 0)
      return gone.map(({ path }) => ({ text: `- ${path}: files are not deleted or renamed by an edit\n` }));
    this.#now = applied.files;
    if (applied.refused.length === 0) this.#explanation ||= explanationOf(answer);
    return applied.refused.map(({ path, reason }) => ({
      text: `- ${path === undefined ? "" : `${path}: `}${reason}\n`,
      ...(path === undefined ? {} : { sources: this.#sourceOf(path) }),
    }));
  }

  #changes(): readonly FileChange[] {
    return [...this.#now].flatMap(([path, after]): FileChange[] => {
      const before = this.#before.get(path);
      if (before === undefined) return [{ kind: "created", path, after }];
      return before === after ? [] : [{ kind: "changed", path, before, after }];
    });
  }

  /** Syntax in place, and names that the installed libraries lack. */
  async #check(): Promise<Checked> {
    const { engine } = this.#deps;
    const problems: ChatPiece[] = [];
    const broken: string[] = [];
    const missing: string[] = [];
    let parsed = 0;
    for (const change of this.#changes()) {
      if (change.kind !== "changed" && change.kind !== "created") continue;
      const { path, after } = change;
      const languageId = languageIdOf(path);
      if (languageId === undefined) continue;
      const before = change.kind === "changed" ? change.before : "";
      const absolute = this.#absolute(path);
      const { start, end, insert } = difference(before, after);
      const verdict = await engine
        .checkParse(
          { path: absolute, languageId, text: before, replace: { start, end }, insert },
          this.#signal,
        )
        .catch(() => "unknown" as const);
      if (verdict === "breaks") {
        broken.push(path);
        problems.push({ text: `- ${path} no longer parses\n`, sources: this.#sourceOf(path) });
      } else if (verdict === "parses") parsed++;
      const { findings } = await engine
        .checkApis({ path: absolute, languageId, text: after }, this.#signal)
        .catch(() => ({ findings: [] }));
      const old = new Set(
        change.kind === "changed" ? await this.#missingBefore(absolute, languageId, before) : [],
      );
      for (const { name, line, reason, message } of findings) {
        if (reason !== "missing" || old.has(name)) continue;
        missing.push(`${path}:${line + 1} ${message}`);
        problems.push({ text: `- ${path}:${line + 1} ${message}\n`, sources: this.#sourceOf(path) });
      }
    }
    this.#signal.throwIfAborted();
    return { problems, facts: factsOf(parsed, broken, missing) };
  }

  async #missingBefore(path: string, languageId: string, text: string): Promise<readonly string[]> {
    const { findings } = await this.#deps.engine
      .checkApis({ path, languageId, text }, this.#signal)
      .catch(() => ({ findings: [] }));
    return findings.filter(({ reason }) => reason === "missing").map(({ name }) => name);
  }

  /** Places that call what has another signature now, each shown once, with their files. */
  async #callers(): Promise<readonly ChatPiece[]> {
    const { engine } = this.#deps;
    const places: ChatPiece[] = [];
    const paths = new Set<string>();
    for (const change of this.#changes()) {
      const languageId = languageIdOf(change.path);
      if (change.kind !== "changed" || languageId === undefined) continue;
      for (const { before, after, reason } of symbolChanges(languageId, change.before, change.after)
        .signatures) {
        const path = this.#absolute(change.path);
        const uses = await engine
          .findReferences(
            { name: after.symbol.name, path, line: before.symbol.startLine, limit: MOST_CALLERS },
            this.#signal,
          )
          .catch(() => []);
        for (const use of uses) {
          const short = this.#relative(use.path);
          const isCall = use.role === "call" && use.score >= LEAST_SURE;
          if (!isCall || short === undefined || this.#shownCallers.has(`${short}:${use.line}:${use.text}`))
            continue;
          this.#shownCallers.add(`${short}:${use.line}:${use.text}`);
          paths.add(short);
          places.push({
            text: `- ${short}:${use.line + 1} ${use.text} (${reason})\n`,
            sources: this.#sourceOf(short),
          });
        }
      }
    }
    this.#signal.throwIfAborted();
    const texts: ChatPiece[] = [];
    for (const path of [...paths].slice(0, MOST_FILES)) {
      const text = this.#now.get(path) ?? (await this.#read(path));
      if (text !== undefined && path !== this.#request.path)
        texts.push(...fileData(path, this.#absolute(path), text));
    }
    return places.length === 0 ? [] : [...places, ...texts];
  }

  #texts(): readonly ChatPiece[] {
    return [...this.#now].flatMap(([path, text]) =>
      text === this.#before.get(path) ? [] : fileData(path, this.#absolute(path), text),
    );
  }

  #patch(facts: readonly PatchFact[]): ProposedPatch {
    const { root, instruction } = this.#request;
    const changes = this.#changes();
    const guarded = changes.flatMap((change) => {
      const protection = protectionOfChange(change);
      return protection === undefined ? [] : [`${change.path}: ${protectionTexts[protection]}`];
    });
    const callers: readonly PatchFact[] =
      this.#shownCallers.size === 0
        ? []
        : [
            {
              kind: "good",
              text: `${this.#shownCallers.size} places that call changed signatures were gone through`,
            },
          ];
    const protectedFact: readonly PatchFact[] =
      guarded.length === 0 ? [] : [{ kind: "bad", text: "It changes protected files", details: guarded }];
    return {
      title: instruction.replace(/\s+/g, " ").trim().slice(0, 80),
      root,
      changes,
      verdict: undefined,
      evidence: [...facts, ...callers, ...protectedFact, { kind: "open", text: "No test was run for it" }],
      ...(this.#explanation === "" ? {} : { explanation: this.#explanation }),
    };
  }

  async #read(path: string): Promise<string | undefined> {
    const known = this.#before.get(path);
    if (known !== undefined) return known;
    const files = await this.#deps.filesOf(this.#request.root);
    const found = await files.read(path);
    this.#signal.throwIfAborted();
    if (found.kind !== "text") return undefined;
    this.#before.set(path, found.text);
    return found.text;
  }

  #absolute(path: string): string {
    return `${this.#request.root.replace(/\/$/, "")}/${path}`;
  }

  #relative(path: string): string | undefined {
    const base = `${this.#request.root.replace(/\/$/, "")}/`;
    return path.startsWith(base) ? path.slice(base.length) : undefined;
  }

  #sourceOf(path: string) {
    return [{ path: this.#absolute(path), isLibrary: false }];
  }
}

/** What is said before the first edit. */
const explanationOf = (answer: string): string =>
  answer
    .split(/\n[^\n]*\n<{5,}/)[0]!
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
      return refused("No model is set up for chat: run Touchstone: Set Up Model");
    case "untrusted":
      return refused("No model is asked in an untrusted workspace");
    case "withheld":
      return refused("This file may not be sent to a model");
  }
}

function factsOf(
  parsed: number,
  broken: readonly string[],
  missing: readonly string[],
): readonly PatchFact[] {
  return [
    ...(parsed > 0 && broken.length === 0 ? [{ kind: "good" as const, text: "What is changed parses" }] : []),
    ...(broken.length > 0 ? [{ kind: "bad" as const, text: "It does not parse", details: broken }] : []),
    ...(missing.length > 0
      ? [{ kind: "bad" as const, text: "It names what installed libraries lack", details: missing }]
      : []),
  ];
}

/** What of a text is another in the other one. */
function difference(before: string, after: string) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (
    tail < before.length - start &&
    tail < after.length - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  return { start, end: before.length - tail, insert: after.slice(start, after.length - tail) };
}

function offsetsOf(text: string, range: EditRequest["range"]) {
  if (range === undefined) return undefined;
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return { start: starts[range.line - 1] ?? 0, end: starts[range.endLine] ?? text.length };
}
