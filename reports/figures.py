"""From gathered rows to the frozen data of a report: figures, annex, letter, blocks. Pure; the result is plain JSON."""

from datetime import date

from districts.enums import Indicator, TargetUnit
from reports import document, indicators, legal, letter
from reports.periods import Period, year_before
from reports.selectors import Gathered

TEMPLATE_VERSION = "2026.2"
# What was asked of the database, for the reader of an old snapshot; a change of a definition takes a new version.
QUERIES = {
    "valid": "certificates in force at as_of, newest per product, undecided products left out",
    "changes": "certificates issued, withdrawn or expired in the period, against the product's certificate before",
    "potential": "results of 90 points or more approved and sent up by as_of, without a certificate since",
    "funnel": "registrations made in the period; dossiers by audit events and closed results of the period",
    "places": "unit of the product on the map of the period's last day, through main successors",
    "progress": "targets of the unit's plan in force against 1 January to the cut-off; trained: producers of the unit",
}
# Indicators that every report counts, in the order of the table; others appear when a target names them.
COUNTED = (
    Indicator.NEW_3_UP,
    Indicator.UPGRADED,
    Indicator.RENEWED,
    Indicator.NEW_PRODUCERS,
    Indicator.TRAINED,
)


def compose(kind: str, period: Period, as_of: date, got: Gathered) -> dict:
    """The data of one report, reconciled: what is frozen and rendered. Refused when the sums do not agree."""
    ground, unit = got.ground, got.ground.unit
    valid = indicators.standing(got.held, as_of)
    figures = _figures(period, as_of, got, valid)
    annex = _annex(got, valid)
    indicators.reconcile(figures, len(annex), ground.name)
    data = {
        "template": TEMPLATE_VERSION,
        "queries": QUERIES,
        "kind": str(kind),
        "period": {
            "code": period.code,
            "words": period.words,
            "next": period.next_words,
            "year": period.year,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
        },
        "as_of": as_of.isoformat(),
        "running": as_of < period.end,
        "unit": {
            "id": unit.pk,
            "code": unit.code,
            "level": unit.level,
            "kind": ground.name.removesuffix(unit.name).strip(),
            "name": ground.name,
        },
        "letter": letter.compose(unit, ground.name, got.letterhead, as_of, period.end),
        "legal": legal.bases(period.start, period.end, got.letterhead.legal_bases if got.letterhead else []),
        "title": f"{letter.TITLE_START} {period.words}",
        "figures": figures,
        "annex": annex,
    }
    data["unit"]["kind"] = data["unit"]["kind"] or unit.kind
    return {**data, "blocks": document.compose(data)}


def _figures(period: Period, as_of: date, got: Gathered, valid: list) -> dict:
    end = min(as_of, period.end)
    before_end, before = year_before(end), period.previous_year
    proposals = indicators.potential(got.proposed, got.held, as_of)
    before_valid = indicators.standing(got.held, year_before(as_of))
    people = {row.producer.id: row.producer for row in valid}
    plan = got.targets[0] if got.targets else None
    return {
        "row_level": got.ground.row_level,
        "valid": indicators.by_star(valid),
        "potential": len(proposals),
        "changes": indicators.changes(got.held, period.start, end),
        "year": indicators.changes(got.held, period.year_start, end),
        "funnel": indicators.funnel(got.entered, period.start, end),
        "open": sum(row.open_on(as_of) for row in got.entered),
        "expiring": sum((row.valid_to - as_of).days <= indicators.SOON_DAYS for row in valid),
        "places": indicators.by_place(got.ground.places, valid, proposals),
        "kinds": indicators.by_kind(valid),
        "producers": indicators.people_counts(list(people.values())),
        "calendar": indicators.expiry_calendar(valid, as_of),
        "progress": _progress(period, end, got),
        "plan": plan
        and {
            "number": plan["plan__number"],
            "issued_on": plan["plan__issued_on"].isoformat() if plan["plan__issued_on"] else None,
            "issuer": plan["plan__issuer"],
        },
        "decisions": _decisions(got, period.start, end),
        "meetings": got.meetings,
        "outreach": got.outreach,
        "training": got.training,
        "money": got.money,
        "undecided": got.undecided,
        "assumed": sum(row.assumed for row in valid),
        "previous": {
            "valid": indicators.by_star(before_valid),
            "changes": indicators.changes(got.held, before.start, before_end),
        },
    }


