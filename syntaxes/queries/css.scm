; What selectors and animations name
(class_selector (class_name (identifier) @name)) @definition.class
(id_name) @name @definition.field
(keyframes_statement (keyframes_name) @name) @definition.function

; Imports
(import_statement (string_value) @import.module) @import
(import_statement (call_expression (arguments (string_value) @import.module))) @import
