#!/bin/bash
# Runs the tests of pages in bulk, on one machine and on several: what cannot
# run here is skipped, and it is said why.
#
#	tests/scale/run.sh [NAME]...
#
# NAME: many, kill, parallel or slurm; all of them if none is given.  Ends
# with one line, as in "3 passed, 0 failed, 1 skipped"; exits 1 if one failed.
# `make scale` builds and calls it; `make deps FOR=scale` installs what it
# needs.
set -u

: "${BUILD:=build}" "${PUBSCOUR:=$BUILD/pubscour}"
export BUILD PUBSCOUR
here=$(dirname "$0")
[ $# -gt 0 ] || set -- many kill parallel slurm

log=$(mktemp)
child=''
trap '[ -z "$child" ] || kill "$child" 2>/dev/null; rm -f "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
passed=0 failed=0 skipped=0
for name; do
	code=0 from=$SECONDS
	"$here/$name.sh" >"$log" 2>&1 &
	child=$!
	wait "$child" || code=$?
	child=''
	took=$((SECONDS - from))
	case $code in
	0)
		cat "$log"
		passed=$((passed + 1))
		echo "scale: $name: ok ($took s)"
		;;
	77)
		skipped=$((skipped + 1))
		echo "scale: $name: $(tail -n 1 "$log")"
		;;
	*)
		cat "$log"
		failed=$((failed + 1))
		echo "scale: $name: FAILED (exit $code, $took s)"
		;;
	esac
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
