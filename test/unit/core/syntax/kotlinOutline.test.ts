import { expect, test } from "vitest";
import { outlineText } from "../../../support/outlineText.ts";

const check = (text: string, expected: string) =>
  expect(outlineText("kotlin", text)).toBe(expected.trim().replace(/^ +/gm, ""));

const cases: [string, string, string][] = [
  [
    "imports and values of a file",
    "package a.b\nimport c.d.E as F\nimport g.*;\nconst val A = 1\nval (b, _, c) = d\nvar e: Int? = null\n  private set\nval <T> List<T>.f get() = 1\ntypealias G<T> =\n  Map<T, H>\n",
    "constant A 3-3\nvariable b 4-4\nvariable c 4-4\nvariable e 5-5\nvariable List.f 7-7\ntype G 8-9\nimport c.d.E 1\nimport g 2",
  ],
  [
    "classes",
    `@X("}") data class A<T> @Inject internal constructor(
       val a: Int = f { 1 }, private var b: (Int) -> Unit,
       c: Int,
     ) : B<T>(c), C
       where T : Any {
       init { val no = 1 }
       constructor(d: Int) : this(d, {}, 1) { val no = 2 }
       var e by lazy { val no = 3; 1 }
       companion object { const val F = 1; fun g() {} }
       inner class H
       object I : J
     }
     class K
     private class L`,
    `class A 0-11
     field A.a 1-1
     field A.b 1-1
     field A.e 7-7
     field A.F 8-8
     method A.g 8-8
     class A.H 9-9
     class A.I 10-10
     class K 12-12
     class L 13-13`,
  ],
  [
    "functions",
    `fun interface A { fun b(): Int?
       suspend fun <T> c(d: T): Map<T, (Int) -> Unit>
     }
     fun <T : Any> Map<T, Int>.e(f: T): Int where T : G =
       when (f) { is G -> 1
         else -> 2 }
     fun String?.g() { fun h() {}; val no = 1; class I { val j = 1 } }
     operator fun K.plus(l: K) = l + 1
     val m = fun(n: Int): Int { return n }
     expect fun o()
     internal fun \`p q\`(r: Int = 1) {}`,
    `interface A 0-2
     method A.b 0-0
     method A.c 1-1
     method Map.e 3-5
     method String.g 6-6
     function String.g.h 6-6
     class String.g.I 6-6
     field String.g.I.j 6-6
     method K.plus 7-7
     variable m 8-8
     function o 9-9
     function p q 10-10`,
  ],
  [
    "enums and anonymous objects",
    "enum class A(val b: Int) : C { @X(1) D(1), E(2) { override fun f() {} }, ; abstract fun f()\n  val g = object : H by i { override fun j() {}; val k = 1 } }\nfun l() = m(object { val n = 1 }, A::class, A.class)",
    "enum A 0-1\nfield A.b 0-0\nconstant A.D 0-0\nconstant A.E 0-0\nmethod A.E.f 0-0\nmethod A.f 0-0\nfield A.g 1-1\nmethod A.j 1-1\nfield A.k 1-1\nfunction l 2-2\nfield l.n 2-2",
  ],
  [
    "strings and comments",
    `val a = "}\${b("}")}\\"" + '"' + """\n fun no() { \${f("""}""")} \\""""\n/* /* } */ fun no() */ val c = "$a {"\nfun d() {}`,
    "variable a 0-1\nvariable c 2-2\nfunction d 3-3",
  ],
];

test.each(cases)("%s", (_, text, expected) => check(text, expected));
