"""Compares a patched program with the right one on generated inputs. Reads JSON lines {set, entry, patch, correct, test};
answers each with {"same": bool, "inputs": n, "why": text}. It runs after the search and tells it nothing."""
import copy
import importlib.util
import json
import os
import random
import signal
import sys
import tempfile
import types

WANTED = 200
sys.setrecursionlimit(3000)


class Late(BaseException):
    pass


def on_alarm(*_):
    raise Late()


signal.signal(signal.SIGALRM, on_alarm)


class Node:
    def __init__(self, value=None, successor=None, successors=None, predecessors=None, incoming_nodes=None, outgoing_nodes=None):
        self.value = value
        self.successor = successor
        self.successors = successors if successors is not None else []
        self.predecessors = predecessors if predecessors is not None else []
        self.incoming_nodes = incoming_nodes if incoming_nodes is not None else []
        self.outgoing_nodes = outgoing_nodes if outgoing_nodes is not None else []


# --- inputs of QuixBugs programs; each respects what the program's text asks of its inputs ---


def ints(r, low=0, high=12, least=0, most=8):
    return [r.randint(low, high) for _ in range(r.randint(least, most))]


def sorted_ints(r, **named):
    return sorted(ints(r, **named))


def graph(r, count, weights, directed=True, acyclic=False, share=0.45, low=1):
    names = "ABCDEFGH"[:count]
    edges = {}
    for i, a in enumerate(names):
        for j, b in enumerate(names):
            if a != b and r.random() < share and (not acyclic or i < j) and (directed or (b, a) not in edges):
                edges[a, b] = r.randint(low, 9)
    return names, edges


def linked(values):
    node = None
    for value in reversed(values):
        node = Node(value, node)
    return node


def cyclic(r):
    nodes = [Node(i) for i in range(r.randint(1, 6))]
    for a, b in zip(nodes, nodes[1:]):
        a.successor = b
    if r.random() < 0.5:
        nodes[-1].successor = r.choice(nodes)
    return (nodes[0],)


def search_graph(r):
    nodes = [Node(i) for i in range(r.randint(1, 7))]
    for node in nodes:
        node.successors = [n for n in nodes if n is not node and r.random() < 0.3]
    return nodes[0], r.choice(nodes)


def weighted_nodes(r):
    nodes = [Node(i) for i in range(r.randint(2, 6))]
    weights = {}
    for node in nodes:
        node.successors = [n for n in nodes if n is not node and r.random() < 0.4]
        for n in node.successors:
            weights[node, n] = r.randint(1, 9)
    return weights, nodes[0], r.choice(nodes[1:])


def ordered_nodes(r):
    nodes = [Node(i) for i in range(r.randint(1, 7))]
    for i, a in enumerate(nodes):
        for b in nodes[i + 1 :]:
            if r.random() < 0.4:
                a.outgoing_nodes.append(b)
                b.incoming_nodes.append(a)
    r.shuffle(nodes)
    return (nodes,)


def nested(r, depth=0):
    return [nested(r, depth + 1) if r.random() < 0.4 and depth < 3 else r.randint(0, 9) for _ in range(r.randint(0, 4))]


def parens(r):
    if r.random() < 0.5:
        return ("".join(r.choice("()") for _ in range(r.randint(0, 8))),)
    text = ""
    for _ in range(r.randint(0, 4)):
        at = r.randint(0, len(text))
        text = text[:at] + "()" + text[at:]
    return (text,)


def rpn(r):
    def tree(depth):
        if depth == 0 or r.random() < 0.3:
            return [float(r.randint(1, 9))]
        return tree(depth - 1) + tree(depth - 1) + [r.choice("+-*/")]

    return (tree(3),)


def infix(r):
    tokens = [r.randint(1, 9)]
    for _ in range(r.randint(0, 5)):
        tokens += [r.choice("+-*/"), r.randint(1, 9)]
    return (tokens,)


def words(r):
    return ("".join(r.choice("ab ") for _ in range(r.randint(1, 30))) if r.random() < 0.7 else "word " * r.randint(1, 9), r.randint(3, 12))


def text(r, letters="abc", most=6):
    return "".join(r.choice(letters) for _ in range(r.randint(0, most)))


def increasing(r, count):
    return sorted(r.sample(range(40), count))


def searched(r):
    found = increasing(r, r.randint(0, 9))
    return found, r.choice(found) if found and r.random() < 0.6 else r.randint(-2, 42)


def first_searched(r):
    found = sorted_ints(r, most=9)
    return found, r.choice(found) if found and r.random() < 0.6 else r.randint(-2, 14)


def kheap(r):
    k = r.randint(0, 3)
    values = sorted(ints(r, most=9))
    for at in range(0, len(values) - k - 1, k + 1):
        part = values[at : at + k + 1]
        r.shuffle(part)
        values[at : at + k + 1] = part
    return values, k


