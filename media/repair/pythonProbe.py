"""Looks at how functions of a project behave: what variables hold while a test fails, and what versions of a function give.

One question in JSON on standard input, one answer on standard output. Each version of the files is loaded in a process of its
own, as the tests load it; nothing is written. Python 3.8 and later, where processes can fork.
"""
import ast
import base64
import copy
import importlib.machinery
import io
import json
import os
import pickle
import random
import signal
import sys
import time
import traceback
import types

LONGEST = 160
SHORT = 80
MOST_RECORDED = 24
MOST_NEAR = 60
TRIES_OF_ONE = 40
CALL_S = 0.3
TEST_S = 5.0
CHILD_S = 25
OUTCOMES_S = 5
MOST_FRAMES = 3
MOST_EVENTS = 60


class TooLong(BaseException):
    """A call did not end in its time."""


def on_alarm(_signal, _frame):
    raise TooLong()


def within(seconds, work):
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return work()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def shown(value, longest=LONGEST, depth=0):
    """A text that is the same for values that are: no addresses, sets in order."""
    try:
        if isinstance(value, (set, frozenset)):
            inner = ", ".join(sorted(shown(one, longest, depth + 1) for one in value))
            text = type(value).__name__ + "({" + inner + "})"
        elif isinstance(value, dict) and type(value) is dict:
            pairs = ["%s: %s" % (shown(k, longest, depth + 1), shown(v, longest, depth + 1)) for k, v in value.items()]
            text = "{" + ", ".join(pairs) + "}"
        elif type(value) in (list, tuple):
            inner = ", ".join(shown(one, longest, depth + 1) for one in value)
            text = "[" + inner + "]" if type(value) is list else "(" + inner + ("," if len(value) == 1 else "") + ")"
        elif isinstance(value, float):
            text = "%.10g" % value
            text = text if any(sign in text for sign in ".en") else text + ".0"
        elif isinstance(value, (types.GeneratorType, map, filter, zip)):
            text = "values " + shown([one for _, one in zip(range(20), value)], longest, depth + 1)
        elif depth < 3 and type(value).__repr__ is object.__repr__ and hasattr(value, "__dict__"):
            text = type(value).__name__ + shown(dict(vars(value)), longest, depth + 1)
        else:
            text = repr(value)
    except TooLong:
        raise
    except BaseException as error:
        return "<%s>" % type(error).__name__
    return text if len(text) <= longest else text[: longest - 1] + "\u2026"


# --- the tests ---


def overlay(texts):
    plain = importlib.machinery.SourceFileLoader.get_code
    by_path = {os.path.realpath(path): text for path, text in texts.items()}

    def get_code(self, name):
        path = self.get_filename(name)
        text = by_path.get(os.path.realpath(path))
        return compile(text, path, "exec", 0, True) if text is not None else plain(self, name)

    importlib.machinery.SourceFileLoader.get_code = get_code


def plain_name(id):
    return "::".join(id.split("::")[1:]).split("[")[0]


def run_with_pytest(pytest, asked, around):
    wanted = set(map(tuple, asked["targets"]))

    class Plugin:
        def pytest_collection_modifyitems(self, items):
            if wanted:
                items[:] = [one for one in items if (str(getattr(one, "path", None) or one.fspath), plain_name(one.nodeid)) in wanted]

        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_call(self):
            leave = around()
            yield
            leave()

        def pytest_runtestloop(self, session):
            return True if asked.get("collect") else None

    options = ["-q", "-s", "-o", "addopts=", "--assert=plain", "--tb=no", "-p", "no:cacheprovider", "--rootdir", asked["root"]]
    pytest.main(options + asked["tests"], plugins=[Plugin()])


def run_with_unittest(asked, around):
    import importlib.util
    import unittest

    wanted = set(map(tuple, asked["targets"]))
    for path in asked["tests"]:
        name = "_touchstone_" + os.path.splitext(os.path.basename(path))[0]
        sys.path.insert(0, os.path.dirname(path))
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        if asked.get("collect"):
            continue
        for suite in unittest.defaultTestLoader.loadTestsFromModule(module):
            for test in suite if isinstance(suite, unittest.TestSuite) else [suite]:
                key = (path, "%s::%s" % (type(test).__name__, getattr(test, "_testMethodName", "")))
                if wanted and key not in wanted:
                    continue
                leave = around()
                try:
                    within(TEST_S, lambda: test.run(unittest.TestResult()))
                except TooLong:
                    pass
                finally:
                    leave()


def run_tests(asked, around=lambda: lambda: None):
    if asked["runner"] == "pytest":
        try:
            import pytest
        except ImportError:
            pytest = None
        if pytest is not None:
            run_with_pytest(pytest, asked, around)
            return
    run_with_unittest(asked, around)


# --- what is looked at ---


def wanted_functions(asked):
    """By file and first line the dotted name of each function to look at."""
    found = {}
    for path, names in asked["functions"].items():
        with io.open(path, encoding="utf-8-sig", errors="replace") as file:
            tree = ast.parse(file.read())
        collect(tree, (), path, set(names), found)
    return found


