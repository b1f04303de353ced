"""What a dossier not yet filed keeps when its sheet is replaced: by a new version, or by the sheet of a newer decision."""

from datetime import datetime

from django.db.models import F

from evaluations.models import Citation, Dossier, Rubric, SelfAssessment
from evaluations.scoring import sheet_points
from evaluations.selectors.rubrics import rubric_keys, rubric_spec
from evaluations.sheetdefs import NOT_MET


def carry_over(dossiers: list[Dossier], old: Rubric, new: Rubric, moment: datetime) -> None:
    """Put dossiers on a new sheet; inside the caller's transaction, which holds them and writes the events.

    A self-score stays where the criterion kept its scale (points and wording of every option), else it is to be given
    again; a citation stays where the criterion's code still stands, else the paper loses it and stays itself. From one
    decision to another both only where the criterion also kept its name: the same code may mean something else there.
    """
    akin = old.product_set.regulation_id == new.product_set.regulation_id
    pks = [d.pk for d in dossiers]
    spec, was = rubric_spec(new), rubric_spec(old).criteria
    keys, codes, places = rubric_keys(new), rubric_keys(old).codes, rubric_keys(old).places
    stands = {code for code in was if code in spec.criteria and (akin or was[code].name == spec.criteria[code].name)}
    same = {code for code in stands if _scale(was[code]) == _scale(spec.criteria[code])}
    for assessment in SelfAssessment.objects.filter(dossier_id__in=pks).prefetch_related("choices"):
        kept = {}
        for choice in assessment.choices.all():
            code = codes[choice.criterion_id]
            if code not in same:
                choice.delete()
                continue
            kept[code] = places[choice.option_id] if choice.option_id else NOT_MET
            choice.criterion_id = keys.criteria[code]
            choice.option_id = keys.options[code, kept[code]] if kept[code] else None
            choice.save(update_fields=["criterion", "option"])
        SelfAssessment.objects.filter(pk=assessment.pk).update(
            total=sheet_points(spec, kept).total, updated_at=moment, version=F("version") + 1
        )
    for citation in Citation.objects.filter(evidence__dossier_id__in=pks, criterion__rubric=old):
        code = codes[citation.criterion_id]
        if code in stands:
            Citation.objects.filter(pk=citation.pk).update(criterion_id=keys.criteria[code])
        else:
            citation.delete()
    Dossier.objects.filter(pk__in=pks).update(rubric=new)


def _scale(criterion) -> tuple:
    return tuple((o.points, o.label, o.case) for o in criterion.options), criterion.applies_if
