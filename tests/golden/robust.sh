#!/bin/bash
# Odd inputs: whatever the bytes are, the command gives one line of JSON that
# is valid by its schema, and the exit code that belongs to it.  The inputs
# are the same on each run.
set -eu

: "${PUBSCOUR:=build/pubscour}"
python=${PYTHON:-/usr/bin/python3}
PUBSCOUR=$(realpath "$PUBSCOUR")
export PUBSCOUR

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/in" "$work/out" "$work/code"
failed=0

fail() {
	echo "robust: $*"
	failed=1
}

"$python" -c '
import glob, os, random, sys, zlib

chance = random.Random(20191122)

def write(name, data):
    with open(os.path.join(sys.argv[1], name), "wb") as file:
        file.write(data)

for size in (1, 2, 3, 10, 100, 1000, 4096, 100000):
    for again in range(4):
        write("random-%d-%d" % (size, again), chance.randbytes(size))
write("empty", b"")
for byte in b"\0\t<&\x1f\x80\xff":
    write("same-%02x" % byte, bytes([byte]) * 5000)
write("zlib", zlib.compress(b"<html>" * 500))
write("deflate", zlib.compress(chance.randbytes(5000))[2:])

for path in sorted(glob.glob("fixtures/*/page.*")):
    with open(path, "rb") as file:
        page = bytearray(file.read())
    case = os.path.basename(os.path.dirname(path))
    for tenth in range(10):
        write("%s-cut-%d" % (case, tenth), page[:len(page) * tenth // 10])
    for _ in range((len(page) + 199) // 200 if page else 0):
        page[chance.randrange(len(page))] ^= 1 << chance.randrange(8)
    write(case + "-flipped", page)
' "$work/in"

# One call each: the exit code must be that of this input.
cd "$work/in"
# shellcheck disable=SC2016 # for the inner shell
printf '%s\0' * | xargs -0 -n 16 -P "$(nproc 2>/dev/null || echo 2)" sh -c '
	for name; do
		code=0
		"$PUBSCOUR" -q --format jsonl "$name" >"../out/$name" \
			2>/dev/null || code=$?
		echo "$code" >"../code/$name"
	done' sh
cd "$work/out"
inputs=$(find ../in -type f | wc -l)
[ "$inputs" -gt 900 ] || fail "only $inputs inputs"

for name in *; do
	read -r code <"../code/$name"
	lines=$(wc -l <"$name")
	errors=$(grep -c '"error":' "$name" || true)
	# A container that breaks off has a line for what came before, too.
	case $lines,$errors,$code,$name in
	1,1,1,* | 1,0,0,*) ;;
	*,0,0,wrapped-* | *,[1-9]*,1,wrapped-*) ;;
	*) fail "$name: exit $code, $lines lines, $errors of them errors" ;;
	esac
done
total=$(cat ./* | wc -l)
cat ./* >../all.jsonl
count=$(jq -e -c . ../all.jsonl | wc -l) || fail 'jq -e . does not accept all'
[ "$count" -eq "$total" ] || fail "$total lines, but jq reads $count"

"$PUBSCOUR" --schema >../schema.json
"$python" -c '
import json, sys
from jsonschema import Draft202012Validator

with open("../schema.json", encoding="utf-8") as file:
    schema = json.load(file)
parts = [Draft202012Validator(dict(schema, oneOf=[part]))
         for part in schema["oneOf"]]
bad = 0
with open("../all.jsonl", encoding="utf-8") as file:
    for line in file:
        record = json.loads(line)
        part = parts[1 if "error" in record else 0]
        if part.is_valid(record):
            continue
        bad += 1
        print("robust: %s:" % record["page"]["input"])
        for error in part.iter_errors(record):
            for cause in error.context or [error]:
                where = ".".join(str(step) for step in cause.absolute_path)
                print("  %s: %s" % (where or "(top)", cause.message[:200]))
sys.exit(bad > 0)
' || fail 'not valid by the schema'

[ "$failed" -eq 0 ] && echo "robust: $inputs odd inputs, a valid line each"
exit "$failed"
