#!/bin/sh
# Every golden record is valid by the schema the command prints.
set -eu

: "${PUBSCOUR:=build/pubscour}"

"$PUBSCOUR" --schema | "${PYTHON:-/usr/bin/python3}" -c '
import glob, json, sys
from jsonschema import Draft202012Validator

schema = json.load(sys.stdin)
Draft202012Validator.check_schema(schema)
whole = Draft202012Validator(schema)
parts = {name: Draft202012Validator(dict(schema, oneOf=[part]))
         for name, part in (("record", schema["oneOf"][0]),
                            ("error", schema["oneOf"][1]))}
assert not whole.is_valid({}), "the schema allows anything"

goldens = sorted(glob.glob("fixtures/*/expected.json"))
bad = 0
for path in goldens:
    with open(path, encoding="utf-8") as file:
        golden = json.load(file)
    if whole.is_valid(golden):
        continue
    bad += 1
    print(path + ":")
    part = parts["error" if "error" in golden else "record"]
    for error in part.iter_errors(golden):
        for cause in error.context or [error]:
            where = ".".join(str(step) for step in cause.absolute_path)
            print("  %s: %s" % (where or "(top)", cause.message[:200]))
print("%d goldens, %d not valid" % (len(goldens), bad))
sys.exit(bad > 0 or not goldens)
'

# What `clean` writes, errors and all, is valid by the schema that it prints.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$PUBSCOUR" clean --schema >"$work/schema.json"
for profile in auto pubmed generic; do
	"$PUBSCOUR" clean -q --format jsonl --profile $profile \
		--base https://example.org/a/b fixtures missing.html \
		>>"$work/pages.jsonl" 2>/dev/null || [ $? -eq 1 ]
done
"${PYTHON:-/usr/bin/python3}" -c '
import json, sys
from jsonschema import Draft202012Validator

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
parts = {name: Draft202012Validator(dict(schema, oneOf=[part]))
         for name, part in (("cleaned", schema["oneOf"][0]),
                            ("error", schema["oneOf"][1]))}
assert not Draft202012Validator(schema).is_valid({}), "it allows anything"
bad = count = 0
for line in open(sys.argv[2], encoding="utf-8"):
    page = json.loads(line)
    count += 1
    part = parts["error" if "error" in page else "cleaned"]
    for error in part.iter_errors(page):
        bad += 1
        for cause in error.context or [error]:
            where = ".".join(str(step) for step in cause.absolute_path)
            print("%s: %s: %s" % (page["page"]["input"], where,
                                  cause.message[:200]))
print("%d cleaned pages, %d faults" % (count, bad))
sys.exit(bad > 0 or count < 100)
' "$work/schema.json" "$work/pages.jsonl"
