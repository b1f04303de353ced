"""Step 5 against an empty view: board, sheet, saving, closing, the certificate check, a page of the API, the file of all marks."""

import threading
import time

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import harness, scoring_data
from benchmarks.data import Laid
from benchmarks.list_bench import count_queries, counted, free_port, question, session_of, wait_for
from evaluations.models import Certificate, ScoreSheet
from evaluations.selectors.rubrics import rubric_spec
from evaluations.services import closing, sheets

HOST = {"host": "localhost"}
CODES = 20  # certificates asked for in turn, as goods on a shelf are


def run(laid: Laid, *, quick: bool) -> str:
    """Measures on a server of its own and, for closing and file, in this process; returns the section of RESULTS.md."""
    seconds, rounds = (0.5, 2) if quick else (2.0, 7)
    scored = scoring_data.lay(laid, 60 if quick else 500)
    asked = pages(laid, scored)
    queries = {name: count_queries(user, paths[0]) for name, (user, paths) in asked.items() if user and name in GOALS}
    code = asked["certificate check"][1][0]
    queries["certificate check"] = statements(Client(), lambda c: c.get(code, headers=HOST))
    saving = {name: saved_statements(scored, name) for name in ("autosave", "whole sheet")}
    cookies = {name: f"sessionid={session_of(user)}" if user else "" for name, (user, _paths) in asked.items()}
    found = {}
    with harness.Talker("benchmarks.load") as load, harness.Talker("benchmarks.save_load") as saver:
        port = free_port()
        with harness.web_server(port, "benchmarks.settings"):
            wait_for(port)

            def measure(name):
                if name in ("autosave", "whole sheet"):
                    return saver.ask(save_question(port, scored, name, seconds))
                marker = "rong" if name.startswith("empty") else ""
                return load.ask(question(port, cookies[name], 1, seconds, asked[name][1], marker))

            names = [*asked, "autosave", "whole sheet"]
            harness.interleave(names, 1, measure)  # warm-up
            for name, slices in harness.interleave(names, rounds, measure).items():
                found[name] = harness.Rates()
                for one in slices:
                    found[name].add(one)
    exported = export_seconds(laid, scored)
    return section(scored, found, queries | saving, exported, closing_seconds(scored), rounds)


# name -> (words, goal, at least?, queries): times are one request against the empty view, rates its share of requests/s
GOALS = {
    "board": ("board", 30, 8),
    "score form": ("score form", 10, 8),
    "API page": ("page of 25 score sheets of the API", 6, 2),
}


def pages(laid: Laid, scored) -> dict[str, tuple]:
    """Name -> (who asks, addresses in turn)."""
    writer, sheet = scored.writers[-1]
    codes = Certificate.objects.order_by("pk").values_list("code", flat=True)[:CODES]
    return {
        "board": (scored.chair, [reverse("evaluations:session", args=[scored.board.pk])]),
        "score form": (writer, [reverse("evaluations:sheet", args=[sheet])]),
        "API page": (scored.chair, ["/api/v1/score-sheets/"]),
        "certificate check": (None, [reverse("public:certificate", args=[code]) for code in codes]),
        "empty": (scored.chair, ["/chuan/rong/"]),
        "empty anonymous": (None, ["/chuan/rong/"]),
    }


def save_question(port: int, scored, name: str, seconds: float) -> dict:
    """One person saving: the sheet's version as it stands, two sets of answers taken in turn."""
    user, pk = scored.writers[0 if name == "autosave" else 1]
    sheet = ScoreSheet.objects.select_related("item__rubric").get(pk=pk)
    criteria = rubric_spec(sheet.item.rubric).criteria
    answers = [{code: str(min(turn, len(c.options))) for code, c in criteria.items()} for turn in (1, 2)]
    path = reverse("evaluations:sheet_save" if name == "autosave" else "evaluations:sheet", args=[pk])
    return {
        "port": port, "session": session_of(user), "path": path, "version": sheet.version, "answers": answers,
        "whole": name != "autosave", "seconds": seconds, "mark": f"{time.time_ns():x}",
    }  # fmt: skip


def statements(client: Client, act) -> int:
    """Statements of the second of two like requests, as the budgets count them."""
    act(client)
    with CaptureQueriesContext(connection) as captured:
        response = act(client)
    if response.status_code not in (200, 302):
        raise RuntimeError(f"answered {response.status_code}")
    return counted([query["sql"] for query in captured])


def saved_statements(scored, name: str) -> int:
    """Of one save, after another one."""
    user, pk = scored.writers[2 if name == "autosave" else 3]
    client = Client()
    client.cookies["sessionid"] = session_of(user)
    asked = save_question(0, scored, name, 0)
    turns = iter(range(2))

    def act(client):
        turn, version = next(turns), ScoreSheet.objects.values_list("version", flat=True).get(pk=pk)
        body = {"version": version, "request_id": f"bench-{asked['mark']}-{turn}"}
        answers = asked["answers"][turn]
        if name == "autosave":
            code, place = next(iter(answers.items()))
            return client.post(
                reverse("evaluations:sheet_save", args=[pk]), {**body, "criterion": code, "place": place}, headers=HOST
            )
        body |= {f"c-{code}": place for code, place in answers.items()}
        return client.post(reverse("evaluations:sheet", args=[pk]), {**body, "remark": ""}, headers=HOST)

    act(client)
    version = ScoreSheet.objects.values_list("version", flat=True).get(pk=pk)
    with CaptureQueriesContext(connection) as captured:
        response = act(client)
    if response.status_code not in (200, 302):
        raise RuntimeError(f"{name} answered {response.status_code}")
    if ScoreSheet.objects.values_list("version", flat=True).get(pk=pk) != version + 1:
        raise RuntimeError(f"{name} saved nothing")
    return counted([query["sql"] for query in captured]) - 1  # the version read above is the benchmark's own


