"""The help page: the reader's own part stands open, the others fold below, whom to ask stands on every one."""

import re

import pytest

from ocop_portal import helptopics
from tests.evaluations import helpers as h

pytestmark = pytest.mark.django_db

ADDRESS = "/tro-giup/"


def open_titles(page):
    """Headings of the parts that are not folded."""
    return re.findall(r'<section class="panel pad stack help" id="[a-z-]+"><h2>([^<]+)</h2>', page.content.decode())


@pytest.mark.parametrize(
    ("who", "own"),
    [
        ("producer", {"producer"}), ("commune", {"commune"}), ("province", {"province"}), ("ministry", {"ministry"}),
        ("leadership", {"reader"}), ("admin", {"admin"}),
    ],
)  # fmt: skip
def test_each_person_meets_the_own_part_open(client, world, who, own):
    client.force_login(world.users[who])
    names = helptopics.titles()
    assert open_titles(client.get(ADDRESS)) == [names[key] for key in names if key in own] + ["Khi gặp khó, hỏi ai?"]


def test_a_seat_in_a_council_opens_the_part_on_scoring(client, world, django_assert_max_num_queries):
    h.council_of(world, level="province", unit=world.quang_tri, actor=world.province)
    names = helptopics.titles()
    for who, own in (("member1", ["member"]), ("chair", ["member", "chair"])):
        client.force_login(world.users[who])
        with django_assert_max_num_queries(6):
            page = client.get(ADDRESS)
        assert open_titles(page)[:-1] == [names[key] for key in own], who


def test_a_visitor_reads_the_six_steps_and_every_part(client):
    page = client.get(ADDRESS).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Xúc tiến thương mại" in text
    lacks = [title for title in helptopics.titles().values() if title not in text]
    assert lacks == []
    assert [text.count(words) for words in ("Nộp hồ sơ.", "Khai xung đột lợi ích", "Mẫu số 03")] == [1, 1, 1]
