"""From a paper's row to its data: the one registry of builders, always in Vietnamese."""

from django.utils import translation

from core import audit
from core.formats import show_date
from evaluations.enums import PaperKind
from evaluations.models import IssuedPaper
from evaluations.selectors.papers import decided, minutes, notice, preparing, slip, summary
from evaluations.selectors.papers.certificate import certificate_data
from evaluations.selectors.papers.ground import ground_of


def build(paper: IssuedPaper) -> dict:
    """The data of a paper (row may be unsaved): everything that is printed. Same rows, same data."""
    if paper.kind == PaperKind.CERTIFICATE:
        return certificate_data(paper.certificate)
    with translation.override("vi"):
        data = _built(paper)
    if paper.version > 1:
        data = {**data, "replaces": _replaced(paper)}
    return audit.plain(data)


def _built(paper: IssuedPaper) -> dict:
    ground, entered = ground_of(paper.session), paper.entered
    match paper.kind:
        case PaperKind.INVITATION:
            return preparing.invitation(ground, entered, paper.member)
        case PaperKind.BLANK:
            return preparing.blank(ground, entered, paper.item)
        case PaperKind.ADVISORY:
            return preparing.advisory(ground, entered)
        case PaperKind.SLIP:
            return slip.slip(ground, entered, paper.sheet)
        case PaperKind.MINUTES:
            return minutes.minutes(ground, entered)
        case PaperKind.SUMMARY:
            return summary.summary(ground, entered)
        case PaperKind.SUBMISSION:
            return decided.submission(ground, entered)
        case PaperKind.NOTICE:
            return notice.notice(ground, entered, paper.item)
        case PaperKind.RECOGNITION | PaperKind.APPROVAL:
            return decided.decision(ground, entered, paper.kind, paper.decision)
    raise ValueError(paper.kind)


def _replaced(paper: IssuedPaper) -> str:
    """ "Thay thế bản số 12/BB-HĐ ban hành ngày …; lý do: …", under the subject of a corrected paper."""
    before = IssuedPaper.objects.get(kind=paper.kind, subject=paper.subject, version=paper.version - 1)
    number = f" số {before.number}" if before.number else ""
    when = f" ngày {show_date(before.issued_on)}" if before.issued_on else ""
    return f"Thay thế bản{number}{when}; lý do: {paper.correction.strip().rstrip('.')}"
