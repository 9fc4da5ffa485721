"""Exporters: one file an output format; resolved JATS in, artifacts out."""
