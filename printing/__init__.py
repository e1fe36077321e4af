"""Documents on paper: what is on them, and where they go."""
