// Models of another extension, one for each way of answering. What they were sent last is what the command gives.
const vscode = require("vscode");

const { LanguageModelTextPart, LanguageModelToolCallPart, LanguageModelError } = vscode;
let last;

const behaviours = {
  async echo(messages, _options, progress) {
    const parts = messages.at(-1).content.map((part) => part.value ?? "");
    for (const word of ["You said: ", parts.join("")]) progress.report(new LanguageModelTextPart(word));
  },
  async tools(messages, _options, progress) {
    const results = messages.at(-1).content.filter((part) => part.callId !== undefined);
    if (results.length > 0) return progress.report(new LanguageModelTextPart(`Results: ${results.length}`));
    progress.report(new LanguageModelTextPart("I look."));
    progress.report(new LanguageModelToolCallPart("c1", "search", { query: "x" }));
    progress.report(new LanguageModelToolCallPart("c2", "search", { query: "y" }));
  },
  async looks(messages, _options, progress) {
    const images = messages.at(-1).content.filter((part) => part instanceof vscode.LanguageModelDataPart);
    const told = images.map(({ mimeType, data }) => `${mimeType} of ${data.length} bytes`);
    progress.report(new LanguageModelTextPart(`I see ${told.join(", ")}`));
  },
  async looksAway() {
    throw new Error("This model does not support image input");
  },
  async hangs(_messages, _options, progress, token) {
    progress.report(new LanguageModelTextPart("Well"));
    await new Promise((resolve) => token.onCancellationRequested(resolve));
    last = { ...last, cancelled: true };
  },
  async noPermission() {
    throw LanguageModelError.NoPermissions("You are not signed in");
  },
  async blocked() {
    throw LanguageModelError.Blocked("Your organization forbids it");
  },
  async quota() {
    const error = new LanguageModelError("You have no premium requests left");
    error.name = "ChatQuotaExceeded";
    throw error;
  },
  async breaks(_messages, _options, progress) {
    progress.report(new LanguageModelTextPart("Half an"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    throw new Error("The provider broke");
  },
};

const asText = (part) =>
  part.value ??
  (part.callId && part.content
    ? { result: part.callId, text: part.content.map(asText).join("") }
    : { call: part.name, input: part.input });

exports.activate = (context) => {
  const provider = {
    provideLanguageModelChatInformation: async () =>
      Object.keys(behaviours).map((id) => ({
        id,
        name: `Scripted ${id}`,
        family: "scripted",
        version: "1",
        maxInputTokens: 8000,
        maxOutputTokens: 1000,
        capabilities: { toolCalling: true, imageInput: id === "looks" },
      })),
    provideLanguageModelChatResponse: (model, messages, options, progress, token) => {
      last = {
        model: model.id,
        messages: messages.map(({ role, content }) => ({ role, parts: content.map(asText) })),
        tools: (options.tools ?? []).map(({ name }) => name),
      };
      return behaviours[model.id](messages, options, progress, token);
    },
    provideTokenCount: async (_model, text) => String(text).length,
  };
  const add = {
    invoke: async ({ input: { a, b } }) => {
      if (b < 0) throw new Error("No negative numbers");
      return new vscode.LanguageModelToolResult([new LanguageModelTextPart(`The sum is ${a + b}`)]);
    },
  };
  context.subscriptions.push(
    vscode.lm.registerTool("scripted_add", add),
    vscode.lm.registerLanguageModelChatProvider("scripted", provider),
    vscode.commands.registerCommand("touchstoneTests.lastRequest", () => last),
  );
};
