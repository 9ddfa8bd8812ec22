import { expect, test } from "vitest";
import { hostTools } from "../../../../../src/features/chat/agent/hostTools.ts";
import type { HostTool, HostTools } from "../../../../../src/ports/hostTools.ts";

const tool = (changes: Partial<HostTool> = {}): HostTool => ({
  name: "mcp_files_write",
  description: "Writes a file.",
  schema: { type: "object", properties: { path: { type: "string" } } },
  ...changes,
});

function hostOf(...tools: readonly HostTool[]) {
  const invoked: [string, object][] = [];
  const host: HostTools = {
    list: () => tools,
    invoke: async (name, input) => {
      invoked.push([name, input]);
      return name === "quiet" ? "  " : "one\ntwo\n";
    },
  };
  return { host, invoked };
}

test("none is offered unless it was chosen, and none whose name servers of models refuse", () => {
  const { host } = hostOf(tool(), tool({ name: "other" }), tool({ name: "with blank" }));
  expect(hostTools(host, [])).toEqual([]);
  expect(hostTools(host, ["mcp_files_write", "with blank", "gone"]).map(({ name }) => name)).toEqual([
    "mcp_files_write",
  ]);
});

test("what a tool says of itself is bounded and holds nothing hidden", () => {
  const hidden = String.fromCodePoint(0xe0041, 0x200b);
  const [made] = hostTools(
    hostOf(tool({ description: `Writes${hidden} ${"x".repeat(9_000)}`, schema: { a: "y".repeat(30_000) } }))
      .host,
    ["mcp_files_write"],
  );
  expect(made!.chatTool.description).toMatch(/^Writes x/);
  expect(made!.chatTool.description.length).toBe(2_000);
  expect(made!.chatTool.parameters).toEqual({ type: "object", properties: {} });
});

test("every call asks the person, with what it is given; only then the tool is called", async () => {
  const { host, invoked } = hostOf(tool());
  const call = hostTools(host, ["mcp_files_write"])[0]!.prepare('{"path": "a.py"}');
  if ("problem" in call) throw new Error(call.problem);
  expect(call.consent).toBe('Let the model call the tool "mcp_files_write" of VS Code with {"path":"a.py"}?');
  expect(invoked).toEqual([]);
  const result = await call.run(new AbortController().signal);
  expect(invoked).toEqual([["mcp_files_write", { path: "a.py" }]]);
  expect(result).toEqual({
    pieces: [{ text: "one\ntwo\n", title: "what the tool mcp_files_write gave" }],
    summary: "2 lines",
  });
});

test("arguments that are no object are told to the model; a tool without words gave nothing", async () => {
  const [made] = hostTools(hostOf(tool({ name: "quiet" })).host, ["quiet"]);
  expect(made!.prepare("[1]")).toHaveProperty("problem");
  const call = made!.prepare("");
  if ("problem" in call) throw new Error(call.problem);
  expect(call.consent).toBe('Let the model call the tool "quiet" of VS Code?');
  expect(await call.run(new AbortController().signal)).toMatchObject({ isEmpty: true });
});
