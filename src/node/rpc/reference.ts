/** `docs/rpc.md`, written from the declarations. */
import * as z from "zod";
import { rpcErrorTypes } from "../../ports/rpc.ts";
import { errorCodes } from "./jsonRpc.ts";
import { type Method, methods, notifications, shutdown } from "./methods.ts";

type ErrorType = (typeof rpcErrorTypes)[number];

const errorMeanings: { readonly [T in ErrorType]: string } = {
  parseError: "The line is not JSON, or not UTF-8.",
  invalidRequest: "The line is JSON and no request: a batch, an id in use, a field of the wrong type.",
  methodNotFound: "There is no such method.",
  invalidParams: "The parameters do not fit the schema; `data.issues` lists where and why.",
  internalError: "A fault of Touchstone.",
  requestCancelled: "Cancelled by `$/cancelRequest` or by `shutdown`.",
  invalidSetting: "`data.setting` is the name, `data.expected` what the value must be.",
  invalidPath: "The path is absolute, leads out of the root, or names no root.",
  notFound: "There is no such package or version; the message says which.",
  notIndexed: "The file is not in the index; `index/report` says why.",
  deadlineExceeded: "The engine gave no answer in time; the request may be sent again.",
  engineCrashed: "The engine stopped over this request and is being started again.",
  busy: "Too many requests are under way.",
  engineFailed: "The engine stopped too often and is not started again.",
  modelUnavailable:
    "The model was asked for, and is not set up, not allowed, or failed: the message says which.",
  testsRefused: "Tests do not run here: no sandbox works and nobody agreed to do without, or `--untrusted`.",
  lineTooLong: "The line was longer than 64 MiB and was passed over.",
  shuttingDown: "`shutdown` was asked before.",
};

/** Schemas of results are open as well: later versions may add fields. */
const schemaOf = (type: z.ZodType): string => {
  const { $schema, ...schema } = z.toJSONSchema(type, { io: "input" });
  return ["```json", JSON.stringify(schema, null, 2), "```"].join("\n");
};

const methodSection = (name: string, { about, params, result }: Method): string =>
  [
    `### \`${name}\``,
    "",
    about,
    "",
    "Parameters:",
    "",
    schemaOf(params),
    "",
    "Result:",
    "",
    schemaOf(result),
  ].join("\n");

const notificationSection = (name: keyof typeof notifications): string => {
  const { about, from, params } = notifications[name];
  const direction = from === "client" ? "To Touchstone." : "From Touchstone.";
  return [`### \`${name}\``, "", `${direction} ${about}`, "", "Parameters:", "", schemaOf(params)].join("\n");
};

const introduction = `# Touchstone for other programs

Written by \`npm run generate\` from \`src/node/rpc/methods.ts\`; do not edit.

\`\`\`
touchstone rpc --root DIR [--root DIR2 ...] [--untrusted] [--store DIR | --no-store]
\`\`\`

speaks [JSON-RPC 2.0](https://www.jsonrpc.org/specification) on standard input and output: one message to a line, UTF-8.
Standard output carries nothing else; the log goes to standard error.

- \`path\` is relative to the root, with \`/\`. With several roots it begins with the root's name. Lines count from 1 and are
  inclusive; columns and offsets count from 0, in UTF-16 units.
- Requests run at the same time; answers come in any order. What a request does to settings holds for the requests after it.
- Unknown fields are ignored. Batches are refused.
- A root that a person names is trusted: git is asked for past commits. With \`--untrusted\` there is no process, no network and no
  model: bounded reads of the folders only.
- The index is kept in the user's cache folder, in the folder of \`--store\`, or with \`--no-store\` in memory alone (\`store.md\`).
- The API key of a model comes from the variable \`TOUCHSTONE_API_KEY\`, never from an argument or a setting, and goes to the
  origin of the setting \`model.endpoint\` alone.
- The end of the input lets the requests under way finish; then the process ends with code 0.

A session, input and output mixed:

\`\`\`
> {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"settings":{"index.maxFileKb":512}}}
< {"jsonrpc":"2.0","id":1,"result":{"name":"touchstone","version":"0.1.0","roots":[{"name":"shop","path":"/home/me/shop"}],"trusted":true,"unknownSettings":[]}}
> {"jsonrpc":"2.0","id":2,"method":"index/wait"}
< {"jsonrpc":"2.0","method":"index/progress","params":{"phase":"reading","filesDone":120,"filesTotal":400, ...}}
< {"jsonrpc":"2.0","id":2,"result":{"phase":"ready","files":400,"lines":51000, ...}}
> {"jsonrpc":"2.0","id":3,"method":"complete","params":{"path":"src/cart.py","prefix":"def total(items):\\n    return ","suffix":"\\n","engine":"builtin"}}
< {"jsonrpc":"2.0","id":3,"result":{"suggestions":[{"text":"sum(item.price for item in items)","confidence":0.62,"engine":"builtin","provenance":{"path":"src/order.py","line":14}}]}}
\`\`\``;

/** The whole document. */
export function renderRpcReference(): string {
  const all = [...Object.entries(methods), ["shutdown", shutdown] as const];
  const names = Object.keys(notifications) as (keyof typeof notifications)[];
  const rows = rpcErrorTypes.map((type) => `| \`${type}\` | ${errorCodes[type]} | ${errorMeanings[type]} |`);
  return [
    introduction,
    "## Methods",
    ...all.map(([name, method]) => methodSection(name, method)),
    "## Notifications",
    ...names.map(notificationSection),
    "## Errors",
    "`error.data.type` names the cause; `error.message` is one sentence for a person.",
    ["| type | code | meaning |", "|---|---|---|", ...rows].join("\n"),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}
