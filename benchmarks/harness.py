"""Paired timing, statistics, memory, child processes and RESULTS.md. Knows nothing of what is measured."""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "RESULTS.md"
HEAD = "# Benchmarks\n\nWritten by `make bench`. Ratios of one run count; absolute times belong to the machine named beside them.\n"


# --- statistics --------------------------------------------------------------------------------------------------------


def median(values: list[float]) -> float:
    """The middle value, or the mean of the two middle ones. ValueError without values."""
    return percentile(values, 50)


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` per cent lie, interpolated between neighbours. ValueError without values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = (len(ordered) - 1) * share / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def paired_ratio(upper: list[float], lower: list[float]) -> float:
    """Median of the ratios round by round: a neighbour's load in one round touches both sides of that round only."""
    return median([a / b for a, b in zip(upper, lower, strict=True)])


def interleave(names: list[str], rounds: int, measure: Callable[[str], object]) -> dict[str, list]:
    """`measure(name)` for every name in each of `rounds` rounds; the order turns by one each round (ABC BCA CAB …)."""
    found: dict[str, list] = {name: [] for name in names}
    for turn in range(rounds):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            found[name].append(measure(name))
    return found


@dataclass
class Rates:
    """What one target showed: requests per second of each round, all latencies in milliseconds."""

    per_second: list[float] = field(default_factory=list)
    millis: list[float] = field(default_factory=list)

    def add(self, slice_: dict) -> None:
        self.per_second.append(len(slice_["millis"]) / slice_["seconds"])
        self.millis += slice_["millis"]

    @property
    def p50(self) -> float:
        return percentile(self.millis, 50)

    @property
    def p95(self) -> float:
        return percentile(self.millis, 95)


# --- processes ---------------------------------------------------------------------------------------------------------


def peak_mb(pid: int) -> float:
    """Largest resident memory that a process ever had, in MB of 1,000,000 bytes (VmHWM of /proc)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise ValueError(f"process {pid} has no VmHWM")


def children(pid: int) -> list[int]:
    """Direct children of a process."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


class Talker:
    """A Python child that answers one line of JSON for each line of JSON: python -m MODULE."""

    def __init__(self, module: str, env: dict[str, str] | None = None):
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, question: dict) -> dict:
        """The child's answer. RuntimeError when it ended, or when the answer carries an error."""
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the child ended with {self.process.wait()}")
        answer = json.loads(line)
        if answer.get("error"):
            raise RuntimeError(answer["error"])
        return answer

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def answer_lines(answer: Callable[[dict], dict]) -> None:
    """The child's side of `Talker`: one answer for each line until the input ends."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


@contextmanager
def web_server(port: int, settings: str):
    """gunicorn as `make run` starts it (one gthread worker, four threads); yields the master's process id."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "ocop_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1",
         "--worker-class", "gthread", "--threads", "4", "--keep-alive", "5", "--log-level", "warning"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings},
    )  # fmt: skip
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


# --- RESULTS.md --------------------------------------------------------------------------------------------------------


def machine(postgres: str) -> str:
    """What the run stood on: cores, memory, versions. No host name and no path."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%d/%m/%Y}; {os.cpu_count()} cores, {pages:.0f} GB; Linux; "
        f"Python {platform.python_version()}; PostgreSQL {postgres}; load average at the end {load:.1f}"
    )


def table(head: list[str], rows: list[list]) -> str:
    """A Markdown table; the first column is text, the others stand at the right."""
    lines = [" | ".join(head), " | ".join(["---"] + ["---:"] * (len(head) - 1))]
    lines += [" | ".join(str(cell) for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def verdict(value: float, goal: float, *, at_least: bool = False) -> str:
    """met, or missed, against a goal."""
    return "met" if (value >= goal if at_least else value <= goal) else "**missed**"


def write_section(name: str, text: str, path: Path = RESULTS) -> None:
    """Replace one section of RESULTS.md and leave the others as they are."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    block = f"{begin}\n{text.strip()}\n{end}\n"
    old = path.read_text(encoding="utf-8") if path.exists() else HEAD
    if begin in old:
        before, rest = old.split(begin, 1)
        new = before + block + rest.split(end, 1)[1].lstrip("\n")
    else:
        new = old.rstrip("\n") + "\n\n" + block
    path.write_text(new, encoding="utf-8")


def wait_until(ready: Callable[[], bool], seconds: float, what: str) -> None:
    """Return once `ready()` is true; RuntimeError after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return
        time.sleep(0.1)
    raise RuntimeError(f"{what} did not come up in {seconds:.0f} s")
