"""Each room imports only rooms listed before it (design §3), each file only files before it in its room (craft §1)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["core", "districts", "accounts", "producers", "products", "evaluations", "reports", "ocop_portal"]
# What stands in one line may import what stands in the lines above it.
FLOORS = [
    {"enums", "exceptions", "messages", "clock", "text", "formats", "scope"},
    {"rules", "validators", "querysets", "scopes"},
    {"models"},
    {"services", "selectors"},
    {"forms", "filters", "serializers", "exporters"},
    {"views", "api", "tasks", "management", "public"},
    {"urls", "site_urls"},
]
FILES = [
    path
    for room in ROOMS
    for path in sorted((ROOT / room).rglob("*.py"))
    if "migrations" not in path.parts and path.name != "__init__.py"
]


def imports(path):
    """(module, is_inside_a_function) for every import of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node in inside
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, node in inside


def floor(parts):
    """The floor of a module inside its room, or None for a file outside the order (apps, pure helpers)."""
    for number, names in enumerate(FLOORS):
        if parts and parts[0] in names:
            return number
    return None


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_imports_only_rooms_before_it(path):
    room = path.relative_to(ROOT).parts[0]
    allowed = set(ROOMS[: ROOMS.index(room) + 1])
    wrong = [m for m, _inside in imports(path) if m.split(".")[0] in ROOMS and m.split(".")[0] not in allowed]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_imports_only_files_before_it(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    room, own = parts[0], floor(parts[1:])
    if own is None:
        return
    wrong = []
    for module, _inside in imports(path):
        names = module.split(".")
        if names[0] != room:
            continue
        other = floor(names[1:])
        if other is not None and other > own:
            wrong.append(module)
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_room_is_wired_inside_functions(path):
    """services and selectors import at the top: a function-level import there means the design is wrong (craft §1)."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    if not {"services", "selectors"} & set(parts):
        return
    assert [m for m, inside in imports(path) if inside] == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_over_500_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500
