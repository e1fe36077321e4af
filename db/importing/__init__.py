"""Reading files from elsewhere: what stands in them, and why a line cannot be taken. Nothing here touches the book."""