def kth(r):
    values = ints(r, least=1, most=9)
    return values, r.randrange(len(values))


def spanning(r):
    names, edges = graph(r, r.randint(2, 6), True, directed=False)
    for a, b in zip(names, names[1:]):
        if (a, b) not in edges and (b, a) not in edges:
            edges[a, b] = r.randint(1, 9)
    keys = list(edges)
    weights = r.sample(range(1, 60), len(keys))
    return ({key: weight for key, weight in zip(keys, weights)},)


def lengths(r):
    names, edges = graph(r, r.randint(1, 5), True)
    return len(names), {("ABCDEFGH".index(a), "ABCDEFGH".index(b)): w for (a, b), w in edges.items()}


def paths(r):
    names, edges = graph(r, r.randint(2, 6), True, low=1)
    edges.update({(a, b): r.randint(1, 9) for a, b in zip(names, names[1:])})
    return names[0], edges


QUIXBUGS = {
    "bitcount": lambda r: (r.randint(0, 1 << 20),),
    "breadth_first_search": search_graph,
    "bucketsort": lambda r: (lambda k: ([r.randrange(k) for _ in range(r.randint(0, 10))], k))(r.randint(1, 12)),
    "depth_first_search": search_graph,
    "detect_cycle": cyclic,
    "find_first_in_sorted": first_searched,
    "find_in_sorted": searched,
    "flatten": lambda r: (nested(r),),
    "gcd": lambda r: (r.randint(0, 300), r.randint(0, 300)),
    "get_factors": lambda r: (r.randint(1, 500),),
    "hanoi": lambda r: (r.randint(0, 6),) + tuple(r.sample([1, 2, 3], 2)),
    "is_valid_parenthesization": parens,
    "kheapsort": kheap,
    "knapsack": lambda r: (r.randint(0, 20), [(r.randint(1, 9), r.randint(1, 20)) for _ in range(r.randint(0, 6))]),
    "kth": kth,
    "lcs_length": lambda r: (text(r), text(r)),
    "levenshtein": lambda r: (text(r, most=4), text(r, most=4)),
    "lis": lambda r: (r.sample(range(30), r.randint(0, 8)),),
    "longest_common_subsequence": lambda r: (text(r), text(r)),
    "max_sublist_sum": lambda r: (ints(r, low=-9, high=9),),
    "mergesort": lambda r: (ints(r),),
    "minimum_spanning_tree": spanning,
    "next_palindrome": lambda r: (palindrome(r),),
    "next_permutation": lambda r: (permutation(r),),
    "pascal": lambda r: (r.randint(1, 8),),
    "possible_change": lambda r: (r.sample(range(1, 12), r.randint(0, 4)), r.randint(0, 20)),
    "powerset": lambda r: (list("abcdef"[: r.randint(0, 5)]),),
    "quicksort": lambda r: (ints(r),),
    "reverse_linked_list": lambda r: (linked(ints(r)),),
    "rpn_eval": rpn,
    "shortest_path_length": weighted_nodes,
    "shortest_path_lengths": lengths,
    "shortest_paths": paths,
    "shunting_yard": infix,
    "sieve": lambda r: (r.randint(0, 80),),
    "sqrt": lambda r: (r.randint(1, 500), r.choice([0.5, 0.1, 0.01, 0.001])),
    "subsequences": lambda r: (lambda a: (a, a + r.randint(0, 5), r.randint(0, 4)))(r.randint(0, 4)),
    "to_base": lambda r: (r.randint(1, 5000), r.randint(2, 36)),
    "topological_ordering": ordered_nodes,
    "wrap": words,
}


def palindrome(r):
    half = [r.randint(0, 9) for _ in range(r.randint(1, 3))]
    half[0] = r.randint(1, 9)
    if r.random() < 0.3:
        half = [9] * len(half)
    return half + (half[::-1] if r.random() < 0.5 else half[-2::-1])


def permutation(r):
    values = r.sample(range(12), r.randint(2, 7))
    if values == sorted(values, reverse=True):
        values.reverse()
    return values


# --- inputs of other functions: those of the tests, changed a little without changing their types ---


