; Definitions
(class_declaration "interface" name: (identifier) @name) @definition.interface
(class_declaration name: (identifier) @name) @definition.class
(object_declaration name: (identifier) @name) @definition.class
(companion_object name: (identifier) @name) @definition.class
(enum_entry (identifier) @name) @definition.constant
(function_declaration (user_type (identifier) @container) "." name: (identifier) @name) @definition.function
(function_declaration name: (identifier) @name) @definition.function
(source_file (property_declaration (variable_declaration (identifier) @name)) @definition.variable)
(class_body (property_declaration (variable_declaration (identifier) @name)) @definition.field)
(class_parameter "val" (identifier) @name) @definition.field
(class_parameter "var" (identifier) @name) @definition.field
(type_alias type: (identifier) @name) @definition.type

; References
(delegation_specifier [
  (user_type (identifier) @reference.inherit.tail)
  (constructor_invocation (user_type (identifier) @reference.inherit.tail))
  (explicit_delegation (user_type (identifier) @reference.inherit.tail))
])
(call_expression [
  (identifier) @reference.call
  (navigation_expression (identifier) @reference.call.tail)
])
(user_type (identifier) @reference.type)
(navigation_expression (identifier) @reference.other)

; Imports
(import (qualified_identifier) @import.module) @import
(import "as" (identifier) @import.self) @import
(import "*" @import.all) @import
