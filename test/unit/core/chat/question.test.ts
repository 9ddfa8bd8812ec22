import fc from "fast-check";
import { expect, test } from "vitest";
import { readQuestion } from "../../../../src/core/chat/question.ts";

const check = (text: string): string => {
  const { kind, subject } = readQuestion(text);
  return `${kind} ${subject ? `${subject.text}${subject.isCode ? "" : " (word)"}` : "-"}`;
};

test.each([
  ["What is `Store`?", "describe Store"],
  ["what does the function find_user do?", "describe find_user"],
  ["Where is HttpClient.send defined?", "describe HttpClient.send"],
  ["where is parseArgs implemented", "describe parseArgs"],
  ["explain src/store/index.ts", "describe src/store/index.ts"],
  ["Store.add()", "describe Store.add"],
  ["Where is `parse_args` used?", "uses parse_args"],
  ["usages of MAX_RETRIES", "uses MAX_RETRIES"],
  ["Who calls `send`?", "callers send"],
  ["where is build_index() called from?", "callers build_index"],
  ["Which functions call the method Store::open?", "callers Store.open"],
  ["What does `main` call?", "callees main"],
  ["What is called by runAll?", "callees runAll"],
  ["How is `Store` tested?", "tests Store"],
  ["Which tests cover parseArgs?", "tests parseArgs"],
  ["tests for the class RequestQueue", "tests RequestQueue"],
  ["What depends on src/core/store.ts?", "importedBy src/core/store.ts"],
  ["Which files import utils.py?", "importedBy utils.py"],
  ["What does `app/main.py` import?", "imports app/main.py"],
  ["Which classes implement `Reader`?", "implementers Reader"],
  ["subclasses of BaseHandler", "implementers BaseHandler"],
  ["What does BaseHandler extend?", "bases BaseHandler"],
  ["Who changed src/a.ts last?", "changes src/a.ts"],
  ["When was `Store` last changed?", "changes Store"],
  ["What methods does RequestQueue have?", "members RequestQueue"],
  ["Where is DEFAULT_TIMEOUT configured?", "configure DEFAULT_TIMEOUT"],
  ["what is the default value of `maxRetries`", "configure maxRetries"],
  ["how is store tested?", "tests store (word)"],
  ["what uses the Store class", "uses Store (word)"],
  ["what is a session", "describe session (word)"],
  ["How are requests retried after a timeout?", "open -"],
  ["what is this", "open -"],
  ["", "open -"],
  ["Why does `retry` wait twice as long as it should when the server is gone?", "open retry"],
])("reads %j", (text, expected) => expect(check(text)).toBe(expected));

test("never throws, and a subject stands in the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const { subject } = readQuestion(text);
      expect(subject === undefined || subject.text.length > 0).toBe(true);
    }),
  );
});
