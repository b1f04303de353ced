"""Refusals of districts. Each carries a Vietnamese sentence (`str(error)`) and the candidates that were found."""


class UnitError(Exception):
    """Base: `message` for a person, `candidates` a list of units (may be empty)."""

    def __init__(self, message, candidates=()):
        self.message = message
        self.candidates = list(candidates)
        super().__init__(message)

    def __str__(self):
        return str(self.message)


class BadUnitArgument(UnitError):
    """Text that is not CODE or CODE@YYYY-MM-DD."""


class UnitNotFound(UnitError):
    """No unit of that code, level and date; `candidates` hold the same code at other dates."""


class AmbiguousUnit(UnitError):
    """Several units answer; `candidates` hold them all."""


class UnitDataError(UnitError):
    """A shipped data file cannot be read: file, line and reason in the sentence."""
