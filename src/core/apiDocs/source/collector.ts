/** Gathers what the files of one package declare, by the customs of its language. */
import type { ApiEntry, InstalledPackage } from "../apiPackage.ts";
import { readPythonModule } from "../python/moduleReader.ts";
import { readDeclarations } from "../typescript/declarationReader.ts";
import { goExamples, readSourceApis, type SourceFile } from "./readSourceApis.ts";
import { type SourceModule, sourceEntries, withExamples } from "./sourceEntries.ts";
import type { SourceLanguage } from "./sourceLanguage.ts";
import { unitApis } from "./unitApis.ts";

export interface SourceCustoms {
  /** Ends of file names that are read. */
  readonly extensions: readonly string[];
  /** Folders that are not for users, by their own names. */
  readonly skipsFolder: (name: string) => boolean;
  readonly skipsFile?: ((name: string) => boolean) | undefined;
  collector(installed: InstalledPackage): Collector;
}

export interface Collector {
  /**
   * @param relative path within the package, with `/`
   * @param path absolute
   */
  add(relative: string, path: string, text: string): void;
  entries(): readonly ApiEntry[];
}

/** Tests, samples and what tools made. */
const notForUsers =
  /^(?:[._].*|tests?|spec|specs|testdata|examples?|samples?|demos?|benches|benchmarks?|fuzz|target|node_modules|vendor|build)$/i;

export const goCustoms: SourceCustoms = {
  extensions: [".go"],
  skipsFolder: (name) => notForUsers.test(name) || name === "internal",
  collector({ id }) {
    const modules: SourceModule[] = [];
    const examples = new Map<string, readonly string[]>();
    return {
      add(relative, path, text) {
        const specifier = [id.name, folderOf(relative)].filter((part) => part !== "").join("/");
        if (relative.endsWith("_test.go")) {
          for (const { of, code } of goExamples(text)) {
            const key = `${specifier}\0${of}`;
            examples.set(key, withExamples(examples.get(key) ?? [], [code.slice(0, 1500)]));
          }
          return;
        }
        const file = readSourceApis(text, "go");
        if (file.packageName !== "main") modules.push({ specifier, path, file });
      },
      entries: () =>
        sourceEntries(modules, id).map((entry) => {
          const own = examples.get(`${entry.module}\0${entry.kind === "module" ? "" : entry.name}`);
          return own ? { ...entry, examples: withExamples(own, entry.examples) } : entry;
        }),
    };
  },
};

export const rustCustoms: SourceCustoms = {
  extensions: [".rs"],
  skipsFolder: (name) => notForUsers.test(name),
  skipsFile: (name) => name === "build.rs" || name === "tests.rs",
  collector({ id, importNames }) {
    const root = importNames[0] ?? id.name.replaceAll("-", "_");
    const files: { readonly parts: readonly string[]; readonly path: string; readonly text: string }[] = [];
    return {
      add(relative, path, text) {
        const inside = /^(?:src\/)?(.*?)(?:\/?(?:lib|mod))?\.rs$/.exec(relative)?.[1];
        if (inside === undefined || inside === "main" || inside.startsWith("bin/")) return;
        files.push({ parts: inside.split("/").filter((part) => part !== ""), path, text });
      },
      entries() {
        const read = files.map((one) => ({ ...one, file: readSourceApis(one.text, "rust") }));
        const open = new Set(
          read.flatMap(({ parts, file }) =>
            file.publicModules.map((name) => [...parts, ...name.split(".")].join(".")),
          ),
        );
        const modules = read.map(({ parts, path, file }) => {
          // What a private module holds is seen where it is handed on, most often in the nearest module above that is public.
          let shown = 0;
          while (shown < parts.length && open.has(parts.slice(0, shown + 1).join("."))) shown++;
          return {
            specifier: [root, ...parts.slice(0, shown)].join("::"),
            path,
            file: shown < parts.length ? { ...file, doc: undefined } : file,
          };
        });
        return sourceEntries(
          modules.sort((a, b) => a.specifier.length - b.specifier.length),
          id,
        );
      },
    };
  },
};

/** Languages whose files name their package themselves. */
const named = (
  languages: Readonly<Record<string, SourceLanguage>>,
  skipsFile?: (name: string) => boolean,
): SourceCustoms => ({
  extensions: Object.keys(languages),
  skipsFolder: (name) => notForUsers.test(name),
  skipsFile,
  collector({ id }) {
    const modules: SourceModule[] = [];
    return {
      add(relative, path, text) {
        const language = languages[/\.\w+$/.exec(relative)?.[0] ?? ""];
        if (language === undefined) return;
        const file = readSourceApis(text, language);
        modules.push({ specifier: file.packageName || id.name, path, file });
      },
      entries: () => sourceEntries(modules, id),
    };
  },
});

/** Packages of programs have names like those of folders for tests: a jar is searched whole. */
export const javaCustoms: SourceCustoms = {
  ...named({ ".java": "java", ".kt": "kotlin" }, (name) => /^(?:package|module)-info\.java$/.test(name)),
  skipsFolder: () => false,
};
export const phpCustoms = named({ ".php": "php" });

/** What a gem offers stands in `lib`. */
export const rubyCustoms: SourceCustoms = {
  ...named({ ".rb": "ruby" }),
  skipsFolder: (name) => notForUsers.test(name) || /^(?:bin|exe|ext|app|generators|templates)$/.test(name),
};

/** Files that are modules: named by their paths. */
const modulesOf = (
  extensions: readonly string[],
  read: (text: string, path: string) => SourceFile,
  specifierOf: (name: string, relative: string) => string,
): SourceCustoms => ({
  extensions,
  skipsFolder: (name) => notForUsers.test(name),
  collector({ id }) {
    const modules: SourceModule[] = [];
    return {
      add(relative, path, text) {
        modules.push({ specifier: specifierOf(id.name, relative), path, file: read(text, path) });
      },
      entries: () => sourceEntries(modules, id),
    };
  },
});

const typescriptCustoms = modulesOf(
  [".ts", ".tsx", ".mts", ".cts"],
  (text, path) => unitApis(readDeclarations(text, path)[0]!),
  (name, relative) =>
    `${name}/${relative.replace(/(?:\.d)?\.[cm]?tsx?$/, "").replace(/\/?index$/, "")}`.replace(/\/$/, ""),
);
const pythonCustoms = modulesOf(
  [".py", ".pyi"],
  (text) => unitApis(readPythonModule(text)),
  (name, relative) =>
    relative
      .replace(/\.pyi?$/, "")
      .replace(/\/?__init__$/, "")
      .replaceAll("/", ".") || name,
);

/** A folder of sources in whichever of these languages. */
const all = [goCustoms, rustCustoms, javaCustoms, phpCustoms, rubyCustoms, typescriptCustoms, pythonCustoms];
export const folderCustoms: SourceCustoms = {
  extensions: all.flatMap(({ extensions }) => extensions),
  skipsFolder: (name) => notForUsers.test(name),
  collector(installed) {
    const parts = all.map((customs) => ({ customs, collector: customs.collector(installed) }));
    return {
      add(relative, path, text) {
        const own = parts.find(({ customs }) => customs.extensions.some((one) => relative.endsWith(one)));
        own?.collector.add(relative, path, text);
      },
      entries: () => parts.flatMap(({ collector }) => collector.entries()),
    };
  },
};

const folderOf = (relative: string) => relative.slice(0, Math.max(0, relative.lastIndexOf("/")));
