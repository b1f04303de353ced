"""The cited page of an evidence paper opens in the browser's own reader, from the sheet, inside the sandbox (security §6)."""

import io

from PIL import Image

from evaluations.models import Citation
from tests.browser.conftest import PASSWORD
from tests.evaluations import helpers as h

GREEN, WHITE = "0 0.6 0.2 rg", "1 1 1 rg"


def pages(*fills):
    """A PDF whose pages are one colour each."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(fills)))
    parts = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(fills)}>>"]
    for number, fill in enumerate(fills):
        body = f"{fill} 0 0 595 842 re f"
        parts += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {4 + 2 * number} 0 R>>",
            f"<</Length {len(body)}>>stream\n{body}\nendstream",
        ]
    text, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(text))
        text += f"{number} 0 obj{part}endobj\n"
    start = len(text)
    text += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n" + "".join(f"{p:010d} 00000 n \n" for p in places)
    text += f"trailer<</Size {len(parts) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    return text.encode("ascii")


def greens(page) -> float:
    """Share of the picture that has the colour of the cited page."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    found = sum(count for count, (r, g, b) in picture.getcolors(picture.width * picture.height) if g > 120 > r + 40)
    return found / (picture.width * picture.height)


def test_the_cited_page_is_shown_by_the_browsers_reader(portal, monkeypatch):
    world, upload = portal.world, h.upload
    monkeypatch.setattr(h, "upload", lambda: upload(content=pages(WHITE, WHITE, GREEN)))
    h.ready(h.COFFEE)
    cycle = h.completed_cycle(world, world.le_thuy, world.producer)
    dossier = h.checked_dossier(world, cycle, producer=world.producer, commune=world.commune, receiver=world.province)
    council = h.council_of(world, level="province", unit=world.quang_tri, actor=world.province)
    item = h.open_session(world, council, [dossier], world.province).items.get()
    sheet = h.fill(item, world.member1, {"A.1.1": 1}, submit=False)
    Citation.objects.update(page_from=3, page_to=3)
    # A context that keeps the policy of the answers: the others of these tests go round it for axe.
    context = portal.browser.new_context(viewport={"width": 900, "height": 900}, locale="vi-VN")
    portal.contexts.append(context)
    page = context.new_page()
    page.goto(f"{portal.url}/tai-khoan/dang-nhap/")
    page.fill("input[name=username]", world.member1.username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_load_state()
    page.goto(portal.url + sheet.get_absolute_url())
    page.evaluate("document.querySelectorAll('details.sec').forEach(d => d.open = true)")
    policies = []
    context.on(
        "response", lambda r: policies.append(r.headers.get("content-security-policy")) if "/tep/" in r.url else None
    )
    with context.expect_page() as opened:
        page.locator(".cite a").first.click()
    reader = opened.value
    assert reader.url.endswith("/trang/3-3/")
    for _try in range(40):
        if greens(reader) > 0.25:
            break
        reader.wait_for_timeout(250)
    assert greens(reader) > 0.25, policies
