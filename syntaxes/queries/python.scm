; Definitions, decorators included
(decorated_definition definition: (class_definition name: (identifier) @name)) @definition.class
(decorated_definition definition: (function_definition name: (identifier) @name)) @definition.function
(class_definition name: (identifier) @name) @definition.class
(function_definition name: (identifier) @name) @definition.function
(module (expression_statement (assignment left: (identifier) @name) @definition.variable))
(class_definition body: (block (expression_statement (assignment left: (identifier) @name) @definition.field)))

; References
(class_definition superclasses: (argument_list [
  (identifier) @reference.inherit
  (attribute attribute: (identifier) @reference.inherit)
  (subscript value: (identifier) @reference.inherit)
  (subscript value: (attribute attribute: (identifier) @reference.inherit))
]))
(call function: [
  (identifier) @reference.call
  (attribute attribute: (identifier) @reference.call)
])
(decorator [
  (identifier) @reference.call
  (attribute attribute: (identifier) @reference.call)
])
(type [
  (identifier) @reference.type
  (attribute attribute: (identifier) @reference.type)
  (binary_operator (identifier) @reference.type)
  (subscript (identifier) @reference.type)
])
(generic_type (identifier) @reference.type)
(except_clause value: [
  (identifier) @reference.type
  (attribute attribute: (identifier) @reference.type)
  (tuple (identifier) @reference.type)
])

; Imports
(import_statement name: (dotted_name) @import @import.module)
(import_statement name: (aliased_import name: (dotted_name) @import.module alias: (identifier) @import.self) @import)
(import_from_statement module_name: [(dotted_name) (relative_import)] @import.module) @import
(import_from_statement name: (dotted_name) @import.name) @import
(import_from_statement name: (aliased_import name: (dotted_name) @import.name alias: (identifier) @import.alias)) @import
(import_from_statement (wildcard_import) @import.all) @import
