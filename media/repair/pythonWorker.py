"""Runs a project's tests again and again against small changes of its functions, in one process.

Speaks lines of JSON on standard input and output. The first line says where and what; then each line asks once.
Tests are collected by pytest when it is installed, else by unittest. A change inside a function is compiled alone and
put in place of the function's code; a change elsewhere is executed as a whole module in a process of its own. Batches
of changes run in forked processes, so that what a test leaves behind ends with its batch. Python 3.8 and later.
"""
import ast
import builtins
import copy
import gc
import importlib.machinery
import inspect
import io
import json
import os
import signal
import sys
import time
import traceback
import types

CAN_FORK = hasattr(os, "fork")
FUTURE_FLAGS = 0x1FE0000
# Calls and turns of loops that a test may take: this many, or the given times what it took before. One that fails may
# take what most passing ones took: how far it got says little, and a single slow test is no measure for all others.
FEWEST_TICKS = 20_000
TICKS_TIMES = 10
MOST_PASSING = 0.95
PATIENT_TIMES = 100
FIRST_TICKS = 200_000
BASELINE_TICKS = 3_000_000
TRACED_TICKS = 20_000
# Seconds of the processor; a test that only waits ends after so many times that.
WAITING_TIMES = 4
SHORTEST_WALL = 0.4
WALL_TIMES = 3
# A change that made none of the tests before pass is not asked of those that take longer than this.
MOST_HOPELESS_S = 0.05
FIRST_WALL = 0.5
BASELINE_WALL = 3.0
# Tests that do not end at once get more time, until those that do not end then either have taken this long together.
MOST_ENDLESS_S = 4.0
PATIENT_WALL = 6.0
# A change that passes all but a few tests which do not end is run without counting, this often in a batch: shortly at
# first, for most of them never end, and as long as this when nothing else is left.
UNCOUNTED_WALL = 15.0
FIRST_UNCOUNTED_WALL = 1.0
MOST_UNCOUNTED = 2
# Of the tests those that may not end then.
MOST_SLOW = 3
MOST_CASES_OF_ONE_TEST = 64
# Share of the tests that may do something else when they are run again in the same process.
MOST_UNSTEADY = 0.1
MOST_TRACED_S = 15.0
# Without any change no test takes longer by its own clocks than both runs of it, of time itself: who is silent for some times
# that has ended the process, or waits where no signal reaches it.
BASELINE_SILENCE_S = 3 * WAITING_TIMES * (FIRST_WALL + BASELINE_WALL)
# Of one case: enough to see every line of a long loop, which are the same again and again.
MOST_TRACED_LINES = 200_000


class Hang(BaseException):
    """A test went on for longer than any sound version of it would."""


class Budget:
    left = 0


def tick():
    Budget.left -= 1
    if Budget.left < 0:
        raise Hang()


def on_alarm(_signal, _frame):
    Budget.left = -1
    raise Hang()


def limits(ticks, seconds):
    """
    `seconds` of the processor's time; of time itself some more, for what only waits. More than once: a test may wait again
    where it cleans up.
    """
    Budget.left = ticks
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
        signal.setitimer(signal.ITIMER_REAL, WAITING_TIMES * seconds, seconds)


def clocks():
    """Of the processor, and of time itself as far as it counts: as `limits` reads them. Seconds."""
    return time.process_time(), time.monotonic() / WAITING_TIMES


def seconds_since(began):
    """What `limits` has counted since, by the clock that went further."""
    return max(now - then for now, then in zip(clocks(), began))


def no_limits():
    Budget.left = 1 << 60
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


# --- source files that may be changed ---


class Ticks(ast.NodeTransformer):
    """Counts each call and each turn of a loop."""

    @staticmethod
    def _counted(node):
        body = node.body
        at = 0
        first = body[0]
        is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        if is_function and isinstance(first, ast.Expr) and isinstance(getattr(first, "value", None), ast.Constant):
            at = 1
        spot = body[min(at, len(body) - 1)]
        call = ast.Expr(ast.Call(ast.Name("__touchstone_tick__", ast.Load()), [], []))
        for part in ast.walk(call):
            ast.copy_location(part, spot)
        body.insert(at, call)

    def _visit(self, node):
        self.generic_visit(node)
        self._counted(node)
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_For = visit_While = visit_AsyncFor = _visit


TICKS = Ticks()


