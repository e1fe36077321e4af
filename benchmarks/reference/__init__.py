"""Programs that Comptoir is compared with: the plainest of their kind, without any of its work."""
