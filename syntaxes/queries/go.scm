; Definitions
(function_declaration name: (identifier) @name) @definition.function
(method_declaration
  receiver: (parameter_list (parameter_declaration type: [
    (type_identifier) @container
    (generic_type type: (type_identifier) @container)
    (pointer_type [
      (type_identifier) @container
      (generic_type type: (type_identifier) @container)
    ])
  ]))
  name: (field_identifier) @name) @definition.method
(type_spec name: (type_identifier) @name type: (struct_type)) @definition.struct
(type_spec name: (type_identifier) @name type: (interface_type)) @definition.interface
(type_spec name: (type_identifier) @name) @definition.type
(type_alias name: (type_identifier) @name) @definition.type
(type_spec type: (struct_type (field_declaration_list (field_declaration name: (field_identifier) @name) @definition.field)))
(interface_type (method_elem name: (field_identifier) @name) @definition.method)
(source_file (const_declaration (const_spec name: (identifier) @name) @definition.constant))
(source_file (var_declaration (var_spec name: (identifier) @name) @definition.variable))
(source_file (var_declaration (var_spec_list (var_spec name: (identifier) @name) @definition.variable)))

; References
(field_declaration !name type: [
  (type_identifier) @embedded
  (qualified_type name: (type_identifier) @embedded)
  (generic_type type: (type_identifier) @embedded)
]) @embedding
(interface_type (type_elem [
  (type_identifier) @reference.inherit
  (qualified_type name: (type_identifier) @reference.inherit)
]))
(call_expression function: [
  (identifier) @reference.call
  (selector_expression field: (field_identifier) @reference.call)
  (type_instantiation_expression type: (type_identifier) @reference.call)
])
(type_identifier) @reference.type

; Imports
(import_spec path: [(interpreted_string_literal) (raw_string_literal)] @import.module) @import
(import_spec name: [(package_identifier) (blank_identifier)] @import.self) @import
(import_spec name: (dot) @import.all) @import
