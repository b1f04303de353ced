"""What in the records speaks for a conflict of interest of a council member. Pure: facts in, hints out, no database.

No decision prints such a list; it is what councils ask about (guides of the project, practice of provinces). A hint
decides nothing: the member answers for himself, and the chair may rule. Names are compared folded, by surname and given
name, so a namesake is a hint too.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import clean_line, fold

# Words by which an agency is known to manage a source of support (products.enums.FundSource).
SOURCE_AGENCIES = {
    "science": ("khoa hoc va cong nghe",),
    "industry": ("cong thuong", "khuyen cong"),
    "extension": ("khuyen nong",),
}
SOURCE_WORDS = {
    "science": gettext_lazy("sự nghiệp khoa học và công nghệ"),
    "industry": gettext_lazy("khuyến công"),
    "extension": gettext_lazy("khuyến nông"),
    "local": gettext_lazy("ngân sách huyện, xã"),
}


@dataclass(frozen=True)
class Person:
    """A seat. `posts`: unit id -> its name, for every commune or district where the person holds a role."""

    user_id: int
    name: str
    agency: str = ""
    posts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Case:
    """A product as far as conflicts go.

    places: ids of the producer's commune and of the district above, in both maps. people: names in the papers with the
    part they play. helpers: user id -> what the person did for the dossier. sources: sources of support that was paid.
    """

    producer: str
    places: frozenset[int] = frozenset()
    members: frozenset[int] = frozenset()
    people: tuple[tuple[str, str], ...] = ()
    helpers: tuple[tuple[int, str], ...] = ()
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Hint:
    """`code` for tests and events, `says` for people: a clause without subject, after "Hệ thống thấy ông/bà"."""

    code: str
    says: str


def hints(person: Person, case: Case) -> tuple[Hint, ...]:
    """Everything that the records say against this person scoring this product, each once, in a fixed order."""
    found = []
    if person.user_id in case.members:
        found.append(Hint("member", _("là người của chủ thể “%(name)s” trên cổng này") % {"name": case.producer}))
    here = [name for pk, name in person.posts if pk in case.places]
    if here:
        found.append(Hint("commune", _("giữ vai trò tại %(place)s, nơi có chủ thể") % {"place": here[0]}))
    found += [Hint("helped", says) for pk, says in case.helpers if pk == person.user_id]
    found += [Hint("support", says) for says in _support(person, case, bool(here))]
    found += [Hint("family", says) for says in _family(person, case)]
    return tuple(dict.fromkeys(found))


def _support(person: Person, case: Case, here: bool):
    """The unit that paid for this cycle: its commune or district, or the agency that manages the source."""
    agency = fold(person.agency)
    for source in sorted(case.sources):
        words = {"source": SOURCE_WORDS.get(source, "")}
        if source == "local" and here:
            yield _("thuộc đơn vị đã hỗ trợ chu trình này bằng nguồn %(source)s") % words
        elif agency and any(word in agency for word in SOURCE_AGENCIES.get(source, ())):
            yield _("thuộc cơ quan quản lý nguồn %(source)s đã hỗ trợ chu trình này") % words


def _family(person: Person, case: Case):
    mine = ends(person.name)
    if mine is None or person.user_id in case.members:  # whose own name stands among the people
        return
    for name, part in case.people:
        if ends(name) == mine:
            yield _("có họ và tên giống %(part)s “%(name)s”") % {"part": part, "name": clean_line(name)}
    if f" {fold(person.name)} " in f" {fold(case.producer)} ":
        yield _("có họ tên nằm trong tên chủ thể “%(name)s”") % {"name": case.producer}


def ends(name: str) -> tuple[str, str] | None:
    """Folded surname and given name: first and last word. None for a name of one word."""
    words = fold(name).split(" ")
    return (words[0], words[-1]) if len(words) > 1 else None
