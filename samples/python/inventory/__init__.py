"""A small stock-keeping program: items, a store, movements between shelves, reports."""
