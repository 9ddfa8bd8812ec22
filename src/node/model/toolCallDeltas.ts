/** Calls of tools out of the pieces in which servers send them, each in its own way. Nothing that is sent makes it throw. */
import type { ChatToolCall } from "../../core/prompt/conversation.ts";
import { FaultError } from "./faultOf.ts";

const mostCalls = 64;
/** Of one call, in UTF-16 units. */
const longestArguments = 256 * 1024;

interface Growing {
  readonly index: number | undefined;
  id: string;
  name: string;
  argumentsText: string;
}

interface Delta {
  readonly index: number | undefined;
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
  /** The arguments came as an object: whole. */
  readonly isWhole: boolean;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function deltaOf(value: unknown): Delta {
  const { index, id, function: called, name, arguments: ownArguments } = fieldsOf(value);
  const inner = fieldsOf(called);
  const given = inner["arguments"] ?? ownArguments;
  const isObject = typeof given === "object" && given !== null;
  return {
    index: Number.isSafeInteger(index) ? (index as number) : undefined,
    id: textOf(id),
    name: textOf(inner["name"] ?? name),
    argumentsText: isObject ? JSON.stringify(given) : textOf(given),
    isWhole: isObject,
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * - A piece belongs to the call of its index; without an index to the call of its id, without either to the last.
 * - Servers that number nothing send each call whole, all as 0 or without an index: another id, or a name behind whole arguments, begins a
 *   new call.
 * - Arguments as an object are written as JSON. A call that is said again in full is said once.
 */
export class ToolCallDeltas {
  readonly #calls: Growing[] = [];

  /** @param values `tool_calls` of a delta or a message, whatever it is */
  take(values: unknown): void {
    if (Array.isArray(values)) for (const value of values) this.#takeOne(deltaOf(value));
  }

  /** @param value `function_call` as it was before there were several */
  takeOld(value: unknown): void {
    if (typeof value === "object" && value !== null)
      this.#takeOne({ ...deltaOf({ function: value }), index: 0 });
  }

  /** In the order in which they began; those without a name are none. */
  calls(): readonly ChatToolCall[] {
    return this.#calls
      .filter(({ name }) => name !== "")
      .map(({ id, name, argumentsText }) => ({ id, name, argumentsText }));
  }

  #takeOne(delta: Delta): void {
    const call = this.#callOf(delta);
    if (call) this.#grow(call, delta);
    else this.#begin(delta);
  }

  #grow(call: Growing, delta: Delta): void {
    if (call.id === "") call.id = delta.id;
    if (delta.name !== "" && call.name !== delta.name && call.argumentsText === "") call.name += delta.name;
    if (delta.isWhole || isSaidAgain(call.argumentsText, delta.argumentsText))
      call.argumentsText = delta.argumentsText;
    else call.argumentsText += delta.argumentsText;
    if (call.argumentsText.length > longestArguments) throw new FaultError("tooLarge");
  }

  #begin({ index, id, name, argumentsText }: Delta): void {
    if (id === "" && name === "" && argumentsText === "") return;
    if (this.#calls.length >= mostCalls) throw new FaultError("tooLarge");
    this.#calls.push({ index, id, name, argumentsText });
  }

  #callOf(delta: Delta): Growing | undefined {
    const { index, id, name } = delta;
    const known = id === "" ? undefined : this.#calls.findLast((call) => call.id === id);
    if (known) return known;
    const last =
      index === undefined ? this.#calls.at(-1) : this.#calls.findLast((call) => call.index === index);
    if (!last) return undefined;
    const isOther = id !== "" && last.id !== "";
    const isAnew = name !== "" && last.argumentsText !== "" && isJson(last.argumentsText);
    return isOther || (isAnew && !isRepeated(last, delta)) ? undefined : last;
  }
}

/** All from the start, as servers say it that do not send what is new. */
const isSaidAgain = (known: string, said: string): boolean =>
  known.length > 1 && known.startsWith("{") && said.startsWith(known) && (said !== known || isJson(known));

const isRepeated = (call: Growing, { id, name, argumentsText }: Delta): boolean =>
  call.name === name && (argumentsText === "" || (id === "" && call.argumentsText === argumentsText));
