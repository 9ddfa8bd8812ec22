; Definitions
(class_declaration name: (name) @name) @definition.class
(interface_declaration name: (name) @name) @definition.interface
(trait_declaration name: (name) @name) @definition.trait
(enum_declaration name: (name) @name) @definition.enum
(enum_case name: (name) @name) @definition.constant
(function_definition name: (name) @name) @definition.function
(method_declaration name: (name) @name) @definition.method
(const_element (name) @name) @definition.constant
(property_element name: (variable_name (name) @name)) @definition.field
(property_promotion_parameter name: (variable_name (name) @name)) @definition.field

; References
(base_clause [(name) @reference.inherit (qualified_name (name) @reference.inherit)])
(class_interface_clause [(name) @reference.inherit (qualified_name (name) @reference.inherit)])
(use_declaration [(name) @reference.inherit (qualified_name (name) @reference.inherit)])
(function_call_expression function: [(name) @reference.call (qualified_name (name) @reference.call)])
(member_call_expression name: (name) @reference.call)
(nullsafe_member_call_expression name: (name) @reference.call)
(scoped_call_expression name: (name) @reference.call)
(scoped_call_expression scope: [(name) @reference.type (qualified_name (name) @reference.type)])
(class_constant_access_expression (name) @reference.type)
(object_creation_expression [(name) @reference.call (qualified_name (name) @reference.call)])
(named_type [(name) @reference.type (qualified_name (name) @reference.type)])
(attribute (name) @reference.type)

; Imports
(namespace_use_declaration (namespace_use_clause [(qualified_name) (name)] @import.module alias: (name)? @import.self) @import)
(namespace_use_declaration (namespace_name) @import.module body: (namespace_use_group)) @import
(namespace_use_declaration body: (namespace_use_group (namespace_use_clause (name) @import.name))) @import
(namespace_use_declaration body: (namespace_use_group (namespace_use_clause alias: (name) @import.alias))) @import
(include_expression [(string) (encapsed_string)] @import.module) @import
(include_once_expression [(string) (encapsed_string)] @import.module) @import
(require_expression [(string) (encapsed_string)] @import.module) @import
(require_once_expression [(string) (encapsed_string)] @import.module) @import
