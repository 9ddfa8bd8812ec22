import { expect, test } from "vitest";
import { outlineText } from "../../../support/outlineText.ts";

const check = (text: string, expected: string) =>
  expect(outlineText("scala", text)).toBe(expected.trim().replace(/^ +/gm, ""));

const cases: [string, string, string][] = [
  [
    "packages and imports",
    "package a.b\npackage c { class D }\nimport e.f.{G, H => I}, j._\nimport k.*\nimport l.given\nimport m.N\npackage object o { val p = 1 }\n",
    "class D 1-1\nmodule o 6-6\nfield o.p 6-6\nimport e.f 2\nimport j 2\nimport k 3\nimport l 4\nimport m.N 5",
  ],
  [
    "classes with braces",
    `@ann sealed abstract class A[T] private (val a: Int, private var b: Map[K, V], c: Int)(implicit val d: D)
         extends B(1) with C { self =>
       val e, f = 1
       lazy val (g, H(i), _) = j
       var k: Int = { val no = 1; no }
       def l[M](m: M)(n: Int): Int = { def o = 1; val no = 2; class P { val q = 1 }; o }
       def this(r: Int) = this(r, 1, 2)
       private[this] val s = new T with
         U[V](w) { val x = 1; def y = 2 }
       type Z[F[_]] <: Any
     }
     case class AA(bb: Int = f(1, 2), cc: String)(dd: Int)
     case object EE`,
    `class A 0-10
     field A.a 0-0
     field A.b 0-0
     field A.d 0-0
     field A.e 2-2
     field A.f 2-2
     field A.g 3-3
     field A.i 3-3
     field A.k 4-4
     method A.l 5-5
     function A.l.o 5-5
     class A.l.P 5-5
     field A.l.P.q 5-5
     method A.this 6-6
     field A.s 7-8
     field A.x 8-8
     method A.y 8-8
     type A.Z 9-9
     class AA 11-11
     field AA.bb 11-11
     field AA.cc 11-11
     module EE 12-12`,
  ],
  [
    "bodies by indentation",
    `trait A:
       val a =
         val no = 1
         no
       def b(c: Int): Int =
         if c > 1 then
           val no = 1
         else
           def d = 2
           d
       extension (e: Int) def f = e
       extension [T](g: List[T])
         def h = g
         def i =
           g
       val j = new K:
         val l = 1
     end A
     @main def m() = println("n")
     object O extends P:
       val q = 1`.replace(/^ {5}/gm, ""),
    `trait A 0-16
     field A.a 1-3
     method A.b 4-9
     function A.b.d 8-8
     method A.f 10-10
     function A.h 12-12
     function A.i 13-14
     field A.j 15-16
     field A.l 16-16
     function m 18-18
     module O 19-20
     field O.q 20-20`,
  ],
  [
    "enums, givens, types",
    `enum A(val a: Int) extends B:
       case C extends A(1)
       case D, E
       case F[T](b: T)
       def c = this match { case C => 1; case _ => 2 }
     given d: Ord[Int] with
       def e(f: Int) = 1
     given Ord[String] with { def g = 2 }
     given h(using i: I): J = k
     opaque type L = Int`.replace(/^ {5}/gm, ""),
    `enum A 0-4
     field A.a 0-0
     constant A.C 1-1
     constant A.D 2-2
     constant A.E 2-2
     constant A.F 3-3
     field A.F.b 3-3
     method A.c 4-4
     variable d 5-6
     method d.e 6-6
     method g 7-7
     variable h 8-8
     type L 9-9`,
  ],
  [
    "names of signs",
    "object + { def +(a: A) = a; def unary_! = 1; def b_=(c: Int) = 1; def ::[D](e: D) = e; val f: g.type = g }\ntype <~<[A] = B\nclass `h i`",
    "module + 0-0\nmethod +.+ 0-0\nmethod +.unary_! 0-0\nmethod +.b_= 0-0\nmethod +.:: 0-0\nfield +.f 0-0\ntype <~< 1-1\nclass h i 2-2",
  ],
  [
    "strings and characters",
    `val a = s"}\${b("}")}\\"" + """\n def no = "\${\n"""" + '"' + 'c\nval d = raw"""\${"""}"""} "" """\n/* /* } */ def no */\ndef e[A](f: A => '{ x }) = 1`,
    "variable a 0-2\nvariable d 3-3\nfunction e 5-5",
  ],
];

test.each(cases)("%s", (_, text, expected) => check(text, expected));
