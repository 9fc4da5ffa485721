#!/usr/bin/env python3
"""Let a format's own validator judge files: one JSON object a line (file, ok, problems); exit status 1 if any is found wanting.

judge.py pdf [--flavours 3a,ua1] FILE...   veraPDF, all its rules
judge.py epub FILE...                      EPUBCheck, all files in one JVM
judge.py ace  FILE...                      Ace by DAISY: the accessibility of EPUBs
judge.py tei  FILE...                      jing with TEI P5 tei_all
judge.py jats FILE...                      the JATS 1.3 Publishing DTD, IDREFs included
judge.py wiki FILE...                      MediaWiki: parse, Cite and Lua errors, error categories, what was left unparsed
judge.py sarif FILE...                     Microsoft's SARIF multitool: the schema, and what GitHub wants
judge.py junit FILE...                     the JUnit schema of Jenkins
judge.py action|workflow|gitlab FILE...    the schemas of GitHub's actions and workflows, and of GitLab's pipelines
judge.py --ready KIND                      says what this judge lacks, and exits with 1 if it lacks anything
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("ORACLES") or Path.home() / ".cache/oracles")
SCHEMAS = [Path(os.environ.get("ORACLE_SCHEMAS") or HERE.parents[2] / "shared/schemas"), HOME / "schemas"]
ACE = "ace/node_modules/.bin/ace-puppeteer"
DTD = "jats-1.3/JATS-journalpublishing1-3-mathml3.dtd"


def schema(pattern):
    """The newest schema of this name in the first folder that has one."""
    return next((found[-1] for folder in SCHEMAS if (found := sorted(folder.glob(pattern)))), None)


def lacks(kind):
    """What this judge would need and has not."""
    programs = {
        "pdf": ["java"],
        "epub": ["java"],
        "tei": ["jing"],
        "wiki": ["php"],
        "browser": ["chromium"],
        "reader": ["chromium"],
        "ace": ["node", "chromium"],
    }.get(kind, [])
    files = {
        "pdf": [HOME / "classes/VeraCheck.class", HOME / "verapdf.classpath"],
        "epub": [HOME / "classes/EpubBatch.class", HOME / "epubcheck.classpath"],
        "tei": [schema("tei/tei_all-*.rng") or HOME / "schemas/tei"],
        "jats": [schema(DTD) or HOME / "schemas" / DTD],
        "wiki": [HOME / "wiki/LocalSettings.php", Path("/usr/share/mediawiki")],
        "sarif": [HOME / "sarif/package/Sarif.Multitool"],
        "junit": [HOME / "schemas/junit-10.xsd"],
        "browser": [HOME / "axe/package/axe.min.js"],
        "ace": [HOME / ACE, HOME / "ace/chromium"],
        "reader": [HOME / "epubjs/package/dist/epub.min.js"],
        "pre-commit": [HOME / "venv/bin/pre-commit"],
    }.get(kind, [HOME / "venv/bin/check-jsonschema"])
    missing = [name for name in programs if not shutil.which(name)]
    return missing + [str(path) for path in files if not path.exists()]


def java(classpath, main, *args):
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{HOME / 'classes'}:{(HOME / classpath).read_text().strip()}", main, *args]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if not found:
        sys.exit(f"judge: {main} said nothing: {done.stderr[-2000:]}")
    return found


def pdf(files, flavours):
    verdicts = {}
    for one in java("verapdf.classpath", "VeraCheck", flavours, *files):
        problems = verdicts.setdefault(one["file"], [])
        if "error" in one:
            problems.append(f"{one['flavour']}: {one['error']}")
        problems += [f"{one['flavour']} {rule} x{count}: {message}" for rule, (count, message) in one.get("failed", {}).items()]
    return verdicts


def epub(files, _):
    return {
        one["file"]: [
            f"{code} {severity} {path}:{line} {message}" for code, severity, message, path, line in one["messages"] if severity != "INFO"
        ]
        for one in java("epubcheck.classpath", "EpubBatch", *files)
    }


def ace(files, _):
    environment = dict(os.environ, PUPPETEER_EXECUTABLE_PATH=str(HOME / "ace/chromium"))
    verdicts = {}
    for name in files:
        with tempfile.TemporaryDirectory() as folder:
            command = [str(HOME / ACE), "--force", "--silent", "--outdir", folder, name]
            done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
            report = Path(folder, "report.json")
            if not report.is_file():
                sys.exit(f"judge: Ace said nothing: {done.stderr[-2000:]}")
            verdicts[name] = [
                f"{page['earl:testSubject']['url']}: {one['earl:test']['dct:title']}: {one['earl:result']['dct:description'][:200]}"
                for page in json.loads(report.read_text("utf-8"))["assertions"]
                for one in page["assertions"]
            ]
    return verdicts


def tei(files, _):
    verdicts = {name: [] for name in files}
    done = subprocess.run(["jing", str(schema("tei/tei_all-*.rng")), *files], capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        name = next((name for name in files if line.startswith((f"{Path(name).resolve()}:", f"{name}:"))), None)
        if name:
            verdicts[name].append(line.split(name, 1)[-1].lstrip(":")[:300])
    if done.returncode and not any(verdicts.values()):
        sys.exit(f"judge: jing failed: {done.stdout[-1000:]}{done.stderr[-1000:]}")
    return verdicts


def jats(files, _):
    sys.path += [str(path) for path in (HOME / "venv/lib").glob("python3*/site-packages")]
    from lxml import etree

    dtd = etree.DTD(str(schema(DTD)))
    verdicts = {}
    for name in files:
        try:
            tree = etree.parse(name, etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False, huge_tree=True))
        except etree.XMLSyntaxError as reason:
            verdicts[name] = [str(reason)]
            continue
        verdicts[name] = [] if dtd.validate(tree) else [f"{one.line}: {one.message}" for one in dtd.error_log][:20]
    return verdicts


ERRORS = re.compile(
    r'<(?:span|strong|div)[^>]*class="[^"]*(?:mw-ext-cite-error|scribunto-error|error)\b[^"]*"[^>]*>.*?</(?:span|strong|div)>', re.S
)
CATEGORIES = re.compile(r"error|Pages_with_(broken_ref|script|template_loops|ignored|missing)", re.I)
VERBATIM = re.compile(r'<(pre|code|span class="math-oracle")\b.*?</(pre|code|span)>', re.S)
UNPARSED = re.compile(r"&lt;/?ref\b[^&]{0,40}|\{\||\{\{[^{}]{0,40}\}\}|\[\[[^\[\]]{0,40}\]\]")


def wiki(files, _):
    pages = "".join(json.dumps({"title": f"Oracle{n}", "text": Path(name).read_text("utf-8")}) + "\n" for n, name in enumerate(files))
    environment = dict(os.environ, MW_CONFIG_FILE=str(HOME / "wiki/LocalSettings.php"))
    command = ["php", str(HERE / "mediawiki-batchparse.php")]
    done = subprocess.run(command, input=pages, capture_output=True, text=True, env=environment, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if len(lines) != len(files):
        sys.exit(f"judge: MediaWiki answered {len(lines)} of {len(files)} pages: {done.stderr[-1000:]}{done.stdout[-500:]}")
    return {name: page_problems(page) for name, page in zip(files, lines, strict=True)}


def page_problems(page):
    problems = [re.sub(r"<[^>]+>", "", found)[:200] for found in ERRORS.findall(page["html"])]
    problems += [f"category {one}" for one in page["categories"] if CATEGORIES.search(str(one))]
    problems += [f"warning {one}" for one in page["warnings"]]
    return problems + [f"left unparsed: {one}" for one in (match[0] for match in UNPARSED.finditer(VERBATIM.sub("", page["html"])))][:10]


def sarif(files, _):
    command = [str(HOME / "sarif/package/Sarif.Multitool"), "validate", *files, "--rule-kind=Sarif;Ghas", "--level=Error;Warning"]
    environment = dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1", DOTNET_BUNDLE_EXTRACT_BASE_DIR=str(HOME / "sarif"))
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if "Analysis completed" not in done.stdout:
        sys.exit(f"judge: the multitool failed: {done.stdout[-1000:]}{done.stderr[-1000:]}")
    lines = [line for line in done.stdout.splitlines() if re.search(r"\): (?:error|warning) ", line)]
    return {name: [line.removeprefix(name) for line in lines if line.startswith(f"{name}(")] for name in files}


def junit(files, _):
    from lxml import etree

    xsd = etree.XMLSchema(etree.parse(str(HOME / "schemas/junit-10.xsd")))
    return {name: [] if xsd.validate(etree.parse(name)) else [f"{one.line}: {one.message}" for one in xsd.error_log] for name in files}


def configuration(schema_name):
    """The judge of files of choices by a schema that check-jsonschema brings."""

    def judged(files, _):
        command = [str(HOME / "venv/bin/check-jsonschema"), "--output-format=json", "--builtin-schema", f"vendor.{schema_name}"]
        verdicts = {}
        for name in files:
            found = json.loads(subprocess.run([*command, name], capture_output=True, text=True, check=False).stdout)
            verdicts[name] = [f"{one['path']}: {one['message']}" for one in found["errors"]] + [
                str(one) for one in found.get("parse_errors", ())
            ]
        return verdicts

    return judged


KINDS = {
    "pdf": pdf,
    "epub": epub,
    "ace": ace,
    "tei": tei,
    "jats": jats,
    "wiki": wiki,
    "sarif": sarif,
    "junit": junit,
    "action": configuration("github-actions"),
    "workflow": configuration("github-workflows"),
    "gitlab": configuration("gitlab-ci"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=[*KINDS, "browser", "reader", "pre-commit"])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--flavours", default="3a,ua1")
    parser.add_argument("--ready", action="store_true")
    asked = parser.parse_args()
    if missing := lacks(asked.kind):
        sys.exit(f"judge {asked.kind}: missing {', '.join(missing)}; see tests/oracles/setup")
    if asked.ready:
        return
    found = KINDS[asked.kind](asked.files, asked.flavours)
    for name, problems in found.items():
        print(json.dumps({"file": name, "ok": not problems, "problems": problems}, ensure_ascii=False))
    sys.exit(any(found.values()))


if __name__ == "__main__":
    main()
