"""Counts what a program does: instructions by perf or callgrind, allocations by a library loaded before it."""
import os
import pathlib
import re
import shutil
import subprocess

BENCH = pathlib.Path(__file__).resolve().parent


class InstrumentError(Exception):
    """What went wrong, and what to do."""


def run(command, **options):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if result.returncode != 0:
        raise InstrumentError(
            f"{' '.join(map(str, command))}: exit status {result.returncode}\n{result.stderr.strip()[-2000:]}")
    return result


def has_perf():
    """Whether perf may count instructions of user code here: containers often forbid it."""
    if not shutil.which("perf"):
        return False
    result = subprocess.run(["perf", "stat", "-x,", "-e", "instructions:u", "true"], capture_output=True, text=True)
    return result.returncode == 0 and re.search(r"^\d+,", result.stderr, re.MULTILINE) is not None


def instruction_tool():
    """The tool that is here: `callgrind` is the same on every machine, `perf` is quick; None where there is neither."""
    return "callgrind" if shutil.which("valgrind") else "perf" if has_perf() else None


def count_instructions(command, tool, folder):
    """Instructions of user code, of all threads."""
    if tool == "perf":
        result = run(["perf", "stat", "-x,", "-e", "instructions:u", *command])
        return int(re.search(r"^(\d+),", result.stderr, re.MULTILINE)[1])
    # Older versions of valgrind give up at the debugging information of newer compilers.
    program = pathlib.Path(folder) / "program"
    run(["strip", "--strip-debug", "-o", program, command[0]])
    out = f"--callgrind-out-file={folder}/callgrind.out"
    result = run(["valgrind", "--tool=callgrind", out, program, *command[1:]])
    return int(re.search(r"Collected : (\d+)", result.stderr)[1])


def allocation_counter(folder):
    """The library that counts allocations, built; None without a C compiler or where the C library is not glibc."""
    library = pathlib.Path(folder) / "count_allocations.so"
    compiler = os.environ.get("CC", "cc")
    if not shutil.which(compiler):
        return None
    command = [compiler, "-O2", "-shared", "-fPIC", "-o", library, BENCH / "count_allocations.c"]
    run(command)
    probe = subprocess.run(["true"], env=dict(os.environ, LD_PRELOAD=str(library)), capture_output=True)
    return library if probe.returncode == 0 else None


def count_allocations(command, library, folder):
    path = pathlib.Path(folder) / "allocations"
    run(command, env=dict(os.environ, LD_PRELOAD=str(library), ALLOCATIONS=str(path)))
    return int(path.read_text())


def voc_command(voc, exports, output, workers=1, run_date="2027-03-01"):
    """The whole analysis of exports as `voc generate` writes them."""
    return [
        str(voc), "run", str(BENCH / "pipeline.yaml"), "--feedback", str(exports / "feedback.csv"),
        "--purchases", str(exports / "purchases.csv"), "--output", str(output), "--run-date", run_date,
        "--workers", str(workers), "--quiet",
    ]


def generate(voc, rows, seed, folder):
    run([voc, "generate", "--rows", str(rows), "--seed", str(seed), "--output", folder])
    return pathlib.Path(folder)
