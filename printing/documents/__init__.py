"""What is on each paper: one file a document, each a function from the book to a `Document`.

They hold names and numbers; contact data stands on the delivery slip alone. Baskets and products stand in one order on
all of them. Who may print which is the caller's to ask.
"""
