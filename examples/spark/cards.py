#!/usr/bin/env python3
"""Renders a table of quotes on a Spark cluster: every task pipes its rows through `pullquote export -`.

    spark-submit cards.py --table quotes.parquet --cards /shared/cards --manifest /shared/manifest

The table's columns are those of a quote list: `text`, `by`, `id`, and `role`, `publication` and so on where there are any.
Each row needs an `id` of its own, since a task knows nothing of the others. The folder of cards is one that all workers
reach under one path. The manifest is a folder of text files, a part a task, one line a row in the order of the table:
the card's entry, or `error`.

A task that is lost is run again, on another machine if need be: cards are written under a temporary name and renamed, and
the same row gives the same bytes, so that nobody has to clean up. Rows that failed are tried once more at the end.
"""

import argparse
import json
import shlex
import sys

from pyspark.sql import SparkSession


def filter_command(args):
    """The command of a task. Exit code 2 says that some rows failed, and they have said so in their own lines."""
    command = [args.program, "export", "-", "--json", "-o", args.cards, "-j", str(args.threads)]
    for name in ("theme", "format", "font"):
        for value in getattr(args, name):
            command += [f"--{name}", value]
    return shlex.join(["sh", "-c", shlex.join(command) + " || [ $? = 2 ]"])


def answers(rows, args):
    """Pipes rows through the program. A task that is killed, or cannot start it, fails, and Spark runs it again."""
    return rows.pipe(filter_command(args), checkCode=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", required=True, help="quotes in Parquet")
    parser.add_argument("--cards", required=True, help="folder for the cards, the same on all workers")
    parser.add_argument("--manifest", required=True, help="folder for the manifest's parts; must not be there yet")
    parser.add_argument("--program", default="pullquote", help="the program, on all workers")
    parser.add_argument("--theme", action="append", default=[])
    parser.add_argument("--format", action="append", default=[])
    parser.add_argument("--font", action="append", default=[], help="a font's file, on all workers (repeatable)")
    parser.add_argument("--rows", type=int, default=10_000, help="rows a task")
    parser.add_argument("--threads", type=int, default=1, help="threads a task: the cores that Spark gives it")
    args = parser.parse_args()

    spark = SparkSession.builder.appName("pullquote").getOrCreate()
    table = spark.read.parquet(args.table)
    count = table.count()
    tasks = max(1, -(-count // args.rows))
    # `toJSON` writes a row as a line. Written out at once: what is asked for twice would be rendered twice.
    rows = table.toJSON() if table.rdd.getNumPartitions() == tasks else table.repartition(tasks).toJSON()
    answers(rows, args).saveAsTextFile(args.manifest)

    told = spark.sparkContext.textFile(args.manifest).map(json.loads).cache()
    failed = set(told.filter(lambda line: "error" in line).map(lambda line: line.get("id")).collect())
    if failed:
        again = rows.filter(lambda row: json.loads(row).get("id") in failed)
        answers(again.coalesce(1), args).saveAsTextFile(args.manifest + "-again")
        told_again = spark.sparkContext.textFile(args.manifest + "-again").map(json.loads)
        failed = told_again.filter(lambda line: "error" in line).collect()

    names = told.filter(lambda line: "file" in line).map(lambda line: line["file"])
    answered, cards, distinct = told.count(), names.count(), names.distinct().count()
    print(f"{count} rows, {answered} answers, {cards} cards, {len(failed)} rows failed", file=sys.stderr)
    for line in list(failed)[:20]:
        print(f"error: {line.get('id')}: {line['error']}", file=sys.stderr)
    if distinct < cards:
        print(f"error: {cards - distinct} cards have the name of another; give rows an id of their own", file=sys.stderr)
    spark.stop()
    sys.exit(2 if failed or answered < count or distinct < cards else 0)


if __name__ == "__main__":
    main()
