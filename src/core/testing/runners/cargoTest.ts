import type { ReportedTest } from "../report/reportedTest.ts";
import type { TestCase } from "../testCase.ts";
import { inFolder, type TestRunner } from "./testRunner.ts";

/** Modules that a file is, below its crate: `src/a/b.rs` is `a::b`, `tests/all/a.rs` is `a`; roots of crates are none. */
function modulesOfFile(path: string): string[] {
  const within = /(?:^|\/)(?:src|tests\/[^/]+)\/(.+)\.rs$/.exec(path)?.[1];
  if (within === undefined || /^(?:lib|main)$|^bin\//.test(within)) return [];
  const parts = within.split("/");
  return parts.at(-1) === "mod" ? parts.slice(0, -1) : parts;
}

/** As its crate's harness names a test. */
export const fullName = ({ path, suites, label }: TestCase): string =>
  [...modulesOfFile(path), ...suites, label].join("::");

interface Target {
  /** Source of the crate's root as cargo names it, such as `src/lib.rs` or `tests/it.rs`. */
  readonly source: string;
}

/** By the text of the test harness: its JSON needs a nightly compiler. */
export const cargoTest: TestRunner = {
  label: "cargo test",
  plan: ({ tests, cache }) => {
    const names = tests?.map(fullName) ?? [];
    const chosen = tests ? ["--exact", ...new Set(names)] : [];
    return {
      argv: ["cargo", "test", "--offline", "--workspace", "--no-fail-fast", "--", ...chosen],
      env: {
        CARGO_TARGET_DIR: `${cache}/target`,
        CARGO_TERM_COLOR: "never",
        RUST_BACKTRACE: "1",
        CARGO_NET_OFFLINE: "true",
      },
      reports: [],
    };
  },
  read: ({ stdout, stderr }, { known, project }) => {
    const targets = [...stderr.matchAll(/^\s*(?:Running (?:unittests )?(\S+)|Doc-tests (\S+))/gm)].map(
      ([, source, docs]): Target => ({ source: source ?? `doc-tests ${docs}` }),
    );
    const blocks = stdout.split(/^running \d+ tests?$/m).slice(1);
    const tests = blocks.flatMap((block, i) => readBlock(block, targets[i], known, project.folder));
    return tests.length > 0 || !/^error/m.test(stderr) ? tests : [notBuilt(stderr)];
  },
};

function notBuilt(stderr: string): ReportedTest {
  const message = stderr.slice(stderr.search(/^error/m)).trim();
  return {
    packageFolder: "",
    suites: [],
    label: "",
    status: "errored",
    message,
    trace: message,
    durationMs: 0,
  };
}

function readBlock(
  block: string,
  target: Target | undefined,
  known: readonly TestCase[],
  folder: string,
): ReportedTest[] {
  const details = new Map<string, string>();
  for (const [, name, text] of block.matchAll(
    /^---- (.+?) stdout ----\n([\s\S]*?)(?=^---- |^failures:|^test result:|(?![\s\S]))/gm,
  )) {
    details.set(name!, text!.trim());
  }
  return [...block.matchAll(/^test (.+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)/gm)].flatMap(
    ([, name, verdict]) => {
      if (/ \(line \d+\)$/.test(name!)) return [];
      const test = known.find((one) => fullName(one) === name && isOfTarget(one, target, folder));
      const names = name!.split("::");
      const place = test
        ? { path: inFolder(test.path, folder), suites: test.suites, label: test.label }
        : { path: target?.source, suites: names.slice(0, -1), label: names.at(-1)! };
      const trace = details.get(name!) ?? "";
      const status = verdict === "ok" ? "passed" : verdict === "ignored" ? "skipped" : "failed";
      return [
        {
          ...place,
          status,
          durationMs: 0,
          ...(status === "failed" ? { message: panicMessage(trace), trace } : {}),
        },
      ];
    },
  );
}

/** Older compilers put the message between quotes, before the place, and values between backquotes. */
const beforeRust173 = /^thread '.*' panicked at '([\s\S]*?)', \S+:\d+:\d+$/m;

/** The words of the panic, without where it was. */
function panicMessage(trace: string): string {
  const [, old] = beforeRust173.exec(trace) ?? [];
  if (old !== undefined) return old.replace(/^(\s*(?:left|right): )`(.*?)`,?$/gm, "$1$2");
  const lines = trace.split("\n");
  const at = lines.findIndex((line) => /^thread '.*' (?:\(\d+\) )?panicked at /.test(line));
  if (at < 0) return trace;
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => /^(?:stack backtrace:|note: )/.test(line));
  return rest
    .slice(0, end < 0 ? undefined : end)
    .join("\n")
    .trim();
}

/** In a workspace several crates have a `src/lib.rs`: the first that has the test counts. */
function isOfTarget({ path }: TestCase, target: Target | undefined, folder: string): boolean {
  if (target === undefined) return true;
  const within = inFolder(path, folder);
  const isUnit = /(?:^|\/)src\//.test(within);
  if (target.source.startsWith("src/")) return isUnit;
  const crate = /^tests\/[^/]+\/(?=main\.rs$)/.exec(target.source)?.[0];
  if (crate !== undefined) return within.startsWith(crate) || within.includes(`/${crate}`);
  return within === target.source || within.endsWith(`/${target.source}`);
}
