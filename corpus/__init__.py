"""Documents at rest: bytes in, tables out."""
