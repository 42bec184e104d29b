"""The book's own machinery: executed notebooks, generated pages, and the check for drift."""
