"""Reading rendered HTML back in tests: elements with attributes and text, in order."""

from html.parser import HTMLParser

VOID = {"input", "br", "hr", "meta", "link", "use", "path", "rect", "circle", "img", "line"}


class Element:
    """One element: `tag`, `attrs`, all `text` inside it, in one line."""

    def __init__(self, tag, attrs):
        self.tag, self.attrs, self.parts = tag, dict(attrs), []

    @property
    def text(self):
        return " ".join("".join(self.parts).split())


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.open = [], []

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs)
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.found.append(Element(tag, attrs))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open and self.open[-1].tag == tag, (
                f"</{tag}> closes {self.open[-1].tag if self.open else 'nothing'}"
            )
            self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element.parts.append(data)


def read(html):
    """All elements of the text in order; an element that is closed in the wrong place fails."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, f"left open: {[e.tag for e in reader.open]}"
    return reader.found


def one(html, tag, **attrs):
    """The only element of that tag with those attributes (`class_` for class)."""
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
    hits = [e for e in read(html) if e.tag == tag and all(e.attrs.get(k) == v for k, v in wanted.items())]
    assert len(hits) == 1, f"{len(hits)} of <{tag} {wanted}>"
    return hits[0]
