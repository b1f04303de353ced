"""Reading the project's own YAML data strictly: a bad file is refused with file, place and reason, never half read.

Pure Python and PyYAML's safe loader. Who edits such a file reads the reason, so it is in English like the file's keys.
"""

import re
import unicodedata
from datetime import date
from pathlib import Path

import yaml

MAX_BYTES = 2 * 1024 * 1024
REQUIRED = object()
_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


class DataError(ValueError):
    """A data file that is refused. file: its name; place: the path of keys inside; reason: what is wrong there."""

    def __init__(self, file: str, place: str, reason: str):
        self.file, self.place, self.reason = file, place, reason
        super().__init__(f"{file}: {place or 'file'}: {reason}")


class _Loader(_Base):
    """The safe loader, which also refuses a key written twice and leaves aliases and merges out."""

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value]
        if len(set(keys)) != len(keys):
            twice = next(k for k in keys if keys.count(k) > 1)
            raise yaml.constructor.ConstructorError(None, None, f"key {twice!r} twice", node.start_mark)
        return super().construct_mapping(node, deep=deep)


def read_yaml(path: Path, error: type[DataError] = DataError) -> "Node":
    """The file's top mapping as a Node. Raises `error` for an unreadable, oversized, non-UTF-8 or malformed file."""
    name = "/".join(path.parts[-2:])
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_BYTES:
            raise error(name, "", f"larger than {MAX_BYTES} bytes")
        value = yaml.load(raw.decode("utf-8"), _Loader)  # noqa: S506  # nosec B506 - a subclass of the safe loader
    except OSError as fault:
        raise error(name, "", f"cannot be read ({fault.strerror})") from None
    except UnicodeDecodeError:
        raise error(name, "", "is not UTF-8") from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise error(name, "", "is not YAML: " + " ".join(str(fault).split())[:200]) from None
    return Node(value, name, "", error)


class Node:
    """A mapping of a data file with its place. Each reader checks one key's shape; `done` refuses keys never read."""

    def __init__(self, value, file: str, place: str, error: type[DataError]):
        self.file, self.place, self.error = file, place, error
        if not isinstance(value, dict):
            self.fail("a mapping is expected")
        self.value, self.read = value, set()

    def fail(self, reason: str, key: str = ""):
        """Raise the file's error at this place (at `key` inside it)."""
        raise self.error(self.file, ".".join(p for p in (self.place, key) if p), reason)

    def take(self, key: str, default=REQUIRED):
        """The raw value, noted as read; `default` (also for an explicit null) where one is given."""
        self.read.add(key)
        value = self.value.get(key)
        if value is None:
            if default is REQUIRED:
                self.fail("is missing" if key not in self.value else "is empty", key)
            return default
        return value

    def text(self, key: str, default=REQUIRED):
        value = self.take(key, default)
        if value is default:
            return value
        if not isinstance(value, str) or not value.strip():
            self.fail("a text is expected (put figures and dates in quotes)", key)
        if value != unicodedata.normalize("NFC", value):
            self.fail("the text is not in Unicode NFC", key)
        return value

    def code(self, key: str, default=REQUIRED):
        value = self.text(key, default)
        if value is not default and not _CODE.fullmatch(value):
            self.fail(f"{value!r} is not a code", key)
        return value

    def choice(self, key: str, allowed, default=REQUIRED):
        value = self.take(key, default)
        if value is not default and value not in allowed:
            self.fail(f"{value!r} is none of {', '.join(map(str, allowed))}", key)
        return value

    def whole(self, key: str, low: int, high: int, default=REQUIRED):
        value = self.take(key, default)
        if value is not default and (type(value) is not int or not low <= value <= high):
            self.fail(f"{value!r} is not a whole number from {low} to {high}", key)
        return value

    def flag(self, key: str, default=REQUIRED):
        value = self.take(key, default)
        if value is not default and not isinstance(value, bool):
            self.fail("true or false is expected", key)
        return value

    def day(self, key: str, default=REQUIRED):
        value = self.text(key, default)
        if value is default:
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date as 2026-05-22", key)

    def texts(self, key: str, default=()) -> tuple[str, ...]:
        values = self.take(key, default)
        if not isinstance(values, list | tuple) or not all(isinstance(v, str) and v.strip() for v in values):
            self.fail("a list of texts is expected", key)
        if any(v != unicodedata.normalize("NFC", v) for v in values):
            self.fail("a text is not in Unicode NFC", key)
        return tuple(values)

    def child(self, key: str, default=REQUIRED) -> "Node":
        value = self.take(key, default)
        return value if value is default else Node(value, self.file, self._at(key), self.error)

    def children(self, key: str, default=REQUIRED) -> list["Node"]:
        values = self.take(key, default)
        if not isinstance(values, list | tuple):
            self.fail("a list is expected", key)
        return [Node(v, self.file, f"{self._at(key)}[{i}]", self.error) for i, v in enumerate(values)]

    def done(self) -> None:
        """Refuse keys that nobody read: a misspelt key must not be lost in silence."""
        for key in self.value:
            if key not in self.read:
                self.fail("is not a known key", str(key))

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key
