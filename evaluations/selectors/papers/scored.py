"""A closed product as the papers tell it: from the frozen result, with the session's conflicts, abstentions and absences."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from core.models import AuditEvent
from evaluations.enums import FindingKind, KnockoutProposalState, PaperSheetState, Seat, SheetState
from evaluations.models import Finding, PaperEntry, Presence, Result, ScoreSheet, SessionProduct, SheetReopening
from evaluations.scoring import sheet_points
from evaluations.selectors.certificates import place_text
from evaluations.selectors.outcomes import evaluate
from evaluations.selectors.results import Rights, council_rights, deciding_results, result_rights
from evaluations.selectors.rubrics import rubric_spec
from products.enums import CycleState

SEATS = {
    Seat.CHAIR: "Chủ tịch Hội đồng", Seat.VICE_CHAIR: "Phó Chủ tịch Hội đồng", Seat.SECRETARY: "Thư ký Hội đồng",
    Seat.MEMBER: "Ủy viên", Seat.ADVISOR: "Tổ tư vấn",
}  # fmt: skip
VERDICTS = {
    KnockoutProposalState.PROPOSED: "Hội đồng chưa kết luận", KnockoutProposalState.ACCEPTED: "Hội đồng chấp nhận",
    KnockoutProposalState.REJECTED: "Hội đồng không chấp nhận",
}  # fmt: skip
# States in which the level that holds a product has decided on a result, or decides.
DECIDABLE = (CycleState.CLOSED, CycleState.HANDED_BACK, CycleState.RECOGNISED, CycleState.NOT_RECOGNISED)
KINDS = {"first": "Lần đầu", "upgrade": "Nâng hạng", "renewal": "Đánh giá lại"}


def points(text) -> str:
    """ "71,67" from "71.67"; a dash where nothing was counted."""
    return str(text).replace(".", ",") if text not in (None, "") else "-"


@dataclass(frozen=True)
class ScoringRound:
    """One round of one product: member key -> total, with what the engine says of it."""

    number: int
    totals: dict[str, int]
    average: str
    spread: str
    too_wide: bool


@dataclass
class Scored:
    """One product of a closed session."""

    item: SessionProduct
    result: Result
    rights: Rights
    rounds: list[ScoringRound]
    recused: dict[str, str] = field(default_factory=dict)  # member key -> reason, or the ruling
    on_paper: list[tuple[int, str, str]] = field(default_factory=list)  # round, member key, what was done
    reopened: list[tuple[str, str]] = field(default_factory=list)  # member key, reason
    abstained: list[tuple[int, str, str]] = field(default_factory=list)  # round, member key, reason
    unsubmitted: list[tuple[int, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)  # of each further round
    from_above: bool = False  # the result is that of the level above, which handed it back

    @property
    def undecided(self) -> bool:
        """Whether the level that holds the product has still to decide on it."""
        return self.item.cycle.state in (CycleState.CLOSED, CycleState.HANDED_BACK)

    @property
    def name(self) -> str:
        return self.item.cycle.product.name

    @property
    def producer(self) -> str:
        return self.item.cycle.producer.name

    @property
    def place(self) -> str:
        return place_text(self.item.cycle)

    @property
    def output(self) -> dict:
        return self.result.data["output"]

    @property
    def council(self) -> dict:
        return self.result.data["input"]["council"]

    @property
    def average(self) -> str:
        return points(self.result.average_shown)

    @property
    def rank(self) -> str:
        """ "4 sao", or "Không xếp hạng"."""
        return f"{self.result.stars} sao" if self.result.stars else "Không xếp hạng"

    @property
    def spec(self):
        return rubric_spec(self.item.rubric)

    def marks_lowering(self) -> list[str]:
        """Sentences of the marks that keep the product below the stars of its points."""
        found = []
        for gate in self.output["gates_failed"]:
            if self.result.band and gate["stars"] <= self.result.band:
                criterion = self.spec.criteria[gate["criterion"]]
                found.append(
                    f"Tiêu chí {gate['criterion']} ({lower_first(criterion.name)}): hạng {gate['stars']} sao cần ít nhất "
                    f"{gate['required']} điểm; {gate['met_by']}/{self.result.counted} phiếu đạt mức này"
                )
        return found

    def knockouts(self) -> list[str]:
        """Sentences of the knock-outs in force, with the session's note where it found them itself."""
        notes = {f.ref: f.note for f in self.findings if f.kind == FindingKind.KNOCKOUT}
        found = []
        for name in self.output["knockouts"]:
            label = self.spec.knockout(name).label.rstrip(".;")
            how = f"; Hội đồng kết luận: {notes[name].rstrip('.')}" if notes.get(name) else ""
            found.append(f"Điểm loại {name}: {label}{how}")
        return found

    def joint(self) -> list[str]:
        """The council's joint finding per criterion, under the rule `joint`."""
        found = []
        for code, place in self.result.data["input"]["findings"]["joint"].items():
            criterion = self.spec.criteria[code]
            chosen = "không đáp ứng" if not place else criterion.options[place - 1].label.rstrip(".;")
            found.append(f"Tiêu chí {code}: {chosen} ({criterion.points_at(place)} điểm)")
        return found

    def proposals(self) -> list[str]:
        """Knock-outs that members proposed on their sheets, with what the session concluded."""
        names = {key: row["name"] for key, row in self.result.data["members"].items()}
        found = []
        for row in self.result.data.get("proposals", []):
            reason, answer = row["reason"].strip().rstrip("."), row["decision_reason"].strip().rstrip(".")
            why = f" ({answer})" if answer else ""
            found.append(
                f"{names.get(row['member'], row['member'])} đề nghị {row['ref']}: {reason}; {VERDICTS[row['state']]}{why}"
            )
        return found

    def averages(self) -> list[tuple[str, str, int, str]]:
        """Per criterion: code, name, most points, the council's average with two decimals, over the counted sheets."""
        sums: Counter[str] = Counter()
        counted = {sheet["member"] for sheet in self.output["sheets"] if sheet["complete"]}
        zeroed = frozenset(
            name for name in self.output["knockouts"] if self.spec.knockout(name).effect == "requirement"
        )
        for sheet in self.result.data["input"]["sheets"]:
            if sheet["member"] in counted:
                sums.update(sheet_points(self.spec, sheet["choices"], zeroed).points)
        number = len(counted) or 1
        return [
            (code, criterion.name, criterion.max_points, _mean(sums[code], number))
            for code, criterion in self.spec.criteria.items()
        ]


