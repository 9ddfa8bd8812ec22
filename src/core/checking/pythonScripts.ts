/** Small programs that the interpreter of a project runs in the copy, for Python 3.8 and later. None runs code of the project. */

/** Tells of each file whether it compiles, without running it or leaving anything behind. */
export const pythonSyntax = `import sys
bad = 0
for path in sys.argv[1:]:
    try:
        with open(path, "rb") as file:
            compile(file.read(), path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        bad = 1
        line, column = getattr(error, "lineno", 1) or 1, getattr(error, "offset", 1) or 1
        print(f"{path}:{line}:{column}: {getattr(error, 'msg', error)}")
sys.exit(bad)
`;

/** Modules of the project must not stand in for the library's own while the program loads what it needs. */
const ownModules = `import sys
sys.path[:] = [one for one in sys.path if one != ""]
`;

/**
 * Tells of each import whether there is such a module and such a name in it, with the names that are like it. Modules are found as
 * Python finds them and read, not run; those of the standard library are loaded. What is expected to fail, in a `try`, is left out.
 */
export const pythonImports = `${ownModules}import ast
import difflib
import importlib
import importlib.machinery
import importlib.util
import os
import pkgutil
import sysconfig

standard = os.path.realpath(sysconfig.get_path("stdlib")) + os.sep
never = {"antigravity", "this", "__main__"}
top = sys.path[:]


def roots_of(path):
    at = os.path.dirname(os.path.abspath(path))
    own = [at]
    while os.path.exists(os.path.join(at, "__init__.py")) and os.path.dirname(at) != at:
        at = os.path.dirname(at)
    return own + [at, os.getcwd(), os.path.join(os.getcwd(), "src")]


def is_standard(spec):
    if spec.origin in ("built-in", "frozen"):
        return True
    origin = os.path.realpath(spec.origin) if spec.origin else ""
    return origin.startswith(standard) and "-packages" not in origin


def is_folder(spec):
    return spec.submodule_search_locations is not None


def find(name, roots):
    parts = name.split(".")
    sys.path[:] = roots + top
    try:
        spec = importlib.util.find_spec(parts[0])
    except (ImportError, ValueError, AttributeError):
        spec = None
    for at in range(1, len(parts)):
        if spec is None:
            return None
        if not is_folder(spec):
            if is_standard(spec) and load(parts[0]) and ".".join(parts[: at + 1]) in sys.modules:
                return sys.modules[".".join(parts[: at + 1])].__spec__
            return None
        inner = ".".join(parts[: at + 1])
        spec = importlib.machinery.PathFinder.find_spec(inner, spec.submodule_search_locations)
    return spec


def load(name):
    sys.path[:] = top
    if name in never:
        return None
    try:
        return importlib.import_module(name)
    except BaseException:
        return None


def bound(tree):
    names, stars = set(), []
    todo = list(tree.body)
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
            continue
        if isinstance(node, ast.Import):
            names.update(one.asname or one.name.split(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                if one.name == "*":
                    stars.append((node.level, node.module or ""))
                else:
                    names.add(one.asname or one.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        todo.extend(ast.iter_child_nodes(node))
    return names, stars


known = {}


def names_of(name, spec, roots, depth=0):
    """None where nobody can tell without running it."""
    key = name, spec.origin
    if key not in known:
        known[key] = None
        known[key] = read_names(name, spec, roots, depth)
    return known[key]


def read_names(name, spec, roots, depth):
    if is_standard(spec):
        module = load(spec.name)
        return None if module is None else set(dir(module))
    if not spec.origin and is_folder(spec):
        return set()
    if depth > 5 or not (spec.origin or "").endswith(".py"):
        return None
    try:
        with open(spec.origin, "rb") as file:
            text = file.read()
        names, stars = bound(ast.parse(text))
    except (OSError, SyntaxError, ValueError):
        return None
    if "__getattr__" in names or b"globals()" in text or b"sys.modules[" in text:
        return None
    names.update(("__name__", "__file__", "__doc__", "__path__", "__spec__", "__package__", "__loader__"))
    package = name if is_folder(spec) else name.rpartition(".")[0]
    for level, module in stars:
        above = package
        for _ in range(level - 1):
            above = above.rpartition(".")[0]
        inner = ".".join(one for one in (above, module) if one) if level else module
        there = find(inner, roots) if inner else None
        more = names_of(inner, there, roots, depth + 1) if there else None
        if more is None:
            return None
        names.update(more)
    return names


def submodules(spec):
    return {one.name for one in pkgutil.iter_modules(spec.submodule_search_locations)} if spec and is_folder(spec) else set()


def public(name, names):
    return [one for one in names if not one.startswith("_") or name.startswith("_")]


def maybe(names):
    quoted = ", ".join(f"'{one}'" for one in names)
    return "; maybe " + quoted if quoted else ""


def near(name, names):
    return maybe(difflib.get_close_matches(name, public(name, names), 4, 0.6))


def all_modules(roots):
    sys.path[:] = roots + top
    names = set(sys.builtin_module_names) | set(getattr(sys, "stdlib_module_names", ()))
    return names | {one.name for one in pkgutil.iter_modules()}


def missing(name, roots):
    """What to say of a module that is not there; its name is whole but for the part that is wrong."""
    parts = name.split(".")
    for at in range(len(parts)):
        if find(".".join(parts[: at + 1]), roots) is None:
            inside = submodules(find(".".join(parts[:at]), roots)) if at else all_modules(roots)
            like = difflib.get_close_matches(parts[at], public(parts[at], inside), 4, 0.6)
            whole = [".".join(parts[:at] + [one] + parts[at + 1 :]) for one in like]
            return maybe(one for one in whole if find(one, roots) is not None)
    return ""


catching = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def is_guard(node):
    if not isinstance(node, ast.Try):
        return False
    names = {getattr(inner, "id", None) for one in node.handlers if one.type for inner in ast.walk(one.type)}
    return any(one.type is None for one in node.handlers) or bool(names & catching)


def imports(tree):
    todo = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif not is_guard(node):
            todo.extend(ast.iter_child_nodes(node))
        else:
            for one in node.finalbody:
                todo.append(one)


def check(path):
    with open(path, "rb") as file:
        tree = ast.parse(file.read())
    roots = roots_of(path)
    for node in imports(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                if find(one.name, roots) is None:
                    yield one, node, f"No module named '{one.name}'" + missing(one.name, roots)
            continue
        shown = "." * node.level + (node.module or "")
        if node.level:
            base = os.path.dirname(os.path.abspath(path))
            for _ in range(node.level - 1):
                base = os.path.dirname(base)
            name, roots_here = os.path.basename(base), [os.path.dirname(base)]
            name = name + "." + node.module if node.module else name
        else:
            name, roots_here = node.module, roots
        spec = find(name, roots_here)
        if spec is None:
            like = missing(name, roots_here)
            if node.level:
                above = name.rpartition(".")[0].split(".")[0] + "."
                like = like.replace("'" + above, "'" + "." * node.level)
            yield node, node, f"No module named '{shown}'" + like
            continue
        names = names_of(name, spec, roots_here)
        if names is None:
            continue
        inside = names | submodules(spec)
        for one in node.names:
            if one.name != "*" and one.name not in inside:
                yield one, node, f"cannot import name '{one.name}' from '{shown}'" + near(one.name, inside)


bad = 0
for path in sys.argv[1:]:
    try:
        found = list(check(path))
    except (OSError, SyntaxError, ValueError, RecursionError):
        continue
    for place, node, message in found:
        bad = 1
        line = getattr(place, "lineno", node.lineno)
        print(f"{path}:{line}:{getattr(place, 'col_offset', node.col_offset) + 1}: {message}")
sys.exit(bad)
`;