def function_codes(code, found, chain=()):
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            key = chain + (const.co_name,)
            found.setdefault(key, []).append(const)
            function_codes(const, found, key)
    return found


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def called_in(node):
    """Names of what a node calls, decorators included; not what functions and lambdas that it defines would call."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTIONS):
            for decorator in child.decorator_list:
                yield name_of(decorator)
        elif not isinstance(child, ast.Lambda):
            if isinstance(child, ast.Call):
                yield name_of(child)
            for name in called_in(child):
                yield name


def name_of(node):
    """`f` of `f`, `a.f` and calls of them, else None."""
    if isinstance(node, ast.Call):
        node = node.func
    return getattr(node, "id", None) or getattr(node, "attr", None)


class Source:
    """A file whose functions may be replaced."""

    def __init__(self, path):
        self.path = path
        with io.open(path, "rb") as file:
            data = file.read()
        self.raw = data.decode("utf-8-sig", "replace")
        self.tree = ast.parse(self.raw)
        self.lines = [line + "\n" for line in self.raw.split("\n")]
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.functions = []
        self._collect(self.tree, ())
        self.live = {}
        self.at_load = None

    def runs_at_load(self, function):
        """Whether loading the file calls the function: by names alone, in this file."""
        if self.at_load is None:
            self.at_load = set(self._called_at_load())
        return function["start"] in self.at_load

    def _called_at_load(self):
        by_name = {}
        for node in ast.walk(self.tree):
            if isinstance(node, FUNCTIONS):
                by_name.setdefault(node.name, []).append(node)
        called = list(called_in(self.tree))
        seen = set(called)
        while called:
            for node in by_name.get(called.pop(), ()):
                yield self.starts[node.lineno - 1]
                fresh = set(called_in(node)) - seen
                seen |= fresh
                called += fresh

    def offset(self, line, column):
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        if not text.isascii():
            column = len(text.encode("utf-8")[:column].decode("utf-8", "replace"))
        return self.starts[line - 1] + column

    def _collect(self, node, chain):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                first = child.body[0]
                self.functions.append(
                    {
                        "chain": chain,
                        "name": child.name,
                        "line": child.lineno,
                        "first": min([child.lineno] + [d.lineno for d in child.decorator_list]),
                        "start": self.starts[child.lineno - 1],
                        "body": self.offset(first.lineno, first.col_offset),
                        "end": self.offset(child.end_lineno, child.end_col_offset),
                        "lines": (child.lineno, child.end_lineno),
                        "indent": child.col_offset,
                    }
                )
            elif isinstance(child, ast.ClassDef):
                self._collect(child, chain + (child.name,))
            elif isinstance(child, (ast.If, ast.Try, ast.With)):
                self._collect(child, chain)

    def function_at(self, start, end):
        for function in self.functions:
            if function["body"] <= start and end <= function["end"]:
                return function
            # A new first statement stands before the first token of the body, on its line.
            if start == end and function["start"] < start <= function["end"] and start > self.header_end(function):
                return function
        return None

    def header_end(self, function):
        line_start = self.raw.rfind("\n", 0, function["body"]) + 1
        return line_start - 1 if line_start > function["start"] else function["body"]

    def compile_function(self, function, text, flags, is_counted=True):
        """Code of one function, instrumented, with the line numbers that it has in the file."""
        chain = function["chain"]
        head = ""
        lines = 0
        wraps = list(chain)
        if not wraps and function["indent"] > 0:
            head = "if 1:\n"
            lines = 1
        for depth, name in enumerate(wraps):
            head += " " * depth + "class " + name + ":\n"
            lines += 1
        tree = compile(head + text, self.path, "exec", ast.PyCF_ONLY_AST | flags, True)
        ast.increment_lineno(tree, function["line"] - 1 - lines)
        code = compile(TICKS.visit(tree) if is_counted else tree, self.path, "exec", flags, True)
        for name in chain + (function["name"],):
            code = next((c for c in code.co_consts if isinstance(c, types.CodeType) and c.co_name == name), None)
            if code is None:
                raise ValueError("the function is gone")
        return code

    def compile_module(self, text, is_counted=True):
        tree = ast.parse(text, self.path)
        return compile(TICKS.visit(tree) if is_counted else tree, self.path, "exec", 0, True)


class Sources:
    def __init__(self):
        self.by_path = {}

    def of(self, path):
        source = self.by_path.get(path)
        if source is None:
            source = self.by_path[path] = Source(path)
        return source

    def find_live(self):
        """Which function objects run the code of which function, decorated and nested ones included."""
        wanted = {}
        for source in self.by_path.values():
            source.live = {}
            for function in source.functions:
                wanted[(source.path, function["name"], function["first"])] = (source, function)
        for found in gc.get_objects():
            if isinstance(found, types.FunctionType):
                code = found.__code__
                key = (code.co_filename, code.co_name, code.co_firstlineno)
                if key in wanted:
                    source, function = wanted[key]
                    source.live.setdefault(function["start"], []).append(found)

    def pass_on(self, before, after):
        """Gives modules that hold a value of another one by its name the value that it has now."""
        changed = {name: value for name, value in after.items() if name in before and before[name] is not value}
        for module in list(sys.modules.values()):
            if getattr(module, "__file__", None) not in self.by_path:
                continue
            for name, value in changed.items():
                if not name.startswith("__") and module.__dict__.get(name) is before[name]:
                    module.__dict__[name] = value

    def instrument(self):
        for source in self.by_path.values():
            for function in source.functions:
                objects = source.live.get(function["start"], [])
                if not objects:
                    continue
                text = source.raw[function["start"] : function["end"]]
                try:
                    code = source.compile_function(function, text, objects[0].__code__.co_flags & FUTURE_FLAGS)
                    for each in objects:
                        each.__code__ = code
                except (SyntaxError, ValueError):
                    pass


def edited(text, edits):
    result = []
    at = 0
    for start, end, by in edits:
        result.append(text[at:start])
        result.append(by)
        at = end
    result.append(text[at:])
    return "".join(result)


class Patch:
    """One change, in place until it is taken back."""

    def __init__(self, sources, edits_by_path, is_counted=True, is_whole=False):
        """@param is_whole: whether whole files are loaded anew, which is not taken back"""
        self.undo = []
        self.is_counted = is_counted
        self.is_whole = is_whole
        try:
            for path, edits in edits_by_path.items():
                self._apply(sources, path, edits)
        except BaseException:
            self.revert()
            raise

    def _apply(self, sources, path, edits):
        source = sources.of(path)
        groups = {}
        for edit in edits:
            function = source.function_at(edit[0], edit[1])
            if self.is_whole or function is None or not source.live.get(function["start"]):
                self._module(sources, source, edits)
                return
            groups.setdefault(function["start"], (function, []))[1].append(edit)
        for function, own in groups.values():
            base = function["start"]
            text = edited(source.raw[base : function["end"]], [(s - base, e - base, t) for s, e, t in own])
            objects = source.live[base]
            flags = objects[0].__code__.co_flags & FUTURE_FLAGS
            code = source.compile_function(function, text, flags, self.is_counted)
            for each in objects:
                self.undo.append((each, each.__code__))
                each.__code__ = code

    def _module(self, sources, source, edits):
        if not CAN_FORK:
            raise ValueError("needs a process of its own")
        module = next((m for m in list(sys.modules.values()) if getattr(m, "__file__", None) == source.path), None)
        if module is None:
            raise ValueError("the module is not loaded")
        code = source.compile_module(edited(source.raw, edits), self.is_counted)
        fresh = dict(
            (k, module.__dict__[k])
            for k in ("__name__", "__file__", "__package__", "__spec__", "__loader__", "__path__")
            if k in module.__dict__
        )
        fresh["__builtins__"] = builtins
        exec(code, fresh)
        before = dict(module.__dict__)
        transplant(module.__dict__, fresh)
        sources.pass_on(before, module.__dict__)

    def revert(self):
        for each, code in reversed(self.undo):
            each.__code__ = code
        self.undo = []


def transplant(old, new):
    """Gives what is there the code and values of a module executed anew: others hold references to it."""
    for name, value in list(new.items()):
        before = old.get(name)
        if isinstance(value, types.FunctionType) and isinstance(before, types.FunctionType):
            try:
                before.__code__ = value.__code__
                before.__defaults__ = value.__defaults__
                before.__kwdefaults__ = value.__kwdefaults__
                continue
            except ValueError:
                pass
        if isinstance(value, type) and isinstance(before, type):
            for key, member in list(vars(value).items()):
                if key not in ("__dict__", "__weakref__"):
                    try:
                        setattr(before, key, member)
                    except (AttributeError, TypeError):
                        pass
            continue
        if not name.startswith("__"):
            old[name] = value


def needs_own_process(sources, edits_by_path):
    for path, edits in edits_by_path.items():
        source = sources.of(path)
        for edit in edits:
            function = source.function_at(edit[0], edit[1])
            if function is None or not source.live.get(function["start"]):
                return True
    return False


def changes_load(sources, edits_by_path):
    """Whether a function that is changed has made what was kept when its file was loaded."""
    for path, edits in edits_by_path.items():
        source = sources.of(path)
        for edit in edits:
            function = source.function_at(edit[0], edit[1])
            if function is not None and source.runs_at_load(function):
                return True
    return False


# --- tests ---


class Case:
    """One test, or one assertion of it."""

    def __init__(self, id, run, name, file):
        self.id = id
        self.run_raw = run
        self.name = name
        self.file = file
        self.ticks = 0
        self.seconds = 0.0
        self.outcome = None
        self.lines = {}
        # Of one assertion of a test: the line it is on, and the test with all of them.
        self.line = 0
        self.whole = None

    def run(self, ticks, wall):
        """Outcome and exception: "passed", "failed", "hung" or "skipped"."""
        try:
            return self._run(ticks, wall)
        except Hang as raised:
            # A clock rang once more, on the way out.
            no_limits()
            return "hung", raised

    def _run(self, ticks, wall):
        error = None
        try:
            limits(ticks, wall)
            try:
                error = self.run_raw()
            finally:
                self.used = ticks - Budget.left
                no_limits()
        except BaseException as raised:
            no_limits()
            if isinstance(raised, (KeyboardInterrupt, SystemExit)):
                return "failed", raised
            error = raised
        if error is None:
            return "passed", None
        # A test that catches everything, or whose threads did the work, fails for having been stopped.
        if isinstance(error, Hang) or self.used > ticks:
            return "hung", error
        if is_skip(error):
            return "skipped", None
        return "failed", error


def is_skip(error):
    return type(error).__name__ in ("Skipped", "SkipTest", "XFailed")


def split_asserts(function):
    """Variants of a test function with one of its assertions each; none when there are fewer than two."""
    code = function.__code__
    if code.co_freevars:
        return []
    try:
        with io.open(code.co_filename, encoding="utf-8") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, UnicodeDecodeError):
        return []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
            first = min([node.lineno] + [d.lineno for d in node.decorator_list])
            if first == code.co_firstlineno:
                return variants(function, node, code)
    return []


def variants(function, node, code):
    asserts = [at for at, part in enumerate(node.body) if isinstance(part, ast.Assert)]
    if not 2 <= len(asserts) <= MOST_CASES_OF_ONE_TEST:
        return []
    found = []
    for wanted in asserts:
        one = copy.copy(node)
        one.decorator_list = []
        one.body = [part for at, part in enumerate(node.body) if at == wanted or at not in asserts]
        module = ast.Module([one], [])
        compiled = compile(module, code.co_filename, "exec", code.co_flags & FUTURE_FLAGS, True)
        inner = next(c for c in compiled.co_consts if isinstance(c, types.CodeType) and c.co_name == code.co_name)
        made = types.FunctionType(inner, function.__globals__, function.__name__, function.__defaults__)
        made.__kwdefaults__ = function.__kwdefaults__
        found.append((node.body[wanted].lineno, made))
    return found


def parts_of(whole, runs):
    """A case for each assertion of a test, given by its line and what runs it."""
    parts = []
    for line, run in runs:
        part = Case(whole.id, run, "%s line %d" % (whole.id, line), whole.file)
        part.line, part.whole = line, whole
        parts.append(part)
    return parts


def inseparable(cases, ask_to_wait=lambda seconds: None):
    """
    Ids of tests whose assertions need what those before them did: one of them fails alone, though in the whole test it
    did not.
    """
    found = []
    of_test = {}
    for case in cases:
        if case.whole is not None:
            of_test.setdefault(case.whole, []).append(case)
    for whole, parts in of_test.items():
        ask_to_wait(BASELINE_SILENCE_S)
        outcome, error = whole.run(FIRST_TICKS, FIRST_WALL)
        if outcome == "passed":
            reached = 1 << 60
        elif outcome == "failed":
            reached = line_in(error, whole.file)
        else:
            continue
        for part in parts:
            if part.line < reached and part.run(FIRST_TICKS, FIRST_WALL)[0] == "failed":
                found.append(whole.id)
                break
    return found


def line_in(error, path):
    """Where a failure left a file, 0 when it did not come through it."""
    at = error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == path:
            return at.tb_lineno
        at = at.tb_next
    return 0


def joined(cases, ids):
    """Cases with the tests of the given ids in one piece each, where their first assertion was."""
    wanted = set(ids)
    result = []
    for case in cases:
        if case.whole is None or case.id not in wanted:
            result.append(case)
        elif not result or result[-1] is not case.whole:
            result.append(case.whole)
    return result


def plain_call(function, params):
    def run():
        function(**copy.deepcopy(params))

    def run_bare():
        function()

    return run if params else run_bare


class PytestCases:
    """Items of a collected session as cases."""

    def __init__(self, items):
        self.errors = {}
        self.cases = []
        for item in items:
            self._add(item)

    def _add(self, item):
        file = str(getattr(item, "path", None) or item.fspath)
        if self._skips(item):
            return
        params = self._plain_params(item)
        if params is None:
            self.cases.append(Case(item.nodeid, self._through_pytest(item), item.nodeid, file))
            return
        split = split_asserts(item.obj)
        if not split:
            self.cases.append(Case(item.nodeid, plain_call(item.obj, params), item.nodeid, file))
        whole = Case(item.nodeid, plain_call(item.obj, params), item.nodeid, file)
        self.cases.extend(parts_of(whole, [(line, plain_call(function, params)) for line, function in split]))

    @staticmethod
    def _skips(item):
        if any(mark.name in ("skip", "xfail") for mark in item.iter_markers()):
            return True
        try:
            from _pytest.skipping import evaluate_skip_marks

            return bool(evaluate_skip_marks(item))
        except Exception:
            return False

    @staticmethod
    def _plain_params(item):
        """Arguments of a test that needs nothing but them, else None."""
        if not inspect.isfunction(getattr(item, "obj", None)) or inspect.iscoroutinefunction(item.obj):
            return None
        if inspect.isgeneratorfunction(item.obj) or getattr(item, "cls", None) is not None:
            return None
        callspec = getattr(item, "callspec", None)
        params = dict(callspec.params) if callspec else {}
        if set(getattr(item, "fixturenames", [])) - set(params) - {"request"}:
            return None
        wanted = set(inspect.signature(item.obj).parameters)
        if wanted != set(params):
            return None
        try:
            copy.deepcopy(params)
        except Exception:
            return None
        return params

    def _through_pytest(self, item):
        from _pytest.runner import runtestprotocol

        def run():
            self.errors.pop(item.nodeid, None)
            item.repr_failure = lambda *_args, **_named: ""
            reports = runtestprotocol(item, log=False, nextitem=None)
            if all(report.passed for report in reports):
                return None
            if any(report.skipped for report in reports):
                return Skipped()
            return self.errors.get(item.nodeid) or AssertionError("failed")

        return run


class Skipped(Exception):
    """A test that did not run to its end by its own wish."""


def unittest_cases(paths):
    import unittest

    found = []
    for path in paths:
        module = test_module(path)
        for test in tests_within(unittest.defaultTestLoader.loadTestsFromModule(module)):
            found.append(unittest_case(test, path))
        for key, value in list(vars(module).items()):
            if key.startswith("test") and inspect.isfunction(value) and not inspect.signature(value).parameters:
                id = "%s::%s" % (path, key)
                split = split_asserts(value)
                whole = Case(id, plain_call(value, {}), id, path)
                found.extend(parts_of(whole, [(line, plain_call(function, {})) for line, function in split]) or [whole])
    return found


def test_module(path):
    """Loads a file of tests; as part of its package when it is in one, since it may import its neighbours."""
    import importlib.util

    folder, name = os.path.dirname(path), os.path.splitext(os.path.basename(path))[0]
    parts = [name]
    while os.path.exists(os.path.join(folder, "__init__.py")):
        folder, parent = os.path.split(folder)
        parts.insert(0, parent)
    sys.path.insert(0, folder)
    if len(parts) > 1:
        try:
            module = importlib.import_module(".".join(parts))
            if os.path.realpath(module.__file__ or "") == os.path.realpath(path):
                return module
        except ModuleNotFoundError as error:
            # Another package has its name.
            if not ".".join(parts).startswith(error.name or " "):
                raise
        sys.path.insert(0, os.path.dirname(path))
    spec = importlib.util.spec_from_file_location("_touchstone_" + name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def tests_within(suite):
    """Suites hold suites where `load_tests` adds some, examples of documentation for one."""
    for test in suite:
        if hasattr(test, "__iter__"):
            for inner in tests_within(test):
                yield inner
        else:
            yield test


def unittest_case(test, path):
    import unittest

    kind = type(test)
    method = test._testMethodName
    # Others are made of more than a name.
    is_plain = kind.__init__ is unittest.TestCase.__init__
    id = "%s::%s::%s" % (path, kind.__name__, method if is_plain else test.id())

    class Kept(unittest.TestResult):
        error = None

        def addError(self, test, err):
            self.error = err[1]

        addFailure = addError

        def addSubTest(self, test, subtest, err):
            if err is not None:
                self.error = err[1]

        def addSkip(self, test, reason):
            self.error = unittest.SkipTest(reason)

    def run():
        result = Kept()
        unittest.TestSuite([kind(method) if is_plain else test]).run(result)
        return result.error

    return Case(id, run, id, path)


# --- what happens without any change ---


def trace_case(case, wanted, ticks, seconds):
    """By path the lines that a case ran, of code that `wanted` says yes to."""
    lines = {}
    left = MOST_TRACED_LINES

    def local(frame, event, _arg):
        nonlocal left
        if event == "line":
            lines[frame.f_code.co_filename].add(frame.f_lineno)
            left -= 1
            if left < 0:
                frame.f_trace_lines = False
        return local

    def trace(frame, event, arg):
        if left < 0 or not wanted(frame.f_code):
            return None
        lines.setdefault(frame.f_code.co_filename, set())
        return local

    sys.settrace(trace)
    try:
        case.run(ticks, seconds)
    finally:
        sys.settrace(None)
    return {path: sorted(found) for path, found in lines.items()}


class TracedCode:
    """What failing cases ran is all that passing ones are asked about: other lines are under no suspicion."""

    def __init__(self, watched):
        self.watched = watched
        self.suspected = set()

    def of_failing(self, code):
        if code.co_filename not in self.watched:
            return False
        self.suspected.add(code)
        return True

    def of_passing(self, code):
        return code in self.suspected


def read_at_load(codes, sources):
    """By path the lines of values that are set outside of functions and that the given code reads by name."""
    names = {}
    for code in codes:
        names.setdefault(code.co_filename, set()).update(code.co_names)
    everywhere = set().union(*names.values()) if names else set()
    found = {}
    for path, source in sources.by_path.items():
        lines = set()
        for node in values_at_load(source.tree):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(getattr(target, "id", None) in everywhere for target in targets):
                lines.update(range(node.lineno, node.end_lineno + 1))
        if lines:
            found[path] = sorted(lines)
    return found


def values_at_load(node):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.Assign, ast.AnnAssign)):
            yield child
        elif isinstance(child, (ast.ClassDef, ast.If, ast.Try)):
            yield from values_at_load(child)


def literals_of(value, found, depth=0):
    if len(found) > 60 or depth > 3:
        return
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, (int, float, str)):
        text = repr(value)
        if len(text) <= 60 and text not in found:
            found.append(text)
    elif isinstance(value, dict):
        for key, inner in list(value.items())[:20]:
            literals_of(key, found, depth + 1)
            literals_of(inner, found, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in list(value)[:20]:
            literals_of(inner, found, depth + 1)


def expected_values(error, test_file):
    """Values that the failed assertion compares with: what is written there, or held by a name there."""
    found = []
    frame = None
    at = error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == test_file:
            frame = at
        at = at.tb_next
    if frame is None:
        return found
    try:
        with io.open(test_file, encoding="utf-8") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, UnicodeDecodeError):
        return found
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assert, ast.Expr)) and node.lineno <= frame.tb_lineno <= node.end_lineno:
            for part in ast.walk(node):
                if isinstance(part, ast.Compare):
                    for side in part.comparators + [part.left]:
                        literals_of(value_in(side, frame.tb_frame), found)
                elif isinstance(part, ast.Constant):
                    literals_of(part.value, found)
    return found


def value_in(node, frame):
    if isinstance(node, ast.Name):
        return frame.f_locals.get(node.id)
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def raised_places(error, root):
    places = []
    at = error.__traceback__ if error is not None else None
    while at is not None:
        name = at.tb_frame.f_code.co_filename
        if name.startswith(root):
            places.append([name, at.tb_lineno])
        at = at.tb_next
    return places[-20:]


def baseline(cases, watched, root, sources, ask_to_wait=lambda seconds: None):
    """
    Runs all three times: plain, traced, plain again to see whether running leaves something behind. Gives what came of
    each, and the lines outside of functions that failing ones depend on.
    """
    results = []
    endless_s = 0.0
    for case in cases:
        ask_to_wait(BASELINE_SILENCE_S)
        began = clocks()
        outcome, error = case.run(FIRST_TICKS, FIRST_WALL)
        if outcome == "hung" and endless_s < MOST_ENDLESS_S:
            again = clocks()
            outcome, error = case.run(BASELINE_TICKS, BASELINE_WALL)
            endless_s += seconds_since(again) if outcome == "hung" else 0
        entry = {"id": case.id, "name": case.name, "file": case.file, "outcome": outcome, "ticks": case.used}
        entry["seconds"] = time.process_time() - began[0]
        entry["wall"] = seconds_since(began)
        if error is not None and outcome != "hung":
            entry["error"] = "%s: %s" % (type(error).__name__, str(error)[:300])
            entry["raised"] = raised_places(error, root)
            entry["expected"] = expected_values(error, case.file)
        results.append(entry)
    traced = TracedCode(watched)
    anything_failed = any(entry["outcome"] in ("failed", "hung") for entry in results)
    began = time.process_time()
    # Those to repair, then as many others as there is time for.
    order = sorted(
        range(len(cases)), key=lambda at: (results[at]["outcome"] not in ("failed", "hung"), results[at]["seconds"])
    )
    for at in order:
        if time.process_time() - began > MOST_TRACED_S:
            break
        ask_to_wait(BASELINE_SILENCE_S)
        failed = results[at]["outcome"] in ("failed", "hung")
        hung = results[at]["outcome"] == "hung"
        wanted = traced.of_failing if failed or not anything_failed else traced.of_passing
        results[at]["lines"] = trace_case(cases[at], wanted, TRACED_TICKS if hung else BASELINE_TICKS, 0.5 if hung else 1.5)
    for case, entry in zip(cases, results):
        if entry["outcome"] in ("passed", "failed") and entry["seconds"] < 1:
            ask_to_wait(BASELINE_SILENCE_S)
            outcome, _ = case.run(BASELINE_TICKS, BASELINE_WALL)
            if outcome != entry["outcome"]:
                entry["steady"] = False
    return results, read_at_load(traced.suspected, sources)


def tell_baseline(out, cases, watched, root, sources):
    asked = {"at": 0.0}

    def ask_to_wait(seconds):
        # Not for each of thousands of quick tests.
        now = time.monotonic()
        if now - asked["at"] > 1:
            asked["at"] = now
            out.write(json.dumps({"wait": seconds}) + "\n")
            out.flush()

    ids = inseparable(cases, ask_to_wait)
    entries, at_load = baseline(joined(cases, ids), watched, root, sources, ask_to_wait)
    out.write(json.dumps({"cases": entries, "atLoad": at_load, "joined": ids}) + "\n")


def plain_name(id):
    """`TestSum::test_add` of `tests/test_sum.py::TestSum::test_add[1-2]`."""
    return "::".join(id.split("::")[1:]).split("[")[0]


def choose_targets(entries, targets):
    """
    Of failing cases those of `targets` are to be repaired, when there are some (pairs of a file and a name in it), and of
    these those that fail each time, when there are some.
    """
    failing = [entry for entry in entries if entry["outcome"] in ("failed", "hung")]
    wanted = [entry for entry in failing if not targets or (entry["file"], plain_name(entry["id"])) in targets]
    steady = [entry for entry in wanted if entry.get("steady", True)]
    for entry in failing:
        entry["isTarget"] = any(entry is one for one in steady or wanted)


def is_repeatable(entries):
    """Whether changes can be tried one after the other. A few cases that pass by chance, or once, are left to the proof."""
    unsteady = [entry for entry in entries if not entry.get("steady", True)]
    passing = [entry for entry in unsteady if entry["outcome"] == "passed"]
    return len(passing) <= MOST_UNSTEADY * len(entries) and not any(entry.get("isTarget") for entry in unsteady)


# --- trying changes ---


def most_of(numbers):
    """What most of the numbers do not exceed, 0 for none; of a few the largest."""
    ranked = sorted(numbers)
    return ranked[min(len(ranked) - 1, int(MOST_PASSING * len(ranked)))] if ranked else 0


class Trial:
    """Runs cases against one change after the other, those most likely to fail first."""

    def __init__(self, cases, entries, sources, repeatable):
        self.cases = cases
        self.sources = sources
        self.uncounted = 0
        self.is_whole = False
        self.ask_to_wait = lambda seconds: None
        self.keeps_order = not repeatable
        self.failing = [at for at, e in enumerate(entries) if e["outcome"] == "failed" and e["isTarget"]]
        self.failing.sort(key=lambda at: entries[at]["seconds"])
        self.failing += [at for at, e in enumerate(entries) if e["outcome"] == "hung" and e["isTarget"]]
        self.passing = [
            at for at, e in enumerate(entries) if e["outcome"] == "passed" and (e.get("steady", True) or not repeatable)
        ]
        self.passing.sort(key=lambda at: entries[at]["seconds"])
        self.entries = entries
        usual_ticks = most_of([entries[at]["ticks"] for at in self.passing])
        usual_wall = most_of([entries[at]["wall"] for at in self.passing])
        self.limits = {}
        for at in self.failing + self.passing:
            entry = entries[at]
            own = 0 if entry["outcome"] == "hung" else 1
            usual = 0 if entry["outcome"] == "passed" else 1
            self.limits[at] = (
                max(FEWEST_TICKS, TICKS_TIMES * max(own * entry["ticks"], usual * usual_ticks)),
                max(SHORTEST_WALL, WALL_TIMES * max(own * entry["wall"], usual * usual_wall)),
            )
        # Of the slowest: what a process may take without a word.
        self.wall = max([wall for _, wall in self.limits.values()] + [SHORTEST_WALL])

    def run_case(self, at, times=1, least_wall=0.0):
        ticks, wall = self.limits[at]
        outcome, _ = self.cases[at].run(ticks * times, max(wall, least_wall))
        return outcome

    def touching(self, edits_by_path):
        """Passing cases that can notice a change: those that ran lines of the functions it is in."""
        if self.is_whole:
            return self.passing
        spans = []
        for path, edits in edits_by_path.items():
            source = self.sources.of(path)
            for edit in edits:
                function = source.function_at(edit[0], edit[1])
                if function is None:
                    return self.passing
                spans.append((path,) + function["lines"])
        found = []
        for at in self.passing:
            lines = self.entries[at].get("lines")
            if lines is None or any(
                first <= line <= last for path, first, last in spans for line in lines.get(path, ())
            ):
                found.append(at)
        return found

    def try_one(self, edits_by_path, patient, allowance, is_whole=False):
        self.is_whole = is_whole
        try:
            patch = Patch(self.sources, edits_by_path, True, is_whole)
        except (SyntaxError, ValueError, TypeError, OverflowError, RecursionError):
            return {"state": "invalid"}
        except BaseException as error:
            return {"state": "failed", "fixed": [], "error": type(error).__name__}
        try:
            answer, slow = self._judge(edits_by_path, patient, allowance)
        finally:
            patch.revert()
        if slow is not None and self.uncounted < MOST_UNCOUNTED:
            self.uncounted += 1
            wall = min(UNCOUNTED_WALL, allowance.left() / 4) if patient else FIRST_UNCOUNTED_WALL
            return self._run_uncounted(edits_by_path, slow, answer, max(wall, self.wall))
        return answer

    def _judge(self, edits_by_path, patient, allowance):
        """The answer, and the cases that did not end when all others pass and some of them failed before."""
        times = PATIENT_TIMES if patient else 1
        wall = min(PATIENT_WALL, allowance.left() / 4) if patient else 0.0
        if self.keeps_order:
            return self._judge_in_order(times, wall), None
        fixed, missed, hung = [], 0, []
        for at in self.failing:
            if (missed or hung) and not fixed and self.entries[at]["seconds"] > MOST_HOPELESS_S:
                return {"state": "failed" if missed else "hung", "fixed": []}, None
            outcome = self.run_case(at, times, wall)
            if outcome in ("passed", "skipped"):
                fixed.append(at)
            elif outcome == "hung":
                hung.append(at)
            else:
                missed += 1
            if len(hung) + missed >= 3 and not fixed or len(hung) >= 6 or missed >= 12:
                break
        if missed:
            return {"state": "failed", "fixed": fixed}, None
        if len(hung) > 1:
            return {"state": "hung", "fixed": fixed}, hung if fixed and len(hung) < 6 else None
        for at in self.touching(edits_by_path):
            outcome = self.run_case(at, times, wall)
            if outcome == "hung":
                hung.append(at)
                # What passes early for the fault may take long without it: of few it is seen in a run without counting.
                if len(hung) > (MOST_SLOW if fixed else 1):
                    return {"state": "failed", "fixed": fixed}, None
            elif outcome == "failed":
                self._bring_forward(at)
                return {"state": "broke", "fixed": fixed, "broken": at}, None
        if hung:
            return {"state": "hung", "fixed": fixed}, hung if fixed else None
        return {"state": "passed", "fixed": fixed}, None

    def _judge_in_order(self, times, wall):
        """For tests that build on what those before them left behind."""
        fixed, hung, broken = [], [], None
        for at in sorted(self.failing + self.passing):
            outcome = self.run_case(at, times, wall)
            if outcome == "hung":
                hung.append(at)
                if len(hung) > 1:
                    break
            elif at in self.passing and outcome == "failed":
                broken = at
                if not fixed:
                    break
            elif at in self.failing and outcome != "failed":
                fixed.append(at)
        if len(fixed) + len(hung) < len(self.failing) or len(hung) > 1:
            return {"state": "failed", "fixed": fixed}
        if broken is not None:
            return {"state": "broke", "fixed": fixed, "broken": broken}
        return {"state": "hung" if hung else "passed", "fixed": fixed}

    def _run_uncounted(self, edits_by_path, slow, answer, wall):
        try:
            patch = Patch(self.sources, edits_by_path, False, self.is_whole)
        except (SyntaxError, ValueError, TypeError):
            return answer
        fixed = list(answer["fixed"])
        self.ask_to_wait(len(slow) * WAITING_TIMES * wall)
        try:
            for at in slow + [at for at in self.touching(edits_by_path) if at not in slow]:
                outcome, _ = self.cases[at].run(1 << 60, wall)
                if outcome == "hung":
                    return answer
                if outcome not in ("passed", "skipped"):
                    return {"state": "failed", "fixed": answer["fixed"]}
                if at in self.failing:
                    fixed.append(at)
        finally:
            patch.revert()
        return {"state": "passed", "fixed": fixed}

    def _bring_forward(self, at):
        self.passing.remove(at)
        self.passing.insert(0, at)

    def is_unchanged(self):
        """Whether the tests still do what they did before anything was tried."""
        for at in (self.failing[:2] + self.passing)[:40]:
            entry = self.entries[at]
            if entry["outcome"] == "hung" or entry["seconds"] > 0.2:
                continue
            if self.run_case(at, 2) != entry["outcome"]:
                return False
        return True


def limit_memory(mebibytes):
    try:
        import resource

        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        limit = used + (mebibytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, OSError, ValueError):
        pass


def in_child(work):
    """Runs work in a forked process; gives the reading end of what it writes, and the process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return reading, child
    code = 1
    try:
        os.close(reading)
        limit_memory(2048)
        with os.fdopen(writing, "w") as out:
            work(out)
        code = 0
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def lines_of(reading, child, silence):
    """Lines that a child writes; kills it when nothing comes for the given seconds, or those it asked for last."""
    import select

    rest = b""
    asked = 0
    try:
        while True:
            ready, _, _ = select.select([reading], [], [], max(silence, asked))
            if not ready:
                break
            data = os.read(reading, 65536)
            if not data:
                break
            rest += data
            while b"\n" in rest:
                line, rest = rest.split(b"\n", 1)
                found = json.loads(line)
                asked = found.get("wait", 0)
                if not asked:
                    yield found
    finally:
        os.close(reading)
        try:
            os.kill(child, signal.SIGKILL)
        except OSError:
            pass
        os.waitpid(child, 0)


