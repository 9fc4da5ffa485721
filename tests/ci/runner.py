"""Runs the steps of a composite action as GitHub does: shell scripts in order, with their environment and their outputs."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ACTION = Path(__file__).parents[2] / "action.yml"
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


@dataclass
class Run:
    """What a run of an action did."""

    status: int = 0
    said: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    used: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # other actions, with what they are told


def run(workspace: Path, runner: Path, only: tuple[str, ...] = (), **inputs: str) -> Run:
    """Run the action in a workspace; `only` names the scripts that are run, by their last word."""
    action = yaml.safe_load(ACTION.read_text("utf-8"))
    given = {name: str(one.get("default", "")) for name, one in action["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    known = {f"inputs.{name}": value for name, value in given.items()}
    done = Run()
    for step in action["runs"]["steps"]:
        if "uses" in step:
            if _holds(step.get("if", "success()"), known, done.status):
                done.used.append((step["uses"], {key: _filled(value, known) for key, value in step["with"].items()}))
        elif not done.status and (not only or step["run"].split()[-1] in only):
            _script(step, workspace, runner, known, done)
    done.outputs = {name: _filled(one["value"], known) for name, one in action["outputs"].items()}
    return done


def _script(step, workspace, runner, known, done):
    assert step["shell"] == "bash"
    assert "${{" not in step["run"], "an input is never part of a script"
    files = {name: runner / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for path in files.values():
        path.write_bytes(b"")
    environment = os.environ | {name: str(path) for name, path in files.items()}
    environment |= {"GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_ACTION_PATH": str(ACTION.parent), "GITHUB_WORKSPACE": str(workspace)}
    environment |= {name: _filled(value, known) for name, value in step.get("env", {}).items()}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    ended = subprocess.run(command, cwd=workspace, env=environment, capture_output=True, text=True, check=False)
    done.status, done.said = ended.returncode, done.said + ended.stdout + ended.stderr
    done.summary += files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
    for line in files["GITHUB_OUTPUT"].read_text("utf-8").splitlines():
        name, _, value = line.partition("=")
        known[f"steps.{step['id']}.outputs.{name}"] = value


def _filled(value, known):
    return _EXPRESSION.sub(lambda found: known.get(found[1], ""), str(value))


def _holds(condition, known, status):
    """Conditions of the kinds that the action has: functions, and comparisons with a word, joined by `&&`."""
    return all(_part(part.strip(), known, status) for part in condition.split("&&"))


def _part(part, known, status):
    if part in ("always()", "success()"):
        return part == "always()" or not status
    name, sign, word = part.split(" ")
    return (known[name] == word.strip("'")) == (sign == "==")
