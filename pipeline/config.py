"""Config: what the user chose, from flags, environment and file, in this order, and where each value came from."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from pipeline.article import Settings
from pipeline.cache import Store, user_folder
from pipeline.diagnostics import Severity
from pipeline.job import FORMATS, Limits

PROFILES = ("resolved", "wikipedia")
THEMES = ("auto", "encyclopedia", "journal", "plain")
PAPERS = ("auto", "a4", "letter", "b5", "a5")
Raw: TypeAlias = Any  # what stands in a file or in the environment can be anything
Reader = Callable[[Raw, Path], Any]


class ConfigError(ValueError):
    """A value that cannot be, a key that is not known, a file that cannot be read."""


@dataclass(frozen=True)
class Value:
    """A value and where it came from."""

    value: Any
    origin: str


@dataclass(frozen=True)
class Config:
    """Every choice, with its origin."""

    values: Mapping[str, Value]

    def __getitem__(self, key: str) -> Raw:
        return self.values[key].value

    @property
    def settings(self) -> Settings:
        """The choices that an output may depend on."""
        chosen = {field.name: self[field.name.replace("_", "-")] for field in fields(Settings) if field.name != "pages"}
        return Settings(**chosen, pages=self["limit-pages"])

    @property
    def limits(self) -> Limits:
        """What one article may take."""
        return Limits(self["limit-seconds"], self["limit-memory"], self["limit-output"])

    @property
    def store(self) -> Store:
        """Where what was made is kept: in a folder that was named, for all who share it; else only what this user may find again."""
        return Store(self["cache"], shared=self.values["cache"].origin != "default")

    def __str__(self) -> str:
        """The choices as lines of `pipeline.toml`, each with its origin."""
        lines = [(f"{key} = {_toml(one.value)}", one.origin) for key, one in self.values.items()]
        width = max(len(line) for line, _ in lines)
        return "\n".join(f"{line:{width}}  # {origin}" for line, origin in lines)


def _names(raw: Raw, _: Path) -> tuple[str, ...]:
    parts = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ConfigError("is a list of names")
    names = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
    return names or _fail("is a list of one name or more")


def _path(raw: Raw, base: Path) -> Path:
    if isinstance(raw, str) and "://" in raw:
        return Path(raw)
    return base / raw if isinstance(raw, str) and raw else _fail("is a path")


def _address(raw: Raw, _: Path) -> str:
    return raw if isinstance(raw, str) else _fail("is an address, as tcp://scheduler:8786")


def _paths(raw: Raw, base: Path) -> tuple[Path, ...]:
    parts = [part for part in raw.split(os.pathsep) if part] if isinstance(raw, str) else raw
    return tuple(_path(part, base) for part in parts) if isinstance(parts, list) else _fail("is a list of paths")


def _count(raw: Raw, _: Path) -> int:
    if isinstance(raw, str) and raw.isdecimal():
        raw = int(raw)
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and raw > 0 else _fail("is a whole number, 1 or more")


def _style(raw: Raw, base: Path) -> str:
    if not isinstance(raw, str) or not raw:
        _fail("is the name of a style or a .csl file")
    return str(base / raw) if raw.endswith(".csl") else str(raw)


def _intent(raw: Raw, base: Path) -> str:
    from pipeline.exporters.pdf.shop import press  # reads PDF, which takes a moment to import

    if raw == "":
        return ""
    path = _path(raw, base)
    try:
        press(path)
    except OSError as fault:
        _fail(f"cannot be read: {fault.strerror}")
    except ValueError as fault:
        _fail(str(fault))
    return str(path)


def _one_of(names: tuple[str, ...]) -> Reader:
    return lambda raw, _: str(raw) if raw in names else _fail(f"is one of {', '.join(names)}")


def _columns(raw: Raw, base: Path) -> int:
    return count if (count := _count(raw, base)) <= 2 else _fail("is 1 or 2")


def _severity(raw: Raw, _: Path) -> Severity:
    names = [one.name.lower() for one in Severity]
    return Severity[raw.upper()] if raw in names else _fail(f"is one of {', '.join(names)}")


def _switch(raw: Raw, _: Path) -> bool:
    raw = {"true": True, "false": False}.get(raw.lower(), raw) if isinstance(raw, str) else raw
    return raw if isinstance(raw, bool) else _fail("is true or false")


def _shard(raw: Raw, _: Path) -> str:
    part, _slash, parts = raw.partition("/") if isinstance(raw, str) else ("", "", "")
    right = part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)
    return str(raw) if right else _fail("is K/N, the K-th of N parts, as 2/8")


def _fail(message: str) -> NoReturn:
    raise ConfigError(message)


READERS: Mapping[str, Reader] = {
    "to": _names,
    "output": _path,
    "jobs": _count,
    "shard": _shard,
    "scheduler": _address,
    "style": _style,
    "profile": _one_of(PROFILES),
    "theme": _one_of(THEMES),
    "paper": _one_of(PAPERS),
    "columns": _columns,
    "marks": _switch,
    "output-intent": _intent,
    "css": _paths,
    "fetch": _switch,
    "audit": _switch,
    "cache": _path,
    "limit-seconds": _count,
    "limit-memory": _count,
    "limit-pages": _count,
    "limit-output": _count,
    "fail-on": _severity,
}


def defaults() -> dict[str, Any]:
    """What holds where nothing is said."""
    usual, limits = Settings(), Limits()
    return {
        "to": FORMATS,
        "output": Path("output"),
        "jobs": os.cpu_count() or 1,
        "shard": "1/1",
        "scheduler": "",
        **{key.replace("_", "-"): value for key, value in asdict(usual).items() if key != "pages"},
        "audit": False,
        "cache": user_folder(),
        "limit-seconds": limits.seconds,
        "limit-memory": limits.memory,
        "limit-pages": usual.pages,
        "limit-output": limits.output,
        "fail-on": Severity.ERROR,
    }


def settle(flags: Mapping[str, str | None], sources: Iterable[Path], file: Path | None = None) -> Config:
    """Every choice: flags before environment before file before defaults; raises ConfigError."""
    path, table = read_file(file) if file else find_file(sources)
    layers: list[tuple[Mapping[str, Any], Callable[[str], str], Path]] = [
        ({key: raw for key, raw in flags.items() if raw is not None}, "--{}".format, Path()),
        ({key: os.environ[_variable(key)] for key in READERS if os.environ.get(_variable(key))}, _variable, Path()),
        (table, f"{path}: {{}}".format, path.parent),
    ]
    values = {key: Value(value, "default") for key, value in defaults().items()}
    if os.environ.get("CI", "false").lower() not in ("", "0", "false"):
        values["audit"] = Value(True, "CI")
    for layer, origin, base in reversed(layers):
        values |= {key: Value(_read(key, raw, origin(key), base), origin(key)) for key, raw in layer.items()}
    return Config(values)


def _variable(key: str) -> str:
    return f"PIPELINE_{key.upper().replace('-', '_')}"


def _read(key: str, raw: Raw, origin: str, base: Path) -> Raw:
    if key not in READERS:
        raise ConfigError(f"{origin}: there is no such key; there are {', '.join(READERS)}")
    try:
        return READERS[key](raw, base)
    except ConfigError as fault:
        raise ConfigError(f"{origin}: {raw!r} is not right: it {fault}") from None


def find_file(sources: Iterable[Path]) -> tuple[Path, Mapping[str, Any]]:
    """The `pipeline.toml` beside the sources, or the `pyproject.toml` of this folder; and its table, which may be empty."""
    folders = dict.fromkeys(source if source.is_dir() else source.parent for source in sources)
    found = [path for folder in folders if (path := folder / "pipeline.toml").is_file()]
    if len({path.resolve() for path in found}) > 1:
        raise ConfigError(f"several files hold: {', '.join(map(str, found))}; choose one with --config")
    return read_file(found[0] if found else Path("pyproject.toml")) if found or Path("pyproject.toml").is_file() else (Path(), {})


def read_file(path: Path) -> tuple[Path, Mapping[str, Any]]:
    """A file of choices, and its table; of `pyproject.toml` the part `[tool.pipeline]`."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise ConfigError(f"{path}: {fault.strerror if isinstance(fault, OSError) else fault}") from fault
    for key in ("tool", "pipeline") if path.name == "pyproject.toml" else ():
        table = table.get(key, {})
        if not isinstance(table, dict):
            raise ConfigError(f"{path}: {key} is not a table")
    return path, table


def _toml(value: Raw) -> str:
    if isinstance(value, Severity):
        return f'"{value.name.lower()}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(part) for part in value)}]"
    return str(value) if isinstance(value, int) else '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
