/** What a TypeScript or Python file declares, as it stands: nothing that it hands on of others. */
import { insideOf } from "../../syntax/outline/outlineBuilder.ts";
import { type ApiSymbol, CALL, CONSTRUCT } from "../apiSymbol.ts";
import type { ApiUnit } from "../apiUnit.ts";
import type { SourceApi, SourceFile } from "./readSourceApis.ts";

export function unitApis(unit: ApiUnit): SourceFile {
  const isPublic = shownBy(unit);
  const apis: SourceApi[] = [];
  for (const symbol of unit.symbols) {
    if (!isPublic(symbol)) continue;
    const { kind, signature, parameters, doc, line } = symbol;
    const name = insideOf(symbol.container, symbol.name);
    apis.push({
      name,
      kind,
      signature,
      line,
      ...(parameters ? { parameters } : {}),
      ...(doc ? { doc } : {}),
    });
  }
  return { packageName: "", apis, publicModules: [] };
}

/** In TypeScript what is exported, in Python what has no underscore. */
function shownBy({ dialect, exports, symbols }: ApiUnit): (symbol: ApiSymbol) => boolean {
  const exported = new Set(exports.filter(({ module }) => module === undefined).map(({ local }) => local));
  const functions = new Set(
    symbols
      .filter(({ kind }) => kind === "function" || kind === "method")
      .map((one) => insideOf(one.container, one.name)),
  );
  return ({ name, container, isPrivate }) => {
    if (isPrivate || name === CALL || name === CONSTRUCT || /^[_#]/.test(name)) return false;
    if (functions.has(container) || /(?:^|\.)_/.test(container)) return false;
    const first = container === "" ? name : container.split(".")[0]!;
    return dialect === "python" || exported.size === 0 || exported.has(first);
  };
}
