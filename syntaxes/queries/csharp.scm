; Definitions
(class_declaration name: (identifier) @name) @definition.class
(record_declaration name: (identifier) @name) @definition.class
(struct_declaration name: (identifier) @name) @definition.struct
(interface_declaration name: (identifier) @name) @definition.interface
(enum_declaration name: (identifier) @name) @definition.enum
(enum_member_declaration name: (identifier) @name) @definition.constant
(delegate_declaration name: (identifier) @name) @definition.type
(namespace_declaration name: [(identifier) (qualified_name)] @name) @definition.module
(method_declaration name: (identifier) @name) @definition.method
(constructor_declaration name: (identifier) @name) @definition.method
(destructor_declaration name: (identifier) @name) @definition.method
(local_function_statement name: (identifier) @name) @definition.function
(property_declaration name: (identifier) @name) @definition.field
(field_declaration (variable_declaration (variable_declarator name: (identifier) @name))) @definition.field
(event_field_declaration (variable_declaration (variable_declarator name: (identifier) @name))) @definition.field

; References
(base_list [
  (identifier) @reference.inherit
  (generic_name (identifier) @reference.inherit)
  (qualified_name name: (identifier) @reference.inherit)
])
(invocation_expression function: [
  (identifier) @reference.call
  (generic_name (identifier) @reference.call)
  (member_access_expression name: [
    (identifier) @reference.call
    (generic_name (identifier) @reference.call)
  ])
  (conditional_access_expression (member_binding_expression name: (identifier) @reference.call))
])
(object_creation_expression type: [
  (identifier) @reference.call
  (generic_name (identifier) @reference.call)
  (qualified_name name: (identifier) @reference.call)
])
(attribute name: [(identifier) @reference.type (qualified_name name: (identifier) @reference.type)])
(parameter type: [(identifier) @reference.type (generic_name (identifier) @reference.type) (nullable_type type: (identifier) @reference.type)])
(variable_declaration type: [(identifier) @reference.type (generic_name (identifier) @reference.type) (nullable_type type: (identifier) @reference.type)])
(method_declaration returns: [(identifier) @reference.type (generic_name (identifier) @reference.type)])
(property_declaration type: [(identifier) @reference.type (generic_name (identifier) @reference.type) (nullable_type type: (identifier) @reference.type)])
(type_argument_list [(identifier) @reference.type (generic_name (identifier) @reference.type)])
(type_parameter_constraint type: (identifier) @reference.type)
(cast_expression type: (identifier) @reference.type)
(as_expression right: (identifier) @reference.type)
(member_access_expression expression: (identifier) @reference.other)

; Imports
(using_directive [(identifier) (qualified_name)] @import.module) @import
(using_directive name: (identifier) @import.self) @import
