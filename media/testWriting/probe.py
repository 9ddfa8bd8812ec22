"""Calls a function in many ways, as it is and with small changes, and writes down what it gives.

Run inside a test of the project, so that the function is imported as tests import it. Reads a plan and writes an
answer, both JSON. Each version of the function runs in a process of its own where processes can be forked, within a
time that the plan says. Python 3.8 and later.
"""
import ast
import asyncio
import builtins
import contextlib
import io
import itertools
import json
import math
import os
import signal
import sys
import types

LONGEST = 2_000
MOST_ITEMS = 1_000


class Slow(BaseException):
    """A call took too long."""


def on_alarm(_signal, _frame):
    raise Slow()


def limit(seconds):
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def same(a, b):
    """Equal, and of the same types all through."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    return a == b


def is_inexact(value):
    return isinstance(value, float) and math.isfinite(value) and not value.is_integer()


def described(value):
    try:
        text = repr(value)
        if len(text) > LONGEST:
            return {"kind": "other", "reason": "it is long"}
        if same(ast.literal_eval(text), value):
            found = {"kind": "value", "text": text}
            if is_inexact(value):
                found["isInexact"] = True
            return found
    except Slow:
        raise
    except Exception:
        pass
    return {"kind": "other", "reason": "a " + type(value).__name__}


def error_name(error):
    kind = type(error)
    if getattr(builtins, kind.__name__, None) is kind:
        return kind.__name__
    return kind.__module__ + "." + kind.__name__


def once(function, source, wrap, seconds):
    limit(seconds)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            value = eval("__subject__(" + source + ")", {"__subject__": function})
            if wrap == "list":
                value = list(itertools.islice(value, MOST_ITEMS))
            elif wrap == "async":
                value = asyncio.run(value)
            elif hasattr(value, "__next__"):
                found = described(list(itertools.islice(value, MOST_ITEMS)))
                return dict(found, isIterated=True) if found["kind"] == "value" else found
        return described(value)
    except Slow:
        return {"kind": "other", "reason": "it did not end in time"}
    except SystemExit:
        return {"kind": "raised", "error": "SystemExit"}
    except Exception as error:
        return {"kind": "raised", "error": error_name(error)}
    finally:
        limit(0)


def within(module, chain):
    found = module
    for name in chain:
        found = getattr(found, name)
    return found


def changed_module(module, path, text):
    other = types.ModuleType(module.__name__)
    other.__file__ = path
    other.__package__ = getattr(module, "__package__", None)
    other.__loader__ = getattr(module, "__loader__", None)
    other.__spec__ = getattr(module, "__spec__", None)
    exec(compile(text, path, "exec"), other.__dict__)
    return other


def apart(work, seconds):
    """What `work` gives, made in a forked process; None when that ends without an answer."""
    if not hasattr(os, "fork"):
        return work()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        code = 1
        try:
            data = json.dumps(work()).encode()
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(data)
            code = 0
        except BaseException:
            pass
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        limit(seconds)
        try:
            data = pipe.read()
        except Slow:
            data = b""
            os.kill(child, signal.SIGKILL)
        finally:
            limit(0)
    os.waitpid(child, 0)
    return json.loads(data) if data else None


def observe(owner, plan_path):
    """`owner`: what the test imported, the function itself or the class around it."""
    with open(plan_path, encoding="utf-8") as file:
        plan = json.load(file)
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, on_alarm)
    calls, wrap, seconds = plan["calls"], plan["wrap"], plan["seconds"]
    chain = plan["chain"]
    function = within(owner, chain[1:])

    def all_of(one):
        return lambda: [once(one, source, wrap, seconds) for source in calls]

    most = 2.0 + seconds * len(calls)
    answer = {"seen": apart(all_of(function), most), "again": apart(all_of(function), most), "mutants": []}
    module = sys.modules.get(getattr(owner, "__module__", None) or "")
    path = getattr(module, "__file__", None)
    is_found = path is not None and os.path.realpath(path).endswith(plan["path"].replace("/", os.sep))
    answer["hasModule"] = is_found
    useful = [at for at, seen in enumerate(answer["seen"] or []) if seen["kind"] != "other"]
    for text in plan["mutants"] if is_found else []:

        def of_mutant(text=text):
            try:
                one = within(changed_module(module, path, text), chain)
            except BaseException:
                return None
            found = {}
            for at in useful:
                seen = once(one, calls[at], wrap, min(seconds, 0.2))
                if seen != answer["seen"][at]:
                    found[at] = True
                if seen.get("reason") == "it did not end in time":
                    break
            return sorted(found)

        answer["mutants"].append(apart(of_mutant, 5.0))
    with open(plan["answer"], "w", encoding="utf-8") as file:
        json.dump(answer, file)
