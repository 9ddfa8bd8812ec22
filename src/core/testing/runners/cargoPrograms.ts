/** What `cargo --message-format=json` tells of what it has compiled. */
import * as z from "zod";
import { jsonLines } from "../report/jsonLines.ts";

/** A program with the tests of one crate, or one that tests may start. */
export interface CargoProgram {
  /** Absolute. */
  readonly file: string;
  /** The root of its source and the folder of its package, absolute. */
  readonly source: string;
  readonly packageFolder: string;
  /** What cargo's options name it by. */
  readonly kind: string;
  readonly name: string;
  readonly isTest: boolean;
}

/** Of a message of the compiler. */
export interface CargoError {
  /** As the compiler names the file: relative to the workspace's folder, or absolute. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

const artifact = z.object({
  reason: z.literal("compiler-artifact"),
  package_id: z.string(),
  manifest_path: z.string(),
  target: z.object({ src_path: z.string(), name: z.string(), kind: z.array(z.string()) }),
  profile: z.object({ test: z.boolean() }),
  executable: z.string().nullish(),
});

const span = z.object({ file_name: z.string(), line_start: z.number(), is_primary: z.boolean() });
const message = z.object({
  reason: z.literal("compiler-message"),
  message: z.object({ level: z.string(), spans: z.array(span) }),
});

const folderOf = (path: string): string => path.replace(/[\\/][^\\/]*$/, "");

/** Programs in the order they are told; `libraries` are folders of packages that are none of the workspace's. */
export function readCargoPrograms(stdout: string): {
  readonly programs: readonly CargoProgram[];
  readonly libraries: readonly string[];
} {
  const told = jsonLines(stdout).flatMap((value) => artifact.safeParse(value).data ?? []);
  const programs = told.flatMap(({ executable, target, manifest_path, profile }) =>
    executable
      ? [
          {
            file: executable,
            source: target.src_path,
            packageFolder: folderOf(manifest_path),
            kind: target.kind[0] ?? "",
            name: target.name,
            isTest: profile.test,
          },
        ]
      : [],
  );
  const foreign = told.filter(({ package_id }) => /\b(?:registry|git|sparse)\+/.test(package_id));
  return { programs, libraries: [...new Set(foreign.map(({ manifest_path }) => folderOf(manifest_path)))] };
}

/** Where errors stand, in the order they are told. */
export function readCargoErrors(stdout: string): readonly CargoError[] {
  return jsonLines(stdout).flatMap((value) => {
    const told = message.safeParse(value).data?.message;
    if (told?.level !== "error") return [];
    return told.spans
      .filter(({ is_primary }) => is_primary)
      .map(({ file_name, line_start }) => ({ path: file_name, line: line_start }));
  });
}
