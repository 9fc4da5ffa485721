"""Importers: one file a source format → canonical JATS."""
