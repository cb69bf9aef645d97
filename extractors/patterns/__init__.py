"""The spellings, apart from the logic: one module of rules for each kind of finding."""
