/** Which changes of a text may repair it. */
import type { Candidate } from "../core/repair/candidate.ts";
import type { TemplatePart } from "../core/repair/generateCandidates.ts";
import type { FunctionFlow } from "../core/repair/localize/dataFlow.ts";
import type { ProblemEdit } from "../core/repair/problem/problemEdit.ts";
import type { KnownLiterals } from "../core/repair/proposals.ts";
import type { Schema, Variant } from "../core/repair/schema.ts";
import type { WatchQuestion } from "../core/repair/watch.ts";

export interface RepairQuery {
  readonly languageId: string;
  readonly text: string;
  /** 0-based lines with how suspicious they are, unitless, 0 to 1; other lines are left alone. */
  readonly lineScores: readonly (readonly [line: number, score: number])[];
  readonly literals: KnownLiterals;
  readonly limit: number;
  /** Not given: all templates. */
  readonly part?: TemplatePart | undefined;
}

export interface SchemaQuery {
  readonly languageId: string;
  readonly text: string;
  readonly variants: readonly Variant[];
  /** As `SchemaQuestion.probeAs`. */
  readonly probeAs?: number | undefined;
  /** As `SchemaQuestion.watch`. */
  readonly watch?: WatchQuestion | undefined;
}

/** A finding of a checker, with the text that it is about. */
export interface ProblemQuery {
  /** Absolute; the file need not exist. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  /** 0-based. */
  readonly line: number;
  /** 0-based, UTF-16 units; undefined where only the line is told. */
  readonly column?: number | undefined;
  /** As the checker writes it. */
  readonly message: string;
  /** Modules of the standard library that define the name that is missing, best first. */
  readonly providers?: readonly string[] | undefined;
  readonly limit: number;
}

export interface FlowQuery {
  readonly languageId: string;
  readonly text: string;
  /** 0-based lines that a failure went through. */
  readonly raised: readonly number[];
}

export interface RepairQueries {
  /** What the results of a text's functions depend on; empty for a language without templates and for a text that cannot be parsed in time. */
  dataFlows(query: FlowQuery, signal: AbortSignal): Promise<readonly FunctionFlow[]>;
  /** Changes of the text that may answer what a checker says, best first; empty where nothing is known to help. */
  proposeProblemEdits(query: ProblemQuery, signal: AbortSignal): Promise<readonly ProblemEdit[]>;
  /** Best first; empty for a language without templates and for a text that cannot be parsed in time. */
  proposeRepairs(query: RepairQuery, signal: AbortSignal): Promise<readonly Candidate[]>;
  /** Changes side by side in one text; undefined for a language without, and for a text that cannot be parsed in time. */
  buildSchema(query: SchemaQuery, signal: AbortSignal): Promise<Schema | undefined>;
}
