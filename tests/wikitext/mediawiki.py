"""Pages rendered by MediaWiki itself, with the small templates of this folder."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from lxml import etree

from tests.judges import ready
from tests.oracles import judge


def rendered(texts):
    """What MediaWiki makes of each page: its HTML as a tree, its warnings and categories."""
    ready("wiki")
    pages = "".join(json.dumps({"title": f"Page {number}", "text": text}) + "\n" for number, text in enumerate(texts))
    environment = dict(os.environ, MW_CONFIG_FILE=str(judge.HOME / "wiki/LocalSettings.php"))
    command = ["php", str(Path(__file__).parent / "render.php")]
    done = subprocess.run(command, input=pages, capture_output=True, text=True, env=environment, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(found) == len(texts), done.stderr
    return [(etree.HTML(f"<div>{page['html']}</div>"), page["warnings"], page["categories"]) for page in found]


def problems(tree, warnings, categories):
    """What MediaWiki complains of; pictures are not there and are not missed."""
    errors = ["".join(node.itertext()) for node in tree.xpath("//*[contains(@class, 'error')]")]
    return errors + [*warnings] + [one for one in categories if one.startswith("Pages_with") and "file_links" not in one]


def text(tree):
    """The words of a page."""
    return "".join(tree.itertext())


def dangling(tree):
    """The internal links without a target."""
    targets = set(tree.xpath("//@id"))
    return {link for link in tree.xpath("//a/@href") if link.startswith("#") and link[1:] not in targets}
