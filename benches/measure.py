#!/usr/bin/env python3
"""Rate, CPU time and memory of a program that prints a line a card, at every so many lines. Linux only.

    measure.py STEP PROGRAM ARGUMENT…
"""

import os
import subprocess
import sys
import time

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(process):
    with open(f"/proc/{process}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def megabytes(process):
    with open(f"/proc/{process}/status") as lines:
        status = dict(line.split(":", 1) for line in lines if ":" in line)
    return [int(status[key].split()[0]) / 1024 for key in ("VmRSS", "VmHWM")]


def main():
    step = int(sys.argv[1])
    program = subprocess.Popen(sys.argv[2:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    started = before = time.monotonic()
    used, cards = 0.0, 0
    for _ in program.stdout:
        cards += 1
        if cards % step == 0:
            now, cpu, (memory, most) = time.monotonic(), cpu_seconds(program.pid), megabytes(program.pid)
            rate, cost = step / (now - before), 1000 * (cpu - used) / step
            print(f"{cards:9} cards {rate:6.0f}/s {cost:7.3f} ms CPU a card {memory:6.1f} MB, most {most:.1f} MB", flush=True)
            before, used = now, cpu
    code, took, times = program.wait(), time.monotonic() - started, os.times()
    cpu = times.children_user + times.children_system
    print(f"{cards:9} cards in {took:.1f} s, {cpu:.1f} s CPU, exit code {code}")


if __name__ == "__main__":
    main()
