"""Proposals of the communes (and of the provinces to the centre) as the rounds of their level see them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from evaluations.models import Dossier, Round, RoundProposal
from evaluations.roundrules import Window, after_day, falls_into, is_late
from products.enums import CycleKind


def window_of(row: Round) -> Window:
    """A round's two last days."""
    return Window(row.pk, row.last_day(row.proposed_by), row.last_day(row.done_by))


def rounds_of(level: str, unit_id: int | None) -> list[Round]:
    """Every round of one office."""
    return list(Round.objects.filter(level=level, unit_id=unit_id).order_by("proposed_by", "pk"))


def of_office(level: str, unit_id: int | None) -> Q:
    """Proposals to one office that its rounds concern: a re-evaluation has its own 45 days (Art. 7.6), no round."""
    office = Q(unit_id=unit_id) if unit_id else Q(unit__isnull=True)
    return Q(level=level) & office & ~Q(cycle__kind=CycleKind.RENEWAL)


def late_for(row: Round) -> Q:
    """Late for this round and not taken into any: they fall into the next one."""
    seen = window_of(row)
    if seen.last_proposal is None:
        return Q(pk__in=[])
    late = of_office(row.level, row.unit_id) & Q(proposed_on__gt=seen.last_proposal, taken_into__isnull=True)
    return late & Q(proposed_on__lte=seen.last_day) if seen.last_day else late


def own_of(row: Round, rounds: list[Round]) -> Q:
    """Proposals that kept the day of this round and of none before; and the late ones that were taken in."""
    seen, taken = window_of(row), Q(taken_into=row)
    if seen.last_proposal is None:
        return taken
    kept = of_office(row.level, row.unit_id) & Q(proposed_on__lte=seen.last_proposal, taken_into__isnull=True)
    since = after_day(seen, map(window_of, rounds))
    return taken | (kept & Q(proposed_on__gt=since) if since else kept)


def late_counts(user, rounds: list[Round]) -> dict[int, int]:
    """Round -> how many late proposals the person sees: one query for a page of rounds."""
    wanted = {f"r{row.pk}": Count("pk", filter=late_for(row)) for row in rounds if row.proposed_by}
    if not wanted:
        return {}
    found = RoundProposal.objects.visible_to(user).aggregate(**wanted)
    return {int(key[1:]): count for key, count in found.items() if count}


@dataclass(frozen=True)
class Standing:
    """Where a proposal stands: its day, its round (None: none laid down yet), the round that it came too late for."""

    proposal: RoundProposal
    round: Round | None
    missed: Round | None

    @property
    def taken(self) -> bool:
        return self.proposal.taken_into_id is not None


def standing_of(dossier: Dossier) -> Standing | None:
    """The newest proposal of a dossier among the rounds of its office; None for a renewal or before any proposal."""
    cycle = dossier.cycle
    if cycle.kind == CycleKind.RENEWAL:
        return None
    row = RoundProposal.objects.filter(cycle=cycle).select_related("taken_into").order_by("-pk").first()
    if row is None:
        return None
    rounds = {r.pk: r for r in rounds_of(row.level, row.unit_id)}
    return stand(row, rounds)


def stand(row: RoundProposal, rounds: dict[int, Round]) -> Standing:
    """The same for a proposal whose office's rounds are known."""
    windows = [window_of(r) for r in rounds.values()]
    into = falls_into(row.proposed_on, windows)
    missed = [w for w in windows if is_late(row.proposed_on, w)]
    last = max(missed, key=lambda w: (w.last_proposal, w.key), default=None)
    own = row.taken_into or (rounds[into.key] if into else None)
    return Standing(row, own, rounds[last.key] if last else None)


def late_days(dossiers: list[Dossier], row: Round | None, level: str) -> dict[int, date]:
    """Dossier -> day of its proposal, for those that came too late for the round and were not taken into it."""
    if row is None or row.proposed_by is None:
        return {}
    last = row.last_day(row.proposed_by)
    by_cycle = {d.cycle_id: d.pk for d in dossiers if d.cycle.kind != CycleKind.RENEWAL}
    late = RoundProposal.objects.filter(cycle__in=by_cycle, level=level, proposed_on__gt=last).exclude(taken_into=row)
    return {by_cycle[cycle]: day for cycle, day in late.values_list("cycle_id", "proposed_on")}
