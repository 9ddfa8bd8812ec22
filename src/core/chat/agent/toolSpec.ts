/** What a tool takes, as a model is told and as its arguments are read: one description for both. */
import type { ChatTool } from "../../prompt/conversation.ts";
import { parseLoosely } from "./looseJson.ts";

interface Param {
  /** For the model, one sentence. */
  readonly about: string;
  readonly isOptional?: true;
}
export interface TextParam extends Param {
  readonly kind: "text";
}
export interface WholeParam extends Param {
  readonly kind: "whole";
}
export interface ChoiceParam<C extends string = string> extends Param {
  readonly kind: "choice";
  readonly choices: readonly C[];
}
export type ParamSpec = TextParam | WholeParam | ChoiceParam;
export type ParamSpecs = Readonly<Record<string, ParamSpec>>;

type Value<P extends ParamSpec> = P extends ChoiceParam<infer C> ? C : P extends WholeParam ? number : string;
export type ArgumentsOf<P extends ParamSpecs> = {
  readonly [K in keyof P]: P[K] extends { readonly isOptional: true } ? Value<P[K]> | undefined : Value<P[K]>;
};

export interface ToolSpec<P extends ParamSpecs = ParamSpecs> {
  readonly name: string;
  /** For the model: what it does and when it helps. */
  readonly about: string;
  readonly params: P;
}

/** As servers want it. */
export function chatToolOf({ name, about, params }: ToolSpec): ChatTool {
  const properties = Object.fromEntries(
    Object.entries(params).map(([key, param]) => [
      key,
      {
        type: param.kind === "whole" ? "integer" : "string",
        description: param.about,
        ...(param.kind === "choice" ? { enum: param.choices } : {}),
      },
    ]),
  );
  const required = Object.keys(params).filter((key) => !params[key]!.isOptional);
  return { name, description: about, parameters: { type: "object", properties, required } };
}

export type ReadArguments<P extends ParamSpecs> =
  | { readonly kind: "read"; readonly args: ArgumentsOf<P> }
  /** One sentence for the model. */
  | { readonly kind: "wrong"; readonly problem: string };

/**
 * Reads what a model wrote. Takes numbers in quotes, JSON in a JSON string, small slips of JSON and the only argument of a tool by itself; never throws.
 */
export function readArguments<P extends ParamSpecs>(spec: ToolSpec<P>, text: string): ReadArguments<P> {
  const given = objectOf(text, Object.keys(spec.params));
  if (!given) return { kind: "wrong", problem: "The arguments are not a JSON object" };
  const args: Record<string, string | number> = {};
  for (const [key, param] of Object.entries(spec.params)) {
    const value = given[key];
    if (value === undefined || value === null || value === "") {
      if (param.isOptional) continue;
      return { kind: "wrong", problem: `The argument "${key}" is missing: ${param.about}` };
    }
    const read = readValue(param, value);
    if (read === undefined)
      return { kind: "wrong", problem: `The argument "${key}" must be ${wanted(param)}` };
    args[key] = read;
  }
  return { kind: "read", args: args as ArgumentsOf<P> };
}

function objectOf(text: string, names: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  if (text.trim() === "") return {};
  let value = parseLoosely(text);
  if (typeof value === "string") value = parseLoosely(value) ?? value;
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  const [only] = names;
  return typeof value === "string" && only !== undefined && names.length === 1
    ? { [only]: value }
    : undefined;
}

function readValue(param: ParamSpec, value: unknown): string | number | undefined {
  if (param.kind === "whole") {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number) ? Math.round(number) : undefined;
  }
  const text = Array.isArray(value) ? value.map(String).join("\n") : scalar(value);
  if (text === undefined || param.kind === "text") return text;
  const folded = text.trim().toLowerCase();
  return param.choices.find((choice) => choice.toLowerCase() === folded);
}

const scalar = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;

function wanted(param: ParamSpec): string {
  if (param.kind === "choice") return `one of ${param.choices.join(", ")}`;
  return param.kind === "whole" ? "a whole number" : "a text";
}
