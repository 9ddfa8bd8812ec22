/**
 * A program that runs another as `python` would and notes which lines of the workspace run: by `sys.monitoring` where there
 * is one (3.12), which costs a line once, else by `sys.settrace`. It needs no package and leaves coverage.py alone.
 */
import * as z from "zod";
import type { MeasuredFile } from "./measuredFile.ts";

export const pythonLinesScript = `
import atexit, importlib.util, io, json, os, runpy, sys, threading, types

out, root = sys.argv[1], os.path.realpath(sys.argv[2]) + os.sep
ran, wanted = {}, {}


def lines_of(name):
    """The set for the lines of a file that ran; None for a file that is not the workspace's."""
    try:
        return wanted[name]
    except KeyError:
        path = os.path.realpath(name)
        inside = path.startswith(root) and path.endswith(".py") and "site-packages" not in path and "/." not in path[len(root) - 1:].replace(os.sep, "/")
        wanted[name] = found = ran.setdefault(path, set()) if inside else None
        return found


def code_lines(code, found):
    for _, _, line in code.co_lines() if hasattr(code, "co_lines") else ((0, 0, l) for _, l in __import__("dis").findlinestarts(code)):
        if line: found.add(line)
    for const in code.co_consts:
        if isinstance(const, types.CodeType): code_lines(const, found)
    return found


def trace(frame, event, _arg):
    lines = lines_of(frame.f_code.co_filename)
    if lines is None: return None
    add = lines.add

    def local(frame, event, _arg):
        if event == "line": add(frame.f_lineno)
        return local

    return local


def watch():
    monitoring = getattr(sys, "monitoring", None)
    if monitoring is None:
        threading.settrace(trace)
        sys.settrace(trace)
        return
    tool = next(number for number in (4, 3, 5, 2) if monitoring.get_tool(number) is None)
    monitoring.use_tool_id(tool, "touchstone")

    def line(code, number):
        lines = lines_of(code.co_filename)
        if lines is not None: lines.add(number)
        return monitoring.DISABLE

    monitoring.register_callback(tool, monitoring.events.LINE, line)
    monitoring.set_events(tool, monitoring.events.LINE)


def tell(owner):
    # What runs in other processes is not seen here, and a tracer of the tests' own took this one's place.
    if os.getpid() != owner or "xdist.dsession" in sys.modules: return
    files = []
    for path, lines in ran.items():
        try:
            with io.open(path, "rb") as file:
                possible = code_lines(compile(file.read(), path, "exec", dont_inherit=True), set())
        except Exception:
            continue
        files.append({"path": path, "lines": [[line, int(line in lines)] for line in sorted(possible)]})
    with open(os.path.join(out, "python-%d.json" % owner), "w", encoding="utf-8") as file:
        json.dump({"root": root, "files": files}, file)


os.makedirs(out, exist_ok=True)
owner = os.getpid()
arguments = sys.argv[3:]
atexit.register(lambda: tell(owner))
if arguments[0] == "-m":
    module, sys.argv = arguments[1], arguments[1:]
    if module == "pytest" and importlib.util.find_spec("pytest_cov"): sys.argv.append("--no-cov")
    sys.path[0] = os.getcwd()
    watch()
    runpy.run_module(module, run_name="__main__", alter_sys=True)
else:
    sys.argv = arguments
    sys.path[0] = os.path.dirname(os.path.abspath(arguments[0]))
    watch()
    runpy.run_path(arguments[0], run_name="__main__")
`;

const note = z.object({
  root: z.string(),
  files: z.array(z.object({ path: z.string(), lines: z.array(z.tuple([z.number(), z.number()])) })),
});

/** @param text what the program wrote; its paths begin with its own view of the root, links followed */
export function parsePythonLines(text: string): MeasuredFile[] {
  const parsed = note.safeParse(jsonOf(text));
  if (!parsed.success) return [];
  const { root, files } = parsed.data;
  return files.flatMap(({ path, lines }) =>
    path.startsWith(root)
      ? [
          {
            path: path.slice(root.length).replaceAll("\\", "/"),
            lines: new Map(lines.map(([line, count]) => [line - 1, count])),
          },
        ]
      : [],
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
