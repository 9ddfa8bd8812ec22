; Definitions
(class_declaration name: (identifier) @name) @definition.class
(record_declaration name: (identifier) @name) @definition.class
(interface_declaration name: (identifier) @name) @definition.interface
(annotation_type_declaration name: (identifier) @name) @definition.interface
(enum_declaration name: (identifier) @name) @definition.enum
(enum_constant name: (identifier) @name) @definition.constant
(method_declaration name: (identifier) @name) @definition.method
(constructor_declaration name: (identifier) @name) @definition.method
(compact_constructor_declaration name: (identifier) @name) @definition.method
(annotation_type_element_declaration name: (identifier) @name) @definition.method
(field_declaration declarator: (variable_declarator name: (identifier) @name)) @definition.field
(constant_declaration declarator: (variable_declarator name: (identifier) @name)) @definition.field

; References
(superclass [
  (type_identifier) @reference.inherit
  (generic_type (type_identifier) @reference.inherit)
  (scoped_type_identifier (type_identifier) @reference.inherit)
])
(super_interfaces (type_list [
  (type_identifier) @reference.inherit
  (generic_type (type_identifier) @reference.inherit)
  (scoped_type_identifier (type_identifier) @reference.inherit)
]))
(extends_interfaces (type_list [
  (type_identifier) @reference.inherit
  (generic_type (type_identifier) @reference.inherit)
]))
(method_invocation name: (identifier) @reference.call)
(object_creation_expression type: [
  (type_identifier) @reference.call
  (generic_type (type_identifier) @reference.call)
  (scoped_type_identifier (type_identifier) @reference.call)
])
(method_reference (identifier) @reference.call.tail)
(annotation name: (identifier) @reference.type)
(marker_annotation name: (identifier) @reference.type)
(type_identifier) @reference.type
(method_invocation object: (identifier) @reference.other)
(field_access object: (identifier) @reference.other)

; Imports
(import_declaration [(scoped_identifier) (identifier)] @import.module) @import
(import_declaration (asterisk) @import.all) @import
