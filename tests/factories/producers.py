"""Producers for tests."""

from core.text import search_text, sort_key
from producers.enums import ProducerKind
from producers.models import Producer, ProducerMember


def make_producer(unit, name="Hợp tác xã Chè Mỹ Lệ", *, member=None, **more) -> Producer:
    """A producer registered under `unit`; `member`: a user who acts for it."""
    more.setdefault("kind", ProducerKind.COOPERATIVE)
    more.setdefault("representative", "Phan Thị Mơ")
    row = Producer.objects.create(
        name=name,
        unit=unit,
        province_id=unit.province_id,
        search_text=search_text(name, unit.name),
        sort_key=sort_key(name),
        **more,
    )
    if member:
        ProducerMember.objects.create(producer=row, user=member)
    return row
