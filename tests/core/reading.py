"""The words of an answer as a person reads them."""

import re
from html.parser import HTMLParser


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.depth = [], 0

    def handle_starttag(self, tag, attrs):
        self.depth += tag in ("script", "title", "head")

    def handle_endtag(self, tag):
        self.depth -= tag in ("script", "title", "head")

    def handle_data(self, data):
        if not self.depth:
            self.words.append(data)


def text_of(response):
    """All text of the body, white space joined, one space between elements."""
    reader = _Words()
    reader.feed(response.content.decode())
    return re.sub(r"\s+", " ", " ".join(reader.words)).replace("\u00a0", " ").strip()