def _mean(total: int, number: int) -> str:
    return points((Decimal(total) / number).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def lower_first(text: str) -> str:
    """A name inside a sentence: capitals only where the whole word has them."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def scored_items(session) -> list[Scored]:
    """Every product of a closed session, in its order."""
    results = (
        Result.objects.filter(item__session=session)
        .select_related(
            "item__session__council", "item__rubric__product_set", "item__cycle__product__producer",
            "item__cycle__producer", "item__cycle__regulation", "item__cycle__unit__parent", "item__cycle__province",
            "item__cycle__product_set", "item__dossier",
        )
        .order_by("item__position")
    )  # fmt: skip
    found = {r.item_id: Scored(r.item, r, council_rights(r.item.cycle, r), _rounds(r)) for r in results}
    for one in found.values():
        one.recused = {row["member"]: _recusal(row) for row in one.result.data.get("recusals", [])}
    for row in SheetReopening.objects.filter(sheet__item__in=found).select_related("sheet").order_by("pk"):
        found[row.sheet.item_id].reopened.append((str(row.sheet.member_id), row.reason))
    sheets = ScoreSheet.objects.filter(item__in=found).exclude(state=SheetState.SUBMITTED)
    for sheet in sheets.order_by("scoring_round", "member__position", "pk"):
        scored, member = found[sheet.item_id], str(sheet.member_id)
        if member in scored.recused:
            continue
        if sheet.state == SheetState.ABSTAINED:
            scored.abstained.append((sheet.scoring_round, member, sheet.remark))
        else:
            scored.unsubmitted.append((sheet.scoring_round, member))
    for entry in PaperEntry.objects.filter(item__in=found, state=PaperSheetState.FILLED).order_by(
        "scoring_round", "member"
    ):
        found[entry.item_id].on_paper.append((entry.scoring_round, str(entry.member_id), _entry(entry)))
    for finding in Finding.objects.filter(item__in=found).order_by("kind", "ref"):
        found[finding.item_id].findings.append(finding)
    _rescore_reasons(session, found)
    return list(found.values())


def deciding_items(scored: list[Scored]) -> list[Scored]:
    """The same products by the result that a decision on them rests on: their own, or the centre's handed back (Art. 7.4.g).

    In: the products of one closed session. Left out is what is being evaluated again, or was since in another session.
    """
    held = [one for one in scored if one.item.cycle.level == one.item.session.council.level]
    results = deciding_results([one.item for one in held]) if held else {}
    found = []
    for one in scored:
        told = results.get(one.item.pk) if one in held else one.result
        if told is None or (one in held and one.item.cycle.state not in DECIDABLE):
            continue
        found.append(one if told.pk == one.result.pk else _handed_back(one, told))
    return found


def _handed_back(one: Scored, result: Result) -> Scored:
    findings = Finding.objects.filter(item=result.item_id).order_by("kind", "ref")
    rights = result_rights(one.item.cycle, result)
    return Scored(one.item, result, rights, _rounds(result), findings=list(findings), from_above=True)


def _entry(entry: PaperEntry) -> str:
    """Which paper, why, and how two readings became one."""
    found = f"mã phiếu {entry.code}; lý do dùng phiếu giấy: {entry.reason.strip().rstrip('.;')}"
    if entry.resolution.strip():
        found += f"; chỗ khác nhau giữa hai lần nhập: {entry.resolution.strip().rstrip('.;')}"
    return found


def _recusal(row: dict) -> str:
    """The member's own reason, and the ruling of whoever presided where there was one."""
    said = [row["reason"].strip().rstrip(".;")] if row["reason"].strip() else []
    if row["ruling"].strip():
        said.append(f"theo kết luận của {row['ruled_by']}: {row['ruling'].strip().rstrip('.;')}")
    return "; ".join(said)


def _rounds(result: Result) -> list[ScoringRound]:
    """Earlier rounds scored again by the engine from their kept answers, then the one that counts."""
    earlier: dict[int, list] = {}
    for sheet in result.data["earlier_rounds"]:
        earlier.setdefault(sheet["round"], []).append({"member": sheet["member"], "choices": sheet["choices"]})
    rounds = []
    for number, sheets in sorted(earlier.items()):
        case = {**result.data["input"], "sheets": sheets}
        told = evaluate(result.item.rubric, case)
        rounds.append(
            ScoringRound(
                number, {str(m): p.total for m, p in told.sheets if p.complete}, points(told.average_shown),
                str(told.spread), told.needs_rescore,
            )
        )  # fmt: skip
    output = result.data["output"]
    totals = {sheet["member"]: int(sheet["total"]) for sheet in output["sheets"] if sheet["complete"]}
    last = max([0, *earlier]) + 1
    rounds.append(ScoringRound(last, totals, points(output["average"]), output["spread"], output["needs_rescore"]))
    return rounds


def _rescore_reasons(session, found: dict[int, Scored]) -> None:
    """Why the chair ordered another round: the reasons stand in the audit chain."""
    cycles = {str(scored.item.cycle_id): scored for scored in found.values()}
    events = AuditEvent.objects.filter(
        verb="cycle.rescore", object_type="products.cycle", object_id__in=cycles, refused=False
    )
    for event in events.order_by("number"):
        if event.after.get("session") == session.pk:
            cycles[event.object_id].reasons.append(event.reason)


def proposal(scored: Scored, ground) -> str:
    """What the council proposes for the product, as a clause."""
    rights, stars = scored.rights, scored.result.stars
    if rights.goes_up:
        upper = ground.upper(rights.level.forwards_to)
        up = f"trình phê duyệt kết quả, chuyển hồ sơ đề nghị {upper} đánh giá, phân hạng"
        return f"công nhận hạng {stars} sao hoặc {up}" if rights.recognised else up
    if rights.recognised:
        return f"công nhận sản phẩm đạt hạng {stars} sao"
    if rights.level.hands_back:
        held = f"đạt hạng {stars} sao" if stars else "không xếp hạng"
        return f"{held}, chưa đạt 5 sao; chuyển kết quả về cấp tỉnh quyết định theo điểm g khoản 4 Điều 7"
    if stars:
        return f"đạt hạng {stars} sao; không thuộc diện cấp giấy chứng nhận"
    return "không xếp hạng"


def presences(session) -> dict[int, Presence]:
    return {p.member_id: p for p in session.presences.all()}


@dataclass(frozen=True)
class SeatView:
    """A seat as the results froze it; before the closing as it stands."""

    pk: int
    name: str
    agency: str
    seat: str
    scores: bool


def seats_of(session, scored: list[Scored]) -> list[SeatView]:
    """The council's seats in its order, with the names and agencies of the day of closing."""
    frozen = scored[0].result.data["members"] if scored else {}
    found = []
    for member in session.council.members.select_related("user"):
        kept = frozen.get(str(member.pk))
        if frozen and kept is None:
            continue  # came to the council after the closing
        name, agency = (kept["name"], kept["agency"]) if kept else (member.user.full_name, member.agency)
        found.append(SeatView(member.pk, name, agency, kept["seat"] if kept else member.seat, member.scores))
    return found
