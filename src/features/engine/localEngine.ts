/** The engine as it lives in its thread: the index, the built-in completion engine, the parser. */
import { BuiltinEngine } from "../../core/completion/builtin/builtinEngine.ts";
import type { Ranker } from "../../core/completion/builtin/ranker.ts";
import { inWholeText, requestWindow } from "../../core/completion/requestWindow.ts";
import type { IndexStatus } from "../../core/repo/indexStatus.ts";
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import type { SymbolOrder } from "../../core/retrieval/rank/symbolOrder.ts";
import { RecentEdits } from "../../core/text/recentEdits.ts";
import { applyTextEdits, type TextEdit } from "../../core/text/textEdit.ts";
import type { BulkReader } from "../../ports/bulkReader.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Files, Yielder } from "../../ports/files.ts";
import type { FlightRecord, FlightRecorder } from "../../ports/flightRecorder.ts";
import type { History } from "../../ports/history.ts";
import type { OpenIndexStore } from "../../ports/indexStore.ts";
import type { Inflate } from "../../ports/inflate.ts";
import type { LibraryPlaces } from "../../ports/libraryPlaces.ts";
import type { Log } from "../../ports/log.ts";
import type { NameLists } from "../../ports/nameLists.ts";
import type { PackageFiles } from "../../ports/packageFiles.ts";
import type { Parser } from "../../ports/parser.ts";
import type { Power } from "../../ports/power.ts";
import type { SyntaxReader } from "../../ports/syntaxReader.ts";
import type { Trees } from "../../ports/trees.ts";
import type { CursorQuery } from "../../ports/verification.ts";
import { IdleLibraries, type LibraryProgress } from "../apiDocs/idleLibraries.ts";
import { LocalApiDocs } from "../apiDocs/localApiDocs.ts";
import type { EvidenceDeps } from "../chat/evidence.ts";
import { pictureFor } from "../chat/picture.ts";
import { readLines } from "../chat/readLines.ts";
import { answerFromIndex } from "../chat/repoAnswerer.ts";
import { docReader } from "../docWriting/docReader.ts";
import { RepoIndexer } from "../indexing/repoIndexer.ts";
import { SnippetFinder } from "../indexing/snippetFinder.ts";
import { EditHistory } from "../nextEdit/editHistory.ts";
import { flowReader } from "../repair/flowReader.ts";
import { problemProposer } from "../repair/problemProposer.ts";
import { repairProposer } from "../repair/repairProposer.ts";
import { schemaBuilder } from "../repair/schemaBuilder.ts";
import { ContextFinder } from "../search/contextFinder.ts";
import { IdleReading } from "../search/idleReading.ts";
import { LocalQueries } from "../search/localQueries.ts";
import { PastFollower } from "../search/pastFollower.ts";
import { SourceTexts } from "../search/sourceTexts.ts";
import { TestFinder } from "../testing/testFinder.ts";
import { subjectReader } from "../testWriting/subjectReader.ts";
import { ApiUseChecker } from "../verification/apiUseChecker.ts";
import { LocalVerifier } from "../verification/localVerifier.ts";
import { RepoWorlds } from "../verification/repoWorlds.ts";
import { GuardedRepoIndex, guardedSink } from "./guardedIndex.ts";
import { TextGuard } from "./textGuard.ts";

export interface LocalEngineDeps {
  readonly files: Files;
  /** How libraries are read; without it nothing is known of them. */
  readonly packageFiles?: PackageFiles | undefined;
  readonly yielder: Yielder;
  readonly parser: Parser;
  /** Orders what the completion engine finds. */
  readonly ranker: Ranker;
  /** What was learned of how symbols fit a question; without it they are ranked by words alone. */
  readonly symbolOrder?: SymbolOrder | undefined;
  /** Without it references and neighbours are told from words alone. */
  readonly reader?: SyntaxReader | undefined;
  /** Whole trees, for the check of suggestions; without it their names are not judged. */
  readonly trees?: Trees | undefined;
  /** What libraries call things; without it a name that is nowhere in the repository counts as invented. */
  readonly nameLists?: NameLists | undefined;
  /** Reads in idle time; without it files are read when they are asked for. */
  readonly bulk?: BulkReader | undefined;
  readonly recorder: FlightRecorder;
  /** What earlier threads ended on. */
  readonly quarantined: readonly FlightRecord[];
  readonly log: Log;
  /** Opens the index on disk; without it everything stays in memory. */
  readonly openStore?: OpenIndexStore;
  readonly power?: Power;
  /** Where package managers keep what they load for all workspaces. */
  readonly places?: LibraryPlaces;
  /** Unpacks archives of libraries. */
  readonly inflate?: Inflate;
  /** Reads the past of repositories; without it, nothing is known of it. */
  readonly history?: History;
}

