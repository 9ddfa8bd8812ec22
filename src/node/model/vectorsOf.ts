/** The vectors in an endpoint's answer. */
import { FaultError, kindOfServerError, serverErrorOf } from "./faultOf.ts";
import { readJson } from "./readJson.ts";

const isVector = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.every((number) => Number.isFinite(number));

/**
 * `{data: [{index, embedding}]}`, in whatever order.
 *
 * @returns as many vectors as texts were sent, in their order, all of one length
 * @throws FaultError when the answer is anything else
 */
export async function vectorsOf(response: Response, count: number): Promise<readonly (readonly number[])[]> {
  const value = await readJson(response, "Its list of vectors");
  const { data } = (value ?? {}) as { readonly data?: unknown };
  if (!Array.isArray(data)) {
    const said = serverErrorOf(value);
    throw said ? new FaultError(kindOfServerError(said), said.message) : new FaultError("protocol");
  }
  const vectors: (readonly number[] | undefined)[] = Array.from({ length: count });
  data.forEach((entry: unknown, place) => {
    const { index = place, embedding } = (entry ?? {}) as { index?: unknown; embedding?: unknown };
    if (isVector(embedding) && typeof index === "number") vectors[index] = embedding;
  });
  const [first] = vectors;
  const isWhole = vectors.length === count && vectors.every((vector) => vector?.length === first?.length);
  if (first === undefined || !isWhole) {
    throw new FaultError("protocol", `It did not give ${count} vectors of one length`);
  }
  return vectors as readonly (readonly number[])[];
}
