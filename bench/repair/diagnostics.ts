/**
 * Repair of what a checker says, without a model and without the tests: names misspelt where they are used or declared, members
 * misspelt, imports taken away or misspelt, drawn by hash in real sources. Right is the text as it was.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findLanguage, languageIdOf } from "../../src/core/syntax/language.ts";
import { lexicalFamilies } from "../../src/core/syntax/lexicalFamily.ts";
import { lex } from "../../src/core/syntax/outline/lexer.ts";
import { codes, type Tokens } from "../../src/core/syntax/outline/tokens.ts";
import { isKeyword } from "../../src/core/syntax/tokens/keywords.ts";
import type { FixerDeps } from "../../src/features/repair/fixer.ts";
import { fixProblem } from "../../src/features/repair/problemFix.ts";
import type { Engine } from "../../src/ports/engine.ts";
import { engineHere } from "../../test/headless/support/engineHere.ts";
import { probed, thisMachine } from "../../test/support/testing/machine.ts";
import { cpuMsOf } from "./cpuClock.ts";
import { hashOf } from "./javascriptFaults.ts";
import { quantile } from "./quantile.ts";
import { checkOut, filesBelow, type Repository } from "./repositories.ts";

const languages = ["typescript", "javascript", "python", "java"] as const;
type BenchLanguage = (typeof languages)[number];

interface DiagnosticRepository {
  readonly repository: string;
  readonly language: BenchLanguage;
  readonly sources: readonly string[];
  /** Who is asked, as an editor would name it. */
  readonly source: string;
  readonly packages: readonly string[];
}

const { repositories } = JSON.parse(
  readFileSync(new URL("../diagnosticRepositories.json", import.meta.url), "utf8"),
) as { readonly repositories: readonly DiagnosticRepository[] };

const kinds = ["use", "declaration", "member", "import", "export"] as const;
type FaultKind = (typeof kinds)[number];

interface Fault {
  readonly kind: FaultKind;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** 0-based: where it is told. */
  readonly line: number;
}

export interface DiagnosticsBench {
  readonly clones: string;
  readonly into: string;
  readonly perRepository: number;
  readonly budgetMs: number;
  readonly only: string | undefined;
  readonly details: boolean;
}

type Outcome = "equal" | "later" | "other" | "none";

interface Row {
  readonly repository: DiagnosticRepository;
  readonly kind: FaultKind;
  readonly outcome: Outcome;
  readonly tried: number;
  readonly cpuMs: number;
}

export async function benchDiagnostics(options: DiagnosticsBench): Promise<void> {
  const rows: Row[] = [];
  for (const repository of repositories) {
    if (options.only !== undefined && ![repository.repository, repository.language].includes(options.only))
      continue;
    const root = rootOf(options, repository);
    const engine = await engineHere(root);
    let kept = 0;
    let asked = 0;
    for (const fault of faultsOf(root, repository)) {
      if (kept >= options.perRepository || asked >= 4 * options.perRepository) break;
      asked++;
      const row = await tryFault(root, engine, repository, fault, options);
      if (!row) continue;
      kept++;
      rows.push(row);
    }
    summarize(
      repository.repository,
      rows.filter((row) => row.repository === repository),
    );
    await engine.dispose();
  }
  for (const language of languages)
    summarize(
      language,
      rows.filter(({ repository }) => repository.language === language),
    );
  for (const kind of kinds)
    summarize(
      kind,
      rows.filter((row) => row.kind === kind),
    );
  summarize("all", rows);
}

function rootOf({ clones, into }: DiagnosticsBench, repository: DiagnosticRepository): string {
  if (repository.repository !== "this project")
    return resolve(checkOut(clones, into, { ...repository, runner: "node" } as Repository));
  const root = resolve(into, "this-project");
  const own = fileURLToPath(new URL("../..", import.meta.url));
  mkdirSync(root, { recursive: true });
  const tar = execFileSync("git", ["archive", "HEAD", "src/core", "package.json"], {
    cwd: own,
    maxBuffer: 1 << 28,
  });
  execFileSync("tar", ["x", "-C", root], { input: tar });
  if (!existsSync(join(root, "node_modules")))
    symlinkSync(join(own, "node_modules"), join(root, "node_modules"));
  return root;
}

