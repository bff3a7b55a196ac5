#!/usr/bin/env python3
"""Holds the output of a run in bulk to the pages that went in.

	check_lines.py [--unordered] MANIFEST OUTPUT

MANIFEST is of make_pages.py, OUTPUT is JSON Lines.  Every page has one line,
in order: its record with its PMID, or the error that its kind gives.  Prints
how many there are of each kind and what became of them; exits 1 on any fault,
of which the first ten are said.
"""

import argparse
import collections
import itertools
import json
import sys

SHOWN = 10
# What may become of a kind: codes of errors, None for a record.
OUTCOMES = {
    "page": (None,),
    "cut": (None,),
    "deep": (None,),
    "cut-early": ("not-an-article",),
    "empty": ("empty",),
    "binary": ("not-html",),
    "crash": ("crashed",),
    "hang": ("page-timeout",),
    "memory": ("no-memory",),
}


def name_of(record):
    """The id of a line, else the input as the manifest has it."""
    if "id" in record:
        return str(record["id"])
    return "/".join(record["page"]["input"].split("/")[-2:])


def fault_of(record, pmid, kind):
    """What is wrong with the record or error of such a page, or None."""
    code = record["error"]["code"] if "error" in record else None
    if code not in OUTCOMES[kind]:
        return f"{code or 'a record'}, not {OUTCOMES[kind][0] or 'a record'}"
    if code is None and record["pmid"] != pmid:
        return f"pmid {record['pmid']}, not {pmid}"
    return None


def pairs(manifest, output, unordered):
    """Each line of the manifest as fields, with the record that is its."""
    expected = [line.rstrip("\n").split("\t") for line in manifest]
    if not unordered:
        yield from itertools.zip_longest(expected, map(read, output))
        return
    left = {fields[0]: fields for fields in expected}
    for record in map(read, output):
        yield left.pop(name_of(record), None), record
    for fields in left.values():
        yield fields, None


def read(line):
    try:
        record = json.loads(line)
        name_of(record)
        return record
    except (ValueError, TypeError, KeyError):
        return line[:80]


def check(pair):
    """The kind, what became of it, and what is wrong, of one pair."""
    fields, record = pair
    if record is None:
        return fields[2], "nothing", "no line"
    if isinstance(record, str):
        return "?", "no JSON", f"is no record: {record!r}"
    if fields is None:
        return "?", "more", f"a line too many: {name_of(record)}"
    code = record["error"]["code"] if "error" in record else "record"
    if name_of(record) != fields[0]:
        return fields[2], code, f"another page's line: {name_of(record)}"
    return fields[2], code, fault_of(record, fields[1], fields[2])


def main():
    parser = argparse.ArgumentParser(
        description="Holds the output of a run to the pages that went in.")
    parser.add_argument("--unordered", action="store_true")
    parser.add_argument("manifest")
    parser.add_argument("output")
    options = parser.parse_args()
    counts, faults = collections.Counter(), 0
    with open(options.manifest, encoding="utf-8") as manifest, \
            open(options.output, encoding="utf-8", newline="\n") as output:
        for number, pair in enumerate(
                pairs(manifest, output, options.unordered), 1):
            kind, became, fault = check(pair)
            counts[kind, became] += 1
            if fault is None:
                continue
            faults += 1
            if faults <= SHOWN:
                name = pair[0][0] if pair[0] else "-"
                print(f"check: line {number}, {name} ({kind}): {fault}")
    for (kind, became), count in sorted(counts.items()):
        print(f"check: {count} {kind}: {became}")
    print(f"check: {sum(counts.values())} lines, {faults} faults")
    return faults != 0


if __name__ == "__main__":
    sys.exit(main())
