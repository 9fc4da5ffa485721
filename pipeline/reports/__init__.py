"""Reports: what a run found, for machines and for people."""
