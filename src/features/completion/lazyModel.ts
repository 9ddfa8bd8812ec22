/** A model adapter that is loaded at the first request, for most sessions never ask one. */
import type { LanguageModel } from "../../ports/languageModel.ts";

export function lazyModel(load: () => Promise<LanguageModel>): LanguageModel {
  let loading: Promise<LanguageModel> | undefined;
  const model = (): Promise<LanguageModel> => (loading ??= load());
  return {
    stream: async (...call) => (await model()).stream(...call),
    converse: async (...call) => (await model()).converse(...call),
    embed: async (...call) => (await model()).embed(...call),
    listModels: async (...call) => (await model()).listModels(...call),
  };
}
