; Definitions
(function_definition name: (word) @name) @definition.function
(program (variable_assignment name: (variable_name) @name) @definition.variable)
(program (declaration_command (variable_assignment name: (variable_name) @name) @definition.variable))

; References
(command_name (word) @reference.call)

; Imports
(command
  name: (command_name (word) @import.call)
  argument: [(string) (word) (raw_string) (concatenation)] @import.module
  (#any-of? @import.call "source" ".")) @import