async function tryFault(
  root: string,
  engine: Engine,
  repository: DiagnosticRepository,
  fault: Fault,
  { budgetMs, details }: DiagnosticsBench,
): Promise<Row | undefined> {
  const path = `${root}/${fault.path}`;
  const put = async (text: string) => {
    writeFileSync(path, text);
    engine.filesChanged([{ kind: "changed", path }]);
    await engine.reconcile();
  };
  await put(fault.after);
  const began = cpuMsOf(process.pid);
  try {
    const { copies } = thisMachine({ temporaryFolder });
    const deps: FixerDeps = {
      engine: {
        findTests: async () => [{ root, projects: [], tests: [] }],
        proposeRepairs: engine.proposeRepairs,
        proposeProblemEdits: engine.proposeProblemEdits,
        buildSchema: engine.buildSchema,
        outline: engine.outline,
        verify: engine.verify,
        graph: engine.graph,
      },
      copies,
      isolation: async () => probed.isolation,
      programs: async () => "",
      now: () => performance.now(),
    };
    const problem = { path, line: fault.line, source: repository.source };
    const result = await fixProblem(
      deps,
      { problem, engine: "builtin", budgetMs, maxPatches: 3 },
      () => {},
      new AbortController().signal,
    );
    if (
      result.reason?.includes("finds nothing there") ||
      result.reason?.startsWith("Nothing is known to be wrong")
    )
      return undefined;
    const same = result.patches.map(
      ({ changes: [change] }) => change?.kind === "changed" && isSame(change.after, fault.before, fault.kind),
    );
    const outcome: Outcome = same[0]
      ? "equal"
      : same.includes(true)
        ? "later"
        : same.length > 0
          ? "other"
          : "none";
    const spent = cpuMsOf(process.pid) - began;
    console.log(
      `${repository.repository} ${fault.kind.padEnd(11)} ${outcome.toUpperCase().padEnd(6)} ${result.tried} tried ${(spent / 1000).toFixed(1)} s CPU ${fault.path}:${fault.line + 1}`,
    );
    if (details && outcome !== "equal")
      console.log(`${changedLine(fault)}\n${result.patches[0]?.diff ?? result.reason}`);
    return { repository, kind: fault.kind, outcome, tried: result.tried, cpuMs: spent };
  } finally {
    await put(fault.before);
  }
}

const temporaryFolder = mkdtempSync(join(tmpdir(), "touchstone-bench-"));

const changedLine = ({ before, after }: Fault): string => {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const at = old.findIndex((line, index) => line !== now[index]);
  return `  was: ${old[at]?.trim()}\n  is:  ${now[at]?.trim()}`;
};

/** An import may stand on another line, or in another order; nothing else may differ. */
function isSame(text: string, wanted: string, kind: FaultKind): boolean {
  if (text === wanted) return true;
  if (kind !== "import") return false;
  const parts = (whole: string) => {
    const lines = whole.split("\n");
    const isImport = (line: string) => /^\s*(?:import|from)\b/.test(line);
    const names =
      (whole.match(/^(?:import|from)\b[\s\S]*?(?:\n(?!\s|[)}])|$)/gm) ?? []).join(" ").match(/[\w$.@/-]+/g) ??
      [];
    const words = names.filter((word) => !/^(?:import|from|type)$/.test(word));
    return {
      code: lines.filter((line) => line.trim() !== "" && !isImport(line)).join("\n"),
      names: [...new Set(words)].sort().join(" "),
    };
  };
  const [own, other] = [parts(text), parts(wanted)];
  const code = (one: string) => one.replace(/^\s*[\w$]+,\n/gm, "").replace(/\s+/g, " ");
  return own.names === other.names && code(own.code) === code(other.code);
}

