"""Outside judges and read-backs: finished files → diagnostics."""
