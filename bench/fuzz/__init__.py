"""Fuzz: sources, styles and pictures changed at random, built in all formats, and held against what must always be true."""
