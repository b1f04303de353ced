"""Official papers: drafts from frozen data, issue with number, day and signer, corrections as new versions.

Sources: 26/2026/QĐ-TTg Art. 7.3 (report of team and council, submission, decision, notice); Decree 30/2020/NĐ-CP
(number, day, signer). What is issued never changes; its files are drawn by a job from the stored data alone.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from core import audit, clock, files, jobs
from core.audit import digest
from core.exceptions import NotAllowed, Refused, Stale
from core.formats import show_date
from core.models import File
from core.retries import repeatable
from core.text import clean_line, nfc
from evaluations import messages
from evaluations.enums import InvitedBy, PaperKind, PaperState, SessionState
from evaluations.models import Certificate, IssuedPaper
from evaluations.papers import blocks
from evaluations.selectors.papers.build import build
from evaluations.selectors.papers.listing import DECISIONS, SEALED_KINDS, Facts, Target, facts_of, may_make, missing
from evaluations.services.sessionplans import record_invitations

JOB = "evaluations.papers"
FILES = "evaluations.paper"
BATCH = 60  # papers of one job: well inside the time limit of the runners; printed sheets weigh as many as their copies


def target_of(paper: IssuedPaper) -> Target:
    """What a paper is about, from its row."""
    return Target(paper.kind, paper.session, paper.item, paper.member, paper.sheet, paper.decision)


def _require(actor, target: Target) -> Facts:
    facts = facts_of(actor, target.session)
    says = may_make(actor, target, facts)
    if says:
        raise NotAllowed(says, code="not_your_paper", obj=target.session)
    return facts


def _province(paper: IssuedPaper) -> int | None:
    return paper.session.council.province_id if paper.session_id else paper.certificate.product.province_id


def _record(verb: str, paper: IssuedPaper, actor, at, *, reason: str = "", **after) -> None:
    audit.record(
        verb, actor=actor, obj=paper, parent=paper.session or paper.certificate, at=at, province_id=_province(paper),
        after={"kind": paper.kind, "subject": paper.subject, "version": paper.version, "hash": paper.hash, **after},
        reason=reason,
    )  # fmt: skip


@transaction.atomic
def make_paper(*, target: Target, actor, at: datetime | None = None) -> IssuedPaper:
    """Make the paper of a target, or build its draft anew from what stands now.

    A sealed kind (member's slip, printed sheets) is in force at once: the same words lead to the same row, other words
    to the next version. In order: rows, event `paper.draft` (`paper.issue` for a sealed kind). Refused with what has to
    happen first, and for a paper that is issued already.
    """
    says = missing(actor, target, _require(actor, target))
    if says:
        raise Refused(says, code="missing", obj=target.session)
    known = IssuedPaper.objects.filter(kind=target.kind, subject=target.subject)
    draft = known.filter(state=PaperState.DRAFT).first()
    if draft:
        return _rebuild(draft, draft.entered, actor, at)
    if target.kind in SEALED_KINDS:
        return _sealed(target, known, actor, at)
    if known.filter(state=PaperState.ISSUED).exists():
        raise Refused(messages.PAPER_ISSUED, code="issued", obj=target.session)
    paper = _new(target, 1, actor, at)
    _record("paper.draft", paper, actor, at)
    return paper


def _new(target: Target, version: int, actor, at, *, correction: str = "", entered: dict | None = None) -> IssuedPaper:
    paper = IssuedPaper(
        kind=target.kind, subject=target.subject, version=version, session=target.session, item=target.item,
        member=target.member, sheet=target.sheet, decision=target.decision, correction=correction, entered=entered or {},
        created_at=at or clock.now(), created_by=None if actor is audit.SYSTEM else actor,
    )  # fmt: skip
    paper.data = build(paper)
    paper.hash, paper.template = digest(paper.data), paper.data["template"]
    paper.full_clean()
    paper.save()
    return paper


def _sealed(target: Target, known, actor, at) -> IssuedPaper:
    """A sealed kind: the row in force when it says the same, else the next version, with the old one replaced."""
    last = known.aggregate(last=Max("version"))["last"] or 0
    moment = at or clock.now()
    paper = IssuedPaper(
        kind=target.kind, subject=target.subject, version=1, session=target.session, item=target.item,
        member=target.member, sheet=target.sheet, created_at=moment,
        created_by=None if actor is audit.SYSTEM else actor,
    )  # fmt: skip
    paper.data = build(paper)
    paper.hash, paper.template = digest(paper.data), paper.data["template"]
    current = known.filter(state=PaperState.ISSUED).first()
    if current and current.hash == paper.hash:
        return current
    if current and known.filter(pk=current.pk, state=PaperState.ISSUED).update(state=PaperState.REPLACED) != 1:
        raise Stale(messages.PAPER_NOT_DRAFT, code="stale", obj=target.session)
    paper.version, paper.state = last + 1, PaperState.ISSUED
    paper.issued_on = date.fromisoformat(paper.data["letter"]["on"] or paper.data["built_on"])
    paper.issued_at, paper.issued_by = moment, paper.created_by
    paper.full_clean()
    paper.save()
    _record("paper.issue", paper, actor, at, on=paper.issued_on)
    return paper


def _rebuild(paper: IssuedPaper, entered: dict, actor, at) -> IssuedPaper:
    before = paper.hash
    paper.entered = entered
    data = build(paper)
    old = [file for file in (paper.pdf, paper.docx) if file]
    values = {"entered": entered, "data": data, "hash": digest(data), "template": data["template"]}
    if values["hash"] == before:
        old = []  # the same words: the files stand
    else:
        values |= {"pdf": None, "docx": None}
    held = IssuedPaper.objects.filter(pk=paper.pk, state=PaperState.DRAFT, hash=before, revision=paper.revision)
    if held.update(revision=F("revision") + 1, **values) != 1:
        raise Stale(messages.PAPER_NOT_DRAFT, code="stale", obj=paper.session)
    for file in old:
        files.remove(file)
    paper.refresh_from_db()
    _record("paper.draft", paper, actor, at)
    return paper


@transaction.atomic
def save_entered(*, paper: IssuedPaper, entered: dict[str, str], actor, at: datetime | None = None) -> IssuedPaper:
    """What a person adds to a draft (hour of the meeting, conclusion …); the draft is built anew. Event `paper.draft`."""
    _require(actor, target_of(paper))
    if paper.state != PaperState.DRAFT:
        raise Refused(messages.PAPER_NOT_DRAFT, code="state", obj=paper.session)
    clean = {name: nfc(text).strip() for name, text in entered.items() if text.strip()}
    return _rebuild(paper, clean, actor, at)


@repeatable
@transaction.atomic
def issue_paper(
    *, paper: IssuedPaper, number: str, issued_on: date, signer: str, authority: list[str], told_by: str = "",
    shared: tuple[int, ...] = (), actor, at=None,
) -> IssuedPaper:  # fmt: skip
    """Put number, day and signer into a draft and freeze it; the version in force before becomes replaced.

    A decision takes them from the recorded one. An invitation is recorded as sent on its day (`told_by`: the way, by
    letter when empty). `shared`: keys of papers that bear the same number in the same act. In order: the old version's
    row, this row (its draft files go), who was told (event `session.invitations`), event `paper.issue` with the hash.
    Refused when the rows behind the draft changed since it was built, for a day in the future or before the session, and
    for a number of the same kind and year that another paper has.
    """
    _require(actor, target_of(paper))
    if paper.state != PaperState.DRAFT:
        raise Refused(messages.PAPER_NOT_DRAFT, code="state", obj=paper.session)
    if digest(build(paper)) != paper.hash:
        raise Refused(messages.PAPER_CHANGED, code="changed", obj=paper.session)
    if paper.kind in DECISIONS:
        if paper.decision_id is None:
            raise Refused(messages.PAPER_NO_DECISION, code="decision", obj=paper.session)
        number, issued_on, signer = paper.decision.number, paper.decision.decided_on, paper.decision.signer
    else:
        number = blocks.full_number(clean_line(number), paper.data["letter"]["symbol"]) if number.strip() else ""
        _check_issue(paper, number, issued_on, shared)
    data = audit.plain(
        blocks.issued(
            paper.data, number=number, on=issued_on, signer_name=clean_line(signer),
            authority=[clean_line(line) for line in authority if line.strip()],
        )
    )  # fmt: skip
    moment, old = at or clock.now(), [file for file in (paper.pdf, paper.docx) if file]
    same = IssuedPaper.objects.filter(kind=paper.kind, subject=paper.subject)
    same.filter(state=PaperState.ISSUED).update(state=PaperState.REPLACED)
    held = IssuedPaper.objects.filter(pk=paper.pk, state=PaperState.DRAFT, hash=paper.hash)
    done = held.update(
        state=PaperState.ISSUED, data=data, hash=digest(data), number=number, issued_on=issued_on,
        signer=clean_line(signer)[:100], issued_at=moment, issued_by=None if actor is audit.SYSTEM else actor, pdf=None,
        docx=None, revision=F("revision") + 1,
    )  # fmt: skip
    if done != 1:
        raise Stale(messages.PAPER_NOT_DRAFT, code="stale", obj=paper.session)
    for file in old:
        files.remove(file)
    paper.refresh_from_db()
    if paper.kind == PaperKind.INVITATION:
        _told(paper, told_by or InvitedBy.LETTER, actor, at)
    _record("paper.issue", paper, actor, at, number=number, on=issued_on, signer=paper.signer)
    return paper


def _told(paper: IssuedPaper, way: str, actor, at) -> None:
    """Who got the invitation: its member, or every seat that was not told yet; a corrected one tells them all again."""
    session = paper.session
    if session.state == SessionState.CLOSED or actor is audit.SYSTEM:
        return
    seats = session.council.members.filter(pk=paper.member_id) if paper.member_id else session.council.members.all()
    if not paper.member_id and paper.version == 1:
        seats = seats.exclude(invitations__session=session)
    told = dict.fromkeys(seats.values_list("pk", flat=True), (paper.issued_on, way))
    if told:
        record_invitations(session=session, told=told, actor=actor, at=at)


def _check_issue(paper: IssuedPaper, number: str, issued_on: date, shared: tuple[int, ...] = ()) -> None:
    session = paper.session
    words = {"held": show_date(session.held_on)}
    if paper.data["letter"]["symbol"] and not number:
        raise Refused(messages.PAPER_NUMBER_NEEDED, code="number", obj=session)
    if issued_on > clock.today():
        raise Refused(messages.PAPER_FUTURE, code="issued_on", obj=session)
    early = (PaperKind.INVITATION, PaperKind.ADVISORY)
    if paper.kind == PaperKind.INVITATION and issued_on > session.held_on:
        raise Refused(messages.PAPER_AFTER_SESSION % words, code="issued_on", obj=session)
    if paper.kind not in early and issued_on < session.held_on:
        raise Refused(messages.PAPER_BEFORE_SESSION % words, code="issued_on", obj=session)
    used = IssuedPaper.objects.filter(
        kind=paper.kind, number__iexact=number, issued_on__year=issued_on.year,
        session__council__unit_id=session.council.unit_id, session__council__level=session.council.level,
    )  # fmt: skip
    if number and used.exclude(pk__in=[paper.pk, *shared]).exists():
        raise Refused(messages.PAPER_NUMBER_TWICE % {"number": number}, code="number", obj=session)


@transaction.atomic
def correct_paper(*, paper: IssuedPaper, reason: str, actor, at: datetime | None = None) -> IssuedPaper:
    """A new draft in place of an issued paper, which stays in force until the new one is issued. Event `paper.correct`."""
    _require(actor, target_of(paper))
    if paper.kind in SEALED_KINDS:
        raise Refused(messages.PAPER_NO_CORRECTION, code="sealed", obj=paper.session)
    reason = nfc(reason).strip()
    if not reason:
        raise Refused(messages.PAPER_CORRECTION_REASON, code="reason", obj=paper.session)
    same = IssuedPaper.objects.filter(kind=paper.kind, subject=paper.subject)
    if paper.state != PaperState.ISSUED or same.filter(state=PaperState.DRAFT).exists():
        raise Refused(messages.PAPER_NOT_ISSUED, code="state", obj=paper.session)
    made = _new(target_of(paper), paper.version + 1, actor, at, correction=reason, entered=paper.entered)
    _record("paper.correct", made, actor, at, reason=reason)
    return made


@transaction.atomic
def ask(*, papers: list[IssuedPaper], actor) -> list:
    """The jobs that draw the files of these papers: one, or several where there are very many. The same papers with the
    same words have one key. Empty when all have their files.
    """
    waiting = [
        paper for paper in papers if not (paper.pdf_id and paper.docx_id) and paper.kind != PaperKind.CERTIFICATE
    ]
    batches, weight = [], BATCH
    for paper in waiting:
        own = max(1, len(paper.data["copies"]))
        if weight + own > BATCH:
            batches.append([])
            weight = 0
        batches[-1].append(paper)
        weight += own
    return [_enqueue(batch, actor) for batch in batches]


def _enqueue(batch: list[IssuedPaper], actor):
    stamp = digest([[paper.pk, paper.revision, paper.hash] for paper in batch])
    title = messages.PAPER_JOB
    if len(batch) == 1:
        title = messages.PAPER_JOB_ONE % {"name": str(batch[0]).lower()}
    return jobs.enqueue(
        kind=JOB, key=f"{JOB}:{stamp}", parameters={"papers": [paper.pk for paper in batch]}, actor=actor, title=title,
        province_id=_province(batch[0]),
    )  # fmt: skip


def keep_files(*, paper: IssuedPaper, pdf: bytes, docx: bytes, pages: int) -> list[File]:
    """Bind the drawn files to the words that they were drawn from. Inside the job's transaction; nothing when the words
    are other ones by now, or another job was faster. Event `paper.files` with their hashes.
    """
    now = IssuedPaper.objects.filter(pk=paper.pk, hash=paper.hash, pdf__isnull=True, docx__isnull=True)
    if not now.exists():
        return []
    name = f"{paper.kind}-{paper.pk}-{paper.version}"
    common = {"owner_type": FILES, "owner_id": paper.pk, "actor": audit.SYSTEM, "province_id": _province(paper)}
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    made = [
        files.store_made(pdf, name=f"{name}.pdf", content_type="application/pdf", pages=pages, **common),
        files.store_made(docx, name=f"{name}.docx", content_type=word, **common),
    ]
    if now.update(pdf=made[0], docx=made[1]) != 1:
        raise Stale(messages.PAPER_NOT_DRAFT, code="stale", obj=paper.session)
    _record("paper.files", paper, audit.SYSTEM, None, pdf=made[0].sha256, docx=made[1].sha256)
    return made


def keep_certificate(*, certificate: Certificate, data: dict, file: File, at: datetime | None = None) -> IssuedPaper:
    """The printed certificate among the issued papers: its words with their hash, its fixed file. Event `paper.issue`."""
    moment = at or clock.now()
    paper = IssuedPaper(
        kind=PaperKind.CERTIFICATE, subject=f"certificate:{certificate.pk}", state=PaperState.ISSUED,
        certificate=certificate, session=certificate.decision.session if certificate.decision else None, data=data,
        hash=digest(data), template=data["template"], number=certificate.number, issued_on=certificate.issued_on,
        signer=data["signer"][:100], pdf=file, created_at=moment, issued_at=moment,
    )  # fmt: skip
    paper.full_clean()
    paper.save()
    _record("paper.issue", paper, audit.SYSTEM, at, number=paper.number, on=paper.issued_on)
    return paper
