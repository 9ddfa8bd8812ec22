/** How long commands and other programs wait for the engine: they ask in parallel and would rather wait than lose an answer. */
import { defaultCallPolicies } from "../node/worker/callQueue.ts";

const asked = [
  "complete",
  "checkParse",
  "blockFit",
  "verify",
  "members",
  "search",
  "findSymbols",
  "findReferences",
  "outline",
  "graph",
  "repoMap",
  "report",
  "apiPackages",
  "searchApis",
  "apisAt",
  "apisForDiagnostic",
  "apiVersions",
  "compareApis",
  "showApis",
  "findTests",
  "proposeRepairs",
  "readDocs",
  "proposeProblemEdits",
  "testSubject",
  "testsIn",
  "buildSchema",
  "dataFlows",
  "checkApis",
  "checkablePaths",
  "answer",
  "readLines",
] as const;

export const patientPolicies = Object.fromEntries(
  asked.map((call) => [call, { ...defaultCallPolicies[call], deadlineMs: 30_000 }]),
);

export const patientLimits = { supersede: false, maxPending: 4000 };
