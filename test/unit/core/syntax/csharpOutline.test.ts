import { expect, test } from "vitest";
import { outlineText } from "../../../support/outlineText.ts";

const check = (text: string, expected: string) =>
  expect(outlineText("csharp", text)).toBe(expected.trim().replace(/^ +/gm, ""));

const cases: [string, string, string][] = [
  [
    "usings and a namespace for the file",
    "\ufeffusing System;\nglobal using static A.B;\nusing X = C.D<int>;\nnamespace N.M;\nclass A { }\n",
    "module N.M 3-4\nclass N.M.A 4-4\nimport System 0\nimport A.B 1\nimport C.D<int> 2",
  ],
  [
    "namespaces in one another",
    "namespace A.B\n{\n  namespace C { interface I { void F(); int P { get; } } }\n}\n",
    "module A.B 0-3\nmodule A.B.C 2-2\ninterface A.B.C.I 2-2\nmethod A.B.C.I.F 2-2\nfield A.B.C.I.P 2-2",
  ],
  [
    "fields, properties, events, indexers",
    `class A {
       const int X = 1, Y = F<int, int>(2, 3);
       public Dictionary<string, List<(int a, int b)>> Z = new() { ["}"] = null };
       public int P { get; private set; } = 3;
       int Q => P;
       event Action E; event Action F { add { } remove { } }
       int this[int i] { get { int L() => i; return L(); } }
     }`,
    `class A 0-7
     field A.X 1-1
     field A.Y 1-1
     field A.Z 2-2
     field A.P 3-3
     field A.Q 4-4
     field A.E 5-5
     field A.F 5-5
     function A.L 6-6`,
  ],
  [
    "methods, operators, constructors",
    `[Serializable] public sealed partial class A<T> : B<T>, IC where T : class, new()
     {
       public A() : base(new[] { 1 }) { }
       ~A() { }
       [X("}"), Y] async Task<T[]> F<U>(U u, [Z] int a = 1) where U : struct => await G();
       (int a, int b)? IC.H() { return (1, 2); }
       public static bool operator ==(A<T> a, A<T> b) => true;
       public static explicit operator int(A<T> a) { return 1; }
     }`,
    `class A 0-8
     method A.A 2-2
     method A.~A 3-3
     method A.F 4-4
     method A.H 5-5
     method A.operator== 6-6
     method A.operator int 7-7`,
  ],
  [
    "records, delegates, enums",
    `public record R(int A, string B) : S(A) { public int C { get; init; } }
     record struct P(int X);
     public delegate TResult D<in T, out TResult>(T a) where T : class;
     enum E : byte { [X(1)] A = 1 << 2, B, }`,
    `class R 0-0
     field R.C 0-0
     struct P 1-1
     type D 2-2
     enum E 3-3
     constant E.A 3-3
     constant E.B 3-3`,
  ],
  [
    "statements of a program and local functions",
    `using System;
     var x = new A { B = 1 };
     if (x is { B: 2 }) { Console.WriteLine("a"); }
     foreach (var y in F(x)) { int G(int a) { return H<int>(a); T H<T>(T b) => b; } }
     static IEnumerable<int> F(A a) { yield return 1; }
     using (var z = Open()) { Use(() => { }); }
     class A { public int B; }`,
    `function G 3-3
     function G.H 3-3
     function F 4-4
     class A 6-6
     field A.B 6-6
     import System 0`,
  ],
  [
    "strings of every kind",
    `class A {
       string a = @"c:\\";  string b = @"say ""}"" "; string c = $"{F("}")} {{ {1:N2}";
       string d = $@"{F(@"\\")}""{{"; string e = """
         class B { "" }
         """; string f = $$"""{ {{F("x")}} """; char g = '"'; string h = "\\"}"; string i = "";
       int @class;
     }`,
    `class A 0-6
     field A.a 1-1
     field A.b 1-1
     field A.c 1-1
     field A.d 2-2
     field A.e 2-4
     field A.f 4-4
     field A.g 4-4
     field A.h 4-4
     field A.i 4-4
     field A.@class 5-5`,
  ],
  [
    "both branches of a condition",
    `#if X
     class A : B
     {
     #else
     class A
     {
     #endif
     #region Don't "
       void F()
     #if Y // {
       { }
     #elif Z
       { G(); }
     #endif
     #endregion
       void H() { }
     }
     class C { }`,
    "class A 1-2\nclass A 4-16\nmethod A.F 8-10\nmethod A.H 15-15\nclass C 17-17",
  ],
];

test.each(cases)("%s", (_, text, expected) => check(text, expected));
