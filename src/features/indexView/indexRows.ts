/** The view of the index: everything known about it as a tree of rows. */
import type { IndexReport, IndexStatus, SkipReason } from "../../core/repo/indexStatus.ts";
import { findLanguage } from "../../core/syntax/language.ts";
import { languageName } from "../../core/syntax/languageName.ts";
import { countOf, formatBytes, formatCount } from "../../core/text/counts.ts";
import { upperFirst } from "../../core/text/phrases.ts";
import type { EmbedderState } from "../embeddings/embedder.ts";
import { countedReasons, skipReasonTexts } from "../status/skipReasons.ts";
import { indexPercent, indexProgress, isIndexing, isRestarting } from "../status/statusText.ts";

export interface IndexRow {
  /** Stays the same while the row tells the same thing, so that it stays open or closed. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Plain text. */
  readonly tooltip?: string;
  /** A codicon name; rows with a path have their file's icon. */
  readonly icon?: string;
  /** Name of a file whose icon it has. */
  readonly iconFile?: string;
  readonly tone?: "warning" | "error";
  /** A file or folder to open. */
  readonly path?: string;
  readonly action?: { readonly command: string; readonly argument?: string };
  /** Whether rows below it are shown at first. */
  readonly isOpen?: boolean;
  readonly children?: readonly IndexRow[];
}

/** What the engine does not know of itself. */
export interface IndexViewFacts {
  readonly trusted: boolean;
  /** Values of the settings. */
  readonly readsHistory: boolean;
  readonly cpuShare: number;
  readonly embeddings: EmbedderState;
  readonly shortPath: (path: string) => string;
}

/** Files listed below one reason; the rest is counted. */
const MOST_FILES = 300;
const openSettings = "workbench.action.openSettings";
const settingAction = (setting: string) => ({ command: openSettings, argument: `touchstone.${setting}` });

/** The first row while there is something to wait for, or when it went wrong. */
function stateRow(status: IndexStatus): IndexRow | undefined {
  const { phase, message } = status;
  if (phase === "failed") {
    const text = message ?? "No reason was given";
    return {
      id: "state",
      label: "The index failed",
      description: text,
      tooltip: text,
      icon: "error",
      tone: "error",
    };
  }
  if (isRestarting(status)) {
    const why = message ? { tooltip: message } : {};
    return { id: "state", label: "Restarting", ...why, icon: "sync~spin" };
  }
  if (isIndexing(status)) {
    const label = phase === "walking" ? "Looking for files" : `Indexing, ${indexPercent(status)} %`;
    const description = phase === "walking" ? indexProgress(status) : filesOf(status);
    return { id: "state", label, description, icon: "sync~spin" };
  }
  if (message === undefined) return undefined;
  return { id: "state", label: message, tooltip: message, icon: "warning", tone: "warning" };
}

const filesOf = ({ filesDone, filesTotal }: IndexStatus): string =>
  `${formatCount(filesDone)} of ${formatCount(filesTotal)} files`;

/** The icon of a language's files, in whatever set of icons a person has. */
function iconFileOf(languageId: string): Pick<IndexRow, "iconFile" | "icon"> {
  const { fileNames = [], extensions = [] } = findLanguage(languageId) ?? {};
  const name = extensions[0] === undefined ? fileNames[0] : `file${extensions[0]}`;
  return name === undefined ? { icon: "file" } : { iconFile: name };
}

function contentRows({ files, lines, symbols, languages }: IndexStatus): readonly IndexRow[] {
  const rows = languages.map(
    ([id, count]): IndexRow => ({
      id: `language ${id}`,
      label: languageName(id),
      description: `${countOf(count, "file")}, ${shareOf(count, files)}`,
      ...iconFileOf(id),
    }),
  );
  return [
    {
      id: "content",
      label: countOf(files, "file"),
      description: countOf(lines, "line"),
      tooltip: "What is in the index, by language",
      icon: "files",
      isOpen: true,
      children: rows,
    },
    {
      id: "symbols",
      label: countOf(symbols, "symbol"),
      tooltip: "Definitions that can be searched. Click to search.",
      icon: "symbol-class",
      action: { command: "touchstone.searchRepository" },
    },
  ];
}

const shareOf = (count: number, all: number): string => {
  const percent = (100 * count) / all;
  return percent > 0 && percent < 1 ? "under 1 %" : `${Math.round(percent)} %`;
};

function skippedFileRows(
  report: IndexReport,
  reason: SkipReason,
  facts: IndexViewFacts,
): readonly IndexRow[] {
  const { why, remedy } = skipReasonTexts[reason];
  const paths = report.skippedFiles.filter((file) => file.reason === reason).map(({ path }) => path);
  const rows = paths.slice(0, MOST_FILES).map((path): IndexRow => {
    const short = facts.shortPath(path);
    const slash = short.lastIndexOf("/");
    return {
      id: `skipped ${path}`,
      label: short.slice(slash + 1),
      ...(slash < 0 ? {} : { description: short.slice(0, slash) }),
      tooltip: `${short}\n${why} ${remedy}`,
      path,
    };
  });
  const more = (report.status.skipped[reason] ?? 0) - rows.length;
  if (more <= 0) return rows;
  return [...rows, { id: `more ${reason}`, label: `${formatCount(more)} more`, icon: "ellipsis" }];
}

/** The settings and files by which a reason can be changed. */
const reasonActions: Partial<Record<SkipReason, NonNullable<IndexRow["action"]>>> = {
  ignored: { command: "touchstone.openIgnoreFile" },
  tooLarge: settingAction("index.maxFileKb"),
  limit: settingAction("index.maxFiles"),
};

