#!/usr/bin/env python3
"""Holds what a comment costs, in instructions and allocations, against the figures of admitted.json.

A run over 2 n generated comments and purchase lines less a run over n: the start of the program does not count. Both counts
are repeatable to a few per mille, which seconds are not.

    bench/gates.py --voc .build/release/voc             # exit status 1 where a cost is above what is admitted
    bench/gates.py --voc .build/release/voc --rewrite   # admits what is measured now
"""
import argparse
import json
import pathlib
import sys
import tempfile

import instruments

ADMITTED = pathlib.Path(__file__).resolve().parent / "admitted.json"
ROWS = 10_000
SEED = 5
# Compilers and libraries of other versions differ by so much.
TOLERANCE = 0.05


def per_comment(measure, commands):
    one, two = (measure(command) for command in commands)
    return (two - one) / ROWS


def measure_all(voc, folder):
    """The cost of a comment by measure, and what could not be measured."""
    commands = []
    for rows in (ROWS, 2 * ROWS):
        exports = instruments.generate(voc, rows, SEED, folder / f"exports-{rows}")
        commands.append(instruments.voc_command(voc, exports, folder / f"output-{rows}"))
    found, skipped = {}, []
    tool = instruments.instruction_tool()
    if tool:
        found[f"instructions ({tool})"] = per_comment(
            lambda command: instruments.count_instructions(command, tool, folder), commands)
    else:
        skipped.append("instructions: neither valgrind nor a perf that may count is here (apt-get install valgrind)")
    library = instruments.allocation_counter(folder)
    if library:
        found["allocations"] = per_comment(
            lambda command: instruments.count_allocations(command, library, folder), commands)
    else:
        skipped.append("allocations: no C compiler is here (apt-get install gcc)")
    return found, skipped


def compare(found, admitted):
    """Lines for people, and whether all costs are admitted."""
    lines, is_good = [], True
    for name, value in found.items():
        limit = admitted.get(name)
        if limit is None:
            lines.append(f"gates: {name}: {value:.2f} a comment; none is admitted in {ADMITTED.name} yet")
            continue
        line = f"gates: {name}: {value:.2f} a comment, admitted {limit:.2f}"
        if value > limit * (1 + TOLERANCE):
            is_good = False
            line += (f": {value / limit - 1:+.1%}\n"
                     "  Find the change with `make bench-compare BASE=main`. Where the cost is worth it, admit it with\n"
                     "  `make gates-rewrite` and say why in the commit.")
        elif value < limit * (1 - TOLERANCE):
            line += f": {value / limit - 1:+.1%}; hold the gain with `make gates-rewrite`"
        lines.append(line)
    return lines, is_good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voc", type=pathlib.Path, required=True, help="the program to measure")
    parser.add_argument("--rewrite", action="store_true", help="admit what is measured now")
    arguments = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="voc-gates-") as folder:
            found, skipped = measure_all(arguments.voc.resolve(), pathlib.Path(folder))
    except (instruments.InstrumentError, OSError) as error:
        print(f"gates: {error}", file=sys.stderr)
        return 1
    for line in skipped:
        print(f"gates: skipped: {line}")
    admitted = json.loads(ADMITTED.read_text()) if ADMITTED.exists() else {}
    if arguments.rewrite:
        admitted.update({name: round(value, 2) for name, value in found.items()})
        ADMITTED.write_text(json.dumps(admitted, indent=2, sort_keys=True) + "\n")
    lines, is_good = compare(found, admitted)
    print("\n".join(lines))
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