def collect(node, chain, path, names, found):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            name = ".".join(chain + (child.name,))
            if not names or name in names:
                first = min([child.lineno] + [one.lineno for one in child.decorator_list])
                found[(path, first)] = name
        elif isinstance(child, ast.ClassDef):
            collect(child, chain + (child.name,), path, names, found)
        elif isinstance(child, (ast.If, ast.Try, ast.With)):
            collect(child, chain, path, names, found)


def arguments_of(frame):
    code = frame.f_code
    count = code.co_argcount
    if code.co_kwonlyargcount or code.co_flags & 0x08:
        return None
    args = [frame.f_locals.get(name) for name in code.co_varnames[:count]]
    if code.co_flags & 0x04:
        args += list(frame.f_locals.get(code.co_varnames[count], ()))
    return args


class Recorder:
    """Arguments of calls, and what variables held in the first few of them."""

    def __init__(self, functions):
        self.functions = functions
        self.inputs = {}
        self.frames = []

    def around(self):
        sys.settrace(self.trace)
        return lambda: sys.settrace(None)

    def trace(self, frame, event, _arg):
        code = frame.f_code
        name = self.functions.get((code.co_filename, code.co_firstlineno))
        if event != "call" or name is None:
            return None
        try:
            args = arguments_of(frame)
            own = self.inputs.setdefault((code.co_filename, name, frame.f_globals.get("__name__", "")), {})
            if args is not None and len(own) < MOST_RECORDED:
                own.setdefault(shown(args, 2000), pickle.dumps(args))
        except TooLong:
            raise
        except BaseException:
            pass
        if len(self.frames) >= MOST_FRAMES:
            return None
        watch = Watch(code.co_filename, name, frame)
        self.frames.append(watch)
        return watch.local

    def values(self):
        return [one.told() for one in self.frames]


class Watch:
    """One call: which variables each line set, and how it ended."""

    def __init__(self, path, name, frame):
        self.path = path
        self.name = name
        self.line = frame.f_lineno
        self.known = {}
        self.events = []
        self.start = self.changes(frame)
        self.end = "it did not end"

    def changes(self, frame):
        found = []
        for name, value in list(frame.f_locals.items()):
            text = shown(value, SHORT)
            if self.known.get(name) != text:
                self.known[name] = text
                found.append("%s = %s" % (name, text))
        return ", ".join(found)

    def local(self, frame, event, arg):
        if len(self.events) < 2000:
            found = self.changes(frame)
            if found:
                self.events.append("line %d: %s" % (self.line, found))
        self.line = frame.f_lineno
        if event == "return":
            self.end = "it returned %s" % shown(arg, SHORT)
        elif event == "exception":
            self.end = "it raised %s: %s at line %d" % (arg[0].__name__, str(arg[1])[:SHORT], frame.f_lineno)
        return self.local

    def told(self):
        events = self.events
        if len(events) > MOST_EVENTS:
            half = MOST_EVENTS // 2
            events = events[:half] + ["(%d more)" % (len(events) - MOST_EVENTS)] + events[-half:]
        lines = ["%s called with %s" % (self.name, self.start)] + events + [self.end]
        return {"path": self.path, "name": self.name, "text": "\n".join(lines)}


# --- inputs like those of the tests ---


