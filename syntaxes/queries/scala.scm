; Definitions
(class_definition name: (identifier) @name) @definition.class
(object_definition name: (identifier) @name) @definition.class
(trait_definition name: (identifier) @name) @definition.trait
(enum_definition name: (identifier) @name) @definition.enum
(simple_enum_case name: (identifier) @name) @definition.constant
(full_enum_case name: (identifier) @name) @definition.constant
(function_definition name: (identifier) @name) @definition.function
(function_declaration name: (identifier) @name) @definition.function
(template_body (val_definition pattern: (identifier) @name) @definition.field)
(template_body (var_definition pattern: (identifier) @name) @definition.field)
(compilation_unit (val_definition pattern: (identifier) @name) @definition.variable)
(type_definition name: (type_identifier) @name) @definition.type

; References
(extends_clause type: [
  (type_identifier) @reference.inherit
  (generic_type type: (type_identifier) @reference.inherit)
])
(call_expression function: [
  (identifier) @reference.call
  (field_expression field: (identifier) @reference.call)
  (generic_function function: [(identifier) @reference.call (field_expression field: (identifier) @reference.call)])
])
(instance_expression [
  (type_identifier) @reference.call
  (generic_type type: (type_identifier) @reference.call)
])
(infix_expression operator: (identifier) @reference.call)
(type_identifier) @reference.type
(field_expression value: (identifier) @reference.other)

; Imports
(import_declaration path: (identifier) @import.module) @import
(import_declaration (namespace_wildcard) @import.all) @import
(import_declaration (namespace_selectors (identifier) @import.name)) @import
(import_declaration (namespace_selectors (arrow_renamed_identifier name: (identifier) @import.name alias: (identifier) @import.alias))) @import
(import_declaration (namespace_selectors (as_renamed_identifier name: (identifier) @import.name alias: (identifier) @import.alias))) @import
