import { expect, test } from "vitest";
import { closersOf } from "../../../../src/core/syntax/openBrackets.ts";
import { outlineText } from "../../../support/outlineText.ts";

const check = (text: string, expected: string) =>
  expect(outlineText("php", text)).toBe(expected.trim().replace(/^ +/gm, ""));

const cases: [string, string, string][] = [
  [
    "code between markup",
    "<html>function a() {}\n<?php // function b() ?> function c() { ' <?= d() ?>\n<? function e() {} ?>\n'function f() {}",
    "function e 2-2",
  ],
  [
    "namespaces and imports",
    "<?php\nnamespace A\\B;\nuse C\\D as E, F;\nuse function G\\h;\nuse I\\{J, K as L};\nconst M = namespace\\n(), O = 2;\nnamespace P;\nclass Q { use R, S { R::t as u; } }\n",
    "module A.B 1-5\nconstant A.B.M 5-5\nconstant A.B.O 5-5\nmodule P 6-7\nclass P.Q 7-7\nimport C\\D 2\nimport F 2\nimport G\\h 3\nimport I\\J 4\nimport I\\K 4",
  ],
  [
    "members",
    `<?php
     #[Attr("}")] // class no {}
     abstract class A extends B {
       # function no() {}
       public const int C = 1, D = [1, 2];
       public readonly ?E $f, $g;
       private static array $h = ['}' => 1, 2];
       public string $i { get => $this->f; set(string $v) { } }
       #[X] public function __construct(private readonly int $j = 1, #[Y] public $k, int $l) { }
       abstract protected function &m(): ?static;
       function list() { return [A::class, $this->function, new class(1) extends B { public $n; function o() { } }]; }
     }`,
    `class A 2-11
     constant A.C 4-4
     constant A.D 4-4
     field A.f 5-5
     field A.g 5-5
     field A.h 6-6
     field A.i 7-7
     method A.__construct 8-8
     field A.j 8-8
     field A.k 8-8
     method A.m 9-9
     method A.list 10-10
     field A.list.n 10-10
     method A.list.o 10-10`,
  ],
  [
    "interfaces, traits, enums",
    "<?php interface A extends B { const C = 1; function d(); }\ntrait E { }\nenum F: string implements A { case G = 'g'; case H = 'h'; const I = self::G; }\n$enum = enum($class);",
    "interface A 0-0\nconstant A.C 0-0\nmethod A.d 0-0\ntrait E 1-1\nenum F 2-2\nconstant F.G 2-2\nconstant F.H 2-2\nconstant F.I 2-2",
  ],
  [
    "functions",
    "<?php\nif (!function_exists('a')) {\n  function a() { $b = function () use ($c) { function d() { } }; return fn($e) => 1; }\n}\nfunction &f() { }",
    "function a 2-2\nfunction a.d 2-2\nfunction f 4-4",
  ],
  [
    "strings",
    "<?php\nclass A {\n  public $a = \"{$b[\"}\"]}\n  function no() {}\", $c = <<<EOT\n    {$d[<<<'E'\n}\nE]} }\"\n    EOT . <<<'X'\n}\nX;\n  public $e = 'it\\'s }';\n}\n",
    "class A 1-11\nfield A.a 2-9\nfield A.c 2-9\nfield A.e 10-10",
  ],
];

test.each(cases)("%s", (_, text, expected) => check(text, expected));

test("a piece of code needs no opening tag", () => {
  expect(closersOf("if (a($b) { // ", "php")).toBe("})");
  expect(closersOf('f("{$a[', "php")).toBe("]})");
});
