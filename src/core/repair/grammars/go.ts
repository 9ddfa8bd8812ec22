/** Go in the words of the templates. */
import { curlyGrammar } from "./curly.ts";
import { curlyOperators, curlySpelling, kindsOf, none } from "./shared.ts";

export const goRepair = curlyGrammar({
  spelling: { ...curlySpelling, none: "nil", end: "" },
  operators: curlyOperators,
  bindings: {
    "*": 80,
    "/": 80,
    "%": 80,
    "<<": 80,
    ">>": 80,
    "&": 80,
    "&^": 80,
    "+": 70,
    "-": 70,
    "|": 70,
    "^": 70,
    "<": 50,
    "<=": 50,
    ">": 50,
    ">=": 50,
    "==": 50,
    "!=": 50,
    "&&": 30,
    "||": 20,
  },
  symbols: [
    ["HasPrefix", "HasSuffix"],
    ["Index", "LastIndex", "IndexByte"],
    ["ToUpper", "ToLower"],
    ["TrimLeft", "TrimRight", "Trim", "TrimSpace"],
    ["TrimPrefix", "TrimSuffix"],
    ["Max", "Min"],
    ["Floor", "Ceil", "Round"],
    ["Before", "After"],
    ["Contains", "ContainsAny", "EqualFold"],
    ["Split", "SplitN", "Fields"],
    ["Replace", "ReplaceAll"],
    ["Lock", "Unlock"],
    ["len", "cap"],
    ["Add", "Sub"],
  ],
  wrappings: [
    { pre: "len(", post: ")", from: "list", to: "number", weight: 0.6 },
    { pre: "len(", post: ")", from: "string", to: "number", weight: 0.6 },
    { pre: "strings.TrimSpace(", post: ")", from: "string", to: "string", weight: 0.4 },
    { pre: "strings.ToLower(", post: ")", from: "string", to: "string", weight: 0.4 },
    { pre: "strings.ToUpper(", post: ")", from: "string", to: "string", weight: 0.3 },
  ],
  resultKinds: kindsOf({
    number: "len cap Index LastIndex Count Abs Atoi",
    string: "Itoa Sprintf Sprint String Join ToUpper ToLower TrimSpace Trim Replace ReplaceAll Error",
    list: "Split Fields append",
    boolean: "HasPrefix HasSuffix Contains EqualFold",
  }),
  roles: {
    call_expression: "call",
    selector_expression: "member",
    index_expression: "index",
    slice_expression: "slice",
    identifier: "name",
    int_literal: "number",
    float_literal: "number",
    interpreted_string_literal: "string",
    raw_string_literal: "opaque",
    rune_literal: "opaque",
    true: "constant",
    false: "constant",
    nil: "constant",
    parenthesized_expression: "group",
    composite_literal: "opaque",
    func_literal: "function",
    type_assertion_expression: "opaque",
    type_conversion_expression: "opaque",
    function_declaration: "function",
    method_declaration: "function",
    type_declaration: "class",
    if_statement: "if",
    return_statement: "return",
    short_var_declaration: "assign",
    var_spec: "assign",
    inc_statement: "update",
    dec_statement: "update",
    expression_statement: "expressionStatement",
    break_statement: "jump",
    continue_statement: "jump",
    statement_list: "block",
    source_file: "block",
  },
  lists: new Set(["expression_list"]),
  objectFields: ["operand"],
  propertyField: "field",
  targetFields: ["left", "name"],
  valueFields: ["right", "value"],
  declaring: new Set([
    "parameter_declaration",
    "variadic_parameter_declaration",
    "function_declaration",
    "method_declaration",
    "type_spec",
    "import_spec",
    "package_clause",
    "const_spec",
    "label_name",
    "labeled_statement",
    "field_declaration",
    "literal_element",
    "keyed_element",
  ]),
  declaredFields: {
    short_var_declaration: new Set(["left"]),
    assignment_statement: new Set(["left"]),
    range_clause: new Set(["left"]),
    var_spec: new Set(["name"]),
    call_expression: new Set(["function"]),
  },
  parameterField: "name",
  role(tree, node) {
    if (tree.type(node) === "assignment_statement")
      return tree.textOf(tree.child(node, "operator")) === "=" ? "assign" : "augment";
    if (tree.type(node) !== "for_statement") return undefined;
    const clause = tree.children(node).find((at) => /_clause$/.test(tree.type(at)));
    if (clause === undefined) return "while";
    return tree.type(clause) === "range_clause" ? "forEach" : "for";
  },
  condition(tree, node) {
    const named = tree.child(node, "condition");
    if (named >= 0) return named;
    const clause = tree.children(node).find((at) => tree.type(at) === "for_clause");
    if (clause !== undefined) return tree.child(clause, "condition");
    const plain = tree.children(node).find((at) => !/^(?:for|block|range_clause)$/.test(tree.type(at)));
    return tree.type(node) === "for_statement" ? (plain ?? none) : none;
  },
  iterated(tree, node) {
    const clause = tree.childOfType(node, "range_clause");
    return clause < 0 ? none : tree.child(clause, "right");
  },
  loopTarget(tree, node) {
    const clause = tree.childOfType(node, "range_clause");
    const left = clause < 0 ? none : tree.child(clause, "left");
    return left < 0 ? none : (tree.children(left).findLast((at) => tree.type(at) === "identifier") ?? none);
  },
});
