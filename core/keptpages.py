"""Pages drawn from known values, kept by each process: drawn again as soon as one value differs (performance guide)."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class KeptPages:
    """The `size` pages asked for last. The key holds every value that the page shows, so a page is never an old one.

    Whoever keeps a page sees to it that it says nothing of the visitor: no name, no token, no moment.
    """

    def __init__(self, size: int):
        self.size = size
        self._pages: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, draw: Callable[[], object]):
        """The page of `key`; `draw` makes it where it is not kept."""
        page = self.peek(key)
        return self.keep(key, draw()) if page is None else page

    def peek(self, key: Hashable):
        """The page of `key` where it is kept, else None."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page):
        """Keep a page drawn elsewhere; returns it."""
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > self.size:
                self._pages.popitem(last=False)
        return page

    def clear(self) -> None:
        """Keep nothing: between tests, whose rows are taken back."""
        with self._lock:
            self._pages.clear()

    def __len__(self):
        return len(self._pages)
