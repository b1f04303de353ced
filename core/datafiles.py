"""Reading YAML data strictly: a bad file is refused with file, place and reason, never half read.

Pure Python and PyYAML's safe loader, behind limits of size, depth and number of values; aliases, anchors and tags are not
taken. The project's own files are read strictly: the first fault is raised, in English like the file's keys. What a person
uploads is read with a list of faults: reading goes on behind a fault with a neutral value, and each fault carries a code and
figures for a Vietnamese sentence. A rule between keys (`Node.check`) is silent where what it reads was faulty already.
"""

import re
import unicodedata
from datetime import date
from pathlib import Path

import yaml

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 24
MAX_VALUES = 100_000
REQUIRED = object()
NO_DAY = date(1900, 1, 1)  # stands for a day that could not be read, so that reading can go on
_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


class DataError(ValueError):
    """A data file that is refused, or one fault of it. file: its name; place: the path of keys inside; reason: what is wrong.

    line, column: where in the text, from 1 (None where unknown); leaf: the sheet of a workbook, whose row `line` is then;
    code, values: for a sentence in the reader's language.
    """

    def __init__(self, file: str, place: str, reason: str, *, line=None, column=None, leaf="", code="", **values):
        self.file, self.place, self.reason = file, place, reason
        self.line, self.column, self.leaf, self.code, self.values = line, column, leaf, code, values
        super().__init__(f"{file}: {place or 'file'}: {reason}")


class Lined(dict):
    """A mapping that knows where it stands: its own line, the line of each key, and the leaf of a workbook."""

    line: int | None = None
    leaf: str = ""

    def __init__(self, *args, line=None, leaf="", **more):
        super().__init__(*args, **more)
        self.line, self.leaf, self.lines = line, leaf, {}


class _Loader(_Base):
    """The safe loader, which also refuses a key written twice and keeps lines."""

    def lined(self, node):
        found = Lined(line=node.start_mark.line + 1)
        yield found
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key is not a text", key.start_mark)
            name = self.construct_object(key)
            if name in found:
                raise yaml.constructor.ConstructorError(None, None, f"key {name!r} twice", key.start_mark)
            found.lines[name] = key.start_mark.line + 1
            found[name] = self.construct_object(value, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.lined)


def read_yaml(path: Path, error: type[DataError] = DataError) -> "Node":
    """The file's top mapping as a Node. Raises `error` for an unreadable, oversized, non-UTF-8 or malformed file."""
    name = "/".join(path.parts[-2:])
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise error(name, "", f"cannot be read ({fault.strerror})", code="unreadable") from None
    return Node(parse_yaml(raw, name, error), name, "", error)


