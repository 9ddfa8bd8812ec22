; Definitions
(class name: (constant) @name) @definition.class
(class name: (scope_resolution scope: (_) @container name: (constant) @name)) @definition.class
(module name: (constant) @name) @definition.module
(module name: (scope_resolution scope: (_) @container name: (constant) @name)) @definition.module
(method name: [(identifier) (constant) (setter) (operator)] @name) @definition.method
(singleton_method name: [(identifier) (constant) (setter) (operator)] @name) @definition.method
(assignment left: (constant) @name) @definition.constant

; References
(superclass [
  (constant) @reference.inherit
  (scope_resolution name: (constant) @reference.inherit)
])
(call method: [(identifier) (constant)] @reference.call)
(constant) @reference.type

; Imports
(call
  method: (identifier) @import.call
  arguments: (argument_list (string (string_content) @import.module))
  (#any-of? @import.call "require" "require_relative" "load" "autoload")) @import
