"""The writes of one import of recognised products (design §7). How rows are read: evaluations/importing/."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from core import audit
from core.text import fold, search_text, sort_key
from districts.enums import Level
from evaluations.codes import new_code
from evaluations.enums import DecisionKind, ImportKind, RowOutcome, TrapKind
from evaluations.importing.meaning import Meaning, disputed, maker_key, name_key
from evaluations.importing.places import Gazetteer
from evaluations.models import Certificate, DecisionItem, ImportedRecognition, RecognitionDecision
from producers.enums import RecordSource
from producers.models import Producer
from products.models import Product, ProductSet

CHUNK = 500
CERTIFICATE_FIELDS = ["decision", "stars", "issuer", "product_name", "producer_name", "place", "issued_on", "valid_to",
                      "date_assumed"]  # fmt: skip


@dataclass
class RowResult:
    """How one row of the file ended: `sentences` for a person, `traps` their kinds, the product where there is one."""

    number: int
    outcome: str
    traps: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    product_id: int | None = None


@dataclass
class Line:
    """A recognition on its way into the database, with every row of the file that speaks of it."""

    meaning: Meaning
    others: list[Meaning]
    set_id: int | None = None
    content: str = ""
    found: ImportedRecognition | None = None
    product: Product | None = None
    outcome: str = RowOutcome.UNCHANGED
    before: dict = field(default_factory=dict)
    certificate: Certificate | None = None


class Run:
    """One import inside its transaction. Reads what stands with a fixed number of queries, then writes in bulk."""

    def __init__(self, map_: Gazetteer, source_name: str, actor, moment: datetime):
        self.map, self.source_name, self.actor, self.moment = map_, source_name[:200], actor, moment
        self.lines: list[Line] = []
        self.sets = {
            (code, number): pk
            for pk, code, number in ProductSet.objects.order_by("pk").values_list("pk", "regulation__code", "number")
        }
        self.set_names = dict(ProductSet.objects.order_by("pk").values_list("pk", "name"))

    def write(self, meanings: list[Meaning]) -> None:
        groups: dict[str, list[Meaning]] = defaultdict(list)
        for meaning in meanings:
            groups[meaning.key].append(meaning)
        for group in groups.values():
            self.lines.append(self._line(group))
        # By time: of one product the earlier recognition is written first, whatever the order of the file.
        self.lines.sort(key=lambda n: (n.meaning.issued_on or date.max, n.meaning.row.number))
        lines = {line.meaning.key: line for line in self.lines}
        stored = ImportedRecognition.objects.select_related("certificate__withdrawal", "product__producer")
        for found in _chunks(stored, "key", list(groups)):
            lines[found.key].found = found
        self._products()
        self._compare()
        changed = [line for line in self.lines if line.outcome != RowOutcome.UNCHANGED]
        if changed:
            self._certificates(changed)
            self._recognitions(changed)
            self._follow({line.product.pk for line in changed if line.product})

    def _line(self, group: list[Meaning]) -> Line:
        first = next((m for m in group if m.row.star), group[0])
        others = [m for m in group if m is not first]
        if others and disputed(first, others):
            for meaning in group:
                if all(kind != TrapKind.SOURCES_DISAGREE for kind, _words in meaning.traps):
                    meaning.trap(TrapKind.SOURCES_DISAGREE)
        for meaning in others:
            meaning.notes.append((TrapKind.REPEATED_ROW, {"row": first.row.number}))
        found = first.set
        set_id = self.sets.get((found.regulation, found.number)) if found.number else None
        content = audit.digest(sorted({m.content_hash(set_id) for m in group}))
        return Line(first, others, set_id, content)

    # Producers and products

    def _products(self) -> None:
        """Find or create the producer and the product of every line, and say how the line ends."""
        provinces = self._provinces()
        producers = {}
        for row in Producer.objects.filter(province_id__in=provinces).order_by("-pk"):
            producers[self._stored_producer_key(row)] = row
        products: dict[tuple, Product] = {}
        self.names: dict[tuple, set[int]] = defaultdict(set)
        rows = Product.objects.filter(province_id__in=provinces).select_related("producer", "unit").order_by("-pk")
        for row in rows:
            products[(row.producer_id, name_key(row.name))] = row
            self.names[(self._today(row.province_id), fold(row.name))].add(row.pk)
        fresh_producers, fresh_products = {}, {}
        for line in self.lines:
            m = line.meaning
            if line.found:
                same = line.found.row_hash == line.content
                line.outcome = RowOutcome.UNCHANGED if same else RowOutcome.UPDATED
            else:
                line.outcome = RowOutcome.CREATED
            if line.outcome == RowOutcome.UPDATED:
                line.product = line.found.product
            if m.place.unit is None or line.outcome == RowOutcome.UNCHANGED or line.product:
                continue
            if m.producer_key not in producers:
                producers[m.producer_key] = fresh_producers[m.producer_key] = self._new_producer(m)
        Producer.objects.bulk_create(list(fresh_producers.values()), batch_size=CHUNK)
        for line in self.lines:
            m = line.meaning
            if line.outcome == RowOutcome.UNCHANGED or m.place.unit is None or line.product:
                continue
            producer = producers[m.producer_key]
            key = (producer.pk, name_key(m.row.name))
            if key not in products:
                products[key] = fresh_products[key] = self._new_product(line, producer)
            line.product = products[key]
        Product.objects.bulk_create(list(fresh_products.values()), batch_size=CHUNK)
        for row in fresh_products.values():
            self.names[(self._today(row.province_id), fold(row.name))].add(row.pk)
        fresh = {row.pk for row in fresh_products.values()}
        self._improve([n for n in self.lines if n.product and n.product.pk not in fresh and n.meaning.place.unit])

    def _provinces(self) -> set[int]:
        """Provinces of the rows, all that became one of them, and what they became."""
        today = {self._today(n.meaning.place.province.pk) for n in self.lines if n.meaning.place.province}
        return {pk for pk, u in self.map.units.items() if u.level == Level.PROVINCE and self._today(pk) in today}

    def _today(self, province_id: int) -> int:
        return self.map.today_of(self.map.units[province_id]).pk

    def _stored_producer_key(self, row: Producer) -> str:
        unit = self.map.units[row.unit_id]
        above = self.map.units.get(unit.parent_id)
        district = above if above is not None and above.level == Level.DISTRICT else None
        return f"{self.map.units[self._today(row.province_id)].code}|{maker_key(row.name, row.kind, unit, district)}"

    def _new_producer(self, m: Meaning) -> Producer:
        row = Producer(
            name=m.producer_name,
            kind=m.producer_kind,
            unit=m.place.unit,
            province_id=m.place.unit.province_id,
            place_text=m.place.text[:200],
            source=RecordSource.IMPORT,
            created_at=self.moment,
            created_by_id=self.actor.pk,
            search_text=search_text(m.producer_name, m.place.unit.name, m.place.text),
            sort_key=sort_key(m.producer_name),
        )
        row.clean_fields(exclude=["unit", "province", "created_by"])
        return row

    def _new_product(self, line: Line, producer: Producer) -> Product:
        m = line.meaning
        row = Product(
            name=m.row.name,
            producer=producer,
            product_set_id=line.set_id,
            set_text="" if line.set_id else m.row.cells["product_set_inferred"],
            unit=m.place.unit,
            province_id=m.place.unit.province_id,
            source=RecordSource.IMPORT,
            undecided=m.undecided,
            created_at=self.moment,
            created_by_id=self.actor.pk,
            sort_key=sort_key(m.row.name),
        )
        row.search_text = self._search_text(row)
        row.clean_fields(exclude=["producer", "unit", "province", "product_set", "created_by"])
        return row

    def _search_text(self, row: Product) -> str:
        words = self.set_names.get(row.product_set_id) or row.set_text
        return search_text(row.name, words, row.producer.name, self.map.units[row.unit_id].name)

    def _improve(self, lines: list[Line]) -> None:
        """Imported products take set and unit from their latest row; products of the portal are left as they are."""
        changed = {}
        for line in lines:
            row, unit = line.product, line.meaning.place.unit
            if row.source != RecordSource.IMPORT:
                continue
            before = (row.product_set_id, row.set_text, row.unit_id)
            if line.set_id:
                row.product_set_id, row.set_text = line.set_id, ""
            elif not row.product_set_id:
                row.set_text = line.meaning.row.cells["product_set_inferred"] or row.set_text
            nearer = row.unit_id in (unit.parent_id, unit.province_id) or line.outcome == RowOutcome.UPDATED
            if nearer and unit.province_id == row.province_id:
                row.unit = unit
            if before != (row.product_set_id, row.set_text, row.unit_id):
                row.search_text = self._search_text(row)
                changed[row.pk] = row
        fields = ["product_set", "set_text", "unit", "search_text"]
        Product.objects.bulk_update(changed.values(), fields, batch_size=200)

    # Certificates and recognitions

    def _compare(self) -> None:
        """What only rows beside each other show: the same product again, its star up or down, namesakes."""
        wanted = {n.product.pk for n in self.lines if n.product}
        stars: dict[int, list[tuple[date, int | None]]] = defaultdict(list)
        known = {n.meaning.key for n in self.lines if n.product}
        for old in _chunks(ImportedRecognition.objects.select_related("certificate"), "product_id", sorted(wanted)):
            if old.key not in known:
                day = old.decided_on or (date(old.year, 12, 31) if old.year else date.max)
                stars[old.product_id].append((day, old.stars))
        portal = Certificate.objects.filter(source=RecordSource.PORTAL)
        for old in _chunks(portal, "product_id", sorted(wanted)):
            stars[old.product_id].append((old.issued_on, old.stars))
        for line in self.lines:
            if line.product is None:
                continue
            m, earlier = line.meaning, stars[line.product.pk]
            if earlier:
                m.notes.append((TrapKind.SAME_PRODUCT_AGAIN, {}))
                last = max(earlier, key=lambda pair: pair[0])
                if last[1] and m.stars and last[1] != m.stars and last[0] <= (m.issued_on or date.min):
                    kind = TrapKind.UPGRADE if m.stars > last[1] else TrapKind.DOWNGRADE
                    m.notes.append((kind, {"before": last[1], "stars": m.stars}))
            earlier.append((m.issued_on or date.max, m.stars))
            if len(self.names[(self._today(line.product.province_id), fold(line.product.name))]) > 1:
                m.notes.append((TrapKind.NAMESAKE, {}))

    def _certificates(self, lines: list[Line]) -> None:
        """Decisions, their items and certificates of decided lines; an imported certificate is corrected in place."""
        decided = [n for n in lines if n.product and n.meaning.recognised]
        decisions = self._decisions(decided)
        codes = _fresh_codes(len(decided))
        fresh, corrected = [], []
        standing = self._standing([n.product.pk for n in decided])
        for line in lines:
            old = line.found.certificate if line.found else None
            if old is None:
                continue
            line.certificate = old
            line.before = {"stars": old.stars, "issued_on": old.issued_on, "valid_to": old.valid_to}
            if not line.meaning.recognised:
                line.meaning.notes.append((TrapKind.CERTIFICATE_STANDS, {}))
        for line in decided:
            m = line.meaning
            decision = decisions.get(_decision_key(m))
            values = {
                "decision": decision,
                "stars": m.stars,
                "issuer": m.issuer or m.label[:200],
                "product_name": m.row.name,
                "producer_name": m.producer_name,
                "place": m.label,
                "issued_on": m.issued_on,
                "valid_to": m.valid_until,
                "date_assumed": not m.row.date_given,
            }
            row = line.certificate or (standing.get((decision.pk, line.product.pk)) if decision else None)
            if row is None:
                row = Certificate(
                    code=codes.pop(), product=line.product, source=RecordSource.IMPORT, created_at=self.moment, **values
                )
                fresh.append(row)
                if decision:
                    standing[(decision.pk, line.product.pk)] = row
            elif row.source == RecordSource.IMPORT and not getattr(row, "withdrawal", None):
                for name, value in values.items():
                    setattr(row, name, value)
                corrected.append(row)
            row.clean_fields(exclude=["product", "cycle", "decision", "superseded_by", "file"])
            line.certificate = row
        Certificate.objects.bulk_create(fresh, batch_size=CHUNK)
        written = {row.code for row in fresh}
        again = [row for row in corrected if row.code not in written]
        Certificate.objects.bulk_update(again, CERTIFICATE_FIELDS, batch_size=100)
        self._items(decided)

    def _standing(self, product_ids: list[int]) -> dict[tuple, Certificate]:
        rows = _chunks(Certificate.objects.filter(decision__isnull=False), "product_id", sorted(set(product_ids)))
        return {(row.decision_id, row.product_id): row for row in rows}

    def _decisions(self, decided: list[Line]) -> dict[tuple, RecognitionDecision]:
        wanted = {_decision_key(n.meaning): n.meaning for n in decided if n.meaning.row.cells["decision_number"]}
        found = {}
        numbers = sorted({key[1] for key in wanted})
        for row in _chunks(RecognitionDecision.objects.all(), "number", numbers):
            found[(row.unit_id, row.number, row.decided_on)] = row
        fresh = []
        for key, m in wanted.items():
            if key in found:
                continue
            unit = m.issuing_unit
            row = RecognitionDecision(
                number=key[1],
                decided_on=key[2],
                kind=DecisionKind.RECOGNISE,
                level=m.level,
                issuer=m.issuer,
                unit=unit,
                province_id=unit.province_id if unit else None,
                source=RecordSource.IMPORT,
                date_assumed=not m.row.date_given,
                created_at=self.moment,
            )
            row.clean_fields(exclude=["unit", "province", "session"])
            found[key] = row
            fresh.append(row)
        RecognitionDecision.objects.bulk_create(fresh, batch_size=CHUNK)
        return found

    def _items(self, decided: list[Line]) -> None:
        ids = sorted({n.product.pk for n in decided})
        found = {
            (i.decision_id, i.product_id): i
            for i in _chunks(DecisionItem.objects.filter(decision__source=RecordSource.IMPORT), "product_id", ids)
        }
        fresh, changed = [], []
        for line in decided:
            decision = line.certificate.decision
            if decision is None or decision.source != RecordSource.IMPORT:
                continue
            item = found.get((decision.pk, line.product.pk))
            score = line.meaning.row.score
            shown = f"{score:f}"[:6] if score is not None else ""
            if item is None:
                item = DecisionItem(
                    decision=decision, product=line.product, stars=line.meaning.stars, average_shown=shown
                )
                found[(decision.pk, line.product.pk)] = item
                fresh.append(item)
            else:
                item.stars, item.average_shown = line.meaning.stars, shown
                changed.append(item)
        DecisionItem.objects.bulk_create(fresh, batch_size=CHUNK)
        DecisionItem.objects.bulk_update(changed, ["stars", "average_shown"], batch_size=CHUNK)

    def _recognitions(self, lines: list[Line]) -> None:
        fresh, changed, names = [], [], []
        taken: set[int] = set()
        for line in lines:
            m = line.meaning
            certificate = line.certificate
            if certificate is not None and (certificate.pk in taken or certificate.source != RecordSource.IMPORT):
                certificate = None
            if certificate is not None:
                taken.add(certificate.pk)
            values = {
                "row_hash": line.content,
                "product": line.product,
                "data": m.row.cells,
                "kind": m.row.kind or ImportKind.NEW,
                "stars": m.stars,
                "score_text": m.row.cells["score"],
                "decision_number": m.row.cells["decision_number"],
                "decided_on": m.row.decided_on,
                "year": m.row.year,
                "valid_until": m.row.valid_until,
                "undecided": m.undecided,
                "traps": m.all_traps(),
                "note": m.row.cells["note"],
                "source_url": m.row.cells["source_url"],
                "source_name": self.source_name,
                "source_row": m.row.number,
                "certificate": certificate,
            }
            names = list(values)
            if line.found is None:
                line.found = ImportedRecognition(key=m.key, created_at=self.moment, **values)
                fresh.append(line.found)
            else:
                for name, value in values.items():
                    setattr(line.found, name, value)
                changed.append(line.found)
            line.found.clean_fields(exclude=["product", "certificate"])
        ImportedRecognition.objects.bulk_create(fresh, batch_size=CHUNK)
        ImportedRecognition.objects.bulk_update(changed, names, batch_size=100)

    def _follow(self, product_ids: set[int]) -> None:
        """A later certificate supersedes what was still valid; the product repeats what its latest certificate says."""
        ids = sorted(product_ids)
        by_product: dict[int, list[Certificate]] = defaultdict(list)
        rows = Certificate.objects.select_related("withdrawal").order_by("issued_on", "pk")
        for row in _chunks(rows, "product_id", ids):
            by_product[row.product_id].append(row)
        superseded = []
        for held in by_product.values():
            for earlier, later in zip(held, held[1:], strict=False):
                ends = later.issued_on <= earlier.valid_to and earlier.superseded_by_id is None
                if ends and RecordSource.IMPORT in (earlier.source, later.source):
                    earlier.superseded_by, earlier.superseded_on = later, later.issued_on
                    superseded.append(earlier)
        Certificate.objects.bulk_update(superseded, ["superseded_by", "superseded_on"], batch_size=CHUNK)
        doubtful = {
            r.product_id for r in _chunks(ImportedRecognition.objects.filter(undecided=True), "product_id", ids)
        }
        shown = []
        for product in _chunks(Product.objects.all(), "pk", ids):
            if _show_on_product(product, by_product[product.pk], product.pk in doubtful):
                shown.append(product)
        Product.objects.bulk_update(shown, ["stars", "recognised_on", "valid_until", "undecided"], batch_size=200)

    # What is said of it

    def results(self) -> dict[int, RowResult]:
        found = {}
        for line in self.lines:
            product_id = line.product.pk if line.product else line.found.product_id if line.found else None
            stored = line.found.traps if line.found and line.outcome == RowOutcome.UNCHANGED else None
            for number, m in enumerate([line.meaning, *line.others]):
                outcome = line.outcome
                if number:  # a row that only repeats another changes nothing; one that disputes it does
                    disputes = any(kind == TrapKind.SOURCES_DISAGREE for kind, _words in m.traps)
                    told = disputes and line.outcome != RowOutcome.UNCHANGED
                    outcome = RowOutcome.UPDATED if told else RowOutcome.UNCHANGED
                traps = stored if stored is not None and not number else m.all_traps()
                found[m.row.number] = RowResult(
                    m.row.number,
                    outcome,
                    [t["kind"] for t in traps],
                    [t["sentence"] for t in traps],
                    product_id,
                )
        return found

    def record(self, total: int, rejected: int) -> None:
        """One event for each recognition written, then one for the run; none where nothing changed."""
        changed = [n for n in self.lines if n.outcome != RowOutcome.UNCHANGED]
        if not changed:
            return
        for line in changed:
            after = {"outcome": line.outcome, "row": line.meaning.row.number, "undecided": line.meaning.undecided}
            if line.certificate is not None and line.meaning.recognised:
                after |= {"certificate": line.certificate.pk, "stars": line.certificate.stars,
                          "issued_on": line.certificate.issued_on, "valid_to": line.certificate.valid_to}  # fmt: skip
            audit.record(
                "import.recognition",
                actor=self.actor,
                obj=line.found,
                parent=line.product,
                before=line.before,
                after=after,
                province_id=line.product.province_id if line.product else None,
                at=self.moment,
            )
        counts = Counter(str(n.outcome) for n in self.lines)
        after = {"source": self.source_name, "rows": total, "rejected": rejected, "recognitions": dict(counts)}
        audit.record("import.run", actor=self.actor, obj=changed[-1].found, after=after, at=self.moment)


def _decision_key(m: Meaning) -> tuple:
    unit = m.issuing_unit
    return (unit.pk if unit else None, m.row.cells["decision_number"], m.issued_on)


def _fresh_codes(count: int) -> list[str]:
    """Codes that no certificate bears."""
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(new_code())
        if len(codes) == count:
            codes -= {row.code for row in _chunks(Certificate.objects.only("code"), "code", sorted(codes))}
    return sorted(codes)


def _show_on_product(product: Product, certificates: list[Certificate], doubtful: bool) -> bool:
    """Bring stars and dates of a product to its latest certificate that was not withdrawn; True where they changed.

    An imported product without any certificate is undecided where a row of it is.
    """
    held = [c for c in certificates if not getattr(c, "withdrawal", None)]
    last = held[-1] if held else None
    values = (last.stars, last.issued_on, last.valid_to, False) if last else (None, None, None, False)
    if not certificates and product.source == RecordSource.IMPORT:
        values = (None, None, None, doubtful)
    before = (product.stars, product.recognised_on, product.valid_until, product.undecided)
    product.stars, product.recognised_on, product.valid_until, product.undecided = values
    return before != values


def _chunks(rows, name: str, values: list):
    """Rows whose column is one of `values`, a fixed number of values a query."""
    for start in range(0, len(values), CHUNK):
        yield from rows.filter(**{f"{name}__in": values[start : start + CHUNK]})
