/** The names in an endpoint's list of models, in the shapes that servers use. */
import { FaultError, kindOfServerError, serverErrorOf } from "./faultOf.ts";

const maxListBytes = 4 * 1024 * 1024;

function nameOf(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  const { id, name, model } = (entry ?? {}) as Record<string, unknown>;
  return [id, name, model].find((value): value is string => typeof value === "string" && value !== "");
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  if (response.body === null) return text;
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > maxListBytes) throw new FaultError("tooLarge");
  }
  return text;
}

/**
 * `{data: [{id}]}` as OpenAI, `{models: [{name}]}` as Ollama, or a plain list.
 *
 * @throws FaultError when the answer is a page, an error or no list
 */
export async function modelNamesOf(response: Response): Promise<readonly string[]> {
  const type = response.headers.get("content-type") ?? "";
  const text = await readText(response);
  if (/^text\/html/i.test(type) || text.trimStart().startsWith("<")) throw new FaultError("webPage");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FaultError("protocol", "Its list of models is not JSON");
  }
  const { data, models } = (value ?? {}) as { data?: unknown; models?: unknown };
  const list = [data, models, value].find((candidate) => Array.isArray(candidate));
  if (list !== undefined) return (list as unknown[]).flatMap((entry) => nameOf(entry) ?? []);
  const said = serverErrorOf(value);
  throw said ? new FaultError(kindOfServerError(said), said.message) : new FaultError("protocol");
}
