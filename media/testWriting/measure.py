# Stands behind `probe.py`, whose parts it uses: measures versions of a function against each other instead of writing
# down what it gives. The versions are `mutants` of the plan: the first two are the code as it is. Times are CPU time of the
# process; in each round all versions are timed in turn, and who begins changes from round to round.
import gc
import time

ROUNDS = 25
# Of one version in one round, and of all that is measured. Seconds.
SWEEP = 0.01
LONGEST_TRIAL = 15.0
LONGEST_MEASURING = 15.0
# Made beforehand for one sweep.
MOST_CALLS = 20_000


def taken(*positional, **named):
    return positional, named


def first_items(value):
    return list(itertools.islice(value, MOST_ITEMS))


def tried(function, make, consume, seconds):
    """How a call ended and what it left in its arguments; None when it took too long."""
    positional, named = make()
    limit(seconds)
    try:
        value = function(*positional, **named)
        if consume is not None or hasattr(value, "__next__"):
            value = (consume or first_items)(value)
        end = ("value", value)
    except Slow:
        return None
    except Exception as error:
        end = ("raised", error_name(error))
    finally:
        limit(0)
    return end + (positional, named)


def is_same(a, b):
    try:
        return a is not None and b is not None and same(a, b)
    except Exception:
        return False


def raised(end):
    """The error's name; empty for another end."""
    return end[1] if end is not None and end[0] == "raised" else ""


def timed(function, prepared, consume):
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        if consume is None:
            for positional, named in prepared:
                function(*positional, **named)
        else:
            for positional, named in prepared:
                consume(function(*positional, **named))
        return time.process_time() - start
    finally:
        gc.enable()


def measured(versions, makes, consume):
    def prepared(turns):
        return [make() for _ in range(turns) for make in makes]

    for version in versions:
        timed(version, prepared(1), consume)
    # The least of three: a pause of the machine must not make the sweeps too short.
    one = min(timed(versions[0], prepared(1), consume) for _ in range(3))
    turns = max(1, min(int(SWEEP / max(one, 1e-7)) + 1, MOST_CALLS // len(makes)))
    end = time.monotonic() + LONGEST_MEASURING
    rounds = []
    while len(rounds) < ROUNDS and time.monotonic() < end:
        times = [0.0] * len(versions)
        for step in range(len(versions)):
            at = (len(rounds) + step) % len(versions)
            times[at] = timed(versions[at], prepared(turns), consume)
        rounds.append(times)
    return rounds, turns


def compared(versions, makes, consume, seconds):
    """By version how each call ended, as far as there is time."""
    end = time.monotonic() + LONGEST_TRIAL
    ends = [[] for _ in versions]
    for make in makes:
        late = time.monotonic() > end
        for own, version in zip(ends, versions):
            own.append(None if version is None or late else tried(version, make, consume, seconds))
    return ends


def speed_of(owner, plan):
    module = sys.modules.get(getattr(owner, "__module__", None) or "")
    path = getattr(module, "__file__", None)
    if path is None or not os.path.realpath(path).endswith(plan["path"].replace("/", os.sep)):
        return {"hasModule": False}

    def loaded(text):
        try:
            return within(changed_module(module, path, text), plan["chain"])
        except Exception:
            return None

    versions = [loaded(text) for text in plan["mutants"]]
    if versions[0] is None or versions[1] is None:
        return {"hasModule": False}
    consume = {"list": first_items, "async": asyncio.run}.get(plan["wrap"])
    makes = [eval("lambda: taken(" + source + ")", {"taken": taken}) for source in plan["calls"]]
    ends = compared(versions, makes, consume, plan["seconds"])
    steady = [at for at, end in enumerate(ends[0]) if is_same(end, ends[1][at])]
    different = [
        None if version is None else [[at, raised(own[at])] for at in steady if not is_same(ends[0][at], own[at])]
        for version, own in zip(versions[2:], ends[2:])
    ]
    # Whether a version that raises in some calls may do so is for others to say; the other calls are timed.
    fit = [at for at, calls in enumerate(different) if calls is not None and all(error for _, error in calls)]
    odd = {at for version in fit for at, _ in different[version]}
    useful = [at for at in steady if ends[0][at][0] == "value" and at not in odd]
    rounds, turns = [], 0
    if fit and useful:
        # What a function gives may have to be gone through before it is computed.
        if consume is None and any(hasattr(versions[0](*p, **n), "__next__") for p, n in [makes[useful[0]]()]):
            consume = first_items
        own = versions[:2] + [versions[at + 2] for at in fit]
        rounds, turns = measured(own, [makes[at] for at in useful], consume)
    return {
        "hasModule": True,
        "compared": len(steady),
        "timed": len(useful),
        "different": different,
        "fit": fit,
        "rounds": rounds,
        "turns": turns,
    }


def observe(owner, plan_path):
    """As in `probe.py`."""
    with open(plan_path, encoding="utf-8") as file:
        plan = json.load(file)
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, on_alarm)
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        answer = speed_of(owner, plan)
    with open(plan["answer"], "w", encoding="utf-8") as file:
        json.dump(answer, file)
