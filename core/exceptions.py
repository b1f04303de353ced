"""Named refusals of services. The view turns them into a sentence beside the field or on the page (craft §3)."""


class Refused(Exception):
    """An act that is not possible, with a Vietnamese sentence for the person. `status` is the HTTP status that fits."""

    status = 422

    def __init__(self, sentence, *, code: str = "", obj=None):
        super().__init__(str(sentence))
        self.sentence = str(sentence)
        self.code = code
        self.obj = obj


class NotAllowed(Refused):
    """Inside the scope, without the right."""

    status = 403


class Stale(Refused):
    """Somebody else was faster: what the person saw is not what stands now."""

    status = 409


class Busy(Refused):
    """The database could not take the act because of others at work; nothing was written, the same act may be sent again."""

    status = 503


class TooMany(Refused):
    """More than the portal takes from one sender in a day."""

    status = 429
