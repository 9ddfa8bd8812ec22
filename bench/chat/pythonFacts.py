"""Facts of a Python repository by Python's own parser, for bench/chat.ts: python3 pythonFacts.py ROOT -> one JSON on standard output.

Only what the text proves is a fact: names that are defined once in the whole repository, calls and imports by those names."""
import ast
import json
import os
import sys

root = sys.argv[1]
SKIPPED = {".git", "node_modules", "build", "dist"}


def files():
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted(names):
            if name.endswith(".py"):
                yield os.path.relpath(os.path.join(folder, name), root)


def is_test(path):
    return "tests/" in path or os.path.basename(path).startswith("test_")


trees = {}
for path in files():
    try:
        with open(os.path.join(root, path), encoding="utf-8") as file:
            trees[path] = ast.parse(file.read())
    except (SyntaxError, ValueError):
        pass

definitions, constants, bases = {}, {}, {}
#: Every other way in which a name comes to mean something: such a name proves nothing.
other_bindings = {}


def bind(table, name, value):
    table.setdefault(name, []).append(value)


def walk(node, path, within, is_top):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            kind = "class" if isinstance(child, ast.ClassDef) else "function"
            bind(definitions, child.name, {
                "path": path, "line": child.lineno, "endLine": child.end_lineno, "kind": kind, "isTop": is_top,
                "doc": (ast.get_docstring(child) or "").split("\n\n")[0].replace("\n", " "), "decorated": bool(child.decorator_list),
            })
            if isinstance(child, ast.ClassDef):
                for base in child.bases:
                    last = base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", None)
                    if last:
                        bind(bases, last, {"path": path, "line": child.lineno, "within": child.name})
            walk(child, path, (within + "." if within else "") + child.name, False)
        else:
            if isinstance(child, (ast.Assign, ast.AnnAssign)) and is_top and isinstance(node, ast.Module):
                targets = child.targets if isinstance(child, ast.Assign) else [child.target]
                for target in targets:
                    if isinstance(target, ast.Name):
                        bind(constants, target.id, {"path": path, "line": child.lineno})
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
                bind(other_bindings, child.id, path)
            if isinstance(child, ast.Attribute) and isinstance(child.ctx, ast.Store):
                bind(other_bindings, child.attr, path)
            if isinstance(child, ast.arg):
                bind(other_bindings, child.arg, path)
            walk(child, path, within, is_top and isinstance(child, (ast.If, ast.Try)))


uses, calls, imports = {}, {}, {}


def collect(node, path, within):
    for child in ast.iter_child_nodes(node):
        inner = within
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            inner = (within + "." if within else "") + child.name
        if isinstance(child, ast.Call):
            function = child.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)
            if name:
                line = function.end_lineno if isinstance(function, ast.Attribute) else function.lineno
                bind(calls, name, {"path": path, "line": line, "within": within})
        if isinstance(child, ast.Name):
            bind(uses, child.id, {"path": path, "line": child.lineno, "within": within})
        if isinstance(child, ast.Attribute):
            bind(uses, child.attr, {"path": path, "line": child.end_lineno, "within": within})
        collect(child, path, inner)


def module_file(parts):
    for top in ("", "src/"):
        for end in (".py", "/__init__.py"):
            path = top + "/".join(parts) + end
            if path in trees:
                return path
    return None


def import_edges(path, tree):
    package = path.split("/")[:-1]
    if package[:1] == ["src"]:
        package = package[1:]
    for node in ast.walk(tree):
        found = []
        if isinstance(node, ast.Import):
            found = [module_file(alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            parts = base + (node.module.split(".") if node.module else [])
            for alias in node.names:
                # A name of a package may be a module of it, or something that the package itself defines.
                found.append(module_file(parts + [alias.name]) or (module_file(parts) if parts else None))
        for target in found:
            if target and target != path:
                imports.setdefault(target, {}).setdefault(path, []).append(node.lineno)


for path, tree in trees.items():
    walk(tree, path, "", True)
    collect(tree, path, "")
    import_edges(path, tree)


def is_alone(name, places):
    return len(places) == 1 and name not in other_bindings and len(name) >= 5 and not name.startswith("__")


facts = []
for name, places in sorted(definitions.items()):
    [place] = places if len(places) == 1 else [None]
    if place is None or not is_alone(name, places) or name in constants:
        continue
    if not is_test(place["path"]):
        facts.append({"kind": "definition", "name": name, **{key: place[key] for key in ("path", "line", "endLine")}})
    if is_test(place["path"]):
        continue
    own = [call for call in calls.get(name, []) if not (call["path"] == place["path"] and place["line"] <= call["line"] <= place["endLine"])]
    if place["kind"] == "function" and own:
        facts.append({"kind": "callers", "name": name, "sites": own})
    tests = [{**use, "within": use["within"] or "<module>"} for use in uses.get(name, []) if is_test(use["path"])]
    if any(use["within"] != "<module>" for use in tests):
        facts.append({"kind": "tests", "name": name, "sites": tests})
    if place["kind"] == "class" and bases.get(name):
        facts.append({"kind": "implementers", "name": name, "sites": bases[name]})
    if place["doc"]:
        facts.append({"kind": "open", "name": name, "doc": place["doc"], **{key: place[key] for key in ("path", "line", "endLine")}})
for name, places in sorted(constants.items()):
    if len(places) == 1 and name not in definitions and len(other_bindings.get(name, [])) == 1 and len(name) >= 5 and name.isupper():
        if not is_test(places[0]["path"]):
            facts.append({"kind": "configure", "name": name, **places[0]})
for path, users in sorted(imports.items()):
    if not is_test(path):
        sites = [{"path": user, "line": line, "within": ""} for user, lines in sorted(users.items()) for line in lines]
        facts.append({"kind": "importedBy", "name": path, "sites": sites})
for path in sorted(trees):
    if not is_test(path):
        facts.append({"kind": "changes", "name": path})
words = set(definitions) | set(constants) | set(other_bindings) | set(uses)
print(json.dumps({"facts": facts, "words": sorted(words)}))
