"""Kinds of work for the tests of the runners; imported by test processes and by the runners that they start."""

import os
import time
from pathlib import Path

from core import clock, jobs
from core.exceptions import Refused
from core.models import Beat


def note(path, word):
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(f"{word} {os.getpid()}\n")


@jobs.job("test.write", title="Ghi kết quả thử", steps=["Chuẩn bị", "Ghi"])
def write(progress, parameters):
    """Notes that it began, waits for the release file, then commits one row whose name tells who did it."""
    log = parameters["log"]
    progress(1, "đang chuẩn bị")
    note(log, "began")
    while not Path(parameters["release"]).exists():
        time.sleep(0.05)
    progress(2)

    def commit():
        Beat.objects.create(name=f"result {os.getpid()} {time.monotonic_ns()}", at=clock.now())
        return {"files": [], "links": [], "pid": os.getpid()}

    return commit


@jobs.job("test.plain", title="Việc thử")
def plain(progress, parameters):
    return {"echo": parameters}


@jobs.job("test.fail", title="Việc hỏng", steps=["Một"])
def fail(progress, parameters):
    progress(1)
    raise {"refused": Refused("Kỳ báo cáo chưa kết thúc. Ông/bà chọn kỳ khác."), "memory": MemoryError(),
           "storage": OSError("/var/lib/secret/path"), "limit": jobs.TimeLimit(), "bug": KeyError("/srv/ocop/x.py"),
           }[parameters["how"]]  # fmt: skip


@jobs.job("test.spin", title="Việc chạy mãi")
def spin(progress, parameters):
    note(parameters["log"], "began")
    while True:
        time.sleep(0.05)
        progress(1)
