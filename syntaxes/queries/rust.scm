; Definitions
(impl_item type: [
  (type_identifier) @container
  (generic_type type: (type_identifier) @container)
  (scoped_type_identifier name: (type_identifier) @container)
]) @scope
(function_item name: (identifier) @name) @definition.function
(function_signature_item name: (identifier) @name) @definition.function
(struct_item name: (type_identifier) @name) @definition.struct
(union_item name: (type_identifier) @name) @definition.struct
(enum_item name: (type_identifier) @name) @definition.enum
(enum_variant name: (identifier) @name) @definition.field
(trait_item name: (type_identifier) @name) @definition.trait
(struct_item body: (field_declaration_list (field_declaration name: (field_identifier) @name) @definition.field))
(type_item name: (type_identifier) @name) @definition.type
(associated_type name: (type_identifier) @name) @definition.type
(mod_item name: (identifier) @name) @definition.module
(const_item name: (identifier) @name) @definition.constant
(static_item name: (identifier) @name) @definition.variable
(macro_definition name: (identifier) @name) @definition.macro

; References
(impl_item trait: [
  (type_identifier) @reference.inherit
  (generic_type type: (type_identifier) @reference.inherit)
  (scoped_type_identifier name: (type_identifier) @reference.inherit)
])
(trait_item bounds: (trait_bounds (type_identifier) @reference.inherit))
(call_expression function: [
  (identifier) @reference.call
  (scoped_identifier name: (identifier) @reference.call)
  (field_expression field: (field_identifier) @reference.call)
  (generic_function function: [
    (identifier) @reference.call
    (scoped_identifier name: (identifier) @reference.call)
    (field_expression field: (field_identifier) @reference.call)
  ])
])
(macro_invocation macro: [
  (identifier) @reference.call
  (scoped_identifier name: (identifier) @reference.call)
])
(type_identifier) @reference.type
(scoped_identifier path: (identifier) @reference.other)

; Imports
(use_declaration argument: (identifier) @import.module) @import
(use_declaration argument: (scoped_identifier path: (_) @import.module name: (identifier) @import.name)) @import
(use_declaration argument: (use_as_clause path: (scoped_identifier path: (_) @import.module name: (identifier) @import.name) alias: (identifier) @import.alias)) @import
(use_declaration argument: (use_wildcard (_) @import.module "*" @import.all)) @import
(use_declaration argument: (scoped_use_list path: (_) @import.module)) @import
(use_declaration argument: (scoped_use_list list: (use_list [
  (identifier) @import.name
  (self) @import.self
  (scoped_identifier name: (identifier) @import.name)
  (use_as_clause path: [(identifier) @import.name (scoped_identifier name: (identifier) @import.name)] alias: (identifier) @import.alias)
  (scoped_use_list list: (use_list (identifier) @import.name))
]))) @import