def silence_of(trial, patient):
    return 4 + 6 * (PATIENT_WALL if patient else trial.wall)


class Allowance:
    """Seconds of the processor that candidates may take together; of time itself some more, for what only waits."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.began = time.monotonic()
        self.used_before = self.used()

    def used(self):
        times = os.times()
        return times.user + times.system + times.children_user + times.children_system

    def left(self):
        waited = (time.monotonic() - self.began) / WAITING_TIMES
        return self.seconds - max(self.used() - self.used_before, waited)


def try_all(trial, wanted, patient, each_alone, allowance, reply):
    """Answers candidates in order, each once, until the allowance is used up: those left get no answer."""
    if not CAN_FORK:
        for id, edits in wanted:
            if allowance.left() <= 0:
                return
            reply(dict(trial.try_one(edits, patient, allowance), id=id))
        return
    rest = list(wanted)
    while rest and allowance.left() > 0:
        alone = each_alone or needs_own_process(trial.sources, rest[0][1])
        size = 1
        while not alone and size < len(rest) and not needs_own_process(trial.sources, rest[size][1]):
            size += 1
        batch = rest[:size]
        done = run_batch(trial, batch, patient, alone, allowance, reply)
        rest = rest[done:]


def run_batch(trial, batch, patient, alone, allowance, reply, is_whole=False):
    """
    Number of candidates that need not be tried again. One that helps some failing tests, but not all, and that is in what ran when
    its file was loaded, is tried once more with the file loaded anew, in a process of its own.
    """

    seconds = allowance.left()

    def work(out):
        # A process that was forked counts its own times from nothing.
        mine = Allowance(seconds)

        def ask_to_wait(seconds):
            out.write(json.dumps({"wait": seconds}) + "\n")
            out.flush()

        trial.ask_to_wait = ask_to_wait
        for id, edits in batch:
            if mine.left() <= 0:
                out.write(json.dumps({"late": True}) + "\n")
                return
            answer = dict(trial.try_one(edits, patient, mine, is_whole), id=id)
            if not is_whole and answer["state"] != "passed" and answer.get("fixed") and changes_load(trial.sources, edits):
                answer["again"] = True
            out.write(json.dumps(answer) + "\n")
            out.flush()
        if not alone:
            out.write(json.dumps({"unchanged": trial.is_unchanged()}) + "\n")

    reading, child = in_child(work)
    answers = []
    late = False
    for line in lines_of(reading, child, silence_of(trial, patient)):
        if "unchanged" in line:
            if not line["unchanged"]:
                for id, edits in batch:
                    if allowance.left() > 0:
                        run_batch(trial, [(id, edits)], patient, True, allowance, reply)
                return len(batch)
        elif "late" in line:
            late = True
        else:
            answers.append(line)
    edits_by_id = dict(batch)
    for line in answers:
        if line.pop("again", False) and allowance.left() > 0:
            run_batch(trial, [(line["id"], edits_by_id[line["id"]])], patient, True, allowance, reply, True)
        else:
            reply(line)
    if len(answers) < len(batch) and not late:
        reply({"id": batch[len(answers)][0], "state": "crashed"})
        return len(answers) + 1
    return len(batch)


# --- judging texts in a process that has seen nothing yet ---


def overlay(texts):
    plain = importlib.machinery.SourceFileLoader.get_code

    def get_code(self, name):
        path = self.get_filename(name)
        text = texts.get(os.path.realpath(path))
        return compile(text, path, "exec", 0, True) if text is not None else plain(self, name)

    importlib.machinery.SourceFileLoader.get_code = get_code


def confirm_with_pytest(start, texts, seconds):
    """Outcomes by test of a whole session, with other texts for some files."""
    import pytest

    overlay(texts)
    outcomes = {}

    class Watcher:
        def pytest_runtest_logreport(self, report):
            known = outcomes.get(report.nodeid)
            if report.failed:
                outcomes[report.nodeid] = "failed"
            elif report.skipped and known != "failed":
                outcomes[report.nodeid] = "skipped"
            elif report.when == "call" and known is None:
                outcomes[report.nodeid] = "passed"

    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, on_alarm)
        signal.alarm(int(seconds) + 1)
    code = pytest.main(pytest_arguments(start), plugins=[Watcher()])
    return {"exit": int(code), "outcomes": outcomes}


def confirm_with_unittest(start, texts, seconds):
    overlay(texts)
    outcomes = {}
    for case in unittest_cases(start["testFiles"]):
        outcome, _ = case.run(1 << 60, seconds)
        if outcomes.get(case.id) in (None, "passed"):
            outcomes[case.id] = "failed" if outcome == "hung" else outcome
    return {"exit": 0, "outcomes": outcomes}


def serve_confirmations(start, has_pytest, reading, writing):
    judge = confirm_with_pytest if has_pytest else confirm_with_unittest
    with os.fdopen(reading) as questions, os.fdopen(writing, "w") as answers:
        for line in questions:
            asked = json.loads(line)
            texts = {os.path.realpath(path): text for path, text in asked["texts"].items()}

            def work(out):
                out.write(json.dumps(judge(start, texts, asked["seconds"])) + "\n")

            child_reading, child = in_child(work)
            answer = {"exit": -1, "outcomes": {}}
            for found in lines_of(child_reading, child, asked["seconds"] + 5):
                answer = found
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


# --- the conversation ---


def pytest_arguments(start):
    return [
        "-q",
        "-s",
        "-o",
        "addopts=" + start.get("addopts", ""),
        "--assert=plain",
        "--tb=no",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:faulthandler",
        "--rootdir",
        start["root"],
    ] + list(start["tests"])


class Conversation:
    def __init__(self, start, questions, answers, confirmer):
        self.start = start
        self.questions = questions
        self.answers = answers
        self.confirmer = confirmer
        self.sources = Sources()

    def reply(self, message):
        self.answers.write(json.dumps(message) + "\n")
        self.answers.flush()

    def watched(self):
        """Files of the project that are loaded and are not tests."""
        root = self.start["root"] + os.sep
        tests = set(self.start["testFiles"])
        found = set(self.start.get("paths") or ())
        for module in list(sys.modules.values()):
            path = getattr(module, "__file__", None)
            if not path or not path.endswith(".py") or not path.startswith(root) or path in tests:
                continue
            rest = path[len(root) :].split(os.sep)
            if any(part in ("site-packages", ".venv", "venv", "node_modules", "__pycache__") for part in rest):
                continue
            if os.path.basename(path) != "conftest.py":
                found.add(path)
        return found

    def serve(self, cases):
        builtins.__touchstone_tick__ = tick
        no_limits()
        if hasattr(signal, "SIGALRM"):
            signal.signal(signal.SIGALRM, on_alarm)
            signal.signal(signal.SIGPROF, on_alarm)
        watched = self.watched()
        for path in sorted(watched):
            try:
                self.sources.of(path)
            except (OSError, SyntaxError, ValueError):
                watched.discard(path)
        gc.collect()
        self.sources.find_live()
        self.sources.instrument()
        # What is there now is never freed: children then share its memory instead of copying it.
        gc.freeze()
        root = self.start["root"] + os.sep
        if CAN_FORK:
            reading, child = in_child(lambda out: tell_baseline(out, cases, watched, root, self.sources))
            entries, at_load = None, {}
            for line in lines_of(reading, child, BASELINE_SILENCE_S):
                entries, at_load = line["cases"], line["atLoad"]
                cases = joined(cases, line["joined"])
        else:
            cases = joined(cases, inseparable(cases))
            entries, at_load = baseline(cases, watched, root, self.sources)
        if entries is None:
            self.reply({"kind": "failed", "reason": "the tests ended the process that ran them"})
            return
        choose_targets(entries, set((file, name) for file, name in self.start.get("targets", ())))
        repeatable = is_repeatable(entries)
        trial = Trial(cases, entries, self.sources, repeatable)
        ready = {"kind": "ready", "cases": entries, "repeatable": repeatable, "watched": sorted(watched), "atLoad": at_load}
        self.reply(ready)
        for line in self.questions:
            asked = json.loads(line)
            if "texts" in asked:
                self.reply(dict(self.confirm(asked), kind="confirmed"))
                continue
            wanted = [(one["id"], one["edits"]) for one in asked["candidates"]]
            allowance = Allowance(asked["seconds"])
            try_all(trial, wanted, asked.get("patient", False), not repeatable, allowance, self.reply)
            self.reply({"kind": "done"})

    def confirm(self, asked):
        if self.confirmer is None:
            return {"exit": -1, "outcomes": {}}
        writing, reading = self.confirmer
        writing.write(json.dumps(asked) + "\n")
        writing.flush()
        return json.loads(reading.readline())


def open_confirmer(start, has_pytest, others):
    """A process that has loaded nothing of the project, to run whole sessions in."""
    if not CAN_FORK:
        return None
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    if os.fork() == 0:
        os.close(to_write)
        os.close(from_read)
        for other in others:
            os.close(other)
        try:
            serve_confirmations(start, has_pytest, to_read, from_write)
        finally:
            os._exit(0)
    os.close(to_read)
    os.close(from_write)
    return os.fdopen(to_write, "w"), os.fdopen(from_read)


def main():
    questions = os.fdopen(os.dup(0), "r", encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    empty = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1) + (() if os.environ.get("TOUCHSTONE_WORKER_STDERR") else (2,)):
        os.dup2(empty, stream)
    sys.dont_write_bytecode = True
    start = json.loads(questions.readline())
    os.chdir(start["root"])
    sys.path.insert(0, start["root"])
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 1000))
    pytest = None
    if start.get("runner") != "unittest":
        try:
            import pytest
        except ImportError:
            pass
    confirmer = open_confirmer(start, pytest is not None, (questions.fileno(), answers.fileno()))
    conversation = Conversation(start, questions, answers, confirmer)
    if pytest is None:
        try:
            cases = unittest_cases(start["testFiles"])
        except BaseException as error:
            conversation.reply({"kind": "failed", "reason": "%s: %s" % (type(error).__name__, error)})
            return
        conversation.serve(cases)
        return

    class Plugin:
        served = False
        problems = []
        found = None

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtest_makereport(self, item, call):
            if call.excinfo is not None and self.found is not None:
                self.found.errors[item.nodeid] = call.excinfo.value

        def pytest_collectreport(self, report):
            if report.failed:
                self.problems.append(str(report.longrepr)[-1000:])

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtestloop(self, session):
            self.served = True
            self.found = PytestCases(session.items)
            conversation.serve(self.found.cases)
            return True

    plugin = Plugin()
    try:
        pytest.main(pytest_arguments(start), plugins=[plugin])
    except Exception as error:
        # A plugin or `conftest.py` made for another pytest.
        plugin.problems.append("%s: %s" % (type(error).__name__, str(error)[:1000]))
    if not plugin.served:
        reason = plugin.problems[0] if plugin.problems else "pytest collected no tests"
        conversation.reply({"kind": "failed", "reason": reason})


main()
