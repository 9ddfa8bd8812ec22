/** The session of tests, made when tests are first asked for: most windows never do. */
import type { Disposable } from "../../ports/disposable.ts";
import type { WorkCopies } from "../../ports/workCopy.ts";
import type { Optimizer } from "../optimize/optimizer.ts";
import type { Repairs } from "../repair/repairs.ts";
import type { TestWriter } from "../testWriting/testWriter.ts";
import type { TestSession } from "./testSession.ts";

export interface MadeTestSession {
  readonly session: TestSession;
  readonly copies: Pick<WorkCopies, "create" | "probe">;
  /** Makes the one that works with the same copies. */
  readonly fixer: () => Promise<Repairs>;
  readonly writer: () => Promise<TestWriter>;
  readonly optimizer: () => Promise<Optimizer>;
  dispose(): Promise<void>;
}

export interface LazyTestSession extends Disposable {
  session(): Promise<TestSession>;
  copies(): Promise<Pick<WorkCopies, "create" | "probe">>;
  fixer(): Promise<Repairs>;
  writer(): Promise<TestWriter>;
  optimizer(): Promise<Optimizer>;
}

export function lazyTestSession(make: () => Promise<MadeTestSession>): LazyTestSession {
  let made: Promise<MadeTestSession> | undefined;
  let fixer: Promise<Repairs> | undefined;
  let writer: Promise<TestWriter> | undefined;
  let optimizer: Promise<Optimizer> | undefined;
  const one = (): Promise<MadeTestSession> => {
    made ??= make();
    return made;
  };
  return {
    session: async () => (await one()).session,
    copies: async () => (await one()).copies,
    fixer() {
      fixer ??= one().then((session) => session.fixer());
      return fixer;
    },
    writer() {
      writer ??= one().then((session) => session.writer());
      return writer;
    },
    optimizer() {
      optimizer ??= one().then((session) => session.optimizer());
      return optimizer;
    },
    /** What runs is ended; who disposes does not wait for it. */
    dispose() {
      void made?.then((session) => session.dispose());
    },
  };
}
