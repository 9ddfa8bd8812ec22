/** Outlines of Ruby, shells and Lua. */
import { describe, expect, test } from "vitest";
import { outlineText } from "../../../support/outlineText.ts";

type Cases = readonly (readonly [what: string, text: string, expected: string])[];

function check(languageId: string, cases: Cases): void {
  describe(languageId, () => {
    test.each(cases)("%s", (_, text, expected) => expect(outlineText(languageId, text)).toBe(expected));
  });
}

check("ruby", [
  [
    "classes and methods",
    "module A\n  class B::C < D\n    def e(f, g = {})\n      x if y\n    end\n\n    class << self\n      def h? = true\n      def self.i!; end\n    end\n  end\nend\n",
    "module A 0-11\nclass A.B.C 1-10\nmethod A.B.C.e 2-4\nmethod A.B.C.h? 7-7\nmethod A.B.C.i! 8-8",
  ],
  ["a function", "def a\n  def b; end\nend\n", "function a 0-2\nfunction a.b 1-1"],
  [
    "operators and setters",
    "class A\n  def ==(o) = o\n  def []=(k, v); end\n  def +@; end\n  def a=(b)\n  end\n  def /(c) 1 end\n  def c = 2\nend\n",
    "class A 0-8\nmethod A.== 1-1\nmethod A.[]= 2-2\nmethod A.+@ 3-3\nmethod A.a= 4-5\nmethod A./ 6-6\nmethod A.c 7-7",
  ],
  [
    "modifiers open nothing",
    "def a\n  return 1 unless b?\n  c += 1 while d\n  x = if y then 1 else 2 end\n  begin; 1 end until z\nend\ndef e; end\n",
    "function a 0-5\nfunction e 6-6",
  ],
  [
    "blocks",
    "def a\n  while x do\n    b.each do |c|\n      case c when 1 then 2 end\n    end\n  end\n  for i in 1..2 do end\nend\ndef d; end\n",
    "function a 0-7\nfunction d 8-8",
  ],
  [
    "words that are names",
    "def a\n  b.end; c[:if]; { if: 1, end: 2 }\n  self.class\nend\n",
    "function a 0-3",
  ],
  [
    "here documents",
    "A = [<<~X, <<-'Y Z'].join\n  def no\n  X\n  class No\n  Y Z\ndef b(c = <<D)\nend\nD\nend\n",
    "constant A 0-4\nfunction b 5-8",
  ],
  [
    "literals",
    'a = %w[def class]\nb = %q(it\'s (def) x)\nc = /def "#{d[\'}\']}/x\ne = "#{f ? "end" : %w()} class"\ng = ?"\nh = x / y; i = z /2\n$\' + `def`\n=begin\ndef no\n=end\ndef j; end\n__END__\ndef no\n',
    "function j 10-10",
  ],
  [
    "accessors, aliases, constants",
    'class A\n  attr_accessor :b, "c",\n    :d?\n  alias e f\n  alias_method :g?, :h\n  define_method(:i) do |x|\n    1\n  end\n  J = [\n    1,\n  ].freeze\n  K ||= 2\nend\n',
    "class A 0-12\nfield A.b 1-1\nfield A.c 1-1\nfield A.d? 2-2\nmethod A.e 3-3\nmethod A.g? 4-4\nmethod A.i 5-7\nconstant A.J 8-10\nconstant A.K 11-11",
  ],
  [
    "structs",
    "A = Struct.new(:b) do\n  def c; end\nend\nE = Class.new(F) { }\nG::H = Data.define(:i)\n",
    "struct A 0-2\nmethod A.c 1-1\nclass E 3-3\nstruct G.H 4-4",
  ],
  [
    "an end too few, an end too many",
    "class A\n  def b\n    if x\n  end\n\n  def c\n  end\n    end\n  def d; end\nend\nclass E; end\n",
    "class A 0-9\nmethod A.b 1-4\nmethod A.c 5-6\nmethod A.d 8-8\nclass E 10-10",
  ],
  [
    "imports",
    "require 'a/b'\nrequire_relative \"c\"\nrequire_relative '../d'\nload('e.rb')\nautoload :F, 'f'\nrequire \"#{g}/h\"\n",
    "import a/b 0\nimport ./c 1\nimport ../d 2\nimport e.rb 3\nimport f 4",
  ],
]);

