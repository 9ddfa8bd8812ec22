"""Prints what Python's own modules offer: `name NAME` for what may stand behind a dot, `module NAME`.

Names are read from the syntax trees of the library's sources and, for modules written in C, from `dir` of what they hold.
Private names and those of one or two letters say nothing and are left out, tests are not read.
Windows and the building of packages bring hundreds of names that nothing else has; they are left out as well.
"""

import ast
import builtins
import importlib
import os
import sys
import sysconfig

WITHOUT_NAMES = {"distutils", "idlelib", "lib2to3", "tkinter", "turtle", "turtledemo", "_tkinter"}
LEFT_OUT = {"test", "tests", "site-packages", "__pycache__", "ensurepip"} | WITHOUT_NAMES
# These do something when they are imported.
NOT_IMPORTED = {"antigravity", "this", "__main__", "test"} | WITHOUT_NAMES

names = set()


def add(name):
    if len(name) >= 3 and not name.startswith("_") and name.isidentifier():
        names.add(name)


class Reader(ast.NodeVisitor):
    def visit_FunctionDef(self, node):
        add(node.name)
        self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef
    visit_ClassDef = visit_FunctionDef

    def visit_Attribute(self, node):
        if isinstance(node.ctx, ast.Store):
            add(node.attr)
        self.generic_visit(node)


def read(path):
    with open(path, "rb") as file:
        try:
            tree = ast.parse(file.read())
        except (SyntaxError, ValueError):
            return
    Reader().visit(tree)
    # Names that are given a value at the top or in a class are members of it.
    bodies = [tree] + [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for body in bodies:
        for statement in body.body:
            targets = getattr(statement, "targets", [getattr(statement, "target", None)])
            for target in targets:
                for node in ast.walk(target) if target is not None else ():
                    if isinstance(node, ast.Name):
                        add(node.id)


def look(module):
    for name in dir(module):
        add(name)
        value = getattr(module, name, None)
        if isinstance(value, type):
            for member in dir(value):
                add(member)


for folder, folders, files in os.walk(sysconfig.get_path("stdlib")):
    folders[:] = sorted(name for name in folders if name not in LEFT_OUT)
    for file in sorted(files):
        if file.endswith(".py") and file != "turtle.py":
            read(os.path.join(folder, file))
look(builtins)
for module in sorted(sys.stdlib_module_names - NOT_IMPORTED):
    try:
        look(importlib.import_module(module))
    except Exception:  # Modules of other systems.
        continue
for name in sorted(names):
    print("name", name)
for module in sorted(sys.stdlib_module_names):
    print("module", module)
