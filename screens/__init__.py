"""One screen a file: what a person sees, and what comes next."""
