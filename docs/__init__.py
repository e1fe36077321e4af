"""Words for people, and the commands that make and check the generated ones."""
