/** Finds servers of models on their usual loopback ports, by what only they answer. */
import type { LocalServer, LocalServers } from "../../ports/localServers.ts";
import { guardedGet } from "./guardedFetch.ts";
import { readJson } from "./readJson.ts";

export interface LocalCandidate {
  readonly name: string;
  readonly port: number;
  /** Asked with GET. */
  readonly probe: string;
  readonly isIt: (answer: Readonly<Record<string, unknown>>) => boolean;
  readonly format: LocalServer["format"];
}

const deadlineMs = 900;
const ownerOf = (entry: unknown): unknown => (entry as { owned_by?: unknown } | null)?.owned_by;
const listOf = ({ data }: Readonly<Record<string, unknown>>): readonly unknown[] =>
  Array.isArray(data) ? data : [];

/** Ports and routes as each server's own documentation names them. */
export const localCandidates: readonly LocalCandidate[] = [
  {
    name: "Ollama",
    port: 11434,
    probe: "/api/version",
    isIt: ({ version }) => typeof version === "string",
    format: "suffix",
  },
  {
    name: "llama.cpp",
    port: 8080,
    probe: "/props",
    isIt: ({ default_generation_settings: settings }) => typeof settings === "object" && settings !== null,
    format: "infill",
  },
  {
    name: "LM Studio",
    port: 1234,
    probe: "/v1/models",
    isIt: (answer) => Array.isArray(answer["data"]),
    format: undefined,
  },
  {
    name: "vLLM",
    port: 8000,
    probe: "/v1/models",
    isIt: (answer) => listOf(answer).some((entry) => ownerOf(entry) === "vllm"),
    format: undefined,
  },
];

async function probe(
  { name, port, probe: route, isIt, format }: LocalCandidate,
  signal: AbortSignal,
): Promise<readonly LocalServer[]> {
  const origin = `http://127.0.0.1:${port}`;
  try {
    const response = await guardedGet(origin + route, signal);
    const answer = await readJson(response, "Its answer");
    const isRight = response.ok && typeof answer === "object" && answer !== null;
    if (!isRight || !isIt(answer as Readonly<Record<string, unknown>>)) return [];
    return [{ name, baseUrl: `${origin}/v1`, format }];
  } catch {
    return [];
  }
}

export const localServers = (candidates: readonly LocalCandidate[] = localCandidates): LocalServers => ({
  async find(signal) {
    const late = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
    return (await Promise.all(candidates.map((candidate) => probe(candidate, late)))).flat();
  },
});
