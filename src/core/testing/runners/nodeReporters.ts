/**
 * Reporters for Node's runner and for Mocha that write a line of JSON for each test as soon as it has ended. They are
 * texts: modules of the process that runs the tests, and load nothing in this one.
 */

/** A module for `--test-reporter`. Events of suites, files and hooks are told apart by their details. */
export const nodeTestReporter = String.raw`
const pathOf = (file) =>
  file?.startsWith("file:") ? decodeURIComponent(new URL(file).pathname).replace(/^\/(?=[A-Za-z]:)/, "") : file;
const shown = (value) => (typeof value === "string" ? value : JSON.stringify(value) ?? String(value));

export default async function* report(source) {
  const names = new Map();
  const errors = new Map();
  for await (const { type, data } of source) {
    const key = data?.file;
    if (type === "test:stderr") errors.set(key, ((errors.get(key) ?? "") + data.message).slice(-20000));
    if (type === "test:start") {
      const stack = names.get(key) ?? [];
      stack.length = data.nesting;
      stack[data.nesting] = data.name;
      names.set(key, stack);
    }
    if (type !== "test:pass" && type !== "test:fail") continue;
    const { details = {}, name, nesting } = data;
    const error = details.error;
    const cause = error?.cause ?? error;
    const failed = type === "test:fail";
    const isFile = nesting === 0 && data.file !== undefined && (name === data.file || pathOf(data.file)?.endsWith(name)) && /\.[cm]?[jt]sx?$/.test(name);
    const onlyChildren = error?.failureType === "subtestsFailed";
    if ((details.type === "suite" || isFile) && (!failed || onlyChildren)) continue;
    if (isFile && error?.failureType === "testCodeFailure" && names.get(key)?.length > 1) continue;
    const entry = {
      path: pathOf(data.file),
      suites: isFile ? [] : (names.get(key) ?? []).slice(0, nesting),
      label: isFile ? "" : name,
      status: data.skip !== undefined || data.todo !== undefined ? "skipped" : !failed ? "passed" : isFile || details.type === "suite" ? "errored" : error?.failureType === "testTimeoutFailure" ? "timedOut" : cause?.code === "ERR_ASSERTION" || cause?.name === "AssertionError" ? "failed" : "errored",
      durationMs: details.duration_ms ?? 0,
    };
    if (typeof data.line === "number" && data.line > 0) entry.line = data.line - 1;
    if (failed) {
      entry.message = String(cause?.message ?? cause ?? "");
      entry.trace = String(cause?.stack ?? error?.stack ?? entry.message);
      const written = errors.get(data.file) ?? errors.get(name);
      // Of a file that cannot be loaded the runner says no more than that; why stands in what the file's process wrote.
      if (isFile && entry.message === "test failed" && written) {
        entry.message = /^(?:\w*Error|TypeError \[\w+\])\b.*$/m.exec(written)?.[0] ?? written.trim();
        entry.trace = written;
      }
      if (cause && typeof cause === "object" && "expected" in cause) {
        entry.expected = shown(cause.expected);
        entry.actual = shown(cause.actual);
      }
    }
    yield JSON.stringify(entry) + "\n";
  }
}
`;

/** A module for `--reporter`. */
export const mochaReporter = String.raw`
const load = require;
const append = load("node:fs")["appendFileSync"];
const shown = (value) => (typeof value === "string" ? value : JSON.stringify(value) ?? String(value));

module.exports = class {
  constructor(runner, options) {
    const to = options.reporterOptions.output;
    const tell = (test, status, error) => {
      const names = test.titlePath();
      const entry = { path: test.file, suites: names.slice(0, -1), label: names.at(-1), status, durationMs: test.duration ?? 0 };
      if (test.type === "hook") {
        const within = test.ctx?.currentTest;
        entry.suites = within ? within.titlePath().slice(0, -1) : entry.suites;
        entry.label = within ? within.title : entry.label;
        entry.path = within?.file ?? test.file;
      }
      if (error) {
        entry.message = String(error.message ?? error);
        entry.trace = String(error.stack ?? error.message ?? error);
        if ("expected" in Object(error)) {
          entry.expected = shown(error.expected);
          entry.actual = shown(error.actual);
        }
      }
      append(to, JSON.stringify(entry) + "\n");
      console.log(status + " " + names.join(" > ") + (error ? "\n" + entry.trace : ""));
    };
    const isAssertion = (error) => error?.name === "AssertionError" || error?.code === "ERR_ASSERTION" || "expected" in Object(error);
    runner.on("pass", (test) => tell(test, "passed"));
    runner.on("pending", (test) => tell(test, "skipped"));
    runner.on("fail", (test, error) => {
      const timedOut = error?.code === "ERR_MOCHA_TIMEOUT";
      tell(test, timedOut ? "timedOut" : isAssertion(error) ? "failed" : "errored", error);
    });
  }
};
`;
