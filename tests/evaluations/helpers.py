"""A product on its way through step 5, by the services alone. Short names for what every test of the room needs."""

from collections import defaultdict
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.text import search_text, sort_key
from evaluations.enums import Seat
from evaluations.models import Rubric
from evaluations.selectors.rubrics import rubric_spec
from evaluations.services import closing, councils, dossiers, intake, sessions, sheets
from evaluations.services.rubrics import load_rubrics
from evaluations.sheetfiles import load_sheet
from producers.models import Producer, ProducerMember
from products.models import Cycle, Product, ProductSet, Regulation
from products.services.regulations import load_regulations
from tests.world import PASSWORD

COFFEE = "26-2026/13"
PROCESSED_1048 = "1048-2019/07"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def ready(*codes):
    """Regulations, and the sheets named."""
    if not Regulation.objects.exists():
        load_regulations()
    load_rubrics(files=[load_sheet(code) for code in codes])


def completed_cycle(world, unit, member, *, code=COFFEE, name="Cà phê bột Sa Mù", number="HS-2026-000001"):
    """A cycle whose implementation is done, of a producer with one member."""
    regulation, _slash, set_number = code.partition("/")
    law = Regulation.objects.get(code=regulation)
    product_set = ProductSet.objects.get(regulation=law, number=set_number)
    common = {"unit": unit, "province": unit.province}
    producer = Producer.objects.create(
        name=f"HTX {name}", kind="cooperative", address="thôn 1", representative="Phan Thị Mơ", phone="0912345678",
        search_text=search_text(name), sort_key=sort_key(f"HTX {name}"), **common,
    )  # fmt: skip
    ProducerMember.objects.create(user=member, producer=producer)
    product = Product.objects.create(
        name=name, producer=producer, product_set=product_set, search_text=search_text(name), sort_key=sort_key(name),
        created_by=member, **common,
    )  # fmt: skip
    return Cycle.objects.create(
        number=number, product=product, producer=producer, year=clock.today().year, regulation=law,
        product_set=product_set, state="completed", search_text=search_text(name), **common,
    )  # fmt: skip