/** Verdicts alone. */
const withoutTrees = (parser: Parser): Trees => ({
  place: async (check) => ({ verdict: await parser.checkParse(check), tree: undefined }),
  blockFit: async () => undefined,
  tree: async () => undefined,
});

/** Members that the built-in engine may name. */
const NEXT_WORDS = 30;

const withoutSyntax: SyntaxReader = { read: async () => undefined };

interface ParsedDocument {
  readonly languageId: string;
  /** Whether the parser has the text. */
  readonly isParsed: boolean;
}

/** A disk whose links lead nowhere. */
const withoutLinks = (files: Files): PackageFiles => ({
  list: (directory) => files.list(directory),
  stat: (path) => files.stat(path),
  read: (path, maxBytes) => files.read(path, maxBytes),
  readInto: (...args) => files.readInto(...args),
  realPath: async (path) => ((await files.stat(path)) ? path : undefined),
});

export class LocalEngine implements Engine {
  readonly #parser: Parser;
  readonly #trees: Trees;
  readonly #guard: TextGuard;
  readonly #builtin: BuiltinEngine;
  readonly #index: RepoIndex;
  readonly #indexer: RepoIndexer;
  readonly #snippets: SnippetFinder;
  readonly #context: ContextFinder;
  readonly #recent = new RecentEdits();
  readonly #queries: LocalQueries;
  readonly #verifier: LocalVerifier;
  readonly #apiDocs: LocalApiDocs;
  readonly #apiUses: ApiUseChecker;
  readonly #proposeRepairs: Engine["proposeRepairs"];
  readonly #docs: Pick<Engine, "readDocs">;
  readonly #proposeProblemEdits: Engine["proposeProblemEdits"];
  readonly #subjects: Pick<Engine, "testSubject" | "testsIn">;
  readonly #buildSchema: Engine["buildSchema"];
  readonly #dataFlows: Engine["dataFlows"];
  readonly #tests: TestFinder;
  readonly #past: PastFollower | undefined;
  readonly #idle: IdleReading | undefined;
  readonly #idleLibraries: IdleLibraries;
  readonly #documents = new Map<string, ParsedDocument>();
  readonly #edits = new EditHistory();
  readonly #listeners = new Set<(status: IndexStatus) => void>();

