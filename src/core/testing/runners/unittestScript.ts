/** Runs tests of unittest and writes a line of JSON for each: its own text report names neither files nor times. */
export const unittestScript = String.raw`
import inspect, json, os, sys, time, traceback, unittest

sys.path.insert(0, os.getcwd())
out = open(sys.argv[1], "a", encoding="utf-8")


def place(test):
    method = getattr(test, "_testMethodName", None)
    function = getattr(type(test), method, None) if method else None
    try:
        return os.path.abspath(inspect.getsourcefile(type(test))), inspect.getsourcelines(inspect.unwrap(function))[1] - 1
    except Exception:
        return None, None


def tell(test, status, started, error=None, message=None):
    path, line = place(test)
    method = getattr(test, "_testMethodName", None)
    entry = {"suites": type(test).__qualname__.split("."), "label": method or str(test), "status": status,
             "durationMs": 1000 * (time.perf_counter() - started)}
    failed = type(test).__module__ == "unittest.loader"
    if failed and method:
        entry.update(suites=[], label="", status="errored")
        module = next((name for name in names if (name + ".").endswith("." + method + ".")), method)
        path, line = os.path.abspath(module.replace(".", os.sep) + ".py"), None
    if path: entry["path"] = path
    if line is not None: entry["line"] = line
    if error:
        entry["message"] = "".join(traceback.format_exception_only(error[0], error[1])).strip()
        entry["trace"] = "".join(traceback.format_exception(*error))
    if message: entry["message"] = message
    out.write(json.dumps(entry) + "\n")
    out.flush()


class Result(unittest.TextTestResult):
    def startTest(self, test):
        super().startTest(test)
        self.started, self.bad = time.perf_counter(), None

    def addSuccess(self, test):
        super().addSuccess(test)
        if not self.bad: tell(test, "passed", self.started)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        tell(test, "failed", self.started, error)

    def addError(self, test, error):
        super().addError(test, error)
        tell(test, "errored", getattr(self, "started", time.perf_counter()), error)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        tell(test, "skipped", getattr(self, "started", time.perf_counter()), message=reason)

    def addExpectedFailure(self, test, error):
        super().addExpectedFailure(test, error)
        tell(test, "passed", self.started)

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        tell(test, "failed", self.started, message="It was expected to fail, and passed")

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error and not self.bad:
            self.bad = True
            status = "failed" if issubclass(error[0], test.failureException) else "errored"
            tell(test, status, self.started, error, subtest._subDescription() + ": " + str(error[1]))


loader = unittest.TestLoader()
names = sys.argv[2:]
tests = loader.loadTestsFromNames(names) if names else loader.discover(".", top_level_dir=None)
unittest.TextTestRunner(resultclass=Result, verbosity=2).run(tests)
`;
