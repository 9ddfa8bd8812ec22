/** The session of tests, made when tests are first asked for: most windows never do. */
import type { Disposable } from "../../ports/disposable.ts";
import type { TestSession } from "./testSession.ts";

export interface MadeTestSession {
  readonly session: TestSession;
  dispose(): Promise<void>;
}

export interface LazyTestSession extends Disposable {
  session(): Promise<TestSession>;
}

export function lazyTestSession(make: () => Promise<MadeTestSession>): LazyTestSession {
  let made: Promise<MadeTestSession> | undefined;
  return {
    async session() {
      made ??= make();
      return (await made).session;
    },
    /** What runs is ended; who disposes does not wait for it. */
    dispose() {
      void made?.then((one) => one.dispose());
    },
  };
}
