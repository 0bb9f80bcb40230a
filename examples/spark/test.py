#!/usr/bin/env python3
"""Runs `cards.py` in a cluster of two workers on this machine, kills one in the middle, and looks at what comes out.

    test.py PROGRAM [ROWS]

The cards must be those of a run on one machine, byte for byte, and every row must have an answer.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLUSTER = "local-cluster[2,1,1024]"
LOOK = ["--theme", "broadsheet", "--format", "og"]


def quotes(count):
    """Rows that are all different, one of them bad."""
    for number in range(1, count + 1):
        text = f"The {number}th boat we built leaked less than the one before it, and more than we said."
        row = {"id": f"q{number}", "text": text, "by": "Ines Calvacante", "role": "boat builder"}
        if number == count // 2:
            row["by"] = None
        yield row


def write_table(rows, path):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    spark.createDataFrame(rows, "id string, text string, by string, role string").write.parquet(str(path))
    spark.stop()


def processes():
    """All processes: parent and command line by id."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            found[int(entry.name)] = (parent, (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except (OSError, ValueError, IndexError):
            continue  # No process, or one that is gone.
    return found


def executors(root):
    """The executors that descend from a process, and whether each is piping rows at the moment."""
    found = processes()

    def ancestors(process):
        while process in found:
            yield process
            process = found[process][0]

    ours = {
        process: False
        for process, (_, command) in found.items()
        if "CoarseGrainedExecutorBackend" in command and "java" in command and root in ancestors(process)
    }
    for process, (_, command) in found.items():
        if " export - " in command:
            for ancestor in ancestors(process):
                if ancestor in ours:
                    ours[ancestor] = True
    return ours


def run_and_kill(command, environment, cards, log, after):
    """Runs the job, and kills an executor that is at work as soon as there are some cards."""
    seen, killed = set(), None
    with open(log, "wb") as output:
        job = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        while job.poll() is None:
            now = executors(job.pid)
            seen |= set(now)
            busy = [process for process, is_busy in now.items() if is_busy]
            if killed is None and len(seen) > 1 and busy and cards.is_dir() and len(os.listdir(cards)) > after:
                killed = busy[0]
                os.kill(killed, signal.SIGKILL)
                print(f"killed executor {killed}, with {len(os.listdir(cards))} files written")
            time.sleep(0.02)
    return job.returncode, seen, killed


def main():
    program = str(Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 8000
    folder = Path(tempfile.mkdtemp(prefix="pullquote-spark-"))
    rows = list(quotes(count))
    (folder / "list.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    write_table([tuple(row.values()) for row in rows], folder / "table")
    subprocess.run(
        [program, "export", "list.jsonl", "--no-system-fonts", "-o", "one", *LOOK],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )

    cards = folder / "cards"
    command = [sys.executable, str(HERE / "cards.py"), "--table", str(folder / "table"), "--cards", str(cards)]
    command += ["--manifest", str(folder / "manifest"), "--program", program, "--rows", str(count // 8), *LOOK]
    submit = f"--master {CLUSTER} --conf spark.ui.enabled=false pyspark-shell"
    environment = os.environ | {"PYSPARK_SUBMIT_ARGS": submit, "PYSPARK_PYTHON": sys.executable}
    started = time.monotonic()
    code, seen, killed = run_and_kill(command, environment, cards, folder / "log", count // 20)
    log = (folder / "log").read_text(errors="replace")
    print(f"{CLUSTER}: {len(seen)} executors seen, {time.monotonic() - started:.0f} s, exit code {code}")
    print("\n".join(line for line in log.splitlines() if line.startswith(("error:", f"{count} rows"))))

    one = {path.name: path.read_bytes() for path in (folder / "one").glob("*.png")}
    many = {path.name: path.read_bytes() for path in cards.glob("*.png")}
    parts = sorted((folder / "manifest").glob("part-*"))
    answers = [json.loads(line) for part in parts for line in part.read_text().splitlines()]
    checks = {
        "an executor was killed while it piped rows": killed is not None,
        "another took its place": len(seen) > 2,
        "the bad row, and no other, made exit code 2": code == 2 and sum("error" in line for line in answers) == 1,
        f"{len(one)} cards on one machine, {len(many)} on the cluster, the same bytes": len(one) == count - 1 and one == many,
        "every row has one answer": sorted(line.get("id") for line in answers) == sorted(row["id"] for row in rows),
        "each card that is answered for is there": all((cards / line["file"]).exists() for line in answers if "file" in line),
    }
    for check, holds in checks.items():
        print("ok  " if holds else "FAILED", check)
    if not all(checks.values()):
        print(f"what there is lies in {folder}")
        sys.exit(1)
    subprocess.run(["rm", "-r", str(folder)], check=True)


if __name__ == "__main__":
    main()