const endings: Readonly<Record<BenchLanguage, RegExp>> = {
  typescript: /(?<!\.d)\.ts$/,
  javascript: /\.[cm]?js$/,
  python: /\.py$/,
  java: /\.java$/,
};

/** In the order of a hash, the kinds in turn. */
function* faultsOf(root: string, { sources, language }: DiagnosticRepository): Generator<Fault> {
  const end = endings[language];
  const paths = sources.flatMap((source) => {
    const below = filesBelow(root, source);
    return below.filter((path) => end.test(path) && !/(?:^|[/_.])tests?[/_.]/.test(path));
  });
  const all = new Map<FaultKind, Fault[]>(kinds.map((kind) => [kind, []]));
  for (const path of paths) {
    const text = readFileSync(join(root, path), "utf8");
    if (text.length > 120_000) continue;
    for (const fault of faultsIn(path, text)) all.get(fault.kind)!.push(fault);
  }
  const name = ({ path, line, kind }: Fault) => `${path}:${line}:${kind}`;
  for (const faults of all.values()) faults.sort((a, b) => hashOf(name(a)) - hashOf(name(b)));
  for (let at = 0; at < Math.max(...[...all.values()].map(({ length }) => length)); at++)
    for (const kind of kinds) {
      const fault = all.get(kind)![at];
      if (fault) yield fault;
    }
}

/** Two letters change places, one is left out or comes twice: by a hash, and never a name that is there. */
function misspelt(name: string, seed: string, taken: ReadonlySet<string>): string | undefined {
  const at = 1 + (hashOf(seed) % (name.length - 2));
  const swapped = name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2);
  const ways = [
    swapped,
    name.slice(0, at) + name.slice(at + 1),
    name.slice(0, at) + name[at] + name.slice(at),
  ];
  const way = ways[hashOf(`${seed} way`) % ways.length]!;
  return way !== name && !taken.has(way) && !isKeyword(way) ? way : undefined;
}

function* faultsIn(path: string, text: string): Generator<Fault> {
  const family = findLanguage(languageIdOf(path) ?? "")?.family;
  if (!family) return;
  const tokens = lex(text, lexicalFamilies[family]);
  const taken = new Set<string>();
  for (let i = 0; i < tokens.count; i++) if (tokens.isIdentifier(i)) taken.add(tokens.word(i));
  const language = languageIdOf(path) ?? "";
  const change = (kind: FaultKind, i: number): Fault | undefined => {
    const name = tokens.word(i);
    const wrong = misspelt(name, `${path} ${tokens.start(i)}`, taken);
    if (wrong === undefined) return undefined;
    const after = text.slice(0, tokens.start(i)) + wrong + text.slice(tokens.end(i));
    // What is declared is missed where it is used.
    const line = kind === "declaration" ? lineOfUse(tokens, name, i) : tokens.line(i);
    return line === undefined ? undefined : { kind, path, before: text, after, line };
  };
  for (let i = 1; i < tokens.count; i++) {
    if (!tokens.isIdentifier(i) || tokens.end(i) - tokens.start(i) < 4 || isKeyword(tokens.word(i))) continue;
    const found = kindOf(tokens, i, language);
    const fault = found === "import" ? withoutImport(path, text, tokens, i) : found && change(found, i);
    if (fault) yield fault;
    const misspeltImport = found === "import" ? change("export", i) : undefined;
    if (misspeltImport) yield misspeltImport;
  }
}

