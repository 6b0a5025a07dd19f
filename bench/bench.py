#!/usr/bin/env python3
"""Measures `voc run` beside a bare libcsv pass and peers that do a reduced job; docs/benchmarks.md tells how to read it.

    bench/bench.py --rows 1000000
    bench/bench.py --exports exports --runs 3 --json result.json
    bench/bench.py --peers duckdb polars --runs 3
    bench/bench.py --peers other_peer.py --lexicon forms.tsv     # called with EXPORT_DIR LEXICON OUT_DIR THREADS

Exit status: 0 measured and all results agree; 1 a program failed or the results disagree; 2 wrong options.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import check_sample
import instruments
import make_lexicon

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
PEERS = ("duckdb", "polars", "pandas")
RUN_DATE = "2027-03-01"  # after all that `voc generate` makes
KIB_PER_MB = 1e6 / 1024


class BenchError(Exception):
    """What went wrong, and what to do."""


@dataclasses.dataclass
class Sample:
    """One run of one program."""

    cpu: float  # seconds, user and system, of the process and all its threads
    wall: float  # seconds
    peak: float  # MB resident
    size: float  # MB written
    counts: dict  # what the program says it has handled


@dataclasses.dataclass
class Contender:
    """A program that is measured."""

    name: str
    command: list
    read_counts: object  # text of standard output -> dict
    samples: list = dataclasses.field(default_factory=list)
    runs: int = 0  # 0: as many as are asked for

    def median(self, field):
        return statistics.median(getattr(sample, field) for sample in self.samples)

    def spread(self, field):
        values = [getattr(sample, field) for sample in self.samples]
        return (max(values) - min(values)) / statistics.median(values) if statistics.median(values) else 0.0


def measure(contender, output, log):
    """Runs a contender once, its output folder empty before and removed after."""
    shutil.rmtree(output, ignore_errors=True)
    with open(log, "wb+") as stdout, open(f"{log}.err", "wb+") as stderr:
        start = time.perf_counter()
        process = subprocess.Popen(contender.command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        stdout.seek(0)
        stderr.seek(0)
        text = stdout.read().decode(errors="replace")
        if process.returncode != 0:
            tail = stderr.read().decode(errors="replace").strip()[-2000:]
            raise BenchError(f"{contender.name}: exit status {process.returncode}: {' '.join(contender.command)}\n{tail}")
    counts = contender.read_counts(text)
    size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file()) / 1e6
    return Sample(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / KIB_PER_MB, size, counts)


def bare_contender(folder, exports):
    program = folder / "bare_libcsv"
    compiler = os.environ.get("CC", "cc")
    command = [compiler, "-O2", "-o", str(program), str(BENCH / "bare_libcsv.c"), "-lcsv"]
    try:
        subprocess.run(command, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise BenchError(f"{' '.join(command)}: {error}; libcsv's header is in the package libcsv-dev") from error

    def read_counts(text):
        feedback, purchases = (int(line) - 1 for line in text.split())  # the header is no row
        return {"feedback": feedback, "purchases": purchases}

    files = [str(exports / "feedback.csv"), str(exports / "purchases.csv")]
    return Contender("bare libcsv pass", [str(program), *files], read_counts)


def voc_contender(arguments, exports, output, workers):
    def read_counts(_):
        manifest = json.loads((output / f"run_date={arguments.run_date}" / "manifest.json").read_text())
        counts = manifest["counts"]
        if counts["comments"] + counts["feedback_rejects"] != counts["feedback_records"]:
            raise BenchError(f"voc: the manifest's counts do not add up: {counts}")
        return {
            "feedback": counts["feedback_records"], "purchases": counts["purchase_records"],
            "rejects": counts["feedback_rejects"] + counts["purchase_rejects"],
        }

    command = instruments.voc_command(arguments.voc, exports, output, workers, arguments.run_date)
    return Contender(f"voc, {workers} worker{'' if workers == 1 else 's'}", command, read_counts)


def peer_contender(arguments, peer, exports, lexicon, output):
    script = BENCH / f"peer_{peer}.py" if peer in PEERS else pathlib.Path(peer)

    def read_counts(text):
        first = re.search(r"\d+", text)
        if not first:
            raise BenchError(f"{script}: the first number it prints must be its count of comments: {text[-200:]!r}")
        return {"feedback": int(first[0])}

    # pandas has one thread, and takes minutes.
    threads = 1 if peer == "pandas" else arguments.threads
    command = [arguments.python, str(script), str(exports), str(lexicon), str(output), str(threads)]
    name = f"{peer if peer in PEERS else script.stem}, {threads} thread{'' if threads == 1 else 's'}"
    return Contender(name, command, read_counts, runs=1 if peer == "pandas" else 0)


def make_exports(arguments, folder):
    if arguments.exports:
        exports = arguments.exports.resolve()
    else:
        exports = folder / "exports"
        command = [
            str(arguments.voc), "generate", "--rows", str(arguments.rows), "--seed", str(arguments.seed),
            "--output", str(exports),
        ]
        print(" ".join(command), file=sys.stderr)
        if subprocess.run(command).returncode != 0:
            raise BenchError("voc generate failed; --exports DIR measures exports that are there already")
    for name in ("feedback.csv", "purchases.csv"):
        path = exports / name
        if not path.is_file():
            raise BenchError(f"{path} is missing: --exports needs feedback.csv and purchases.csv as voc generate writes them")
        with open(path, "rb") as file:  # into the page cache, for the first program as for the last
            while file.read(1 << 20):
                pass
    return exports


def check_run(arguments, exports, output):
    """The run that stands in `output` verifies, and a sample of it agrees with a slow reading; how many comments."""
    run = output / f"run_date={arguments.run_date}"
    try:
        instruments.run([arguments.voc, "verify", run])
        return check_sample.check(arguments.voc, exports, run, arguments.run_date, arguments.sample)
    except (instruments.InstrumentError, ValueError, subprocess.CalledProcessError) as error:
        raise BenchError(f"voc's result is wrong: {error}") from error


def check(contenders):
    """Every program has handled the same rows in every run."""
    expected = contenders[0].samples[0].counts
    for contender in contenders:
        for sample in contender.samples:
            for key in expected.keys() & sample.counts.keys():
                if sample.counts[key] != expected[key]:
                    raise BenchError(
                        f"{contender.name}: {sample.counts[key]} rows of {key}, {contenders[0].name}: {expected[key]}; "
                        "the programs do not read the same records")
    return expected


def table(contenders, bare, peer, megabytes):
    rows = [["", "CPU s", "±", "wall s", "±", "MB/s", "peak MB", "written MB", "CPU/bare"]]
    if peer:
        first = peer.name.split(",")[0]
        rows[0] += [f"CPU/{first}", f"wall/{first}", f"peak/{first}"]
    for contender in contenders:
        cpu, wall, peak = (contender.median(field) for field in ("cpu", "wall", "peak"))
        row = [
            contender.name, f"{cpu:.2f}", f"{contender.spread('cpu') * 50:.0f} %", f"{wall:.2f}",
            f"{contender.spread('wall') * 50:.0f} %", f"{megabytes / wall:.0f}", f"{peak:.0f}",
            f"{contender.median('size'):.0f}",
            f"{cpu / bare.median('cpu'):.2f}",
        ]
        if peer:
            row += [f"{cpu / peer.median('cpu'):.2f}", f"{wall / peer.median('wall'):.2f}",
                    f"{peak / peer.median('peak'):.2f}"]
        rows.append(row)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)

    def positive(text):
        number = int(text)
        if number < 1:
            raise argparse.ArgumentTypeError(f"{text} is below 1")
        return number

    parser.add_argument("--rows", type=positive, default=1_000_000, help="comments to generate (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the generated exports (default: %(default)s)")
    parser.add_argument("--exports", type=pathlib.Path, metavar="DIR", help="measure these instead of generated ones")
    parser.add_argument("--runs", type=positive, default=5, help="runs of each program (default: %(default)s)")
    parser.add_argument(
        "--workers", type=positive, nargs="+", default=[1, 2], help="voc's workers, each measured (default: 1 2)")
    parser.add_argument("--voc", type=pathlib.Path, default=ROOT / ".build/release/voc", help="the program to measure")
    parser.add_argument("--run-date", default=RUN_DATE, help="(default: %(default)s)")
    parser.add_argument(
        "--peers", nargs="*", default=list(PEERS), metavar="PEER",
        help=f"of {', '.join(PEERS)}, or Python scripts; ratios are to the first (default: all three)")
    parser.add_argument("--sample", type=positive, default=2000, help="comments that are checked (default: %(default)s)")
    parser.add_argument("--threads", type=positive, default=2, help="of the peers (default: %(default)s)")
    parser.add_argument("--lexicon", type=pathlib.Path, help="the peer's word list (default: made of voc's lexicons)")
    parser.add_argument("--python", default=sys.executable, help="runs the peers (default: this one)")
    parser.add_argument("--work", type=pathlib.Path, metavar="DIR", help="where files go (default: the system's /tmp)")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write all samples too")
    return parser.parse_args()


def run(arguments, folder):
    if not arguments.voc.is_file():
        raise BenchError(f"--voc {arguments.voc}: there is no such file; build it with `make build`")
    for peer in arguments.peers:
        if peer not in PEERS and not pathlib.Path(peer).is_file():
            raise BenchError(f"--peers {peer}: neither one of {', '.join(PEERS)} nor a script")
    exports = make_exports(arguments, folder)
    output = folder / "output"
    bare = bare_contender(folder, exports)
    contenders = [bare] + [voc_contender(arguments, exports, output, workers) for workers in arguments.workers]
    peer = None
    if arguments.peers:
        lexicon = arguments.lexicon
        if lexicon is None:
            lexicon = folder / "lexicon.tsv"
            make_lexicon.write_lexicon(lexicon)
        elif not lexicon.is_file():
            raise BenchError(f"--lexicon {lexicon}: there is no such file")
        peers = [peer_contender(arguments, peer, exports, lexicon, output) for peer in arguments.peers]
        peer = peers[0]
        contenders += peers
    # In turn, so that whatever else the machine does falls on all of them.
    for number in range(1, arguments.runs + 1):
        for contender in contenders:
            if contender.runs and number > contender.runs:
                continue
            sample = measure(contender, output, folder / "log")
            contender.samples.append(sample)
            if contender is contenders[1] and number == 1:
                checked = check_run(arguments, exports, output)
            print(f"run {number}/{arguments.runs}: {contender.name}: {sample.cpu:.2f} s CPU, {sample.wall:.2f} s",
                  file=sys.stderr)
    counts = check(contenders)
    size = sum((exports / name).stat().st_size for name in ("feedback.csv", "purchases.csv"))
    rejects = contenders[1].samples[0].counts["rejects"]
    print(f"{counts['feedback']} comments and {counts['purchases']} purchase lines, {size / 1e6:.0f} MB; medians of "
          f"{arguments.runs} run{'' if arguments.runs == 1 else 's'}, of pandas one\n")
    print(table(contenders, bare, peer, size / 1e6))
    print(f"\nchecked: all read the same records; voc's manifest adds up, {rejects} records rejected; voc's tables verify, and "
          f"{checked} of its comments have the match and the label that a slow reading of the exports gives them")
    if arguments.json:
        result = {"bytes": size, "counts": counts,
                  "contenders": {c.name: [dataclasses.asdict(sample) for sample in c.samples] for c in contenders}}
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")


def main():
    arguments = parse_arguments()
    try:
        if arguments.work:
            arguments.work.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="voc-bench-", dir=arguments.work) as folder:
            run(arguments, pathlib.Path(folder))
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
