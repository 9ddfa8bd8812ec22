/** What Touchstone adds to the editor's own chat: a participant, models, and tools for other agents' models. */

export const chatParticipant = {
  id: "touchstone.ask",
  name: "touchstone",
  fullName: "Touchstone",
  about:
    "What is it, where is it used, how is it tested? Answered from this workspace, with the lines that prove it",
} as const;

export const modelVendor = { id: "touchstone", displayName: "Touchstone" } as const;

/** The answerer without a model, as a model. */
export const indexModel = { id: "index", name: "Touchstone Index (no model)" } as const;

/** The model of the person's endpoint. */
export const endpointModelId = "endpoint";

export interface ModelToolEntry {
  /** For people: in lists, and behind `#`. */
  readonly displayName: string;
  readonly reference: string;
  readonly icon: string;
}

/** Tools of the chat that other agents' models may call, by the names that they have there. */
export const modelTools = {
  search: { displayName: "Search Repository", reference: "touchstoneSearch", icon: "search" },
  find: { displayName: "Find Definitions and Uses", reference: "touchstoneFind", icon: "symbol-method" },
  history: { displayName: "Past Commits of a Place", reference: "touchstoneHistory", icon: "history" },
  read: { displayName: "Read Lines", reference: "touchstoneRead", icon: "file-code" },
  outline: { displayName: "Outline of a File", reference: "touchstoneOutline", icon: "list-tree" },
  api_docs: { displayName: "API Documentation", reference: "touchstoneDocs", icon: "library" },
  run_tests: { displayName: "Run Tests in a Copy", reference: "touchstoneTests", icon: "beaker" },
} as const satisfies Readonly<Record<string, ModelToolEntry>>;

export type ModelToolName = keyof typeof modelTools;
export const modelToolNames = Object.keys(modelTools) as readonly ModelToolName[];

/** As the editor knows a tool. */
export const contributedTool = (name: ModelToolName): string => `touchstone_${name}`;

/** Not contributed: the buttons of answers alone give it. */
export const reviewProposedCommand = "touchstone.reviewProposed";