function kindOf(tokens: Tokens, i: number, language: string): FaultKind | undefined {
  const start = tokens.lineStarts[tokens.line(i)]!;
  const line = tokens.text.slice(start, tokens.lineStarts[tokens.line(i) + 1]);
  const isPython = language === "python";
  if (language === "java") {
    if (/^import\b/.test(line)) return tokens.type(i + 1) === codes.semicolon ? "import" : undefined;
    if (/^package\b/.test(line)) return undefined;
    const isLocal = /^\s+(?:final\s+)?[\w<>[\], .?]+\s$/.test(tokens.text.slice(start, tokens.start(i)));
    if (isLocal && tokens.type(i + 1) === codes.equals) return "declaration";
  }
  const isNamed = isPython
    ? /^from\s+\S+\s+import\s+[\w, ]+$/.test(line.trim())
    : /^import\s+(?:type\s+)?\{[^}]*\}\s*from/.test(line);
  if (isNamed) {
    const head = isPython ? line.indexOf("import") + 6 : line.indexOf("{");
    const tail = isPython ? line.length : line.indexOf("}");
    const column = tokens.start(i) - start;
    return column > head && column < tail ? "import" : undefined;
  }
  if (/^\s*(?:import|export|from)\b/.test(line)) return undefined;
  if (tokens.type(i - 1) === codes.dot) return "member";
  if (/^\s*(?:(?:const|let)\s+)[\w$]+\s*=/.test(line) && /^(?:const|let)$/.test(tokens.word(i - 1)))
    return "declaration";
  if (isPython && tokens.isFirstOfLine(i) && tokens.type(i + 1) === codes.equals && /^\s+/.test(line))
    return "declaration";
  const next = tokens.type(i + 1);
  const isPlain =
    next !== codes.colon &&
    next !== codes.equals &&
    !/^(?:const|let|var|function|class|def|interface|type|for|as|lambda)$/.test(tokens.word(i - 1));
  return isPlain ? "use" : undefined;
}

function lineOfUse(tokens: Tokens, name: string, after: number): number | undefined {
  for (let i = after + 1; i < tokens.count; i++)
    if (tokens.is(i, name) && tokens.type(i - 1) !== codes.dot) return tokens.line(i);
  return undefined;
}

/** The name goes, with the line when it was alone. */
function withoutImport(path: string, text: string, tokens: Tokens, i: number): Fault | undefined {
  const isAs = tokens.is(i + 1, "as") || tokens.is(i - 1, "as");
  const line = lineOfUse(tokens, tokens.word(i), i);
  if (isAs || line === undefined) return undefined;
  const start = tokens.lineStarts[tokens.line(i)]!;
  const end = tokens.lineStarts[tokens.line(i) + 1] ?? text.length;
  const first =
    tokens.is(i - 1, "type") &&
    tokens.type(i - 2) !== 0 &&
    !tokens.isFirstOfLine(i - 1) &&
    tokens.word(i - 2) !== "import"
      ? i - 1
      : i;
  const isLast = tokens.type(i + 1) !== codes.comma;
  const isFirst = tokens.type(first - 1) !== codes.comma;
  if (isLast && isFirst)
    return {
      kind: "import",
      path,
      before: text,
      after: text.slice(0, start) + text.slice(end),
      line: line - 1,
    };
  const from = isLast ? tokens.start(first - 1) : tokens.start(first);
  const to = isLast ? tokens.end(i) : tokens.start(i + 2);
  return { kind: "import", path, before: text, after: text.slice(0, from) + text.slice(to), line };
}

function summarize(name: string, rows: readonly Row[]): void {
  if (rows.length === 0) return;
  const share = (count: number) => `${count} (${((100 * count) / rows.length).toFixed(0)} %)`;
  const is = (...outcomes: readonly Outcome[]) =>
    rows.filter(({ outcome }) => outcomes.includes(outcome)).length;
  console.log(
    `${name}: ${rows.length} faults, the checker satisfied ${share(is("equal", "later", "other"))}, first equal to the original ${share(is("equal"))}, ` +
      `one of three ${share(is("equal", "later"))}, ${quantile(
        rows.map(({ tried }) => tried),
        0.5,
      )} changes and ${(
        quantile(
          rows.map((row) => row.cpuMs),
          0.5,
        ) / 1000
      ).toFixed(1)} s of processors median`,
  );
}
