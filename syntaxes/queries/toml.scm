; Tables and their keys
(table [(bare_key) (dotted_key) (quoted_key)] @name) @definition.struct
(table_array_element [(bare_key) (dotted_key) (quoted_key)] @name) @definition.struct
(document (pair [(bare_key) (dotted_key) (quoted_key)] @name) @definition.field)
(table (pair [(bare_key) (dotted_key) (quoted_key)] @name) @definition.field)
(table_array_element (pair [(bare_key) (dotted_key) (quoted_key)] @name) @definition.field)
