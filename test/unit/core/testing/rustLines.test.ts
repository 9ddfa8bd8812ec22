import { expect, test } from "vitest";
import type { Ask } from "../../../../src/core/testing/coverage/coverageTool.ts";
import { findLlvmTools } from "../../../../src/core/testing/coverage/llvmTools.ts";
import { countingOptions, readRustLines } from "../../../../src/core/testing/coverage/rustLines.ts";
import { readCargoErrors, readCargoPrograms } from "../../../../src/core/testing/runners/cargoPrograms.ts";

const compiler = "rustc 1.95.0\nhost: x86_64-unknown-linux-gnu\nrelease: 1.95.0\nLLVM version: 22.1.2\n";
const beside = "/rust/lib/rustlib/x86_64-unknown-linux-gnu/bin";

/** @param versions by program the LLVM that its `--version` tells */
const machine =
  (versions: Readonly<Record<string, string>>, { counts = true } = {}): Ask =>
  async ([program, ...args]) => {
    const said = (stdout: string) => ({ stdout, stderr: "", code: 0 });
    if (program !== "rustc") {
      const version = versions[program];
      return version === undefined
        ? { stdout: "", stderr: "there is no such program", code: undefined }
        : said(`Debian LLVM version ${version}\n  Optimized build.`);
    }
    if (args[0] === "-vV") return said(compiler);
    if (args[0] === "--print") return said("/rust\n");
    return counts
      ? said("")
      : { stdout: "", stderr: "error[E0463]: can't find crate for `profiler_builtins`", code: 1 };
  };

test("the tools beside Rust's compiler come first, then those of its LLVM on the path", async () => {
  const all = { [`${beside}/llvm-cov`]: "22.1.2-rust-1.95.0-stable", "llvm-cov-22": "22.1.8" };
  expect(await findLlvmTools(machine(all))).toEqual({
    profdata: `${beside}/llvm-profdata`,
    cov: `${beside}/llvm-cov`,
  });
  expect(await findLlvmTools(machine({ "llvm-cov-22": "22.1.8" }))).toMatchObject({ cov: "llvm-cov-22" });
  expect(await findLlvmTools(machine({ "llvm-cov": "22.1.8" }))).toMatchObject({ cov: "llvm-cov" });
});

test("tools that are missing, of another version or of no use are told with the next step", async () => {
  expect(await findLlvmTools(machine({}))).toMatch(/missing.*rustup component add llvm-tools/);
  expect(await findLlvmTools(machine({ "llvm-cov": "14.0.6" }))).toMatch(
    /built on LLVM 22, and "llvm-cov" is of LLVM 14.*rustup component add llvm-tools/,
  );
  expect(await findLlvmTools(machine({ "llvm-cov": "22.1.8" }, { counts: false }))).toMatch(
    /profiler_builtins.*rustup/,
  );
  expect(await findLlvmTools(async () => ({ stdout: "", stderr: "", code: undefined }))).toMatch(/rustc/);
});

test("flags that a project sets for its targets stay in force", async () => {
  const project = { runner: "cargo", folder: "crates/a", reasons: [] } as const;
  const options = (path: string, text: string) =>
    countingOptions({ project, textOf: async (asked) => (asked === path ? text : undefined) });
  expect(await options("", "")).toEqual(["--config", 'build.rustflags=["-Cinstrument-coverage"]']);
  expect(await options("crates/.cargo/config.toml", '[target.x]\nrustflags = ["-Dx"]\n')).toEqual([
    "--config",
    `target.'cfg(all())'.rustflags=["-Cinstrument-coverage"]`,
  ]);
  expect((await options(".cargo/config", '[build]\nrustflags = ["-Dx"]\n'))[1]).toMatch(/^build\.rustflags/);
});

test("lines of tests that stand beside the code are left out, and files elsewhere", async () => {
  const text =
    "pub fn a() -> i32 {\n    1\n}\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn b() { super::a(); }\n}\n";
  const project = { runner: "cargo", folder: "", reasons: [] } as const;
  const places = { root: "/w", scratch: "/s", cache: "/c" };
  const lcov =
    "SF:/w/src/lib.rs\nDA:1,2\nDA:2,0\nDA:7,1\nend_of_record\nSF:/rustc/core.rs\nDA:1,1\nend_of_record\n";
  const files = await readRustLines(lcov, {
    ...places,
    project,
    tests: undefined,
    known: [],
    textOf: async () => text,
    ask: machine({}),
  });
  expect(files).toEqual([
    {
      path: "src/lib.rs",
      lines: new Map([
        [0, 2],
        [1, 0],
      ]),
    },
  ]);
});

test("reads which programs cargo made, whose they are, and where errors stand", () => {
  const artifact = (id: string, folder: string, executable: string | null) =>
    JSON.stringify({
      reason: "compiler-artifact",
      package_id: id,
      manifest_path: `${folder}/Cargo.toml`,
      target: { src_path: `${folder}/src/lib.rs`, name: "a", kind: ["lib"] },
      profile: { test: executable !== null },
      executable,
    });
  const error = (level: string) =>
    JSON.stringify({
      reason: "compiler-message",
      message: {
        level,
        spans: [
          { file_name: "src/lib.rs", line_start: 4, is_primary: true },
          { file_name: "src/lib.rs", line_start: 1, is_primary: false },
        ],
      },
    });
  const stdout = [
    artifact("registry+https://example.com/index#b@1.0.0", "/w/vendor/b", null),
    artifact("path+file:///w#a@0.1.0", "/w", null),
    artifact("path+file:///w#a@0.1.0", "/w", "/c/a-1"),
    error("warning"),
    error("error"),
    '{"reason":"build-finished","success":false}',
    "{ no JSON",
  ].join("\n");
  expect(readCargoPrograms(stdout)).toEqual({
    programs: [
      { file: "/c/a-1", source: "/w/src/lib.rs", packageFolder: "/w", kind: "lib", name: "a", isTest: true },
    ],
    libraries: ["/w/vendor/b"],
  });
  expect(readCargoErrors(stdout)).toEqual([{ path: "src/lib.rs", line: 4 }]);
});
