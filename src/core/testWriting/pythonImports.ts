/** An import put where isort would have it: the standard library first, then other libraries, then the project, with lines between. */

/** Modules of the standard library, by the first part of their names. */
const standard = new Set(
  `abc aifc argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 calendar cgi cmath cmd code codecs codeop
  collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg cProfile csv ctypes curses dataclasses
  datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch
  fractions ftplib functools gc getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http imaplib importlib inspect
  io ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap modulefinder multiprocessing
  netrc numbers operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posixpath pprint profile pstats
  pty pwd py_compile pyclbr pydoc queue quopri random re readline reprlib resource runpy sched secrets select selectors shelve shlex
  shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string stringprep struct subprocess symtable sys
  sysconfig syslog tabnanny tarfile tempfile termios textwrap threading time timeit tkinter token tokenize tomllib trace traceback
  tracemalloc tty turtle types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg wsgiref
  xml xmlrpc zipapp zipfile zipimport zlib zoneinfo`.split(/\s+/),
);

export interface PythonImport {
  /** The whole line, without its end. */
  readonly line: string;
  readonly module: string;
}

interface Statement {
  /** Offsets of whole lines, the end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly module: string;
  readonly isFrom: boolean;
  readonly rank: number;
}

/**
 * @param own the first part of the name of the project's module
 * @returns undefined for a file that begins with no imports
 */
export function withPythonImport(
  text: string,
  { line, module }: PythonImport,
  own: string,
): string | undefined {
  const statements = importsAtTop(text, own);
  if (statements.length === 0) return undefined;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const rank = rankOf(module, own);
  const put = (at: number, added: string) => text.slice(0, at) + added + text.slice(at);
  const alike = statements.filter((one) => one.rank === rank);
  if (alike.length > 0) {
    const isFrom = line.startsWith("from");
    const after = alike.find((one) => (one.isFrom === isFrom ? one.module > module : one.isFrom));
    return after
      ? put(after.start, line + newline)
      : put(alike.at(-1)!.end, endsLine(text, alike.at(-1)!) ? line + newline : newline + line);
  }
  const before = statements.findLast((one) => one.rank < rank);
  if (!before) return put(statements[0]!.start, `${line}${newline}${newline}`);
  const next = statements[statements.indexOf(before) + 1];
  // A file without lines between its groups gets none.
  const gap = next && next.start === before.end ? "" : newline;
  return put(before.end, `${endsLine(text, before) ? "" : newline}${gap}${line}${newline}`);
}

const endsLine = (text: string, { end }: Statement): boolean => text[end - 1] === "\n";

function rankOf(module: string, own: string): number {
  const first = module.split(".")[0]!;
  if (first === "__future__") return -1;
  if (first === "" || first === own || first === "tests" || first === "conftest") return 2;
  return standard.has(first) ? 0 : 1;
}

/** Those that stand before any other code; comments and the file's own documentation are passed over. */
function importsAtTop(text: string, own: string): readonly Statement[] {
  const found: Statement[] = [];
  const pattern =
    /(?:[ \t]*(?:#[^\n]*)?(?:\r?\n|$))|(?:[rRuU]?("""|''')[\s\S]*?\1[^\n]*(?:\r?\n|$))|(?:(import|from)[ \t]+([\w.]+)(?:\([^)]*\)|\\\r?\n|[^\n(\\])*(?:\r?\n|$))/y;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const statement = pattern.exec(text);
    if (!statement || statement[0] === "") break;
    const [whole, , word, module] = statement;
    if (word !== undefined && module !== undefined)
      found.push({
        start,
        end: start + whole.length,
        module,
        isFrom: word === "from",
        rank: rankOf(module, own),
      });
  }
  return found;
}
