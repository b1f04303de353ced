"""Answers about reference tables (units, regulations, sets, sheets), kept by each process for a while (design §8).

They change with a release or a load command only. The process that loads forgets at once, the others after `SECONDS`.
"""

import functools
import time
from collections.abc import Callable

SECONDS = 300
_kept: dict[tuple, tuple[float, object]] = {}


def per_process(ask: Callable) -> Callable:
    """Keep what a function answers, by its (hashable) positional arguments. An empty answer is asked again next time."""

    @functools.wraps(ask)
    def answer(*key):
        place = (ask.__module__, ask.__qualname__, *key)
        until, found = _kept.get(place, (0.0, None))
        if until <= time.monotonic():
            found = ask(*key)
            if found:
                _kept[place] = (time.monotonic() + SECONDS, found)
        return found

    return answer


def forget() -> None:
    """Ask everything again: after a load, and between tests."""
    _kept.clear()
