"""The program: command line, App, preferences of this laptop, themes, demo."""