def upload(name="giay-to.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def places_for(rubric, total):
    """Places of a complete sheet that sum to `total` exactly, with the marks of the stars met as far as that goes."""
    spec = rubric_spec(rubric)
    marked = {mark.criterion for mark in spec.marks}
    needs = defaultdict(list)
    for code, criterion in spec.criteria.items():
        if criterion.applies_if:
            needs[criterion.applies_if.criterion].append(code)
    units = []  # per criterion (with the one that depends on it): (points, places), the preferred first
    for code, criterion in spec.criteria.items():
        if criterion.applies_if:
            continue
        ways = []
        for place in [0, *(o.place for o in criterion.options)]:
            points, places = criterion.points_at(place), {code: place}
            own = points
            for other in (spec.criteria[name] for name in needs[code]):
                places[other.code] = max(other.options, key=lambda o: o.points).place
                points += other.max_points if own >= other.applies_if.min_points else 0
            ways.append((points, places))
        ways.sort(key=lambda way: way[0], reverse=code in marked)
        units.append((code in marked, ways))
    units.sort(key=lambda unit: unit[0])
    reach = [{0}]  # sums that the units from here on can still give
    for _marked, ways in reversed(units):
        reach.append({rest + points for rest in reach[-1] for points, _places in ways})
    reach.reverse()
    assert total in reach[0]
    chosen, rest = {}, total
    for (_marked, ways), left in zip(units, reach[1:], strict=True):
        points, places = next(way for way in ways if rest - way[0] in left)
        chosen |= places
        rest -= points
    return chosen


def fresh(row):
    """The row as the database has it, relations forgotten."""
    return type(row).objects.get(pk=row.pk)


def filed_dossier(cycle, actor, self_total=70):
    dossier = dossiers.open_dossier(cycle=cycle, actor=actor)
    paper = dossiers.add_evidence(
        dossier=dossier, row="03", title="Hợp đồng vùng nguyên liệu", upload=upload(), actor=actor
    )
    dossiers.cite(evidence=paper, criterion="A.1.1", page_from=1, page_to=1, actor=actor)
    places = places_for(dossier.rubric, self_total)
    dossiers.save_self_assessment(dossier=dossier, places=places, actor=actor)
    return dossiers.file_dossier(dossier=dossier, actor=actor)


def checked_dossier(world, cycle, *, producer, commune=None, receiver):
    """Filed, reported by the commune where there is one, received and checked."""
    dossier = filed_dossier(cycle, producer)
    if commune:
        topics = dict.fromkeys(intake.TOPICS, "Xã xác nhận nội dung này.")
        intake.save_commune_report(
            dossier=dossier, topics=topics, number="12/BC-UBND", reported_on=clock.today(), actor=commune
        )
        intake.report_by_commune(dossier=dossier, actor=commune)
    intake.receive(dossier=dossier, actor=receiver)
    intake.save_advisory_note(dossier=dossier, note="Hồ sơ đủ thành phần.", actor=receiver)
    intake.check_dossier(dossier=dossier, actor=receiver)
    dossier.refresh_from_db()
    return dossier


def council_of(world, *, level, unit, actor, members=3, **settings):
    """A council with chair, secretary (who does not score), `members` others and an advisor. Signs in with PASSWORD."""
    council = councils.create_council(
        name="Hội đồng đánh giá, phân hạng sản phẩm OCOP", level=level, unit=unit, decision_number="2145/QĐ-UBND",
        decision_date=min(date(2026, 6, 1), clock.today()), rules_number="07/QC-HĐ", actor=actor, **settings,
    )  # fmt: skip
    seats = [(world.chair, Seat.CHAIR, True), (world.secretary, Seat.SECRETARY, False)]
    seats += [(world.users[f"member{n}"], Seat.MEMBER, True) for n in range(1, members + 1)]
    seats += [(world.advisor, Seat.ADVISOR, False)]
    for user, seat, scores in seats:
        councils.add_member(council=council, user=user, seat=seat, scores=scores, agency="Sở Công Thương", actor=actor)
    return council


def passwords(world, *names):
    for name in names or ("chair", "secretary", *(f"member{n}" for n in range(1, 10))):
        user = world.users[name]
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])


def open_session(world, council, dossiers_, actor):
    session = sessions.create_session(council=council, held_on=clock.today(), place="UBND tỉnh", actor=actor)
    sessions.schedule(session=session, dossiers=dossiers_, actor=actor)
    sessions.open_session(session=session, actor=actor)
    present = {m.pk: True for m in council.members.all()}
    sessions.record_presence(session=session, present=present, actor=world.secretary)
    session.refresh_from_db()
    return session


def fill(item, user, places, *, submit=True):
    """One member's whole way: no conflict, sheet opened, filled with a comment everywhere, and handed in."""
    if not item.conflicts.filter(member__user=user).exists():
        sheets.declare_conflict(item=item, has_conflict=False, actor=user)
    sheet = sheets.open_sheet(item=item, actor=user)
    answers = {code: (place, "Theo hồ sơ và mẫu sản phẩm.") for code, place in places.items()}
    saved = sheets.save_answers(
        sheet_id=sheet.pk, answers=answers, version=sheet.version, request_id=f"whole-sheet-{sheet.pk}", actor=user
    )
    if submit:
        sheets.submit_sheet(sheet=sheet, version=saved.version, password=PASSWORD, actor=user)
    sheet.refresh_from_db()
    return sheet


def scored(world, session, totals, users=None):
    """Every product of the session scored with these totals (one per scoring member), and locked by the chair."""
    users = users or [m.user for m in session.council.members.filter(scores=True)]
    for item in session.items.all():
        for user, total in zip(users, totals, strict=True):
            fill(item, user, places_for(item.rubric, total))
        closing.end_scoring(item=item, actor=world.chair)


def close(world, session):
    closing.close_session(session=session, password=PASSWORD, actor=world.chair)
    session.refresh_from_db()
    return session


def rubric_of(code):
    return Rubric.objects.get(code=code, retired_at__isnull=True)