def _progress(period: Period, end: date, got: Gathered) -> list[dict]:
    """Rows of B1: plan, in the period, since 1 January, per cent of the plan, the same stretch of the year before."""
    spans = (
        (period.start, end),
        (period.year_start, end),
        (period.previous_year.year_start, year_before(end)),
    )
    done = [_done(got, start, stop) for start, stop in spans]
    targets = {row["indicator"]: row for row in got.targets}
    rows = []
    for indicator in [*COUNTED, *(i for i in Indicator if i not in COUNTED and i.value in targets)]:
        target = targets.get(indicator.value)
        plan = target["value"] if target else None
        counted = [span.get(indicator) for span in done]
        plain = target and target["unit"] == TargetUnit.COUNT and plan and counted[1] is not None
        rows.append(
            {
                "indicator": indicator.value,
                "label": str(indicator.label),
                "unit": target["unit"] if target else TargetUnit.COUNT.value,
                "plan": plan,
                "plan_to": target["value_to"] if target else None,
                "plan_text": _target_text(target),
                "in_period": counted[0],
                "year_to_date": counted[1],
                "before": counted[2],
                "share": indicators.percent(counted[1], plan) if plain else None,
            }
        )
    return rows


def _target_text(target: dict | None) -> str:
    if target is None:
        return ""
    shown = f"{target['value']} - {target['value_to']}" if target["value_to"] else f"{target['value']}"
    return f"{shown}%" if target["unit"] == TargetUnit.PERCENT else shown


def _done(got: Gathered, start: date, end: date) -> dict:
    """What the portal can count of the indicators in start..end; what it does not record is absent."""
    made = indicators.changes(got.held, start, end)
    return {
        Indicator.NEW_3_UP: made["new"],
        Indicator.UPGRADED: made["upgraded"],
        Indicator.RENEWED: made["renewed"],
        Indicator.KEPT: len(indicators.kept(got.held, start, end)[0]),
        Indicator.NEW_PRODUCTS: sum(start <= row.created_on <= end for row in got.entered if row.first),
        Indicator.NEW_PRODUCERS: indicators.first_registered(got.entered, start, end),
        Indicator.TRAINED: sum(any(start <= day <= end for day in days) for days in got.trained.values()),
    }


def _decisions(got: Gathered, start: date, end: date) -> list[dict]:
    """Decisions of the period that gave certificates, with the number of products, by date."""
    products: dict[tuple, set] = {}
    for row in got.held:
        if row.decision and row.decided_on and start <= row.decided_on <= end:
            products.setdefault((row.decided_on, row.decision), set()).add(row.product_id)
    return [
        {"number": number, "on": day.isoformat(), "products": len(ids)}
        for (day, number), ids in sorted(products.items())
    ]


def _annex(got: Gathered, valid: list) -> list[dict]:
    """Rows of Annex I: by locality in Vietnamese order, then stars downwards, then name."""
    place_order = {place.id: n for n, place in enumerate(got.ground.places)}
    names = {place.id: place.name for place in got.ground.places}
    rows = sorted(
        valid, key=lambda r: (place_order.get(r.place, len(place_order)), -r.stars, r.product_order, r.product_id)
    )
    return [
        {
            "unit": row.place,
            "place": names.get(row.place, document.UNPLACED),
            "product": row.product,
            "producer": row.producer.name,
            "kind": row.producer.kind,
            "stars": row.stars,
            "certificate": row.number,
            "decision": row.decision,
            "issued_on": row.issued_on.isoformat(),
            "assumed": row.assumed,
            "valid_to": row.valid_to.isoformat(),
        }
        for row in rows
    ]
