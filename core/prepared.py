"""A hot question whose SQL text is made once per process: composing it costs ten times what asking it does."""

from collections.abc import Callable

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

MARK = "\ue0f0 the parameter"


class Prepared:
    """Rows of a `values_list` that differ from one time to the next by one text parameter.

    `make(parameter)` is asked once, with MARK in the place of the parameter; it must not read the clock or a setting.
    """

    def __init__(self, make: Callable[[str], QuerySet]):
        self.make, self._made = make, {}

    def rows(self, parameter: str, using: str = DEFAULT_DB_ALIAS) -> list[tuple]:
        """The rows for `parameter`, values as the ORM gives them. One statement."""
        connection = connections[using]
        if connection.vendor not in self._made:
            self._made[connection.vendor] = self._compose(using)
        sql, params, converters = self._made[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [parameter if param == MARK else param for param in params])
            rows = cursor.fetchall()
        if not converters:
            return rows
        return [_converted(row, converters, connection) for row in rows]

    def _compose(self, using: str) -> tuple:
        """(SQL text, its parameters, column -> converters of this database)."""
        compiler = self.make(MARK).query.get_compiler(using)
        sql, params = compiler.as_sql()
        if MARK not in params:
            raise ValueError("the parameter is not among those of the statement")
        return sql, params, compiler.get_converters([expression for expression, *_rest in compiler.select])


def _converted(row: tuple, converters: dict, connection) -> tuple:
    values = list(row)
    for place, (steps, expression) in converters.items():
        for step in steps:
            values[place] = step(values[place], expression, connection)
    return tuple(values)
