; What has a name
(attribute
  (attribute_name) @only
  (quoted_attribute_value (attribute_value) @name)
  (#any-of? @only "id")) @definition.field

; Scripts
(script_element (start_tag (attribute
  (attribute_name) @import.call
  (quoted_attribute_value (attribute_value) @import.module)) @import)
  (#any-of? @import.call "src"))
