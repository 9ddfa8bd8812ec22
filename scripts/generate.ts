/**
 * Writes what follows from the declarations in `src/core/config`: `contributes` and `capabilities` of `package.json`,
 * and `docs/settings.md`; `docs/rpc.md` from those in `src/node/rpc`; and `THIRD_PARTY_NOTICES.txt` from the licence
 * files of what is bundled. With `--check` it writes nothing and exits 1 when one of them is stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import {
  renderCapabilities,
  renderContributes,
  renderSettingsReference,
} from "../src/core/config/manifest.ts";
import { renderRpcReference } from "../src/node/rpc/reference.ts";
import { renderChatContributions } from "./lib/chatContributions.ts";
import { renderThirdPartyNotices } from "./lib/thirdPartyNotices.ts";

const root = new URL("..", import.meta.url);
const packagePath = new URL("package.json", root);
const manifest = JSON.parse(readFileSync(packagePath, "utf8"));
const contributes = { ...(renderContributes() as object), ...renderChatContributions() };
const outputs: (readonly [string, string])[] = [
  [
    "package.json",
    `${JSON.stringify({ ...manifest, capabilities: renderCapabilities(), contributes }, null, 2)}\n`,
  ],
  ["docs/settings.md", renderSettingsReference()],
  ["docs/rpc.md", renderRpcReference()],
  ["THIRD_PARTY_NOTICES.txt", renderThirdPartyNotices()],
];

const readIfThere = (name: string): string | undefined => {
  try {
    return readFileSync(new URL(name, root), "utf8");
  } catch {
    return undefined;
  }
};
const stale = outputs.filter(([name, text]) => readIfThere(name) !== text);
const checkOnly = process.argv.includes("--check");
for (const [name, text] of stale) {
  if (!checkOnly) writeFileSync(new URL(name, root), text);
  console.log(`${name} ${checkOnly ? "is stale: run npm run generate" : "written"}`);
}
if (checkOnly && stale.length > 0) process.exitCode = 1;
