"""The history of the book's tables, one file a step; each ends by setting `user_version`."""
