#!/usr/bin/env python3
"""Compares voc as it is built here with another revision: instructions, CPU time, wall time, peak memory, output.

    bench/compare.py --base main --voc .build/release/voc

The other revision is checked out and built below .build/compare, and kept there for the next comparison.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import instruments

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".build" / "compare"
RUN_DATE = "2027-03-01"


def build(base):
    """Checks a revision out, builds it; the program."""
    revision = instruments.run(["git", "-C", ROOT, "rev-parse", "--verify", f"{base}^{{commit}}"]).stdout.strip()
    checkout, scratch = FOLDER / "checkout", FOLDER / "scratch"
    FOLDER.mkdir(parents=True, exist_ok=True)
    if checkout.exists():
        instruments.run(["git", "-C", checkout, "checkout", "--quiet", "--detach", revision])
    else:
        instruments.run(["git", "-C", ROOT, "worktree", "prune"])
        instruments.run(["git", "-C", ROOT, "worktree", "add", "--detach", checkout, revision])
    print(f"building {base} ({revision[:10]})", file=sys.stderr)
    command = ["swift", "build", "-c", "release", "--product", "voc", "--package-path", str(checkout),
               "--scratch-path", str(scratch)]
    if subprocess.run(command, stdout=sys.stderr).returncode != 0:
        raise instruments.InstrumentError(f"{base} can't be built: {' '.join(command)}")
    return scratch / "release" / "voc"


def measure(command, output):
    """CPU seconds, wall seconds, peak MB of one run; its output stays."""
    shutil.rmtree(output, ignore_errors=True)
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise instruments.InstrumentError(f"{' '.join(command)}: exit status {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss * 1024 / 1e6


def tables(output):
    """Bytes of every table, by its path."""
    return {path.relative_to(output): path.read_bytes() for path in sorted(output.rglob("*.parquet"))}


def print_row(name, base, here, digits):
    print(f"{name:<26}{base:>16.{digits}f}{here:>16.{digits}f}{here / base - 1:>+10.1%}")


def compare(arguments):
    programs = {"base": build(arguments.base), "here": arguments.voc.resolve()}
    work = FOLDER / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    small = instruments.generate(programs["here"], arguments.counted_rows, 5, work / "small")
    large = instruments.generate(programs["here"], arguments.rows, 5, work / "large")
    print(f"{'':<26}{arguments.base[:15]:>16}{'here':>16}{'change':>10}")
    tool = instruments.instruction_tool()
    if tool:
        counts = {}
        for name, program in programs.items():
            command = instruments.voc_command(program, small, work / f"counted-{name}")
            counts[name] = instruments.count_instructions(command, tool, work) / arguments.counted_rows
        print_row("instructions/comment", counts["base"], counts["here"], 0)
    samples = {name: [] for name in programs}
    for _ in range(arguments.runs):
        for name, program in programs.items():
            command = instruments.voc_command(program, large, work / name, arguments.workers)
            samples[name].append(measure(command, work / name))
    for index, title in enumerate(("CPU s", "wall s", "peak MB")):
        base, here = (statistics.median(sample[index] for sample in samples[name]) for name in ("base", "here"))
        print_row(title, base, here, 0 if index == 2 else 2)
    old, new = tables(work / "base"), tables(work / "here")
    changed = sorted(str(path) for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    print(f"\ntables: {'the same bytes' if not changed else 'other bytes: ' + ', '.join(changed)}")
    print(f"{arguments.rows} comments, medians of {arguments.runs}; instructions by {tool or 'no tool: none is here'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, help="a revision")
    parser.add_argument("--voc", type=pathlib.Path, required=True, help="the program that is built here")
    parser.add_argument("--rows", type=int, default=200_000, help="comments of the timed runs (default: %(default)s)")
    parser.add_argument("--counted-rows", type=int, default=20_000, help="of the counted one (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="timed runs of each (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="of the timed runs (default: %(default)s)")
    arguments = parser.parse_args()
    try:
        compare(arguments)
    except (instruments.InstrumentError, OSError) as error:
        print(f"bench-compare: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
