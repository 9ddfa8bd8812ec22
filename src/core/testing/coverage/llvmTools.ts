/** The programs that turn what instrumented programs of Rust leave behind into lines. */
import type { Ask } from "./coverageTool.ts";

export interface LlvmTools {
  /** Programs, by name or absolute path. */
  readonly profdata: string;
  readonly cov: string;
}

interface Compiler {
  readonly host: string;
  readonly llvm: string;
}

const nextStep = (llvm: string): string =>
  `run "rustup component add llvm-tools", or install LLVM ${llvm}'s own tools (llvm-cov, llvm-profdata)`;

/**
 * Beside the compiler first, then on the path. The form of the notes changes from version to version of LLVM, so that only tools of the
 * compiler's own can read them.
 *
 * @returns why there are none, and what to do, for a person, as text
 */
export async function findLlvmTools(ask: Ask): Promise<LlvmTools | string> {
  const compiler = readCompiler((await ask(["rustc", "-vV"])).stdout);
  if (!compiler)
    return "Which lines run is not known: Rust's compiler (rustc) does not say which LLVM it is built on";
  const lacking = await lacksRuntime(ask);
  if (lacking !== undefined) return lacking;
  const { host, llvm } = compiler;
  const sysroot = (await ask(["rustc", "--print", "sysroot"])).stdout.trim();
  const others: string[] = [];
  for (const tools of places(`${sysroot}/lib/rustlib/${host}/bin`, host, llvm)) {
    const { stdout, code } = await ask([tools.cov, "--version"]);
    if (code !== 0) continue;
    const version = /LLVM version (\d+)/.exec(stdout)?.[1];
    if (version === llvm) return tools;
    others.push(`"${tools.cov}" is of LLVM ${version ?? "?"}`);
  }
  return others.length > 0
    ? `Which lines run is not known: Rust's compiler is built on LLVM ${llvm}, and ${others.join(", ")}. Next: ${nextStep(llvm)}`
    : `Which lines run is not known: the tools that read Rust's notes of lines are missing. Next: ${nextStep(llvm)}`;
}

function readCompiler(told: string): Compiler | undefined {
  const host = /^host: (\S+)$/m.exec(told)?.[1];
  const llvm = /^LLVM version: (\d+)/m.exec(told)?.[1];
  return host === undefined || llvm === undefined ? undefined : { host, llvm };
}

function places(beside: string, host: string, llvm: string): readonly LlvmTools[] {
  const end = host.includes("windows") ? ".exe" : "";
  return [
    { profdata: `${beside}/llvm-profdata${end}`, cov: `${beside}/llvm-cov${end}` },
    { profdata: `llvm-profdata-${llvm}`, cov: `llvm-cov-${llvm}` },
    { profdata: "llvm-profdata", cov: "llvm-cov" },
  ];
}

/** Some systems build the compiler without what counts: an empty crate shows it. */
async function lacksRuntime(ask: Ask): Promise<string | undefined> {
  const options = ["-Cinstrument-coverage", "--crate-name", "empty", "--crate-type", "lib"];
  const { stderr, code } = await ask(["rustc", ...options, "--emit", "metadata=-", "-"]);
  if (code === 0) return undefined;
  return /profiler_builtins/.test(stderr)
    ? "Which lines run is not known: this Rust compiler was built without what notes them (profiler_builtins). Next: use a compiler of rustup (https://rustup.rs)"
    : `Which lines run is not known: Rust's compiler notes none (${stderr.trim().split("\n")[0] ?? "it needs Rust 1.63 or later"})`;
}
