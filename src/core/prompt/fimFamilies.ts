/** The tokens by which models were trained to fill in the middle: one row per family, each with its source. */
import type { PromptFile } from "./contextItem.ts";

export interface FimFamily {
  /** Whether the text before the cursor comes first in the prompt, or the text after it. */
  readonly order: "prefixFirst" | "suffixFirst";
  readonly prefix: string;
  readonly suffix: string;
  /** Stands last; empty where the second text is followed by the answer. */
  readonly middle: string;
  /** How other files are shown; undefined for models that know one file: they get comments. */
  readonly files?: FileLayout;
  /** At most four, servers refuse more. */
  readonly stop: readonly string[];
  /** Further tokens that mean something to the model. */
  readonly otherTokens: readonly string[];
}

interface FileLayout {
  /** Before the first file. */
  readonly lead: string;
  readonly file: (file: PromptFile) => string;
  /** Before the file at the cursor. */
  readonly current: (title: string) => string;
  /** Whether files and the current file's name stand inside of the text before the cursor. */
  readonly insidePrefix: "all" | "name" | "none";
}

export const fimFamilies = {
  /** Qwen2.5-Coder technical report (2024), section 3; Qwen3-Coder's README has the same tokens. */
  qwen: {
    order: "prefixFirst",
    prefix: "<|fim_prefix|>",
    suffix: "<|fim_suffix|>",
    middle: "<|fim_middle|>",
    files: {
      lead: "<|repo_name|>repository\n",
      file: ({ title, text }) => `<|file_sep|>${title}\n${text}\n`,
      current: (title) => `<|file_sep|>${title}\n`,
      insidePrefix: "none",
    },
    stop: ["<|endoftext|>", "<|file_sep|>", "<|fim_pad|>", "<|im_end|>"],
    otherTokens: [
      "<|fim_pad|>",
      "<|repo_name|>",
      "<|file_sep|>",
      "<|endoftext|>",
      "<|im_start|>",
      "<|im_end|>",
    ],
  },
  /** StarCoder 2 and The Stack v2 (Lozhkov et al. 2024), section 5.1: the name stands after the prefix token. */
  starcoder2: {
    order: "prefixFirst",
    prefix: "<fim_prefix>",
    suffix: "<fim_suffix>",
    middle: "<fim_middle>",
    files: {
      lead: "<repo_name>repository",
      file: ({ title, text }) => `<file_sep>${title}\n${text}`,
      current: (title) => `<file_sep><fim_prefix>${title}\n`,
      insidePrefix: "name",
    },
    stop: ["<|endoftext|>", "<file_sep>", "<fim_prefix>", "<repo_name>"],
    otherTokens: ["<fim_pad>", "<repo_name>", "<file_sep>", "<|endoftext|>"],
  },
  /** Code Llama (Rozière et al. 2023) by its reference implementation: a space after `<PRE>` and before the others. */
  codellama: {
    order: "prefixFirst",
    prefix: "<PRE> ",
    suffix: " <SUF>",
    middle: " <MID>",
    stop: ["<EOT>", "</s>", "<PRE>", "<MID>"],
    otherTokens: ["<PRE>", "<SUF>", "<MID>", "<EOT>", "</s>"],
  },
  /** DeepSeek-Coder's README; V2 has the same. The bars are U+FF5C, the low lines U+2581. */
  deepseek: {
    order: "prefixFirst",
    prefix: "<｜fim▁begin｜>",
    suffix: "<｜fim▁hole｜>",
    middle: "<｜fim▁end｜>",
    stop: ["<｜end▁of▁sentence｜>", "<|EOT|>", "<｜fim▁begin｜>", "<｜fim▁end｜>"],
    otherTokens: ["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<|EOT|>"],
  },
  /** Codestral's tokenizer (mistral-common): the text after the cursor first; other files as in its multi-file prompts. */
  codestral: {
    order: "suffixFirst",
    prefix: "[PREFIX]",
    suffix: "[SUFFIX]",
    middle: "",
    files: {
      lead: "",
      file: ({ title, text }) => `+++++ ${title}\n${text}\n\n`,
      current: (title) => `+++++ ${title}\n`,
      insidePrefix: "all",
    },
    stop: ["</s>", "[PREFIX]", "[SUFFIX]", "[MIDDLE]"],
    otherTokens: ["[MIDDLE]", "</s>"],
  },
  /** CodeGemma's formatting guide (Google, 2024). */
  codegemma: {
    order: "prefixFirst",
    prefix: "<|fim_prefix|>",
    suffix: "<|fim_suffix|>",
    middle: "<|fim_middle|>",
    files: {
      lead: "",
      file: ({ title, text }) => `${title}\n${text}<|file_separator|>`,
      current: () => "",
      insidePrefix: "none",
    },
    stop: ["<|file_separator|>", "<end_of_turn>", "<eos>", "<|fim_prefix|>"],
    otherTokens: ["<|file_separator|>", "<start_of_turn>", "<end_of_turn>", "<eos>"],
  },
  /** Granite Code by its tokenizer; StarCoder 1 and Stable Code have the same tokens. One file only. */
  granite: {
    order: "prefixFirst",
    prefix: "<fim_prefix>",
    suffix: "<fim_suffix>",
    middle: "<fim_middle>",
    stop: ["<|endoftext|>", "<fim_pad>", "<fim_prefix>", "<fim_middle>"],
    otherTokens: ["<fim_pad>", "<reponame>", "<filename>", "<|endoftext|>"],
  },
  /** Seed-Coder (ByteDance 2025), section on pre-training: the text after the cursor first. One file only. */
  seedcoder: {
    order: "suffixFirst",
    prefix: "<[fim-prefix]>",
    suffix: "<[fim-suffix]>",
    middle: "<[fim-middle]>",
    stop: ["<[end▁of▁sentence]>", "<[fim-suffix]>", "<[fim-prefix]>", "<[fim-middle]>"],
    otherTokens: ["<[begin▁of▁sentence]>", "<[end▁of▁sentence]>"],
  },
  /** Mellum's model card (JetBrains, 2025): files by name, then the text after the cursor first. */
  mellum: {
    order: "suffixFirst",
    prefix: "<fim_prefix>",
    suffix: "<fim_suffix>",
    middle: "<fim_middle>",
    files: {
      lead: "",
      file: ({ title, text }) => `<filename>${title}\n${text}\n`,
      current: (title) => `<filename>${title}\n`,
      insidePrefix: "none",
    },
    stop: ["<|endoftext|>", "<filename>", "<fim_suffix>", "<fim_pad>"],
    otherTokens: ["<fim_pad>", "<reponame>", "<filename>", "<|endoftext|>"],
  },
} as const satisfies Record<string, FimFamily>;

export interface FimTexts {
  readonly prefix: string;
  readonly suffix: string;
  readonly files: readonly PromptFile[];
  /** The current file, as the model shall know it. */
  readonly title: string;
  /** The files as comments, for models that know one file. */
  readonly comments: string;
}

/** The prompt of a family; without files the plain form that every model of it knows. */
export function fimPrompt(family: FimFamily, { prefix, suffix, files, title, comments }: FimTexts): string {
  const layout = files.length === 0 ? undefined : family.files;
  const before = layout ? layout.lead + files.map(layout.file).join("") : comments;
  const name = layout?.current(title) ?? "";
  const inside = layout ? (layout.insidePrefix === "all" ? before + name : "") : comments;
  const prefixPart = layout?.insidePrefix === "name" ? prefix : family.prefix + inside + prefix;
  const outside = layout && layout.insidePrefix !== "all" ? before + name : "";
  const suffixPart = family.suffix + suffix;
  const around = family.order === "prefixFirst" ? prefixPart + suffixPart : suffixPart + prefixPart;
  return outside + around + family.middle;
}
