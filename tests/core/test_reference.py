"""What a process keeps of reference tables: asked once, by argument, forgotten on demand and after its time."""

from core import reference


def test_an_answer_is_kept_by_its_arguments_until_it_is_forgotten(monkeypatch):
    asked = []

    @reference.per_process
    def rows(*key):
        asked.append(key)
        return [*key, "chè"] if key != ("none",) else []

    assert (rows(1), rows(1), rows(2)) == ([1, "chè"], [1, "chè"], [2, "chè"])
    assert asked == [(1,), (2,)]
    reference.forget()
    assert rows(1) == [1, "chè"]
    assert asked == [(1,), (2,), (1,)]
    monkeypatch.setattr(reference.time, "monotonic", lambda: 10.0**12)
    assert rows(1) == [1, "chè"]
    assert len(asked) == 4


def test_an_empty_answer_is_not_kept():
    asked = []

    @reference.per_process
    def nothing():
        asked.append(1)
        return []

    assert (nothing(), nothing(), len(asked)) == ([], [], 2)