def export_seconds(laid: Laid, scored) -> tuple[float, int, float]:
    """(seconds, lines, MB that the process grew by) of the file of a year, every sheet of the board in it."""
    from evaluations.models import SessionProduct

    with scoring_data.without_triggers():
        SessionProduct.objects.filter(session=scored.board).update(state="closed")
    client = Client()
    client.cookies["sessionid"] = session_of(laid.officer)
    path = reverse("evaluations:year_marks")
    before, lines, best = harness.peak_mb(_pid()), 0, None
    for _turn in range(3):
        began = time.perf_counter()
        lines = sum(part.count(b"\n") for part in client.get(path, headers=HOST).streaming_content) - 1
        taken = time.perf_counter() - began
        best = taken if best is None else min(best, taken)
    return best, lines, harness.peak_mb(_pid()) - before


def _pid() -> int:
    import os

    return os.getpid()


def closing_seconds(scored) -> tuple[float, int]:
    """(seconds from holding the session's row to the end, answers saved meanwhile) while 20 members write elsewhere."""
    stop, saved, errors, held = threading.Event(), [], [], []

    def write(user, pk):
        try:
            sheet = ScoreSheet.objects.select_related("item__rubric").get(pk=pk)
            criteria, version, turn = list(rubric_spec(sheet.item.rubric).criteria), sheet.version, 0
            while not stop.wait(0.25):
                turn += 1
                answer = {criteria[turn % len(criteria)]: (turn // len(criteria) % 2 + 1, f"{turn}")}
                version = sheets.save_answers(
                    sheet_id=pk, answers=answer, version=version, request_id=f"closing-{pk}-{turn}", actor=user
                ).version
                saved.append(turn)
        except Exception as error:  # the figure must not hide that a writer failed
            errors.append(f"{type(error).__name__}: {error}")
        finally:
            connections.close_all()

    def watch(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if not held and sql.startswith('UPDATE "evaluations_councilsession"'):
            held.append(time.perf_counter())
        return answer

    threads = [threading.Thread(target=write, args=pair) for pair in scored.writers]
    for thread in threads:
        thread.start()
    time.sleep(1)
    try:
        with connection.execute_wrapper(watch):
            closing.close_session(session=scored.closing, password=scoring_data.PASSWORD, actor=scored.chair)
        ended = time.perf_counter()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    if errors:
        raise RuntimeError(errors[0])
    return ended - held[0], len(saved)


def section(scored, found, queries, exported, closed, rounds) -> str:
    """The words and tables of the run."""

    def row(words, value, goal, at_least=False, digits=1):
        sign = "≥" if at_least else "≤"
        return [words, f"{value:.{digits}f}", f"{sign} {goal:g}", harness.verdict(value, goal, at_least=at_least)]

    empty = found["empty"].per_second
    rows = []
    for name, (words, goal, most) in GOALS.items():
        rows.append(
            row(
                f"{words}: time of one request against empty", harness.paired_ratio(empty, found[name].per_second), goal
            )
        )
        rows.append(row(f"{words}: queries", queries[name], most, digits=0))
    share = harness.paired_ratio(found["autosave"].per_second, empty)
    rows.append(row("autosave: share of the empty view's requests/s", share, 0.1, True, 2))
    rows.append(row("autosave: statements", queries["autosave"], 4, digits=0))
    rows.append(
        row(
            "whole sheet: time of one save against empty",
            harness.paired_ratio(empty, found["whole sheet"].per_second),
            8,
        )
    )
    rows.append(row("whole sheet: statements", queries["whole sheet"], 12, digits=0))
    share = harness.paired_ratio(found["certificate check"].per_second, found["empty anonymous"].per_second)
    rows.append(row("certificate check, anonymous: share of the empty view's requests/s", share, 0.25, True, 2))
    rows.append(row("certificate check: queries", queries["certificate check"], 1, digits=0))
    rows.append(row("closing, s from holding the session's row", closed[0], 1, digits=2))
    rows.append(row(f"all marks of {exported[1]:,} sheets as CSV, s", exported[0], 3, digits=2))
    rows.append(row("memory that the file costs the process, MB", exported[2], 40, digits=0))
    measured = [
        [name, f"{harness.median(r.per_second):.0f}", f"{r.p50:.1f}", f"{r.p95:.1f}"] for name, r in found.items()
    ]
    return "\n\n".join([
        "## Scoring",
        f"On PostgreSQL behind the whole middleware, gunicorn with one gthread worker. *board*: {scored.products} products × "
        f"{scoring_data.MEMBERS} members, all sheets of {scored.criteria} criteria handed in and locked, read by the chair. *empty*: a view "
        "without a line behind the same middleware, for the same kind of visitor (its session and person are read). "
        f"*closing*: {scoring_data.CLOSING} products × {scoring_data.MEMBERS} members, while {scoring_data.WRITERS} members saved {closed[1]} answers in another session. "
        f"{rounds} rounds, interleaved, one connection, load generator at nice 10; ratios are medians of the rounds.",
        harness.table(["what", "measured", "goal", ""], rows),
        harness.table(["one kind of request", "requests/s", "p50 ms", "p95 ms"], measured),
    ])  # fmt: skip
