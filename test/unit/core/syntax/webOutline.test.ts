/** Outlines of pages and style sheets. */
import { describe, expect, test } from "vitest";
import { outlineText } from "../../../support/outlineText.ts";

type Cases = readonly (readonly [what: string, text: string, expected: string])[];

function check(languageId: string, cases: Cases): void {
  describe(languageId, () => {
    test.each(cases)("%s", (_, text, expected) => expect(outlineText(languageId, text)).toBe(expected));
  });
}

check("html", [
  [
    "headings and elements with an id",
    '<title>A\n b</title>\n<div id="c">\n<p>\n<h2 class=x>D <b>e</b>\n</h2>\n<input id=f />\n<div></div>\n</div>\n<h1>g</h1>',
    "heading A b 0-1\nelement c 2-8\nheading c.D e 4-5\nelement c.f 6-6\nheading g 9-9",
  ],
  ["comments and text are no markup", "<!-- <i id='a'> --> 1 < 2 <textarea><i id='b'></textarea>", ""],
  [
    "identifiers that a template makes",
    '<i id="{{ a }}"></i><i {% if b %}id="c"{% endif %}></i>',
    "element c 0-0",
  ],
  ["end tags without a start", "</p></div><i id=a></b></i><i id=d>", "element a 0-0\nelement d 0-0"],
  [
    "scripts and styles",
    '<script>\nfunction a() {\n}\n</script>\n<style>\n.b { c: d }\n</style>\n<script type="text/template"><i id="e"></script>',
    "function a 1-2\nrule .b 5-5",
  ],
  [
    "imports",
    '<link rel="stylesheet" href="a.css"><link rel="icon" href="b.png"><script type="module" src="c.js">\nimport "./d.js"</script>',
    "import a.css 0\nimport c.js 0\nimport ./d.js 1",
  ],
]);

check("vue", [
  [
    "a component",
    '<template>\n  <i id="a" @click="b > c"/>\n</template>\n<script setup lang="ts">\nconst d = <T>(e: T) => e\n</script>\n',
    "element a 1-1\nfunction d 4-4",
  ],
]);

check("css", [
  [
    "rules",
    ".a,\n#b > c::before {\n  d: e;\n}\n/* .f { } */\ng[h='}'] {}\n",
    "rule .a, #b > c::before 0-3\nrule g[h='}'] 5-5",
  ],
  [
    "at-rules",
    "@media (a) and (b) {\n  c { }\n}\n@keyframes d { from { } 50%, to { } }\n@font-face { e: f }\n@layer g, h;\n",
    "rule @media (a) and (b) 0-2\nrule @media (a) and (b).c 1-1\nrule d 3-3\nrule @font-face 4-4",
  ],
  [
    "custom properties, each once",
    ":root {\n  --a: {};\n  --b: url(data:x;y,//z);\n}\n.c { --b: 1; --d: 2 }\n",
    "rule :root 0-3\nvariable :root.--b 2-2\nrule .c 4-4\nvariable .c.--d 4-4",
  ],
  [
    "imports",
    "@import 'a.css';\n@import url(b.css) screen;\n@import url(\"c.css\");\n",
    "import a.css 0\nimport b.css 1\nimport c.css 2",
  ],
  ["left open, closed too often", "}\na {\n  b: c\n", "rule a 1-2"],
]);

check("scss", [
  [
    "nested rules, mixins, variables",
    "@use \"a\" with ($b: 'c');\n$d: 1 !default; // $no: 1\n@mixin e($f) { @if $f { g: h } }\n.i {\n  &:hover { j: k }\n  #{$l}-m & { @include e(1) { n: o } }\n}\n@function p() { @return 1; }\n",
    "variable $d 1-1\nfunction e 2-2\nrule .i 3-6\nrule .i.&:hover 4-4\nrule .i.#{$l}-m & 5-5\nfunction p 7-7\nimport a 0",
  ],
]);

check("less", [
  [
    "mixins and variables",
    '@import (reference) "a";\n@b: 1px;\n.c(@d; @e: 2) when (@d > 1) {\n  .f;\n}\n.@{g}-h { i: j }\n',
    "variable @b 1-1\nfunction c 2-4\nrule .@{g}-h 5-5\nimport a 0",
  ],
]);
