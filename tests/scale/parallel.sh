#!/bin/bash
# GNU parallel gives pages out to processes of their own, by lines, by names
# and by shares; what comes together again is what one process writes.
#
#	tests/scale/parallel.sh
#
# Needs GNU parallel and python3; without them it says so and exits 77.
set -u

pubscour=$(realpath "${PUBSCOUR:-build/pubscour}")
here=$(realpath "$(dirname "$0")")
export LC_ALL=C

skip() {
	echo "skipped: $*"
	exit 77
}
parallel --version 2>/dev/null | grep -q '^GNU parallel' ||
	skip 'no GNU parallel (install parallel)'
command -v python3 >/dev/null || skip 'no python3 (install python3)'

work=$(realpath "$(mktemp -d)")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$work" || exit 1
# parallel keeps its files here, too.
mkdir home tmp
export PARALLEL_HOME=$work/home TMPDIR=$work/tmp
failed=0

fail() {
	echo "parallel: $*"
	failed=1
}

# same WHAT FILE CODE: the file is the single run's, and the exit code was 0.
same() {
	[ "$3" -eq 0 ] || fail "$1: exit $3: $(head -c 300 err)"
	if cmp "$2" single.jsonl; then
		echo "parallel: $1: as one process, $(wc -l <"$2") lines," \
			"$SECONDS s"
	else
		fail "$1: not what one process writes"
	fi
}

# One process, that knows nothing of lines and blocks.
one() {
	"$pubscour" -q --jobs 1 --format jsonl "$@" 2>err
}

# The message of an error tells the line of its stream, which is another one
# in a block of it.
without_lines() {
	sed 's/\("error": {.*"message": "\)line [0-9]*: /\1/'
}

# --- by lines: some of them are no pages, which is no failure of a filter

python3 "$here/make_pages.py" -n 600 --hostile 0.1 --jsonl >pages.jsonl ||
	exit 1
one - <pages.jsonl >out
code=$?
without_lines <out >single.jsonl
[ "$(wc -l <single.jsonl)" -eq 600 ] || fail 'not a line for each line'
grep -q '"error"' single.jsonl || fail 'no line is an error'
grep -q '"line ' single.jsonl && fail 'a line has its number still'
[ $code -eq 0 ] || fail "one process: exit $code"
parallel --will-cite --pipe -k --block 1M \
	"$pubscour" -q --jobs 1 --format jsonl - <pages.jsonl >blocks 2>err
code=$?
without_lines <blocks >out
same 'by lines' out $code
one --strict - <pages.jsonl >out
code=$?
[ $code -eq 1 ] || fail "with --strict: exit $code, not 1"

# --- by names that end with NUL bytes

python3 "$here/make_pages.py" -n 600 --hostile 0 -d 'a folder' || exit 1
mv 'a folder/000/000007.html' $'a folder/000/7\nof "$them".html'
find 'a folder' -name '*.html' -print0 | sort -z >names
one -0 --from - <names >single.jsonl || fail 'one process fails'
parallel --will-cite -0 --pipe -k -N 50 \
	"$pubscour" -q --jobs 1 --format jsonl -0 --from - <names >out 2>err
same 'by names' out $?

# --- by shares

one 'a folder' >single.jsonl || fail 'one process fails'
mkdir shares
parallel --will-cite -k "$pubscour" shard -q --of 8 --index '{}' \
	-o 'shares/{}.jsonl' "'a folder'" ::: 0 1 2 3 4 5 6 7 2>err
code=$?
"$pubscour" merge -o out shares || fail 'the shares do not join'
same 'by shares' out $code
exit $failed
