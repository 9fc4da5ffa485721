"""The table of rules from JATS to XHTML; the modules beside this one fill it."""

from __future__ import annotations

from pipeline.markup import Parts, join, text
from pipeline.rules import Rules

html: Rules[Parts] = Rules(text=text, join=join)