def parse_yaml(raw: bytes, name: str, error: type[DataError] = DataError):
    """The value of YAML text. Raises `error` with line and column; nothing is built before the limits have been checked."""
    if len(raw) > MAX_BYTES:
        raise error(name, "", f"larger than {MAX_BYTES} bytes", code="too_large", limit=MAX_BYTES // 1024 // 1024)
    try:
        text = raw.decode("utf-8-sig")
        _within_limits(text, name, error)
        return yaml.load(text, _Loader)  # noqa: S506  # nosec B506 - a subclass of the safe loader
    except UnicodeDecodeError:
        raise error(name, "", "is not UTF-8", code="not_utf8") from None
    except DataError:
        raise
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as fault:
        raise _malformed(fault, name, error) from None


def _malformed(fault: Exception, name: str, error: type[DataError]) -> DataError:
    mark = getattr(fault, "problem_mark", None)
    place = {"line": mark.line + 1, "column": mark.column + 1} if mark else {}
    problem = getattr(fault, "problem", "") or ""
    twice = re.fullmatch(r"key '?(.*?)'? twice", problem)
    code, values = ("key_twice", {"name": twice[1][:60]}) if twice else ("not_yaml", {})
    return error(name, "", "is not YAML: " + " ".join(str(fault).split())[:200], code=code, **place, **values)


def _within_limits(text: str, name: str, error: type[DataError]) -> None:
    """Walk the events, which builds nothing: depth, number of values, no alias, no anchor, no tag."""
    depth = count = 0
    for event in yaml.parse(text, Loader=_Base):
        place = {"line": event.start_mark.line + 1, "column": event.start_mark.column + 1}
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise error(name, "", "is not YAML that is taken here: anchor or alias", code="alias", **place)
        if getattr(event, "tag", None) not in (None, "!"):
            raise error(name, "", f"is not YAML that is taken here: tag {event.tag[:60]}", code="tag", **place)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        count += isinstance(event, yaml.NodeEvent)
        if depth > MAX_DEPTH:
            raise error(name, "", f"deeper than {MAX_DEPTH} levels", code="too_deep", limit=MAX_DEPTH, **place)
        if count > MAX_VALUES:
            raise error(name, "", f"more than {MAX_VALUES} values", code="too_many", limit=MAX_VALUES, **place)


class Node:
    """A mapping of a data file with its place. Each reader checks one key's shape; `done` refuses keys never read.

    Without `faults` the first fault is raised. With a list, faults are added to it and the readers give neutral values.
    """

    def __init__(self, value, file: str, place: str, error: type[DataError], faults: list | None = None, above=None):
        self.file, self.place, self.error, self.faults, self.above = file, place, error, faults, above
        self.tainted = self.touched = self.dead = False
        self.fence = False  # rules above read this node's own keys only, so faults below it do not silence them
        self.read = set()
        self.value = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.fail("a mapping is expected", code="mapping")
            self.dead = True  # one fault says it all: what is read from it is missing anyway

    def fail(self, reason: str, key: str = "", *, taints: bool = True, code: str = "other", **values) -> None:
        """Raise the file's error at this place (at `key` inside it), or note it. taints: rules above would only echo it."""
        if self.dead:
            return
        place = ".".join(p for p in (self.place, key) if p)
        fault = self.error(self.file, place, reason, line=self._line(key), leaf=self._leaf(), code=code, **values)
        if self.faults is None:
            raise fault
        self.faults.append(fault)
        if taints:
            self.taint()

    def taint(self) -> None:
        """Silence the rules that read this node, up to the next fence; `deep` rules above it altogether."""
        node, open_ = self, True
        while node is not None:
            node.touched = True
            node.tainted = node.tainted or open_
            open_ = open_ and (node is self or not node.fence)
            node = node.above

    def check(self, reason: str, key: str = "", *, deep: bool = False, code: str, **values) -> None:
        """`fail` for a rule between keys: silent where a key that it reads was faulty. deep: it reads all that is below."""
        if not (self.touched if deep else self.tainted):
            self.fail(reason, key, taints=False, code=code, **values)

    def _line(self, key: str) -> int | None:
        if not isinstance(self.value, Lined):
            return self.above._line(self.place.rpartition(".")[2].partition("[")[0]) if self.above else None
        # The first line of a whole file says nothing about a rule of that file.
        return self.value.lines.get(key) or (self.value.line if self.above else None)

    def _leaf(self) -> str:
        return getattr(self.value, "leaf", "") or (self.above._leaf() if self.above else "")

    def take(self, key: str, default=REQUIRED, *, taints: bool = True):
        """The raw value, noted as read; `default` (also for an explicit null) where one is given."""
        self.read.add(key)
        value = self.value.get(key)
        if value is None:
            if default is REQUIRED:
                code = "missing" if key not in self.value else "empty"
                self.fail(f"is {code}", key, taints=taints, code=code)
                return None
            return default
        return value

    def text(self, key: str, default=REQUIRED):
        value = self.take(key, default, taints=False)
        if value is default:
            return value
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.fail("a text is expected (put figures and dates in quotes)", key, taints=False, code="text")
            return ""
        if value != unicodedata.normalize("NFC", value):
            self.fail("the text is not in Unicode NFC", key, taints=False, code="nfc")
        return value

    def code(self, key: str, default=REQUIRED):
        value = self.text(key, default)
        if value is default:
            return value
        if value == "":
            self.taint()
        elif not _CODE.fullmatch(value):
            self.fail(f"{value!r} is not a code", key, code="code", value=value[:60])
        return value

    def choice(self, key: str, allowed, default=REQUIRED):
        value = self.take(key, default)
        if value is default:
            return value
        if value is not None and value in allowed and not isinstance(value, bool):
            return value
        if value is not None:
            among = ", ".join(map(str, allowed))
            self.fail(f"{value!r} is none of {among}", key, code="choice", value=str(value)[:60], allowed=among)
        return allowed[0] if default is REQUIRED else default

    def whole(self, key: str, low: int, high: int, default=REQUIRED):
        value = self.take(key, default)
        if value is default:
            return value
        if type(value) is int and low <= value <= high:
            return value
        if value is not None:
            self.fail(
                f"{str(value)[:60] if not isinstance(value, str) else repr(value[:60])} is not a whole number"
                f" from {low} to {high}",
                key, code="whole", value=str(value)[:60], low=low, high=high,
            )  # fmt: skip
        return low if default is REQUIRED else default

    def flag(self, key: str, default=REQUIRED):
        value = self.take(key, default)
        if value is default or isinstance(value, bool):
            return value
        if value is not None:
            self.fail("true or false is expected", key, code="flag")
        return False

    def day(self, key: str, default=REQUIRED):
        value = self.text(key, default)
        if value is default:
            return value
        if value == "":
            self.taint()
            return NO_DAY
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date as 2026-05-22", key, code="day", value=value[:60])
            return NO_DAY

    def texts(self, key: str, default=()) -> tuple[str, ...]:
        values = self.take(key, default)
        if not isinstance(values, list | tuple) or not all(isinstance(v, str) and v.strip() for v in values):
            if values is not None:
                self.fail("a list of texts is expected", key, taints=False, code="texts")
            return ()
        if any(v != unicodedata.normalize("NFC", v) for v in values):
            self.fail("a text is not in Unicode NFC", key, taints=False, code="nfc")
        return tuple(values)

    def child(self, key: str, default=REQUIRED) -> "Node":
        value = self.take(key, default)
        if value is default:
            return value
        node = Node({} if value is None else value, self.file, self._at(key), self.error, self.faults, self)
        node.dead = node.dead or value is None
        return node

    def children(self, key: str, default=REQUIRED) -> list["Node"]:
        values = self.take(key, default)
        if not isinstance(values, list | tuple):
            if values is not None:
                self.fail("a list is expected", key, code="list")
            return []
        return [
            Node(v, self.file, f"{self._at(key)}[{i}]", self.error, self.faults, self) for i, v in enumerate(values)
        ]

    def done(self) -> None:
        """Refuse keys that nobody read: a misspelt key must not be lost in silence."""
        for key in self.value:
            if key not in self.read:
                self.fail("is not a known key", str(key)[:60], taints=False, code="unknown_key", name=str(key)[:60])

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key