function reasonRow(report: IndexReport, reason: SkipReason, count: number, facts: IndexViewFacts): IndexRow {
  const { label, short, why, remedy } = skipReasonTexts[reason];
  const action = reasonActions[reason];
  const explanation: IndexRow = {
    id: `why ${reason}`,
    label: short,
    tooltip: `${why}\n${remedy}`,
    icon: "info",
    ...(action ? { action } : {}),
  };
  return {
    id: `reason ${reason}`,
    label: upperFirst(label),
    description: formatCount(count),
    tooltip: `${why}\n${remedy}`,
    icon: "circle-small",
    children: [explanation, ...skippedFileRows(report, reason, facts)],
  };
}

function skippedRows(report: IndexReport, facts: IndexViewFacts): readonly IndexRow[] {
  const reasons = countedReasons(report.status.skipped);
  if (reasons.length === 0) return [];
  const all = reasons.reduce((sum, [, count]) => sum + count, 0);
  return [
    {
      id: "skipped",
      label: "Not indexed",
      description: formatCount(all),
      tooltip: "Files and folders that are not in the index, by reason",
      icon: "circle-slash",
      children: reasons.map(([reason, count]) => reasonRow(report, reason, count, facts)),
    },
  ];
}

const accessTexts: { readonly [A in IndexReport["store"]["access"]]: { label: string; about: string } } = {
  write: { label: "Kept on disk", about: "The next start of this workspace begins with it." },
  read: {
    label: "Read from disk",
    about: "Another window writes it, or the disk is read-only: what this window adds stays in memory.",
  },
  none: { label: "In memory only", about: "The next start indexes everything again." },
};

function storeRow({ store }: IndexReport): IndexRow {
  const { access, directory, sizeBytes, problem } = store;
  const { label, about } = accessTexts[access];
  return {
    id: "store",
    label,
    description: problem ?? (directory === undefined ? "" : formatBytes(sizeBytes)),
    tooltip: [problem, about, directory].filter((line) => line !== undefined).join("\n"),
    icon: problem === undefined ? "save" : "warning",
    ...(problem === undefined ? {} : { tone: "warning" as const }),
    ...(directory === undefined ? {} : { action: { command: "revealFileInOS", argument: directory } }),
  };
}

function historyRow({ commits }: IndexReport, { trusted, readsHistory }: IndexViewFacts): IndexRow {
  const row = { id: "history", label: "Past commits", icon: "git-commit" };
  if (commits > 0) {
    const tooltip = "What was once said about files helps to find them.";
    return { ...row, description: formatCount(commits), tooltip, action: settingAction("index.history") };
  }
  if (!readsHistory) return { ...row, description: "off", action: settingAction("index.history") };
  if (!trusted) {
    const tooltip = "Git is asked only in a trusted workspace.";
    return {
      ...row,
      description: "not read: restricted mode",
      tooltip,
      action: { command: "workbench.trust.manage" },
    };
  }
  return { ...row, description: "none known", tooltip: "No git repository, or git could not be asked." };
}

function effortRows({ memoryBytes }: IndexReport, { cpuShare }: IndexViewFacts): readonly IndexRow[] {
  const share: IndexRow = {
    id: "cpu",
    label: "Processor",
    description: `at most ${Math.round(100 * cpuShare)} % of one core`,
    tooltip: "How much of the processor indexing may take. Click to change it.",
    icon: "dashboard",
    action: settingAction("index.cpuShare"),
  };
  const memory: IndexRow = {
    id: "memory",
    label: "Memory",
    description: formatBytes(memoryBytes),
    tooltip: "What the index takes in memory",
    icon: "server",
  };
  return [...(memoryBytes > 0 ? [memory] : []), share];
}

/** Nothing where no model was named for it. */
function embeddingRows({ embeddings }: IndexViewFacts): readonly IndexRow[] {
  const row = { id: "embeddings", label: "Search by meaning", icon: "sparkle" };
  const action = settingAction("embeddings.model");
  switch (embeddings.kind) {
    case "off":
      return [];
    case "untrusted":
      return [
        { ...row, description: "not used: restricted mode", action: { command: "workbench.trust.manage" } },
      ];
    case "fault": {
      const { message, nextStep } = embeddings;
      const tooltip = `${message}\n${nextStep}`;
      return [{ ...row, description: message, tooltip, icon: "warning", tone: "warning", action }];
    }
    default: {
      const { done, total, kind } = embeddings;
      const rest = kind === "enough" ? ", enough for this session" : "";
      const description = `${formatCount(done)} of ${countOf(total, "file")}${rest}`;
      return [{ ...row, description, tooltip: "Files whose text was sent to the embedding model", action }];
    }
  }
}

/** Rows of an index that there is, from what changes to what stays. */
export function indexRows(report: IndexReport, facts: IndexViewFacts): readonly IndexRow[] {
  const state = stateRow(report.status);
  return [
    ...(state ? [state] : []),
    ...contentRows(report.status),
    ...skippedRows(report, facts),
    storeRow(report),
    historyRow(report, facts),
    ...embeddingRows(facts),
    ...effortRows(report, facts),
  ];
}

/** What the view and its buttons are about: `noFolder`, `virtual` and `off` have a text in place of rows. */
export type IndexState = "noFolder" | "virtual" | "off" | "indexing" | "ready";

export interface WorkspaceFacts {
  readonly folders: number;
  /** Of the folders, those on a disk. */
  readonly diskFolders: number;
  readonly indexEnabled: boolean;
}

export function indexState(
  { folders, diskFolders, indexEnabled }: WorkspaceFacts,
  status: IndexStatus,
): IndexState {
  if (folders === 0) return "noFolder";
  if (diskFolders === 0) return "virtual";
  if (!indexEnabled) return "off";
  return isIndexing(status) ? "indexing" : "ready";
}
