"""The quarterly report of 500 products against plain WeasyPrint. As a module it is the warm worker: python -m benchmarks.report_bench."""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks import harness

PERIOD = "2026Q3"
AS_OF = date(2026, 9, 30)


def run(laid, *, quick: bool) -> str:
    """Measures; returns the section of RESULTS.md."""
    rounds = 2 if quick else 7
    with tempfile.TemporaryDirectory() as folder, harness.Talker("benchmarks.report_bench") as worker:
        source, target = Path(folder) / "report.json", Path(folder) / "plain.pdf"
        data = worker.ask({"do": "data"})["data"]  # also the worker's warm-up
        source.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        plain_mb: list[float] = []

        def measure(name: str) -> tuple[float, float]:
            if name == "plain":
                seconds, busy, mb = cold([sys.executable, "-m", "benchmarks.plain_report", str(source), str(target)])
                plain_mb.append(mb)
                return seconds, busy
            answer = worker.ask({"do": name})
            return answer["seconds"], answer["busy"]

        names = ["pdf", "whole job", "plain"]
        harness.interleave(names, 1, measure)  # warm-up: files in the page cache, code compiled
        found = harness.interleave(names, rounds, measure)
        worker_mb = harness.peak_mb(worker.process.pid)
        last = worker.ask({"do": "facts"})
        pages = {"plain": page_count(target.read_bytes()), "pdf": last["pages"]}
        sizes = {"plain": target.stat().st_size, "pdf": last["bytes"]}
    return section(len(data["annex"]), found, worker_mb, max(plain_mb), pages, sizes, rounds)


def cold(command: list[str]) -> tuple[float, float, float]:
    """Of a process from start to end: seconds by the clock, seconds of the processor, the most memory (MB) that it held."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=harness.ROOT)
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[2]} ended with {process.returncode}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6


def page_count(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(pdf)).pages)


def section(
    products: int, found: dict, worker_mb: float, plain_mb: float, pages: dict, sizes: dict, rounds: int
) -> str:
    clock, busy = ({name: [one[n] for one in both] for name, both in found.items()} for n in (0, 1))
    ratio, whole = (harness.paired_ratio(clock[name], clock["plain"]) for name in ("pdf", "whole job"))
    work = harness.paired_ratio(busy["pdf"], busy["plain"])
    goals = [
        ["PDF, figures included, against plain", f"{ratio:.2f}", "≤ 0.50", harness.verdict(ratio, 0.5)],
        ["the same in seconds of the processor", f"{work:.2f}", "≤ 0.50", harness.verdict(work, 0.5)],
        ["peak memory of the worker, MB", f"{worker_mb:.0f}", "≤ 250", harness.verdict(worker_mb, 250)],
    ]
    names = {
        "pdf": "portal: queries, figures, PDF/A-3a with tags and attachment, warm worker",
        "whole job": "portal: the whole job with XLSX and DOCX, warm worker",
        "plain": "plain WeasyPrint, cold process, figures given",
    }
    rows = [
        [words, f"{harness.median(clock[name]):.2f}", f"{harness.median(busy[name]):.2f}", pages.get(name, ""), f"{sizes[name] / 1e3:.0f}" if name in sizes else "",
         f"{plain_mb if name == 'plain' else worker_mb:.0f}"]
        for name, words in names.items()
    ]  # fmt: skip
    return "\n\n".join([
        "## Quarterly report",
        f"{products} products in the annex, one province of communes, {PERIOD}. *plain* is the same content as plain HTML with "
        "plain tables through WeasyPrint in a fresh process (`plain_report.py`): untagged PDF, no archive form, no attachment. "
        f"{rounds} rounds, interleaved; ratios are medians of the rounds. The whole job, three files, is {whole:.2f} of plain.",
        harness.table(["what", "measured", "goal", ""], goals),
        harness.table(["one document", "median s", "processor s", "pages", "kB", "peak MB"], rows),
    ])  # fmt: skip


class Worker:
    """The warm process: everything imported, the database connected."""

    def __init__(self):
        from accounts.models import User
        from core import jobs
        from reports import builder, selectors, services
        from reports.enums import ReportKind
        from reports.exporters import pdf
        from reports.periods import parse_period

        self.builder, self.services, self.pdf, self.jobs = builder, services, pdf, jobs
        self.kind, self.period = ReportKind.QUARTERLY, parse_period(PERIOD, ReportKind.QUARTERLY)
        self.officer = User.objects.get(username="bench-tinh")
        self.unit = selectors.unit_at_end("44", self.period)
        self.last = b""

    def answer(self, question: dict) -> dict:
        if question["do"] == "data":
            data = self.compose()
            self.last = self.pdf.render(data)
            return {"data": {**data, "chart_svg": self.chart(data)}}
        if question["do"] == "facts":
            return {"pages": page_count(self.last), "bytes": len(self.last)}
        began, busy = time.perf_counter(), time.process_time()
        if question["do"] == "pdf":
            self.last = self.pdf.render(self.compose())
        else:
            self.job()
        return {"seconds": time.perf_counter() - began, "busy": time.process_time() - busy}

    def compose(self) -> dict:
        """Figures read, counted, reconciled and sealed."""
        data = self.services.compose(kind=self.kind, unit=self.unit, period=self.period, as_of=AS_OF)
        return {**data, "hash": self.builder.seal(data)}

    def job(self) -> None:
        """What production does: a version is asked for, its job is run, three files are kept."""
        report = self.services.request_report(
            actor=self.officer, kind=self.kind, unit=self.unit, period=PERIOD, as_of=AS_OF
        )
        self.jobs.run(report.job_id)
        report.refresh_from_db()
        if not report.pdf_id:
            raise RuntimeError(f"the job ended without a file: {report.job.state} {report.job.error}")

    def chart(self, data: dict) -> str:
        """The drawing of the report's chart, given to the plain document as well."""
        from django.template.loader import render_to_string

        from reports.exporters import charts

        blocks = [b for b in data["blocks"] if b["type"] == "chart"]
        return render_to_string("reports/documents/stacked.svg", {"c": charts.stacked(blocks[0])}) if blocks else ""


if __name__ == "__main__":
    import django

    django.setup()
    harness.answer_lines(Worker().answer)