check("shellscript", [
  [
    "functions",
    "a() {\n  b\n}\nfunction c-d {\n  :\n}\nfunction e::f()\n{\n  g() { :; }\n}\n.h() ( i )\n",
    "function a 0-2\nfunction c-d 3-5\nfunction e::f 6-9\nfunction e::f.g 8-8\nfunction .h 10-10",
  ],
  [
    "variables at the top",
    "A=1\nb=$(c d) e+=2\nexport -f G=1\nreadonly H=(1\n 2)\nI=1 make\nA=2\nj() {\n  k=1\n}\nif x; then l=1; fi\n",
    "constant A 0-0\nvariable b 1-1\nvariable e 1-1\nconstant G 2-2\nconstant H 3-4\nfunction j 7-9\nvariable l 10-10",
  ],
  [
    "case patterns",
    'a() {\n  case "$1" in\n    b) c ;;\n    (d|e) { f; } ;;\n  esac\n}\ng() { :; }\n',
    "function a 0-5\nfunction g 6-6",
  ],
  [
    "here documents",
    "a() {\n  cat <<EOF | b <<-'X Y'\n}\nno() {\nEOF\n\tX Y\n}\nc <<< EOF\nd() { :; }\n",
    "function a 0-6\nfunction d 8-8",
  ],
  [
    "strings and comments",
    "a=\"$(b \"c\" 'd\"' # it's\n)\"\n# e() {\nf=$'it\\'s' g=$" +
      '{#h}\ni="\nno() {\n"\nj() { echo it\\\'s; }\n',
    "variable a 0-1\nvariable f 3-3\nvariable g 3-3\nvariable i 4-6\nfunction j 7-7",
  ],
  ["a brace of another column", "a() {\n  b\n  }\nc() {\n}\n", "function a 0-2\nfunction c 3-4"],
  [
    "locals of a theme, which is read outside of functions",
    "local a=1\nb() {\n  local c=1\n}\n",
    "variable a 0-0\nfunction b 1-3",
  ],
  ["aliases", "alias a='b c'\nalias -g D=e\n", "function a 0-0\nfunction D 1-1"],
  ["tests of bats", '@test "a b" {\n  run c\n}\n', "function a b 0-2"],
  [
    "imports",
    '. ./a.sh\nsource "$B/c.sh"\n[ -f d ] && . d\n',
    "import ./a.sh 0\nimport $B/c.sh 1\nimport d 2",
  ],
]);

check("lua", [
  [
    "functions",
    "local function a(b)\n  if b then return end\nend\nfunction M.c() end\nfunction M.d:e()\n  for i = 1, 2 do repeat until x end\nend\n",
    "function a 0-2\nfunction M.c 3-3\nmethod M.d.e 4-6",
  ],
  [
    "assigned functions",
    "local a = function() end\nM.b = function()\nend\nreturn {\n  c = function() end,\n  ['d'] = function() end,\n  e(function() end),\n}\n",
    "function a 0-0\nfunction M.b 1-2\nmethod c 4-4\nmethod d 5-5",
  ],
  [
    "variables at the top",
    "local a <const>, B = 1, {\n  2\n}\nlocal c\nM.d = 1\nM.d = 2\ne = 3\nf { g = 4 }\ndo local h = 5 end\n",
    "variable a 0-2\nconstant B 0-2\nvariable c 3-3\nfield M.d 4-4\nvariable e 6-6",
  ],
  [
    "nested",
    "function a()\n  local function b() end\n  local c = 1\nend\n",
    "function a 0-3\nfunction a.b 1-1",
  ],
  [
    "long brackets",
    "--[[ function no() end\n]]\n--[==[\nfunction no()\n]] ]==]\nlocal a = [=[\nfunction no() ]]\n]=]\nlocal b = x[y[1]] -- function no()\nfunction c() end\n",
    "variable a 5-7\nvariable b 8-8\nfunction c 9-9",
  ],
  [
    "imports",
    "local a = require \"b.c\"\nrequire('d')\npcall(require, 'e')\nrequire(\"f.\" .. g)\n",
    "variable a 0-0\nimport b.c 0\nimport d 1\nimport e 2",
  ],
]);
