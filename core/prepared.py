"""A hot question whose SQL text is made once per process: composing it costs ten times what asking it does."""

from collections.abc import Callable, Iterable

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, get_related_populators


class Prepared:
    """A queryset that differs from one time to the next by its parameters only, texts or whole numbers.

    `make(*marks)` is asked once, with something else in the place of each parameter; it must not read the clock or a
    setting, and `text` names the places of parameters that are texts. It gives a `values_list` or rows of a model, with
    `select_related` and annotations; no `prefetch_related`.
    """

    def __init__(self, make: Callable[..., QuerySet], parameters: int = 1, text: Iterable[int] = ()):
        self.make, self.parameters, self.text = make, parameters, frozenset(text)
        self._made: dict[tuple[str, str], tuple] = {}

    def rows(self, *values, using: str = DEFAULT_DB_ALIAS) -> list:
        """What the queryset gives for these parameters. One statement."""
        if len(values) != self.parameters:
            raise TypeError(f"{self.parameters} parameters are asked for, {len(values)} given")
        connection = connections[using]
        key = using, connection.vendor
        if key not in self._made:
            self._made[key] = self._compose(using)
        sql, params, converters, build = self._made[key]
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[place] if place is not None else param for place, param in params])
            rows = cursor.fetchall()
        if converters:
            rows = [_converted(row, converters, connection) for row in rows]
        return [build(row) for row in rows] if build else rows

    def _compose(self, using: str) -> tuple:
        """(SQL text, (place of the parameter or None, constant) in order, column -> converters, how rows are built)."""
        compiler, sql, params = self._told(using, 31_000)
        _other, same_sql, other = self._told(using, 32_000)
        marks = {(31_000 + n, 32_000 + n): n for n in range(self.parameters)}
        marks |= {tuple(map(str, pair)): n for pair, n in marks.items() if n in self.text}
        told = [(marks.get(pair) if pair[0] != pair[1] else None, pair[0]) for pair in zip(params, other, strict=True)]
        if sql != same_sql or {place for place, _param in told} - {None} != set(range(self.parameters)):
            raise ValueError("the statement is not the same for all parameters, or one of them is not in it")
        converters = compiler.get_converters([expression for expression, *_rest in compiler.select])
        return sql, told, converters, _builder(compiler, using) if self._models else None

    def _told(self, using: str, base: int) -> tuple:
        """(compiler, SQL text, parameters) with numbers in the place of the parameters that even the smallest column holds."""
        found = self.make(*(str(base + n) if n in self.text else base + n for n in range(self.parameters)))
        self._models = found._iterable_class is ModelIterable
        compiler = found.query.get_compiler(using)
        sql, params = compiler.as_sql()
        return compiler, sql, list(params)


def _builder(compiler, using: str):
    """As `django.db.models.query.ModelIterable` makes rows of a model, with what it works out for each query kept."""
    info, select = compiler.klass_info, compiler.select
    model, first, last = info["model"], info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_rest in select[first:last]]
    populators, annotations = get_related_populators(info, select, using), compiler.annotation_col_map.items()

    def build(row):
        made = model.from_db(using, names, row[first:last])
        for populator in populators:
            populator.populate(row, made)
        for name, place in annotations:
            setattr(made, name, row[place])
        return made

    return build


def _converted(row: tuple, converters: dict, connection) -> tuple:
    values = list(row)
    for place, (steps, expression) in converters.items():
        for step in steps:
            values[place] = step(values[place], expression, connection)
    return tuple(values)
