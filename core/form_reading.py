"""Reading a form for its page: its errors with the place to jump to, and its choices laid flat."""


def flat_choices(bound):
    """(value as text, label) of every choice of a bound field, groups opened; nothing for a field without choices."""
    for value, label in getattr(bound.field, "choices", ()):
        if isinstance(label, (list, tuple)):
            yield from ((str(v), name) for v, name in label)
        else:
            yield str(value), label


def has_errors(form):
    """Whether a form or formset (or None) was sent and is wrong."""
    if hasattr(form, "forms"):
        return form.is_bound and form.total_error_count() > 0
    return bool(getattr(form, "is_bound", False) and form.errors)


def _each(forms):
    for form in forms:
        if hasattr(form, "forms"):
            yield from ((form, *form.forms) if form.is_bound else ())
        elif getattr(form, "is_bound", False):
            yield form


def error_lines(forms):
    """Dicts with text and target (id of the control, "" for the whole form) of all errors of forms and formsets."""
    return [line for form in _each(forms) for line in _lines(form)]


def _lines(form):
    if hasattr(form, "forms"):
        return [{"text": text, "target": ""} for text in form.non_form_errors()]
    lines = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or (f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id)
        lines += [{"text": text, "target": "" if bound.is_hidden else target} for text in bound.errors]
    return lines
