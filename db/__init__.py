"""The book: what is true, and the only code that may change it."""
