"""People at a browser: they open, fill in and press what a page offers; every page passed is checked."""

from evaluations.models import ScoreSheet
from tests.browser.conftest import PASSWORD, check_page, press_and_arrive
from tests.evaluations import helpers as h


class Person:
    """Somebody at a browser: opens, fills by field name, presses by the words on the button."""

    def __init__(self, portal, who, **options):
        self.portal = portal
        self.page = portal.page(portal.world.users[who], **options)

    def open(self, path, shot=None):
        self.page.goto(self.portal.url + path)
        check_page(self.page, shot)
        return self

    def fill(self, **fields):
        for name, value in fields.items():
            box = self.page.locator(f"main [name='{name}']").first
            kind = box.evaluate("e => e.tagName + ':' + e.type")
            if kind.startswith("SELECT"):
                box.select_option(str(value))
            elif kind in ("INPUT:radio", "INPUT:checkbox"):
                if value is True:
                    box.check()
                else:
                    self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind == "INPUT:file":
                box.set_input_files(value)
            else:
                box.fill(str(value))
        return self

    def press(self, words, shot=None, exact=True):
        press_and_arrive(self.page, self.page.locator("main").get_by_role("button", name=words, exact=exact).first)
        check_page(self.page, shot)
        return self

    def follow(self, words, shot=None):
        press_and_arrive(self.page, self.page.locator("main").get_by_role("link", name=words).first)
        check_page(self.page, shot)
        return self

    def reads(self, *texts):
        shown = " ".join(self.page.locator("body").inner_text().split())
        lacks = [t for t in texts if t not in shown]
        assert lacks == [], (self.page.url, shown[:1500])
        return self

    def act(self, cycle, name, words):
        """A row of the cycle's table, on its own page."""
        return self.open(f"/quan-ly/ho-so/{cycle.pk}/chuyen/{name}/").press(words)


def choose(person, places):
    """Open every section and tick the option at each place, all in one go as a fast reader would."""
    person.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for code, place in places.items():
        person.page.locator(f"[name='p-{code}'][value='{place}']").check()


def scored(member, user, item, total):
    """Declare (once), tick every criterion with a remark on each, hand the sheet in with the password."""
    if not item.conflicts.filter(member__user=user).exists():
        member.open(f"/danh-gia/san-pham/{item.pk}/xung-dot/").fill(has_conflict="0").press("Gửi lời khai")
    member.page.goto(f"{member.portal.url}/danh-gia/san-pham/{item.pk}/")
    if member.page.locator("main").get_by_role("button", name="Mở phiếu chấm").count():
        member.press("Mở phiếu chấm")
    sheet = ScoreSheet.objects.get(item=item, member__user=user, scoring_round=item.scoring_round)
    member.open(f"/danh-gia/phieu/{sheet.pk}/", "sheet-1280" if user.username == "hd1" else None)
    choose(member, h.places_for(item.rubric, total))
    member.page.evaluate(
        "document.querySelectorAll(\"#phieu textarea[name^='c-']\").forEach(t => t.value = 'Theo hồ sơ và mẫu sản phẩm.')"
    )
    member.press("Lưu và nộp phiếu").reads(str(total))
    member.fill(password=PASSWORD).press("Nộp phiếu")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total) == ("submitted", total)
