"""Reads the facts that `evaluations.conflictrules` asks for: six queries for a product, however many seats."""

from django.utils.translation import gettext as _

from accounts.models import RoleAssignment
from core import clock
from core.models import AuditEvent
from core.scope import COMMUNE, DISTRICT
from districts.models import UnitSuccession
from evaluations.conflictrules import Case, Hint, Person, hints
from evaluations.models import CommuneReport, Conflict, Evidence, SessionProduct
from producers.models import Attendance, ProducerMember
from products.models import Idea, SupportGrant


def hints_for(item: SessionProduct, members: list) -> dict[int, tuple[Hint, ...]]:
    """CouncilMember key -> hints on this product, for the seats given (with their users read)."""
    case = _case(item)
    posts = _posts([m.user_id for m in members])
    found = {}
    for member in members:
        person = Person(member.user_id, member.user.full_name, member.agency, tuple(posts.get(member.user_id, ())))
        found[member.pk] = hints(person, case)
    return found


def conflict_rows(item: SessionProduct) -> list[dict]:
    """Every scoring seat with its own answer, the chair's ruling and the hints; for those who preside or keep."""
    members = list(item.session.council.members.filter(scores=True).select_related("user"))
    answers = {a.member_id: a for a in Conflict.objects.filter(item=item).select_related("ruled_by")}
    found = hints_for(item, members)
    return [{"member": m, "answer": answers.get(m.pk), "hints": found[m.pk]} for m in members]


def _posts(users: list[int]) -> dict[int, list[tuple[int, str]]]:
    """User -> (unit, name) of the commune and district roles held today."""
    today = clock.today()
    rows = RoleAssignment.objects.filter(user_id__in=users, role__in=[COMMUNE, DISTRICT], ended_at__isnull=True)
    found: dict[int, list] = {}
    for row in rows.select_related("unit").order_by("pk"):
        if (row.valid_from or today) <= today <= (row.valid_to or today):
            found.setdefault(row.user_id, []).append((row.unit_id, row.unit.full_name))
    return found


def _case(item: SessionProduct) -> Case:
    cycle = item.cycle
    producer = cycle.producer
    members = list(ProducerMember.objects.filter(producer=producer).select_related("user"))
    people = [(producer.representative, _("người đại diện của chủ thể"))]
    people += [(m.user.full_name, _("người của chủ thể")) for m in members]
    idea = Idea.objects.filter(cycle=cycle).first()
    if idea and idea.entered_for:
        people.append((idea.entered_for, _("người đứng tên phiếu ý tưởng")))
    people += [(name, _("người dự tập huấn của chủ thể")) for name in _attended(producer)]
    return Case(
        producer=producer.name,
        places=_places({cycle.unit_id, producer.unit_id}, {cycle.unit.parent_id}, cycle.province_id),
        members=frozenset(m.user_id for m in members),
        people=tuple((name, part) for name, part in dict(reversed(people)).items() if name.strip()),
        helpers=tuple(_helpers(item, idea, {m.user_id for m in members})),
        sources=frozenset(SupportGrant.objects.filter(cycle=cycle, paid__gt=0).values_list("source", flat=True)),
    )


def _attended(producer):
    return Attendance.objects.filter(producer=producer).order_by("pk").values_list("person", flat=True)


def _places(units: set, above: set, province_id: int) -> frozenset[int]:
    """The communes with their forerunners and successors, and the district above; never the whole province."""
    units = {pk for pk in units | above if pk and pk != province_id}
    for old, new in UnitSuccession.objects.filter(old__in=units).values_list("old_id", "new_id"):
        units |= {old, new}
    for old, new in UnitSuccession.objects.filter(new__in=units).values_list("old_id", "new_id"):
        units |= {old, new}
    return frozenset(units)


def _helpers(item: SessionProduct, idea: Idea | None, members: set[int]):
    """(user, clause) of those who wrote papers of this dossier without being the producer's own people."""
    dossier = item.dossier
    report = CommuneReport.objects.filter(dossier=dossier).values_list("written_by_id", flat=True).first()
    if report:
        yield report, _("đã lập báo cáo của xã cho hồ sơ này")
    entered = set(Evidence.objects.filter(dossier=dossier).values_list("added_by_id", flat=True))
    entered |= {idea.entered_by_id} if idea else set()
    for pk in sorted(entered - members):
        yield pk, _("đã nhập hồ sơ này thay chủ thể")
    notes = AuditEvent.objects.filter(
        verb="dossier.advisory_note", object_type="evaluations.dossier", object_id=str(dossier.pk)
    )
    for pk in sorted({pk for pk in notes.values_list("actor_id", flat=True) if pk}):
        yield pk, _("đã ghi ý kiến của tổ tư vấn về hồ sơ này")
