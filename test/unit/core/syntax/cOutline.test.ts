import { describe, expect, test } from "vitest";
import { outlineText } from "../../../support/outlineText.ts";

const check = (languageId: string, text: string, expected: string) =>
  expect(outlineText(languageId, text)).toBe(expected.trim().replace(/^ +/gm, ""));

describe("c", () => {
  const cases: [string, string, string][] = [
    [
      "macros and included files",
      '#include <a/b.h>\n  # include "c.h" // x\n#define A(x) do { \\\n  if (x) { \\\n} while (0)\n#define B /* "\n */ "{"\nint f(void);\n',
      "macro A 2-4\nmacro B 5-6\nfunction f 7-7\nimport a/b.h 0\nimport c.h 1",
    ],
    [
      "functions and variables",
      `static const char *f(int a, int (*g)(int)) { struct s *p; return "}"; }
       struct s *h(void) __attribute__((x)), k;
       int a = 1, *b[] = { &a }, (*c)(int), d : 3;
       void (*signal(int sig, void (*func)(int)))(int);
       CURL_EXTERN int (i)(int a);
       extern char e[], l;`,
      `function f 0-0
       function h 1-1
       variable k 1-1
       variable a 2-2
       variable b 2-2
       variable c 2-2
       variable d 2-2
       function signal 3-3
       function i 4-4
       variable e 5-5
       variable l 5-5`,
    ],
    [
      "types",
      `struct a { int b, *c; struct { int d; } e; union u { int f; } g; unsigned h : 3; int (*i)(void); };
       typedef struct { int j; } K, *PK;
       typedef enum l { M, N = (1, 2), } L;
       typedef void fn(int), (*pfn)(int);
       struct forward;
       struct __attribute__((packed)) o { char p[]; } q = { { 1 } };
       int r(void) { enum { S }; struct t { int u; } v; return sizeof(struct a); }`,
      `struct a 0-0
       field a.b 0-0
       field a.c 0-0
       field a.e.d 0-0
       field a.e 0-0
       struct a.u 0-0
       field a.u.f 0-0
       field a.g 0-0
       field a.h 0-0
       field a.i 0-0
       field K.j 1-1
       type K 1-1
       type PK 1-1
       enum l 2-2
       constant l.M 2-2
       constant l.N 2-2
       type L 2-2
       type fn 3-3
       type pfn 3-3
       struct o 5-5
       field o.p 5-5
       variable q 5-5
       function r 6-6
       constant r.S 6-6
       struct r.t 6-6
       field r.t.u 6-6`,
    ],
    [
      "each branch of a condition nests as if it were alone",
      `#if A
       int f(int a) {
       #elif B
       int f(void) {
       #else
       int f(long a)
       {
       #endif
         if (x)
       #ifdef C
         {
       #else
         {
           g();
       #endif
         }
       }
       int h(void) { }`,
      "function f 1-1\nfunction f 3-3\nfunction f 5-16\nfunction h 17-17",
    ],
    [
      "calls of macros",
      'MODULE_LICENSE("x")\nint a;\nDECLARE(b);\nTEST(c, d) { int e; }\nATTR(1, 2) int f(int);\n',
      "variable a 1-1\nfunction f 4-4",
    ],
  ];
  test.each(cases)("%s", (_, text, expected) => check("c", text, expected));
});

describe("cpp", () => {
  const cases: [string, string, string][] = [
    [
      "namespaces and blocks",
      `namespace a::b { inline namespace c { int d; } namespace { int e; } }
       #ifdef __cplusplus
       extern "C" {
       #endif
       int f(void);
       #ifdef __cplusplus
       }
       #endif
       namespace g = a; using namespace a; using a::h;`,
      `module a.b 0-0
       module a.b.c 0-0
       variable a.b.c.d 0-0
       variable a.b.e 0-0
       function f 4-4`,
    ],
    [
      "classes",
      `template <typename T, std::enable_if_t<B<T>::value, int>=0> class FOO_API A final : public B<T>, C {
        public slots:
         explicit A(int a) : b_(a), c_{1}, B<T>{} { }
         Q_OBJECT
         virtual ~A() = default;
         [[nodiscard]] std::map<int, T> f() const noexcept override;
         static constexpr int d = 1'000, e{2};
         friend void g(A&); friend int h(A&) { return 1; }
         using type = T; typedef T type2;
         template <class U> auto i(U u) -> decltype(u) { return u; }
         int (A::*j)(int);
       };`,
      `class A 0-11
       method A.A 2-2
       method A.~A 3-4
       method A.f 5-5
       field A.d 6-6
       field A.e 6-6
       method A.h 7-7
       type A.type 8-8
       type A.type2 8-8
       method A.i 9-9
       field A.j 10-10`,
    ],
    [
      "operators",
      `struct A { bool operator==(const A&) const; int operator()(int); operator const char *() const; void *operator new[](size_t); };
       A::operator bool() const { return true; }
       std::ostream &operator << (std::ostream &o, const A &a) { return o; }
       int operator""_x(const char *);`,
      `struct A 0-0
       method A.operator== 0-0
       method A.operator() 0-0
       method A.operator const char* 0-0
       method A.operator new[] 0-0
       method A.operator bool 1-1
       function operator<< 2-2
       function operator""_x 3-3`,
    ],
    [
      "members outside of their class",
      `a::B<int>::B(int x) : y(x) { }
       a::B<int>::~B() { }
       int a::B<int>::f() const { auto l = [&] { struct C { int z; }; }; return 1; }
       template <> int a::B<int>::n = 1;
       template class a::B<long>;
       template <> struct std::hash<A> { };`,
      `method a.B.B 0-0
       method a.B.~B 1-1
       method a.B.f 2-2
       struct a.B.f.C 2-2
       field a.B.f.C.z 2-2
       variable a.B.n 3-3
       struct std.hash 5-5`,
    ],
    [
      "enums, concepts, modules",
      "import std.core;\nimport <vector>;\nenum class E : int { A, B };\nenum class F : char;\ntemplate <class T> concept C = requires (T t) { t.f(); };\ntemplate <class T> requires C<T> void f(T);",
      "enum E 2-2\nconstant E.A 2-2\nconstant E.B 2-2\ntype C 4-4\nfunction f 5-5\nimport std.core 0\nimport vector 1",
    ],
    [
      "raw strings and characters",
      'const char *a = R"x(\n}" )" {)x", *b = u8R"(")";\nchar c = \'\\\'\', d = \'"\';\nint e = 0x1\'0\'0;\nint f() { }',
      "variable a 0-1\nvariable b 0-1\nvariable c 2-2\nvariable d 2-2\nvariable e 3-3\nfunction f 4-4",
    ],
    [
      "macros in a class",
      "class A {\nPRIVATE_UNLESS_TESTED:\n  void f() { }\n  B *b GUARDED_BY(lock);\n  std::map<C, D> c GUARDED_BY(lock) = { };\n  Dd d EXCLUSIVE(e) = 1;\n  int MAX(int) LOCKED(lock);\n  unsigned : 3;\n};",
      "class A 0-8\nmethod A.f 2-2\nfield A.b 3-3\nfield A.c 4-4\nfield A.d 5-5\nmethod A.MAX 6-6",
    ],
    [
      "what begins after a macro without an end",
      "BEGIN_NAMESPACE\nnamespace a {\nEXPORT template <class T> struct B { };\n}\nEND_NAMESPACE\n",
      "module a 1-3\nstruct a.B 2-2",
    ],
  ];
  test.each(cases)("%s", (_, text, expected) => check("cpp", text, expected));
});
