"""Lists of step 1: search without marks, filters, files, a constant number of queries."""

from datetime import date

import pytest
from django.urls import reverse

from producers import step1_services as services

pytestmark = pytest.mark.django_db


def sign_in(client, world, name):
    client.force_login(world.users[name])
    return client


@pytest.fixture
def held(tea):
    """Two activities and two courses, of two communes and two years."""
    for unit, actor, title, day, channel, audience in (
        (tea.le_thuy, tea.commune, "Hội nghị ở thôn Đông Thành", date(2026, 3, 1), "meeting", "producers"),
        (
            tea.truong_phu,
            tea.neighbour_commune,
            "Phát thanh về tiêu chí mới",
            date(2025, 3, 1),
            "broadcast",
            "officers",
        ),
    ):
        services.add_outreach(actor=actor, unit=unit, held_on=day, title=title, channel=channel, people=45)
        services.add_course(actor=actor, unit=unit, held_on=day, title=title, audience=audience)
    return tea


def titles(client, name, **query):
    return [row.title[:4] for row in client.get(reverse(f"producers:{name}"), query).context["page"]]


@pytest.mark.parametrize(("name", "first"), [("outreach", "meeting"), ("courses", "producers")])
def test_lists_are_searched_filtered_and_sorted(client, held, name, first):
    sign_in(client, held, "province")
    assert titles(client, name) == ["Hội ", "Phát"]
    assert titles(client, name, sort="cu") == ["Phát", "Hội "]
    assert titles(client, name, q="dong thanh") == ["Hội "]
    assert titles(client, name, q="le thuy") == ["Hội "]
    assert titles(client, name, nam="2025") == ["Phát"]
    assert titles(client, name, loai=first) == ["Hội "]
    assert titles(client, name, dv=held.truong_phu.pk) == ["Phát"]
    assert titles(client, name, nam="năm") == ["Hội ", "Phát"]
    assert "Không có dòng nào khớp" in client.get(reverse(f"producers:{name}"), {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("name", ["outreach", "courses"])
def test_a_wrong_form_under_a_filter_keeps_both(client, held, name):
    answer = sign_in(client, held, "commune").post(reverse(f"producers:{name}") + "?q=dong+thanh", {"title": "Lớp mới"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Lớp mới" in page and "Tìm “dong thanh”" in page


@pytest.mark.parametrize("name", ["outreach", "courses"])
@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_a_constant_number(client, tea, django_assert_num_queries, name, count):
    for number in range(1, count + 1):
        day = date(2026, 3, number)
        services.add_outreach(actor=tea.commune, unit=tea.le_thuy, held_on=day, title="A", channel="meeting")
        services.add_course(actor=tea.commune, unit=tea.le_thuy, held_on=day, title="A", audience="producers")
    sign_in(client, tea, "leadership")
    client.get(reverse(f"producers:{name}"))
    with django_assert_num_queries(3 + 3):  # units, count, rows; beside session, user, roles
        page = client.get(reverse(f"producers:{name}"))
    assert page.context["page"].paginator.count == count


@pytest.mark.parametrize("name", ["outreach", "courses"])
def test_files_are_for_offices_of_the_province(client, held, name):
    url = reverse(f"producers:{name}_export")
    assert sign_in(client, held, "commune").get(url).status_code == 403
    sign_in(client, held, "province")
    lines = b"".join(client.get(url, {"nam": "2026"}).streaming_content).decode().splitlines()
    assert (len(lines), lines[1].startswith("Hội nghị ở thôn Đông Thành,")) == (2, True)
    assert client.get(url, {"dang": "xlsx"}).content[:2] == b"PK"