/** Names the public modules of the standard library that define a name, the shortest first, one on a line. */
export const pythonProviders = String.raw`${ownModules}import importlib
import os
import re
import sysconfig

name = sys.argv[1]
standard = sysconfig.get_path("stdlib")
never = {"test", "tests", "idlelib", "lib2to3", "site-packages", "dist-packages", "ensurepip", "turtledemo", "__pycache__"}
defines = re.compile(rb"^(?:(?:async )?def|class) %b\b|^%b\s*(?::[^=\n]+)?=" % ((name.encode(),) * 2), re.M)
listed = re.compile(rb"^__all__\s*\+?=\s*[\[(]([^\])]*)", re.M)
found = set()
for folder, folders, files in os.walk(standard):
    folders[:] = [one for one in folders if one not in never and not one.startswith("_")]
    below = os.path.relpath(folder, standard)
    parts = [] if below == "." else below.split(os.sep)
    if len(parts) > 2 or any(not one.isidentifier() for one in parts):
        continue
    for file in files:
        if not file.endswith(".py") or (file.startswith("_") and file != "__init__.py"):
            continue
        with open(os.path.join(folder, file), "rb") as source:
            text = source.read()
        public = b" ".join(listed.findall(text))
        is_public = re.search(rb"['\"]%b['\"]" % name.encode(), public)
        if is_public or (not public and defines.search(text)):
            found.add(".".join(parts if file == "__init__.py" else parts + [file[:-3]]))
compiled = [one for one in sys.builtin_module_names if not one.startswith("_")]
for folder in (os.path.join(standard, "lib-dynload"),):
    for file in os.listdir(folder) if os.path.isdir(folder) else []:
        if not file.startswith("_") and file.split(".")[0].isidentifier():
            compiled.append(file.split(".")[0])
for one in compiled:
    try:
        if hasattr(importlib.import_module(one), name):
            found.add(one)
    except BaseException:
        pass
for one in sorted((one for one in found if one), key=lambda one: (one.count("."), len(one), one)):
    print(one)
`;
