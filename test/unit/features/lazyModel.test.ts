import { expect, test } from "vitest";
import { lazyModel } from "../../../src/features/completion/lazyModel.ts";
import type { LanguageModel } from "../../../src/ports/languageModel.ts";

test("loads once, at the first request", async () => {
  let loads = 0;
  const model = lazyModel(async () => {
    loads++;
    return { listModels: async () => ({ models: [`load ${loads}`] }) } as unknown as LanguageModel;
  });
  expect(loads).toBe(0);
  const ask = () => model.listModels({} as never, {} as never, new AbortController().signal);
  expect(await Promise.all([ask(), ask()])).toEqual([{ models: ["load 1"] }, { models: ["load 1"] }]);
  expect(loads).toBe(1);
});