def near(value, chance, depth=0):
    """The value with one small change."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return chance.choice([value + 1, value - 1, value + chance.randint(2, 9), value * 2, -value, 0, value // 2])
    if isinstance(value, float):
        return chance.choice([value + 1.0, value - 0.5, value * 2, -value, value / 3, 0.0])
    if isinstance(value, str):
        return near_text(value, chance)
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return type(value)(near_list(list(value), chance, depth))
    if isinstance(value, (set, frozenset)):
        return type(value)(near_list(sorted(value, key=repr), chance, depth))
    if isinstance(value, dict):
        changed = dict(value)
        if changed:
            key = chance.choice(sorted(changed, key=repr))
            if chance.random() < 0.3:
                del changed[key]
            else:
                changed[key] = near(changed[key], chance, depth + 1)
        return changed
    if depth < 3 and hasattr(value, "__dict__") and vars(value):
        changed = copy.deepcopy(value)
        name = chance.choice(sorted(vars(changed)))
        setattr(changed, name, near(getattr(changed, name), chance, depth + 1))
        return changed
    return value


def near_text(text, chance):
    if not text:
        return chance.choice(["a", " ", "ab", "1"])
    at = chance.randrange(len(text))
    return chance.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + chance.choice(text) + text[at + 1 :],
            text + chance.choice(text),
            text[::-1],
            text.swapcase(),
            text + " " + text,
            "",
        ]
    )


def near_list(items, chance, depth):
    if not items:
        return chance.choice([[0], [1, 2], ["a"]])
    at = chance.randrange(len(items))
    kind = chance.randrange(6)
    if kind == 0:
        return items[:at] + items[at + 1 :]
    if kind == 1:
        return items[: at + 1] + [copy.deepcopy(items[at])] + items[at + 1 :]
    if kind == 2:
        return items[::-1]
    if kind == 3:
        return items + [near(items[at], chance, depth + 1)]
    return items[:at] + [near(items[at], chance, depth + 1)] + items[at + 1 :]


def near_inputs(recorded, is_method):
    """Pickled arguments that no test used, not even in another order; the same for the same tests."""
    chance = random.Random(7)
    known = set(recorded)
    of_tests = set("".join(sorted(key)) for key in recorded)
    found = []
    first = 1 if is_method else 0
    bases = list(recorded.values())
    for turn in range(TRIES_OF_ONE):
        for base in bases:
            if len(found) >= MOST_NEAR:
                return found
            args = pickle.loads(base)
            if len(args) <= first and not is_method:
                continue
            changes = 1 if turn % 3 else 2
            for _ in range(changes):
                at = chance.randrange(len(args))
                args[at] = near(args[at], chance)
            key = shown(args, 2000)
            if key in known or "".join(sorted(key)) in of_tests:
                continue
            known.add(key)
            try:
                found.append((key, pickle.dumps(args)))
            except Exception:
                pass
    return found


def call_text(name, args, is_method):
    own = args[1:] if is_method else args
    return "%s(%s)" % (name.split(".")[-1] if not is_method else name, ", ".join(shown(one, SHORT) for one in own))


def find_function(path, name, module_name):
    """Tests may load what they test only when they run."""
    if not any(os.path.realpath(getattr(one, "__file__", None) or "") == path for one in list(sys.modules.values())):
        try:
            importlib.import_module(module_name)
        except BaseException:
            return None
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and os.path.realpath(file) == os.path.realpath(path):
            found = module
            for part in name.split("."):
                found = getattr(found, part, None)
            if callable(found):
                return found
    return None


def outcome(function, pickled):
    try:
        args = pickle.loads(pickled)
    except BaseException:
        return "cannot be called"
    before = shown(args, 400)
    try:
        text = within(CALL_S, lambda: "gives " + shown(function(*args)))
    except TooLong:
        return "does not end"
    except BaseException as error:
        text = "raises %s" % type(error).__name__
    after = shown(args, 400)
    return text if after == before else "%s, and changes its arguments to %s" % (text, after[:LONGEST])


def outcomes(asked, inputs):
    """One for each input; None for what there was no time for."""
    functions = {}
    found = []
    began = time.monotonic()
    for path, name, module_name, _call, _of_tests, pickled in inputs:
        if time.monotonic() - began > OUTCOMES_S:
            found.append(None)
            continue
        if (path, name) not in functions:
            functions[(path, name)] = find_function(path, name, module_name)
        function = functions[(path, name)]
        found.append(None if function is None else outcome(function, pickled))
    return found


# --- processes ---


def in_child(work):
    """What a function gives, run in a process of its own; None when that ends before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            signal.signal(signal.SIGALRM, on_alarm)
            data = json.dumps(work()).encode()
            with os.fdopen(writing, "wb") as out:
                out.write(data)
        except BaseException:
            traceback.print_exc(file=sys.__stderr__)
        finally:
            os._exit(0)
    os.close(writing)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(CHILD_S)
    with os.fdopen(reading, "rb") as answers:
        data = answers.read()
    signal.alarm(0)
    os.waitpid(child, 0)
    try:
        return json.loads(data)
    except ValueError:
        return None


def record(asked):
    overlay({})
    recorder = Recorder(wanted_functions(asked))
    run_tests(asked, recorder.around)
    inputs = []
    for (path, name, module_name), recorded in recorder.inputs.items():
        is_method = "." in name
        own = [(True, pickled) for pickled in recorded.values()]
        own += [(False, pickled) for _key, pickled in near_inputs(recorded, is_method)]
        for of_tests, pickled in own:
            call = call_text(name, pickle.loads(pickled), is_method)
            inputs.append([path, name, module_name, call, of_tests, base64.b64encode(pickled).decode()])
    wire = inputs[:400]
    return {"inputs": wire, "values": recorder.values()}


def judged(asked, texts, inputs):
    overlay(texts)
    try:
        run_tests(dict(asked, collect=True))
    except BaseException:
        return [None] * len(inputs)
    return outcomes(asked, inputs)


def main():
    asked = json.loads(sys.stdin.read())
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    empty = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1) + (() if os.environ.get("TOUCHSTONE_WORKER_STDERR") else (2,)):
        os.dup2(empty, stream)
    sys.dont_write_bytecode = True
    os.chdir(asked["root"])
    sys.path.insert(0, asked["root"])
    recorded = in_child(lambda: record(asked)) or {"inputs": [], "values": []}
    inputs = [one[:-1] + [base64.b64decode(one[-1])] for one in recorded["inputs"]]
    results = []
    for texts in asked["versions"]:
        found = in_child(lambda: judged(asked, texts, inputs)) if inputs else []
        results.append(found or [None] * len(inputs))
    told = [
        {"path": p, "name": n, "call": c, "isOfTests": t, "outcomes": [one[at] for one in results]}
        for at, (p, n, _, c, t, _) in enumerate(inputs)
    ]
    answers.write(json.dumps({"inputs": told, "values": recorded["values"]}) + "\n")
    answers.flush()


main()
