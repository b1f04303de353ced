"""Regulations, products and cycles for tests."""

from datetime import datetime

from core import clock
from core.text import sort_key
from products.enums import CycleState
from products.models import BusinessPlan, Cycle, Idea, Milestone, Product, ProductSet, Regulation
from products.services import load_regulations, product_search_text
from products.services.papers import cycle_search_text, next_number


def regulation(code: str) -> Regulation:
    """The regulation's row, all of them loaded at the first call of a test."""
    if not Regulation.objects.exists():
        load_regulations()
    return Regulation.objects.get(code=code)


def product_set(code: str = "26-2026", number: str = "11") -> ProductSet:
    """Set 11 of 26-2026 is "Chè tươi, chè chế biến"."""
    return regulation(code).product_sets.get(number=number)


def make_product(producer, name="Chè xanh Mỹ Lệ", *, of=None, **more) -> Product:
    """A product of set `of` (by default the tea set of 26-2026), under its producer's unit."""
    row = Product(
        name=name,
        producer=producer,
        product_set=of or product_set(),
        unit=producer.unit,
        province_id=producer.province_id,
        sort_key=sort_key(name),
        **more,
    )
    row.search_text = product_search_text(row)
    row.save()
    return row


def make_cycle(product, state=CycleState.IDEA_DRAFT, *, at: datetime | None = None, by=None, **more) -> Cycle:
    """A cycle put straight into `state`, with a whole idea; no events. `by`: who entered the idea."""
    moment = at or clock.now()
    row = Cycle(
        product=product,
        producer=product.producer,
        year=clock.local_day(moment).year,
        regulation=product.product_set.regulation,
        product_set=product.product_set,
        unit=product.unit,
        province_id=product.province_id,
        state=state,
        state_changed_at=moment,
        created_at=moment,
        created_by=by,
        **more,
    )
    row.number = next_number(row.year)
    row.search_text = cycle_search_text(row.number, product, product.producer)
    row.save()
    if by is not None:
        Idea.objects.create(cycle=row, summary="Chè sạch trồng trên đồi Mỹ Lệ.", entered_by=by)
    return row


def make_plan(cycle) -> BusinessPlan:
    """A whole plan."""
    return BusinessPlan.objects.create(
        cycle=cycle, market="Trong tỉnh.", materials="Chè búp tươi của xã.", technology="Sao, sấy, đóng gói."
    )


def make_milestone(cycle, *, done_on=None) -> Milestone:
    """A milestone, done when a day is given."""
    state = "done" if done_on else "planned"
    return Milestone.objects.create(cycle=cycle, title="Mua máy sấy", state=state, done_on=done_on)
