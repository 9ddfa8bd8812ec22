/** Which files are tests, by their paths alone, and which questions ask for them. */

const TEST_DIRECTORY =
  /(?:^|\/)(?:tests?|testing|testdata|test[-_](?:data|utils?|fixtures)|__tests__|__mocks__|specs?|e2e|fixtures|integration-?tests?|[\w-]+-tests?|benchmarks?)\//i;
const TEST_NAME =
  /(?:^|\/)(?:tests?[_-][^/]*|conftest|[^/]*(?:[_-]tests?|[._-]spec|\.test|\.tests|\.test-d|\.bench|Tests?|TestCase|IT))\.\w+$/;
const ASKS = /\b(?:tests?|testing|tested|testcases?|specs?|fixtures?|mocks?|benchmarks?|conftest)\b/i;

/** @param path relative to the workspace folder, with `/` */
export function isTestPath(path: string): boolean {
  return TEST_NAME.test(path) || TEST_DIRECTORY.test(path);
}

/** Whether a question speaks of tests. */
export function asksForTests(query: string): boolean {
  return ASKS.test(query);
}
