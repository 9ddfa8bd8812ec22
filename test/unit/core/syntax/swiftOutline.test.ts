import { expect, test } from "vitest";
import { outlineText } from "../../../support/outlineText.ts";

const check = (text: string, expected: string) =>
  expect(outlineText("swift", text)).toBe(expected.trim().replace(/^ +/gm, ""));

const cases: [string, string, string][] = [
  [
    "imports and values of a file",
    "import Foundation\n@testable import struct A.B\nlet a = 1, b: [C: D<E, F>] = [:]\nif let no = a, let no2 = b { let no3 = 1 }\nvar (c, d) = (1, 2)\nlet e: Int?\nfunc f() -> Int? { a }\n#if os(Linux)\nfunc g() {}\n#endif\n",
    "variable a 2-2\nvariable b 2-2\nvariable c 4-4\nvariable d 4-4\nvariable e 5-5\nfunction f 6-6\nfunction g 8-8\nimport Foundation 0\nimport A.B 1",
  ],
  [
    "types and members",
    `public final class A<T>: B where T: C {
       private(set) static var d: Int { get { let no = 1; return no } set { } }
       var e: Int = 1 { didSet { func f() {} } }
       lazy var g = { let no = 1; return no }()
       required init?(h: Int = 1) { }
       deinit { let no = 1 }
       func i<U>(_ j: U) async throws
         -> Int { let no = 1; func k() {} }
       subscript(l: Int) -> Int { l }
       class func m() {}
       typealias N = Int
       @X(1) struct O { let p = 1 }
     }
     actor Q { }`,
    `class A 0-12
     field A.d 1-1
     field A.e 2-2
     function A.f 2-2
     field A.g 3-3
     method A.init 4-4
     method A.i 6-7
     function A.i.k 7-7
     method A.m 9-9
     type A.N 10-10
     struct A.O 11-11
     field A.O.p 11-11
     class Q 13-13`,
  ],
  [
    "enums, protocols, extensions",
    `indirect enum A: Int { case b = 1, c
       case d(e: Int, A), \`default\`
       var f: Int { switch self { case .b: let no = 1; return no
         case .c: return 2 } } }
     protocol G: H { associatedtype I
       var j: Int { get }
       mutating func k() -> Int?
       init() }
     extension A.J: G where K == L<Int> { func m() {} }`,
    `enum A 0-3
     constant A.b 0-0
     constant A.c 0-0
     constant A.d 1-1
     constant A.default 1-1
     field A.f 2-3
     interface G 4-7
     type G.I 4-4
     field G.j 5-5
     method G.k 6-6
     method G.init 7-7
     method A.J.m 8-8`,
  ],
  [
    "operators and macros",
    "infix operator +++: P\nfunc +++ (a: Int, b: Int) -> Int { 1 }\nfunc ||<T>(a: T, b: T) {}\nstruct A { static func == (a: A, b: A) -> Bool { true } }\nmacro m(_ a: Int) -> Int = #n(a)",
    "function +++ 1-1\nfunction || 2-2\nstruct A 3-3\nmethod A.== 3-3\nmacro m 4-4",
  ],
  [
    "strings and comments",
    'let a = "}\\(b("}\\(1)"))\\"", c = #"\\" \\#(d(")")) }"#\nlet e = """\n  func no() { "\\(f("""\n  }\n  """)) }\n  """\n/* /* } */ func no() */ func g() {}',
    "variable a 0-0\nvariable c 0-0\nvariable e 1-5\nfunction g 6-6",
  ],
];

test.each(cases)("%s", (_, text, expected) => check(text, expected));
