/** C and C++: what stands outside of functions, and types wherever they stand. */
import { CDirectives } from "./cDirectives.ts";
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

const typeKinds = new Map<string, SymbolKind>([
  ["class", "class"],
  ["struct", "struct"],
  ["union", "struct"],
  ["enum", "enum"],
]);

/** Words before a bracket that belongs to them, and to no function. */
const notCalled = new Set(
  "__attribute__ __attribute __declspec alignas _Alignas __asm__ __asm asm decltype typeof __typeof__ __typeof noexcept throw explicit requires".split(
    " ",
  ),
);

/** Words after a function's parameters that are no type of another declaration. */
const trailing = new Set("const volatile noexcept override final throw try requires mutable".split(" "));

/** Words that begin a declaration and stand in none: what is before them was a macro. */
const starters = new Set("namespace template typedef using public private protected friend".split(" "));

const primitives = new Set("void char short int long float double unsigned signed bool".split(" "));

const qualifiers = new Set(
  "static const extern inline virtual explicit constexpr consteval mutable volatile register struct union enum class typename auto friend".split(
    " ",
  ),
);

const STAR = 42;
const AMPERSAND = 38;
const CARET = 94;
const MINUS = 45;
const TILDE = 126;

export function cOutline(tokens: Tokens): Outline {
  return new CReader(tokens).read();
}

/** Where declarations stand, and how those are called that are no functions. */
interface Scope {
  readonly to: number;
  readonly container: Container;
  /** Name of the class around them: of its constructors too. */
  readonly className?: string;
  readonly variableKind: SymbolKind;
  readonly functionKind: SymbolKind;
}

/** A declaration under way. */
interface Declaration {
  /** First token of all, and of the one declarator. */
  readonly first: number;
  start: number;
  /** The identifier that may be the name; -1 when there is none. */
  name: number;
  /** Name of the function whose parameters were seen; -1 when there is none. */
  callee: number;
  /** The name where it is not the token's text. */
  text: string | undefined;
  /** Token after the parameters. */
  afterParameters: number;
}

class CReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    new CDirectives(this.#builder).read();
    this.#scope(0, this.#outside(this.#tokens.count, ""));
    return this.#builder.outline();
  }

  #outside(to: number, container: Container): Scope {
    return { to, container, variableKind: "variable", functionKind: "function" };
  }

  #scope(from: number, scope: Scope): void {
    for (let i = from; i < scope.to; ) i = Math.max(this.#declaration(i, i, scope), i + 1);
  }

  /** @returns the token after the declaration that begins at `i`, or the first that is not part of it */
  #declaration(i: number, first: number, scope: Scope): number {
    const tokens = this.#tokens;
    const type = tokens.type(i);
    if (type === codes.openBrace) {
      this.#body(i + 1, Math.min(tokens.match(i), scope.to), scope.container);
      return this.#builder.after(i);
    }
    if (type === codes.openBracket) return this.#declaration(this.#builder.after(i), first, scope);
    if (type === tokenTypes.directive || type === codes.semicolon || type === codes.closeBrace)
      return this.#builder.after(i);
    if (type !== tokenTypes.identifier) return this.#declarators(i, first, scope);
    if (this.#isLabel(i)) return i + 2;
    switch (tokens.word(i)) {
      case "inline":
      case "export":
        return tokens.is(i + 1, "namespace") || tokens.is(i, "export")
          ? this.#declaration(i + 1, first, scope)
          : this.#declarators(i, first, scope);
      case "namespace":
        return this.#namespace(i, first, scope);
      case "template":
        return this.#template(i, first, scope);
      case "extern":
        return this.#extern(i, first, scope);
      case "using":
        return this.#using(i, first, scope);
      case "typedef":
        return this.#typedef(i, first, scope);
      case "friend":
        return this.#friend(i, first, scope);
      case "concept":
        return this.#alias(i, first, scope);
      case "import":
        return this.#import(i, first, scope);
      case "static_assert":
      case "_Static_assert":
      case "asm":
        return this.#builder.find(i, scope.to, codes.semicolon) + 1;
      case "public":
      case "private":
      case "protected":
      case "signals":
        return this.#access(i, first, scope);
      default:
        return this.#declarators(i, first, scope);
    }
  }

  /** `public:`, or what a macro makes of that; not `A::b`, `int : 3`. */
  #isLabel(i: number): boolean {
    const tokens = this.#tokens;
    const next = tokens.type(i + 2);
    return tokens.type(i + 1) === codes.colon && next !== codes.colon && next !== tokenTypes.number;
  }

  #access(i: number, first: number, scope: Scope): number {
    const { colon } = codes;
    const at = this.#tokens.isIdentifier(i + 1) ? i + 2 : i + 1;
    return this.#tokens.type(at) === colon && this.#tokens.type(at + 1) !== colon
      ? at + 1
      : this.#declarators(i, first, scope);
  }

  #namespace(i: number, first: number, scope: Scope): number {
    const tokens = this.#tokens;
    const open = this.#builder.find(i, scope.to, codes.openBrace, codes.semicolon, codes.equals);
    if (tokens.type(open) !== codes.openBrace) return this.#builder.find(open, scope.to, codes.semicolon) + 1;
    const close = Math.min(tokens.match(open), scope.to);
    let inner = scope.container;
    let name = -1;
    for (let at = i + 1; at <= open; at = this.#builder.after(at)) {
      if (tokens.type(at) === codes.colon || at === open) {
        if (name >= 0 && at === open) inner = this.#builder.add(name, "module", inner, first, close);
        else if (name >= 0) inner = join(inner, tokens.word(name));
        name = -1;
      } else if (tokens.isIdentifier(at) && !tokens.is(at, "inline")) name = at;
    }
    this.#scope(open + 1, this.#outside(close, inner));
    return close + 1;
  }

  #template(i: number, first: number, scope: Scope): number {
    const after = this.#builder.afterAngles(i + 1, scope.to);
    if (after > i + 1) return this.#declaration(after, first, scope);
    return this.#builder.find(i, scope.to, codes.semicolon) + 1;
  }

  #extern(i: number, first: number, scope: Scope): number {
    const tokens = this.#tokens;
    if (tokens.type(i + 1) !== tokenTypes.string) return this.#declarators(i, first, scope);
    if (tokens.type(i + 2) !== codes.openBrace) return this.#declaration(i + 2, first, scope);
    const close = Math.min(tokens.match(i + 2), scope.to);
    this.#scope(i + 3, { ...scope, to: close });
    return close + 1;
  }

  #using(i: number, first: number, scope: Scope): number {
    const isAlias =
      this.#tokens.isIdentifier(i + 1) && this.#builder.find(i + 2, i + 4, codes.equals) < i + 4;
    return isAlias ? this.#alias(i, first, scope) : this.#builder.find(i, scope.to, codes.semicolon) + 1;
  }

  /** `using Name = ...;`, `concept Name = ...;` */
  #alias(i: number, first: number, scope: Scope): number {
    const end = this.#builder.find(i, scope.to, codes.semicolon);
    if (this.#tokens.isIdentifier(i + 1)) this.#builder.add(i + 1, "type", scope.container, first, end);
    return end + 1;
  }

  #typedef(i: number, first: number, scope: Scope): number {
    const { to, container } = scope;
    return this.#declarators(i + 1, first, { to, container, variableKind: "type", functionKind: "type" });
  }

  /** Only a friend's definition declares something. */
  #friend(i: number, first: number, scope: Scope): number {
    const end = this.#builder.find(i, scope.to, codes.semicolon, codes.openBrace);
    return this.#tokens.type(end) === codes.openBrace ? this.#declarators(i + 1, first, scope) : end + 1;
  }

  /** `import name;` */
  #import(i: number, first: number, scope: Scope): number {
    const tokens = this.#tokens;
    const next = tokens.type(i + 1);
    const end = this.#builder.find(i, Math.min(i + 40, scope.to), codes.semicolon);
    const isImport = next === codes.less || next === tokenTypes.string || tokens.type(i + 2) === codes.dot;
    if (!isImport && end !== i + 2) return this.#declarators(i, first, scope);
    let module = "";
    for (let at = i + 1; at < end; at++) module += tokens.word(at);
    this.#builder.addImport(module.replace(/^[<"]|[>"]$/g, ""), i);
    return end + 1;
  }

  /** Everything else: `type name, *other(int) = ...;`, functions, types with a body. */
  #declarators(i: number, first: number, scope: Scope): number {
    const tokens = this.#tokens;
    const here: Declaration = { first, start: i, name: -1, callee: -1, text: undefined, afterParameters: -1 };
    for (let at = i; at < scope.to; ) {
      const type = tokens.type(at);
      switch (type) {
        case tokenTypes.identifier: {
          const after = this.#word(at, here, scope);
          if (after < 0) return at;
          at = after;
          break;
        }
        case codes.less:
          at = here.name === at - 1 ? Math.max(this.#builder.afterAngles(at, scope.to), at + 1) : at + 1;
          break;
        case codes.openParen: {
          const after = this.#parenthesis(at, here, scope);
          if (after < 0) return this.#builder.after(at);
          at = after;
          break;
        }
        case codes.colon:
          at = this.#colon(at, here, scope);
          break;
        case codes.openBrace:
          if (here.callee >= 0 || here.name < 0 || here.name <= i) return this.#block(at, here, scope);
          at = this.#builder.after(at);
          this.#end(here, at - 1, scope);
          break;
        case codes.equals:
          at = this.#afterValue(at, scope.to, scope.container);
          if (here.callee < 0) this.#end(here, at, scope);
          break;
        case codes.comma:
          this.#end(here, at, scope);
          here.start = i;
          at++;
          break;
        case codes.semicolon:
          this.#end(here, at, scope);
          return at + 1;
        case codes.closeBrace:
          return at;
        default:
          at = this.#builder.after(at);
      }
    }
    return scope.to;
  }

  /** @returns the token after it; -1 when another declaration begins with it */
  #word(at: number, here: Declaration, scope: Scope): number {
    const tokens = this.#tokens;
    const word = tokens.word(at);
    if (notCalled.has(word))
      return tokens.type(at + 1) === codes.openParen ? this.#builder.after(at + 1) : at + 1;
    if (typeKinds.has(word) && here.callee < 0) return this.#specifier(at, here, scope);
    if (word === "operator" && here.callee < 0) return this.#operator(at, here, scope);
    if (at > here.start && starters.has(word) && tokens.type(at - 1) !== codes.colon) return -1;
    if (here.callee < 0) here.name = at;
    return at + 1;
  }

  /**
   * `struct name {...}`: the type and its members.
   *
   * @returns the token after the body, or after the keyword and a name where there is no body
   */
  #specifier(i: number, here: Declaration, scope: Scope): number {
    const tokens = this.#tokens;
    const isEnum = tokens.is(i, "enum");
    const start = isEnum && (tokens.is(i + 1, "class") || tokens.is(i + 1, "struct")) ? i + 2 : i + 1;
    let name = -1;
    let at = start;
    while (at < scope.to) {
      const type = tokens.type(at);
      if (type === tokenTypes.identifier) {
        if (notCalled.has(tokens.word(at))) {
          at = this.#builder.after(tokens.type(at + 1) === codes.openParen ? at + 1 : at);
          continue;
        }
        if (!tokens.is(at, "final") || name < 0) name = at;
        at = this.#builder.afterAngles(at + 1, scope.to);
      } else if (type === codes.colon && tokens.type(at + 1) === codes.colon) at += 2;
      else if (type === codes.openBracket || type === tokenTypes.directive) at = this.#builder.after(at);
      else if (type === codes.openParen && tokens.type(this.#builder.after(at)) === tokenTypes.identifier) {
        at = this.#builder.after(at);
      } else break;
    }
    if (tokens.type(at) === codes.colon && (name >= 0 || isEnum)) {
      const end = this.#builder.find(at, scope.to, codes.openBrace, codes.semicolon);
      if (isEnum && tokens.type(end) === codes.semicolon && start > i + 1) return end;
      if (tokens.type(end) === codes.openBrace && !this.#isBitField(start, at)) at = end;
    }
    if (tokens.type(at) === codes.openBrace) return this.#typeBody(i, name, at, here, scope);
    return tokens.isIdentifier(start) ? start + 1 : start;
  }

  /** `struct S x : 3`, not `struct S : Base`. */
  #isBitField(start: number, colon: number): boolean {
    return this.#tokens.type(colon + 1) === tokenTypes.number && start < colon;
  }

  #typeBody(i: number, name: number, open: number, here: Declaration, scope: Scope): number {
    const tokens = this.#tokens;
    const close = Math.min(tokens.match(open), scope.to);
    const kind = typeKinds.get(tokens.word(i))!;
    const { container } = scope;
    const alias = tokens.isIdentifier(close + 1) ? join(container, tokens.word(close + 1)) : container;
    const first = here.start === i ? here.first : i;
    const outer = this.#qualified(name, container);
    const inner = name < 0 ? alias : this.#builder.add(name, kind, outer, first, close);
    if (kind === "enum") this.#constants(open, close, inner);
    else {
      const className = name < 0 ? "" : tokens.word(name);
      this.#scope(open + 1, {
        to: close,
        container: inner,
        className,
        variableKind: "field",
        functionKind: "method",
      });
    }
    here.name = -1;
    return close + 1;
  }

  #constants(open: number, close: number, container: Container): void {
    const tokens = this.#tokens;
    for (let i = open + 1; i < close; ) {
      if (tokens.type(i) === tokenTypes.directive) {
        i = this.#builder.after(i);
        continue;
      }
      const end = this.#builder.find(i, close, codes.comma);
      if (tokens.isIdentifier(i)) this.#builder.add(i, "constant", container, i, end - 1);
      i = end + 1;
    }
  }

  #operator(i: number, here: Declaration, scope: Scope): number {
    const tokens = this.#tokens;
    const isCall = tokens.type(i + 1) === codes.openParen && tokens.type(i + 2) === codes.closeParen;
    const open = isCall ? i + 3 : this.#builder.find(i + 1, scope.to, codes.openParen, codes.semicolon);
    if (tokens.type(open) !== codes.openParen) return i + 1;
    here.callee = i;
    here.text = operatorName(tokens, i, open);
    here.afterParameters = this.#builder.after(open);
    return here.afterParameters;
  }

  /** @returns the token after the brackets; -1 when the declaration was a macro's call */
  #parenthesis(open: number, here: Declaration, scope: Scope): number {
    const tokens = this.#tokens;
    const after = this.#builder.after(open);
    if (here.callee >= 0) {
      const isAnother =
        tokens.isIdentifier(open - 1) && open - 1 > here.afterParameters && !this.#isTrailing(here, open);
      if (isAnother) this.#call(open - 1, after, here);
      return after;
    }
    const inner = tokens.type(open + 1);
    const isPointer = inner === STAR || inner === AMPERSAND || inner === CARET || this.#isMemberPointer(open);
    if (isPointer && (here.name !== here.start || tokens.type(after) === codes.openParen)) {
      return this.#pointer(open, after, here);
    }
    if (here.name < 0) return after;
    if (this.#isAttribute(open, after, here)) {
      here.name = open - 2;
      return after;
    }
    if (this.#isNameInParentheses(open, after, here)) here.name = open + 1;
    else if (this.#builder.afterAngles(here.name + 1, open + 1) !== open) return after;
    const { name } = here;
    if (name === here.start && this.#isMacroCall(name, open, scope)) return -1;
    this.#call(name, after, here);
    return after;
  }

  /** `Type name GUARDED_BY(lock);`: a macro in capitals after a name that has a type. */
  #isAttribute(open: number, after: number, here: Declaration): boolean {
    const tokens = this.#tokens;
    const name = open - 2;
    const next = tokens.type(after);
    if (name <= here.start || (next !== codes.semicolon && next !== codes.equals)) return false;
    if (!tokens.isIdentifier(name) || !/^[A-Z][A-Z\d_]*$/.test(tokens.word(open - 1))) return false;
    const isType = (word: string) => /[a-z]/.test(word) && !primitives.has(word) && !qualifiers.has(word);
    const before = tokens.type(name - 1);
    if (before === tokenTypes.identifier) return isType(tokens.word(name - 1)) && isType(tokens.word(name));
    return (before === codes.greater || before === STAR) && isType(tokens.word(name));
  }

  /** `int (name)(...)`, where a type stands before the brackets. */
  #isNameInParentheses(open: number, after: number, here: Declaration): boolean {
    const tokens = this.#tokens;
    if (after !== open + 3 || !tokens.isIdentifier(open + 1) || tokens.type(after) !== codes.openParen)
      return false;
    return here.name === here.start || primitives.has(tokens.word(here.name));
  }

  #call(name: number, after: number, here: Declaration): void {
    here.callee = name;
    here.afterParameters = after;
  }

  /** `(*name)`, `(*name[2])`: a variable; `(*name(int))`: a function. */
  #pointer(open: number, after: number, here: Declaration): number {
    const tokens = this.#tokens;
    let name = -1;
    for (let at = open + 1; at < after - 1; at++) {
      const type = tokens.type(at);
      if (type === tokenTypes.identifier) name = at;
      else if (type === codes.openBracket) break;
      else if (type === codes.openParen && name >= 0) {
        this.#call(name, after, here);
        break;
      }
    }
    if (name >= 0) here.name = name;
    return tokens.type(after) === codes.openParen ? this.#builder.after(after) : after;
  }

  /** `(Class::*` */
  #isMemberPointer(open: number): boolean {
    const tokens = this.#tokens;
    let at = open + 1;
    while (tokens.isIdentifier(at) && tokens.type(at + 1) === codes.colon) at += 3;
    return at > open + 1 && tokens.type(at) === STAR;
  }

  /** Without a type before it, only a constructor has parameters. */
  #isMacroCall(name: number, open: number, scope: Scope): boolean {
    const { className } = scope;
    if (className !== undefined && this.#tokens.is(name, className)) return false;
    const after = this.#builder.after(open);
    const next = this.#tokens.type(after);
    return next !== codes.openParen && next !== STAR && next !== AMPERSAND;
  }

  #isTrailing(here: Declaration, open: number): boolean {
    const tokens = this.#tokens;
    for (let at = here.afterParameters; at < open; at++) {
      const type = tokens.type(at);
      if (type === codes.colon || type === MINUS) return true;
      if (type === tokenTypes.identifier && trailing.has(tokens.word(at))) return true;
    }
    return false;
  }

  /** `::`, a constructor's initializers, or a bit field. */
  #colon(at: number, here: Declaration, scope: Scope): number {
    const tokens = this.#tokens;
    if (tokens.type(at + 1) === codes.colon) return at + 2;
    if (here.callee < 0) {
      return scope.className === undefined
        ? at + 1
        : this.#builder.find(at, scope.to, codes.comma, codes.semicolon);
    }
    for (let i = at + 1; i < scope.to; ) {
      const type = tokens.type(i);
      if (type === codes.openParen || type === codes.openBrace) {
        i = this.#builder.after(i);
        while (tokens.type(i) === codes.dot) i++;
        while (tokens.type(i) === tokenTypes.directive) i = this.#builder.after(i);
        if (tokens.type(i) !== codes.comma) return i;
        i++;
      } else if (type === codes.semicolon || type === codes.closeBrace) return i;
      else
        i =
          type === codes.less
            ? Math.max(this.#builder.afterAngles(i, scope.to), i + 1)
            : this.#builder.after(i);
    }
    return scope.to;
  }

  /** A function's body, or a block after a macro. */
  #block(open: number, here: Declaration, scope: Scope): number {
    const close = Math.min(this.#tokens.match(open), scope.to);
    const inner = here.callee < 0 ? scope.container : this.#function(here, close, scope);
    this.#body(open + 1, close, inner);
    return close + 1;
  }

  /** One declarator ends at a token: with its function, its variable, or nothing. */
  #end(here: Declaration, at: number, scope: Scope): void {
    if (here.callee >= 0) this.#function(here, at, scope);
    else if (here.name > here.start) {
      const outer = this.#qualified(here.name, scope.container);
      this.#builder.add(here.name, scope.variableKind, outer, here.first, at);
    }
    here.name = -1;
    here.callee = -1;
    here.text = undefined;
  }

  #function(here: Declaration, last: number, scope: Scope): Container {
    const tokens = this.#tokens;
    const { callee } = here;
    const isDestructor = tokens.type(callee - 1) === TILDE;
    const container = this.#qualified(isDestructor ? callee - 1 : callee, scope.container);
    const kind = container === scope.container ? scope.functionKind : "method";
    const text = isDestructor ? `~${tokens.word(callee)}` : here.text;
    return this.#builder.add(callee, kind, container, here.first, last, text);
  }

  /** The container of `a::B<int>::name`. */
  #qualified(name: number, container: Container): Container {
    const tokens = this.#tokens;
    const parts: string[] = [];
    let at = name - 1;
    while (tokens.type(at) === codes.colon && tokens.type(at - 1) === codes.colon) {
      at -= 2;
      if (tokens.type(at) === codes.greater) at = this.#beforeAngles(at);
      if (!tokens.isIdentifier(at)) break;
      parts.unshift(tokens.word(at));
      at--;
    }
    return parts.reduce(join, container);
  }

  #beforeAngles(close: number): number {
    const tokens = this.#tokens;
    let depth = 0;
    for (let at = close; at > close - LONGEST_ARGUMENTS && at > 0; at--) {
      const type = tokens.type(at);
      if (type === codes.greater) depth++;
      else if (type === codes.less && --depth === 0) return at - 1;
    }
    return -1;
  }

  /** The comma or semicolon after `= ...`. */
  #afterValue(equals: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    let at = equals + 1;
    while (at < to) {
      const type = tokens.type(at);
      if (type === codes.comma || type === codes.semicolon || type === codes.closeBrace) break;
      at =
        type === codes.less ? Math.max(this.#builder.afterAngles(at, to), at + 1) : this.#builder.after(at);
    }
    if (tokens.type(equals + 1) === codes.openBracket) this.#body(equals, at, container);
    return at;
  }

  /** Types and aliases in a function. */
  #body(from: number, to: number, container: Container): void {
    const tokens = this.#tokens;
    const scope = this.#outside(to, container);
    for (let i = from; i < to; ) {
      if (tokens.type(i) === tokenTypes.identifier && mayDeclare(tokens, i)) {
        i = Math.max(this.#localType(i, scope), i + 1);
      } else i++;
    }
  }

  #localType(i: number, scope: Scope): number {
    const tokens = this.#tokens;
    if (tokens.is(i, "typedef")) return this.#typedef(i, i, scope);
    if (tokens.is(i, "using")) return this.#using(i, i, scope);
    const here: Declaration = {
      first: i,
      start: i,
      name: -1,
      callee: -1,
      text: undefined,
      afterParameters: -1,
    };
    return typeKinds.has(tokens.word(i)) ? this.#specifier(i, here, scope) : i + 1;
  }
}

/** Template arguments before `::`. Tokens. */
const LONGEST_ARGUMENTS = 100;

/** By the first character and the length of `struct`, `class`, `enum`, `union`, `using`, `typedef`. */
function mayDeclare(tokens: Tokens, i: number): boolean {
  const length = tokens.end(i) - tokens.start(i);
  if (length < 4 || length > 7) return false;
  const c = tokens.text.charCodeAt(tokens.start(i));
  return c === 115 || c === 99 || c === 101 || c === 117 || c === 116;
}

function join(container: Container, name: string): Container {
  return container === "" ? name : `${container}.${name}`;
}

/** `operator==`, `operator bool`, `operator new[]`: a space only between words. */
function operatorName(tokens: Tokens, i: number, open: number): string {
  let text = "operator";
  for (let at = i + 1; at < open; at++) {
    const word = tokens.word(at);
    text += /\w$/.test(text) && /^\w/.test(word) ? ` ${word}` : word;
  }
  return text;
}
