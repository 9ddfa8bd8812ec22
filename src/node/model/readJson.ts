/** A whole JSON answer, however it may be wrong. */
import { FaultError } from "./faultOf.ts";

const maxBytes = 16 * 1024 * 1024;

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  if (response.body === null) return text;
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > maxBytes) throw new FaultError("tooLarge");
  }
  return text;
}

/**
 * @param what what it was to be, as in "Its list of models is not JSON"
 * @throws FaultError when the answer is a page, too long, or no JSON
 */
export async function readJson(response: Response, what: string): Promise<unknown> {
  const type = response.headers.get("content-type") ?? "";
  const text = await readText(response);
  if (/^text\/html/i.test(type) || text.trimStart().startsWith("<")) throw new FaultError("webPage");
  try {
    return JSON.parse(text);
  } catch {
    throw new FaultError("protocol", `${what} is not JSON`);
  }
}
