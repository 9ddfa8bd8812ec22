/** One repository under an engine of its own, and what it says of truths and lies. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { languageIdOf } from "../../src/core/syntax/language.ts";
import { readNames } from "../../src/core/verify/languages.ts";
import type { Verification } from "../../src/core/verify/verification.ts";
import { LocalEngine } from "../../src/features/engine/localEngine.ts";
import { nodeFiles } from "../../src/node/files/nodeFiles.ts";
import { nodePackageFiles } from "../../src/node/files/packageFiles.ts";
import { threadYielder } from "../../src/node/files/threadYielder.ts";
import { fileNameLists } from "../../src/node/names/fileNameLists.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import { TreeSitterParser } from "../../src/node/treeSitter/treeSitterParser.ts";
import type { ApiCheck } from "../../src/ports/apiChecks.ts";
import { grammarFiles } from "../../test/support/grammarFiles.ts";
import { quietLog } from "../../test/support/indexerHarness.ts";
import { trainedRanker } from "../../test/support/trainedRanker.ts";
import type { Position } from "../completion/positions.ts";
import { countFaults, type Marked, markWords } from "./lies.ts";

/** Of one parse by the benchmark itself, ms: on a busy machine too it says what is there. */
const patientMs = 30_000;
const never = new AbortController().signal;
const namesFolder = resolve(import.meta.dirname, "../../media/names");

export interface Checked {
  readonly verification: Verification;
  /** Processor time, ms. */
  readonly cpuMs: number;
}

export class CheckedRepo {
  readonly #engine: LocalEngine;
  readonly #reader: TreeSitterReader;
  readonly #root: string;
  readonly #lines = new Map<string, readonly string[]>();

  private constructor(engine: LocalEngine, reader: TreeSitterReader, root: string) {
    this.#engine = engine;
    this.#reader = reader;
    this.#root = root;
  }

  /** Indexes a folder in memory. */
  static async open(directory: string): Promise<CheckedRepo> {
    const root = resolve(directory);
    const parser = new TreeSitterParser(grammarFiles, quietLog);
    const reader = new TreeSitterReader(grammarFiles, quietLog);
    const engine = new LocalEngine({
      files: nodeFiles,
      packageFiles: nodePackageFiles,
      yielder: threadYielder,
      ranker: trainedRanker,
      parser,
      reader,
      trees: { place: parser.place, blockFit: parser.blockFit, tree: reader.tree },
      nameLists: fileNameLists(namesFolder),
      recorder: { enter() {}, leave() {} },
      quarantined: [],
      log: quietLog,
    });
    await engine.configure({
      roots: [{ path: root, name: "repo" }],
      indexEnabled: true,
      exclude: [],
      maxFileBytes: 1 << 20,
      maxFiles: 100_000,
      feedsCompletion: false,
    });
    await engine.waitForIndex(never);
    return new CheckedRepo(engine, reader, root);
  }

  async check({ path, prefix, suffix }: Position, suggestion: string): Promise<Checked> {
    const absolute = join(this.#root, path);
    const languageId = languageIdOf(absolute) ?? "";
    const before = process.cpuUsage();
    const verification = await this.#engine.verify(
      { path: absolute, languageId, prefix, suffix, suggestion, maxMs: 3_000 },
      never,
    );
    const { user, system } = process.cpuUsage(before);
    return { verification, cpuMs: (user + system) / 1000 };
  }

  /** What a whole text takes libraries to have. */
  async checkApis(
    path: string,
    languageId: string,
    text: string,
  ): Promise<{ check: ApiCheck; cpuMs: number }> {
    const before = process.cpuUsage();
    const check = await this.#engine.checkApis({ path, languageId, text }, never);
    const { user, system } = process.cpuUsage(before);
    return { check, cpuMs: (user + system) / 1000 };
  }

  /** What the tree of the true text says of the continuation. */
  async mark(position: Position): Promise<Marked | undefined> {
    const { path, prefix, suffix, truth } = position;
    const languageId = languageIdOf(path) ?? "";
    const tree = await this.#reader.tree(languageId, prefix + truth + suffix, patientMs);
    return tree && markWords(tree, readNames(tree, path, languageId), position);
  }

  /** Texts of the functions, methods and types of a name that the repository defines. */
  async definitions(name: string): Promise<string[]> {
    const hits = await this.#engine.findSymbols({ name, match: "exact", limit: 200 }, never);
    return hits
      .filter((hit) => hit.name === name)
      .map(({ path, startLine, endLine }) =>
        this.#linesOf(path)
          .slice(startLine, endLine + 1)
          .join("\n"),
      );
  }

  #linesOf(path: string): readonly string[] {
    let lines = this.#lines.get(path);
    if (!lines) {
      lines = readFileSync(path, "utf8").split("\n");
      this.#lines.set(path, lines);
    }
    return lines;
  }

  /** Whether a text in the place of the truth leaves more that does not parse: by a parser of its own, from the start. */
  async isBroken({ path, prefix, suffix, truth }: Position, text: string): Promise<boolean> {
    const languageId = languageIdOf(path) ?? "";
    const whole = await this.#reader.tree(languageId, prefix + truth + suffix, patientMs);
    const other = await this.#reader.tree(languageId, prefix + text + suffix, patientMs);
    return whole !== undefined && other !== undefined && countFaults(other) > countFaults(whole);
  }

  async close(): Promise<void> {
    await this.#engine.dispose();
  }
}