def mutated(r, value, depth=0):
    if isinstance(value, bool):
        return r.random() < 0.5
    if isinstance(value, int):
        return r.choice([value + r.randint(-3, 3), value * 2, abs(value) // 2, r.randint(0, max(10, abs(value))), value])
    if isinstance(value, float):
        return r.choice([value + r.choice([-1.5, 0.25, 1.0]), value * 2, round(r.uniform(0, 10), 2), value])
    if isinstance(value, str):
        letters = list(value) or ["a"]
        for _ in range(r.randint(0, 3)):
            kind = r.random()
            at = r.randrange(len(letters)) if letters else 0
            if kind < 0.3 and letters:
                del letters[at]
            elif kind < 0.6:
                letters.insert(at, r.choice(value or "a"))
            elif letters:
                letters[at] = r.choice(value or "a")
        return "".join(letters)
    if isinstance(value, (list, tuple)):
        found = [mutated(r, inner, depth + 1) if r.random() < 0.4 else copy.deepcopy(inner) for inner in value]
        kind = r.random()
        if kind < 0.2 and found:
            del found[r.randrange(len(found))]
        elif kind < 0.4 and found:
            found.insert(r.randrange(len(found) + 1), copy.deepcopy(r.choice(found)))
        elif kind < 0.5:
            r.shuffle(found)
        return type(value)(found)
    if isinstance(value, dict):
        return {mutated(r, k, depth + 1) if r.random() < 0.3 else k: mutated(r, v, depth + 1) for k, v in value.items()}
    return copy.deepcopy(value)


def recorded_inputs(module, entry, test):
    """Arguments that the test gives to the right program."""
    found = []
    real = getattr(module, entry)

    def recording(*args):
        found.append(copy.deepcopy(args))
        return real(*args)

    setattr(module, entry, recording)
    namespace = dict(module.__dict__)
    try:
        signal.alarm(20)
        exec(test.replace("from solution import *", "").replace("from solution import " + entry, ""), namespace)
        namespace["test_check"]()
    finally:
        signal.alarm(0)
        setattr(module, entry, real)
    return found


# --- comparing ---


def module_of(text, name, extra):
    module = types.ModuleType(name)
    module.__dict__.update(extra)
    exec(compile(text, name, "exec"), module.__dict__)
    return module


def plain(value, depth=0):
    if isinstance(value, types.GeneratorType) or type(value).__name__ in ("map", "filter", "zip", "range", "dict_keys", "dict_values", "list_iterator"):
        value = list(value)
    if isinstance(value, Node):
        seen = []
        while isinstance(value, Node) and len(seen) < 50:
            seen.append(value.value)
            value = value.successor
        return ("node", seen)
    if isinstance(value, (list, tuple)) and depth < 6:
        return (type(value).__name__, [plain(inner, depth + 1) for inner in value])
    if isinstance(value, (set, frozenset)):
        return ("set", sorted((repr(plain(inner, depth + 1)) for inner in value)))
    if isinstance(value, dict):
        return ("dict", sorted((repr(plain(k)), plain(v, depth + 1)) for k, v in value.items()))
    return value


def equal(a, b):
    if isinstance(a, float) or isinstance(b, float):
        try:
            near = abs(a - b) <= 1e-6 * max(1, abs(a), abs(b)) < float("inf")
            return a == b or near or (a != a and b != b)
        except TypeError:
            return False
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b))
    return type(a) is type(b) and a == b or (isinstance(a, (int, bool)) and isinstance(b, (int, bool)) and a == b)


def run(function, args):
    """Kind and value; arguments that were changed count as part of the value."""
    try:
        signal.setitimer(signal.ITIMER_REAL, 2)
        try:
            result = function(*args)
            value = plain(result)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return "value", value
    except Late:
        return "late", None
    except RecursionError:
        return "late", None
    except Exception as error:
        return "raised", type(error).__name__


def judge(asked):
    r = random.Random(asked["entry"])
    extra = {"Node": Node}
    right = module_of(asked["correct"], "right", extra)
    try:
        patched = module_of(asked["patch"], "patched", extra)
        function = getattr(patched, asked["entry"])
    except Exception as error:
        return {"same": False, "inputs": 0, "why": "does not load: %s" % error}
    wanted = getattr(right, asked["entry"])
    if asked["set"] == "quixbugs":
        make = QUIXBUGS[asked["entry"]]
        seeds = None
    else:
        seeds = recorded_inputs(right, asked["entry"], asked["test"])
    compared = 0
    tries = 0
    while compared < WANTED and tries < 3000:
        tries += 1
        if seeds is None:
            args = make(r)
        elif tries <= len(seeds):
            args = seeds[tries - 1]
        else:
            args = tuple(mutated(r, value) for value in r.choice(seeds))
        first, second = copy.deepcopy(args), copy.deepcopy(args)
        kind, value = run(wanted, first)
        if kind != "value":
            continue
        compared += 1
        other, found = run(function, second)
        if kind != other or not equal(value, found):
            return {"same": False, "inputs": compared, "why": "%r: %r, not %r" % (args, found if other == "value" else other, value)}
    return {"same": True, "inputs": compared, "why": ""}


for line in sys.stdin:
    try:
        answer = judge(json.loads(line))
    except BaseException as error:
        answer = {"same": False, "inputs": 0, "why": "judge: %s %s" % (type(error).__name__, error)}
    answer["why"] = answer["why"][:300]
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
