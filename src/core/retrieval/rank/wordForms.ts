/** Other forms in which code may say a word of a question: abbreviations, and words of the same root. */
import { stem } from "../../text/terms/stem.ts";

/**
 * Words that programmers use for each other; the first of a line is the usual one in prose. From general knowledge of
 * code, not from the repositories of the benchmark.
 */
const groups: readonly (readonly string[])[] = [
  "argument arg args argv param params parameter",
  "directory dir folder",
  "configuration config conf cfg configure setting option opt",
  "message msg",
  "string str text",
  "integer int",
  "boolean bool",
  "number num count size len",
  "character char",
  "function func fn callback cb method callable",
  "object obj",
  "value val",
  "variable var",
  "attribute attr property prop",
  "environment env",
  "temporary tmp temp",
  "maximum max",
  "minimum min",
  "request req",
  "response resp res",
  "context ctx",
  "dictionary dict map mapping",
  "previous prev",
  "execute exec run",
  "document doc",
  "index idx",
  "database db",
  "repository repo",
  "application app",
  "authentication auth",
  "authorization auth",
  "specification spec",
  "initialize init initialization setup",
  "delete remove del",
  "create new make build construct",
  "error err exception",
  "expression expr",
  "statement stmt",
  "declaration decl",
  "definition def",
  "element elem el item",
  "pointer ptr",
  "address addr",
  "length len size",
  "buffer buf",
  "source src",
  "destination dst dest target",
  "package pkg",
  "command cmd",
  "information info metadata",
  "utility util",
  "reference ref",
  "identifier id ident",
  "position pos offset",
  "iterator iter iterate",
  "generate gen",
  "column col",
  "average avg",
  "administrator admin",
  "synchronize sync",
  "asynchronous async",
  "concurrent parallel",
  "duration timeout time",
  "template tmpl tpl",
  "language lang",
  "regular regex regexp",
  "connection conn",
  "transaction tx txn",
  "timestamp ts time",
  "display show print render",
  "check verify validate",
  "convert transform to",
  "compare equal cmp eq",
  "append add",
  "fetch get load read retrieve obtain",
  "write save store",
  "begin start",
  "end stop finish",
  "whether is has",
  "represent repr",
  "separator sep delimiter",
  "alternative alt",
  "distribution dist",
  "calculate calc compute",
  "current cur curr",
  "description desc",
  "descriptor desc",
  "difference diff",
  "extension ext",
  "frequency freq",
  "image img",
  "implementation impl implement",
  "library lib",
  "manager mgr",
  "multiple multi",
  "namespace ns",
  "operation op",
  "operator op",
  "original orig",
  "parent super",
  "random rand",
  "receive recv",
  "record rec",
  "recursive rec recurse",
  "register reg",
  "sequence seq",
  "standard std",
  "statistics stats",
  "table tbl",
  "version ver",
  "window win",
].map((line) => line.split(" ").map(stem));

const aliases = new Map<string, Set<string>>();
for (const group of groups) {
  for (const word of group) {
    const others = aliases.get(word) ?? new Set();
    for (const other of group) if (other !== word) others.add(other);
    aliases.set(word, others);
  }
}

/** Endings that make one word of a root into another, longest first among those that end alike. */
const endings =
  "ization ation ition ution ction tion sion ion ment ance ence izer ator itor ctor er or able ible abl ibl al ly ness ity ive iv ize iz at".split(
    " ",
  );
const endingsOfRoots = "e at t ion or er iz ment ation".split(" ");
const SHORTEST_ROOT = 3;
const SHORTEST_DERIVED = 5;

/** Other terms for a term; whether they stand in the index is not known. */
export function formsOf(term: string): ReadonlySet<string> {
  const forms = new Set<string>(aliases.get(term));
  if (term.length >= SHORTEST_DERIVED) {
    for (const root of rootsOf(term))
      for (const ending of ["", ...endingsOfRoots]) forms.add(stem(root + ending));
  }
  forms.delete(term);
  return forms;
}

function rootsOf(term: string): string[] {
  const cut = endings.filter(
    (ending) => term.endsWith(ending) && term.length - ending.length >= SHORTEST_ROOT,
  );
  return [term, ...cut.map((ending) => term.slice(0, -ending.length))];
}
