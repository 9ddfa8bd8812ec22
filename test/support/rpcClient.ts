/** Drives `touchstone rpc` as another program does: a child process, lines of JSON. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../dist/headless.cjs", import.meta.url));

interface Failure {
  readonly code: number;
  readonly message: string;
  readonly data: { readonly type: string } & Readonly<Record<string, unknown>>;
}
export interface Answer<T = unknown> {
  readonly id: number | string | null;
  readonly result?: T;
  readonly error?: Failure;
}

export interface RpcClientOptions {
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export class RpcClient {
  readonly child: ChildProcessWithoutNullStreams;
  /** The exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Parameters of `index/progress`, in order. */
  readonly progress: { readonly phase: string }[] = [];
  /** Answers to no request: to lines that could not be read. */
  readonly strays: Answer[] = [];
  stderr = "";
  readonly #waiting = new Map<number | string, (answer: Answer) => void>();
  #lastId = 0;

  constructor(args: readonly string[], { nodeArgs = [], env = {} }: RpcClientOptions = {}) {
    // Nothing is left in the cache of who runs the tests, unless a test says where.
    const kept = args.includes("--store") ? [] : ["--no-store"];
    this.child = spawn(process.execPath, [...nodeArgs, program, "rpc", ...args, ...kept], {
      env: { ...process.env, ...env },
    });
    this.child.stderr.on("data", (data) => (this.stderr += data));
    this.child.stdin.on("error", () => {});
    createInterface({ input: this.child.stdout }).on("line", (line) => this.#take(JSON.parse(line)));
    this.exited = new Promise((resolve) => {
      this.child.on("close", (code) => {
        resolve(code);
        for (const [id, settle] of this.#waiting)
          settle({ id, result: `exited with ${code}: ${this.stderr}` });
      });
    });
  }

  /** Sends a request and gives the whole answer, error or not. */
  ask<T>(method: string, params?: unknown): Promise<Answer<T>> {
    return this.askAs(++this.#lastId, method, params);
  }

  askAs<T>(id: number | string, method: string, params?: unknown): Promise<Answer<T>> {
    const answer = this.expectAnswer<T>(id);
    this.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return answer;
  }

  /** The answer to a request that is sent by other means. */
  expectAnswer<T>(id: number | string): Promise<Answer<T>> {
    return new Promise((resolve) => this.#waiting.set(id, resolve as (answer: Answer) => void));
  }

  /** Sends a request and gives its result. @throws Error when it fails */
  async call<T>(method: string, params?: unknown): Promise<T> {
    const { result, error } = await this.ask<T>(method, params);
    if (error) throw new Error(`"${method}" failed: ${error.message}`);
    return result as T;
  }

  /** Sends a line as it is. */
  send(line: string | Uint8Array): void {
    this.child.stdin.write(line);
    this.child.stdin.write("\n");
  }

  /** Ends the input and waits for the process to end by itself. */
  end(): Promise<number | null> {
    this.child.stdin.end();
    return this.exited;
  }

  #take(message: Answer & { readonly method?: string; readonly params?: { readonly phase: string } }): void {
    if (message.method === "index/progress" && message.params) this.progress.push(message.params);
    else if (message.id === null) this.strays.push(message);
    else {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    }
  }
}
