"""Takes assertions apart: arguments, what is expected, and a number that the arguments' text has."""
import ast
import json
import sys

answers = []
for given in json.load(sys.stdin):
    calls = []
    for text in given:
        try:
            test = ast.parse(text).body[0].test
            args = "(%s)" % "".join(ast.unparse(one) + ", " for one in test.left.args)
            expected = ast.unparse(test.comparators[0])
            calls.append({"args": args, "expected": expected, "sum": sum(map(ord, repr(eval(args))))})
        except Exception:
            pass
    answers.append(calls)
json.dump(answers, sys.stdout)
