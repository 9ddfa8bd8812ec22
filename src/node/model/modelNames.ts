/** The names in an endpoint's list of models, in the shapes that servers use. */
import { FaultError, kindOfServerError, serverErrorOf } from "./faultOf.ts";
import { readJson } from "./readJson.ts";

function nameOf(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  const { id, name, model } = (entry ?? {}) as Record<string, unknown>;
  return [id, name, model].find((value): value is string => typeof value === "string" && value !== "");
}

/**
 * `{data: [{id}]}` as OpenAI, `{models: [{name}]}` as Ollama, or a plain list.
 *
 * @throws FaultError when the answer is a page, an error or no list
 */
export async function modelNamesOf(response: Response): Promise<readonly string[]> {
  const value = await readJson(response, "Its list of models");
  const { data, models } = (value ?? {}) as { data?: unknown; models?: unknown };
  const list = [data, models, value].find((candidate) => Array.isArray(candidate));
  if (list !== undefined) return (list as unknown[]).flatMap((entry) => nameOf(entry) ?? []);
  const said = serverErrorOf(value);
  throw said ? new FaultError(kindOfServerError(said), said.message) : new FaultError("protocol");
}
