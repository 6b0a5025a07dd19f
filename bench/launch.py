"""Runs a program and writes what it used: launch.py USAGE PROGRAM [ARGUMENT…]; its exit status is the program's.

On Linux the peak memory of a program begins with that of its parent, so the parent has to be small: this one.
USAGE becomes one line: seconds of CPU, seconds of wall time, kibibytes at the peak.
"""
import os
import sys
import time


def main(usage_path, *command):
    start = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - start
    with open(usage_path, "w", encoding="ascii") as out:
        print(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss, file=out)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