  constructor(deps: LocalEngineDeps) {
    const { files, yielder, parser, recorder, quarantined, log } = deps;
    this.#parser = parser;
    this.#trees = deps.trees ?? withoutTrees(parser);
    this.#builtin = new BuiltinEngine(deps.ranker);
    this.#guard = new TextGuard(recorder, quarantined);
    this.#index = new GuardedRepoIndex(this.#guard);
    this.#indexer = new RepoIndexer({
      files,
      yielder,
      log,
      index: this.#index,
      sink: guardedSink(this.#builtin, this.#guard),
      openStore: deps.openStore,
      power: deps.power,
      onStatus: (status) => {
        if (status.phase === "ready") this.#past?.refresh();
        if (status.phase === "ready") this.#idle?.wake();
        if (status.phase === "ready") this.#idleLibraries.wake();
        this.#tell(status);
      },
    });
    this.#snippets = new SnippetFinder({ files, index: this.#index, indexer: this.#indexer });
    this.#queries = new LocalQueries({
      files,
      yielder,
      reader: deps.reader ?? withoutSyntax,
      index: this.#index,
      indexer: this.#indexer,
      guard: this.#guard,
      commits: () => this.#past?.commits ?? 0,
      symbolOrder: deps.symbolOrder,
    });
    this.#apiDocs = new LocalApiDocs({
      ...deps,
      files: deps.packageFiles ?? withoutLinks(files),
      workspace: {
        filesNaming: (name, most) => this.#queries.filesNaming(name, most),
        importsOf: (path) => this.#index.importsOf(path).map(({ module }) => module),
        definesName: (name) => this.#index.definitionsOf(name).length > 0,
        languageIdOf: (path) => this.#index.languageIdOf(path),
        text: (path) => this.#queries.sourceText(path),
      },
    });
    const checking = {
      files,
      yielder,
      index: this.#index,
      indexer: this.#indexer,
      guard: this.#guard,
      trees: this.#trees,
      lists: deps.nameLists ?? { read: async () => new Set() },
      libraries: () => this.#apiDocs.libraries(),
    };
    const worlds = new RepoWorlds(checking);
    this.#proposeRepairs = repairProposer(this.#trees);
    this.#subjects = subjectReader(this.#trees);
    this.#docs = docReader(this.#trees);
    this.#buildSchema = schemaBuilder(this.#trees);
    this.#dataFlows = flowReader(this.#trees);
    this.#verifier = new LocalVerifier({
      ...checking,
      worlds,
      nextWords: (query) => this.#nextWords(query),
    });
    this.#proposeProblemEdits = problemProposer({
      index: this.#index,
      lists: checking.lists,
      importWays: (query, name, signal) => this.#queries.importWays(query, name, signal),
      readText: (path) => this.#queries.sourceText(path),
      members: (query, signal) => this.#verifier.members(query, signal),
      apis: this.#apiDocs,
    });
    this.#apiUses = new ApiUseChecker({ ...checking, worlds, texts: new SourceTexts(checking) });
    this.#idleLibraries = new IdleLibraries({
      installed: () => this.#apiDocs.readables(),
      take: (readable) => this.#apiDocs.take(readable),
      keep: (readable) => this.#apiDocs.keep(readable),
      imported: () => this.#openImports(),
      hasLanguage: (ids) => this.#indexer.status().languages.some(([id]) => ids.includes(id)),
      onProgress: (progress) => {
        if (this.#librariesRead === undefined && progress === undefined) return;
        this.#librariesRead = progress;
        this.#tell(this.#indexer.status());
      },
      yielder,
      power: deps.power,
      log,
    });
    this.#context = new ContextFinder({
      files,
      index: this.#index,
      yielder,
      snippets: this.#snippets,
      edits: this.#recent,
      outlineOf: (path) => this.#queries.plainOutline(path),
    });
    this.#tests = new TestFinder({
      files,
      yielder,
      trees: deps.trees ?? withoutTrees(parser),
      openText: (path) => this.#indexer.openText(path),
    });
    this.#past = deps.history && this.#followPast(deps, deps.history);
    const { bulk, power } = deps;
    const { facts } = this.#queries;
    const [index, indexer] = [this.#index, this.#indexer];
    this.#idle = bulk && new IdleReading({ bulk, facts, index, indexer, yielder, power });
    for (const { activity, path } of quarantined) {
      if (activity === "indexing") this.#indexer.quarantine(path);
    }
  }

  #librariesRead: LibraryProgress | undefined;

  #withLibraries(status: IndexStatus): IndexStatus {
    return this.#librariesRead === undefined ? status : { ...status, libraries: this.#librariesRead };
  }

  #tell(status: IndexStatus): void {
    for (const listener of this.#listeners) listener(this.#withLibraries(status));
  }

  /** Someone asks for something. */
  #interrupt(): void {
    this.#idle?.interrupt();
    this.#idleLibraries.interrupt();
  }

  /** Modules that open documents import, as written. */
  #openImports(): readonly string[] {
    return [...this.#documents.keys()].flatMap((path) =>
      this.#index.importsOf(path).map(({ module }) => module),
    );
  }

  configure: Engine["configure"] = async (config) => {
    this.#idle?.configure(config);
    this.#idleLibraries.configure(config);
    await this.#indexer.configure(config);
    this.#past?.configure(config);
    this.#tests.configure(config);
    this.#apiDocs.configure(config);
  };
  status: Engine["status"] = async () => this.#withLibraries(this.#indexer.status());
  /** What git tells is waited for as well: who waits wants the answers of the whole. */
  waitForIndex: Engine["waitForIndex"] = async (signal) => {
    const status = await this.#indexer.waitUntilIdle(signal);
    await this.#past?.settled();
    signal.throwIfAborted();
    return status;
  };
  rebuild: Engine["rebuild"] = async (signal) => {
    await this.#indexer.rebuild(signal);
    return this.#indexer.status();
  };
  cancelIndexing: Engine["cancelIndexing"] = async () => {
    this.#idleLibraries.cancel();
    this.#indexer.cancel();
  };
  reconcile: Engine["reconcile"] = () => this.#indexer.reconcile();
  onStatus: Engine["onStatus"] = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  openDocument: Engine["openDocument"] = (document) => {
    this.#interrupt();
    this.#indexer.openDocument(document);
    this.#documents.set(document.path, { languageId: document.languageId, isParsed: false });
    if (this.#indexer.status().phase === "ready") this.#idleLibraries.wake();
    this.#parse(document.path, document.text);
  };

  editDocument: Engine["editDocument"] = (path, edits) => {
    this.#interrupt();
    const before = this.#indexer.openText(path);
    if (before === undefined) return;
    const text = applyTextEdits(before, edits);
    this.#edits.edited(path, this.#documents.get(path)?.languageId ?? "", before, edits);
    this.#recent.note(path, before, text);
    this.#indexer.documentChanged(path, text);
    this.#parse(path, text, edits);
  };

  closeDocument: Engine["closeDocument"] = (path) => {
    this.#indexer.closeDocument(path);
    this.#documents.delete(path);
    this.#edits.closed(path);
    this.#parser.close(path);
  };

  filesChanged: Engine["filesChanged"] = (changes) => {
    this.#indexer.filesChanged(changes);
    if (this.#apiDocs.filesChanged(changes.map(({ path }) => path))) this.#idleLibraries.forget();
  };

  complete: Engine["complete"] = async (request, signal) => {
    signal.throwIfAborted();
    this.#interrupt();
    const window = requestWindow(request);
    const { path, prefix } = window.request;
    const complete = () => this.#builtin.complete(window.request);
    const found = this.#guard.run("completing", path, prefix, complete, []);
    return found.map((suggestion) => inWholeText(suggestion, window));
  };

  checkParse: Engine["checkParse"] = async (check, signal) => {
    signal.throwIfAborted();
    const { path, text } = check;
    return this.#guard.runAsync("parsing", path, text, () => this.#parser.checkParse(check), "unknown");
  };

  blockFit: Engine["blockFit"] = async (check, signal) => {
    signal.throwIfAborted();
    const { path, text } = check;
    return this.#guard.runAsync("parsing", path, text, () => this.#trees.blockFit(check), undefined);
  };

  verify: Engine["verify"] = (query, signal) => this.#verifier.verify(query, signal);
  members: Engine["members"] = (query, signal) => this.#verifier.members(query, signal);

  findSnippets: Engine["findSnippets"] = async (query, signal) => {
    signal.throwIfAborted();
    return this.#snippets.find(query, signal);
  };

  findContext: Engine["findContext"] = async (query, signal) => {
    signal.throwIfAborted();
    return this.#context.find(query, signal);
  };

  isIgnored: Engine["isIgnored"] = (path) => this.#indexer.isIgnored(path);

  search: Engine["search"] = (query, signal) => {
    this.#interrupt();
    return this.#queries.search(query, signal);
  };
  findSymbols: Engine["findSymbols"] = (query, signal) => this.#queries.findSymbols(query, signal);
  findReferences: Engine["findReferences"] = (query, signal) => {
    this.#interrupt();
    return this.#queries.findReferences(query, signal);
  };
  outline: Engine["outline"] = (path, signal) => this.#queries.outline(path, signal);
  graph: Engine["graph"] = (query, signal) => {
    this.#interrupt();
    return this.#queries.graph(query, signal);
  };
  repoMap: Engine["repoMap"] = (maxTokens, signal) => this.#queries.repoMap(maxTokens, signal);
  report: Engine["report"] = () => this.#queries.report();

  answer: Engine["answer"] = async (question, signal) => {
    signal.throwIfAborted();
    this.#interrupt();
    return answerFromIndex(this.#evidence(signal), question, signal);
  };

  picture: Engine["picture"] = async (question, signal) => {
    signal.throwIfAborted();
    this.#interrupt();
    return pictureFor(this.#evidence(signal), question, signal);
  };

  /** What answers are made of; of one index, whatever becomes of this one meanwhile. */
  #evidence(signal: AbortSignal): EvidenceDeps {
    const [queries, index] = [this.#queries, this.#index];
    return {
      queries,
      docs: this.#apiDocs,
      paths: () => index.paths(),
      shortPath: (path) => this.#indexer.shortPath(path),
      readText: (path) => queries.readText(path),
      languageIdOf: (path) => index.languageIdOf(path) ?? "",
      changesOf: async (path) => this.#past?.changesOf(path, signal),
      spreadOf: (term) => queries.spreadOf(term),
    };
  }

  readLines: Engine["readLines"] = async (query, signal) => {
    signal.throwIfAborted();
    const [queries, index] = [this.#queries, this.#index];
    const deps = {
      paths: () => index.paths(),
      shortPath: (path: string) => this.#indexer.shortPath(path),
      readText: (path: string) => queries.readText(path),
    };
    return readLines(deps, query);
  };

  importsFor: Engine["importsFor"] = async (query, signal) => {
    signal.throwIfAborted();
    this.#interrupt();
    return this.#queries.importsFor(query, signal);
  };

  nextEdits: Engine["nextEdits"] = async ({ path, limit }, signal) => {
    signal.throwIfAborted();
    const { current, previous } = this.#edits;
    if (current?.path !== path) return undefined;
    this.#interrupt();
    return this.#queries.nextEdits(current, previous, limit, signal);
  };

  dataFlows: Engine["dataFlows"] = (query, signal) => this.#dataFlows(query, signal);
  buildSchema: Engine["buildSchema"] = (query, signal) => this.#buildSchema(query, signal);
  proposeRepairs: Engine["proposeRepairs"] = (query, signal) => this.#proposeRepairs(query, signal);
  proposeProblemEdits: Engine["proposeProblemEdits"] = (query, signal) => {
    this.#interrupt();
    return this.#proposeProblemEdits(query, signal);
  };
  testSubject: Engine["testSubject"] = (query, signal) => this.#subjects.testSubject(query, signal);
  readDocs: Engine["readDocs"] = (query, signal) => this.#docs.readDocs(query, signal);
  testsIn: Engine["testsIn"] = (path, text, signal) => this.#subjects.testsIn(path, text, signal);
  findTests: Engine["findTests"] = (signal) => this.#tests.findTests(signal);
  checkApis: Engine["checkApis"] = (query, signal) => this.#apiUses.checkApis(query, signal);
  checkablePaths: Engine["checkablePaths"] = (signal) => this.#apiUses.checkablePaths(signal);

  apiPackages: Engine["apiPackages"] = (signal) => this.#apiDocs.apiPackages(signal);
  searchApis: Engine["searchApis"] = (query, signal) => this.#apiDocs.searchApis(query, signal);
  apisForDiagnostic: Engine["apisForDiagnostic"] = (query, signal) =>
    this.#apiDocs.apisForDiagnostic(query, signal);
  apiVersions: Engine["apiVersions"] = (query, signal) => this.#apiDocs.apiVersions(query, signal);
  compareApis: Engine["compareApis"] = (query, signal) => {
    this.#interrupt();
    return this.#apiDocs.compareApis(query, signal);
  };
  apisAt: Engine["apisAt"] = (query, signal) => this.#apiDocs.apisAt(query, signal);
  apisForPrompt: Engine["apisForPrompt"] = (query, signal) => this.#apiDocs.apisForPrompt(query, signal);
  apiNamed: Engine["apiNamed"] = (query, signal) => this.#apiDocs.apiNamed(query, signal);
  showApis: Engine["showApis"] = (query, signal) => this.#apiDocs.showApis(query, signal);

  unembedded: Engine["unembedded"] = (...args) => this.#queries.vectors.unembedded(...args);
  saveEmbeddings: Engine["saveEmbeddings"] = (...args) => this.#queries.vectors.saveEmbeddings(...args);

  /** The thread ends with all that is in it. */
  dispose: Engine["dispose"] = async () => {
    this.#idle?.dispose();
    this.#idleLibraries.dispose();
    this.#past?.dispose();
    this.#apiDocs.close();
    await this.#indexer.close();
  };

  #followPast({ files, yielder, log }: LocalEngineDeps, history: History): PastFollower {
    return new PastFollower({
      history,
      files,
      log,
      store: () => this.#indexer.store,
      setHistories: (histories, signal) => this.#queries.setHistories(histories, signal),
      now: () => yielder.now(),
    });
  }

  #nextWords(query: CursorQuery): readonly string[] {
    const { request } = requestWindow({ ...query, maxSuggestions: NEXT_WORDS });
    const typed = /[\w$]*$/.exec(request.prefix)![0];
    const rank = () => this.#builtin.members(request, NEXT_WORDS);
    const found = this.#guard.run("completing", request.path, request.prefix, rank, []);
    return found.map(({ name }) => name).filter((name) => name.length > typed.length);
  }

  /** A document whose text ended an earlier thread is not parsed until it is changed, and then as a whole. */
  #parse(path: string, text: string, edits?: readonly TextEdit[]): void {
    const document = this.#documents.get(path);
    if (!document) return;
    const { languageId, isParsed } = document;
    const parsed = this.#guard.run(
      "parsing",
      path,
      text,
      () => {
        if (edits && isParsed) this.#parser.edit(path, edits);
        else this.#parser.open(path, languageId, text);
        return true;
      },
      false,
    );
    if (!parsed) this.#parser.close(path);
    this.#documents.set(path, { languageId, isParsed: parsed });
  }
}
