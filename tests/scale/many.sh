#!/bin/bash
# Many pages, some of them hostile, as files and as one stream: each gives
# one line, in order, and the process that gives them out stays small.
#
#	tests/scale/many.sh [N]
#
# N (2000) pages are made, or as many as the environment's N says.  Reads them
# with $BUILD/pubscour-hostile, to which some pages do what they say.  Needs
# python3 and /proc.
#
# A page has PAGE_TIMEOUT (5) seconds: one that takes all memory it may have
# must come to that in time, also on a busy machine.
set -u

n=${1:-${N:-2000}}
timeout=${PAGE_TIMEOUT:-5}
build=$(realpath "${BUILD:-build}")
here=$(realpath "$(dirname "$0")")
pubscour=$build/pubscour-hostile
export LC_ALL=C

if [ ! -x "$pubscour" ]; then
	echo "skipped: no $pubscour (make $pubscour)"
	exit 77
fi
for tool in python3 jq; do
	if ! command -v $tool >/dev/null; then
		echo "skipped: no $tool (install $tool)"
		exit 77
	fi
done

work=$(realpath "$(mktemp -d)")
pid=''
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$work" || exit 1
failed=0

fail() {
	echo "many: $*"
	failed=1
}

# The most memory that process $1 has had, in kB, as long as it lives.
watch() {
	local most=0 value
	while value=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' \
		"/proc/$1/status" 2>/dev/null) && [ -n "$value" ]; do
		most=$value
		sleep 0.05
	done
	echo "$most"
}

seconds() { date +%s.%N; }

# measured NAME INPUT: reads the input, tells how long and in what memory.
measured() {
	local name=$1 from code=0
	from=$(seconds)
	"$pubscour" -q --jobs 2 --page-timeout "$timeout" \
		--page-memory 48M --format jsonl --report "$name.report" "$2" >"$name.out" \
		2>"$name.err" &
	pid=$!
	watch $pid >"$name.memory"
	wait $pid || code=$?
	pid=''
	[ "$code" -le 1 ] ||
		fail "$name: exit $code: $(head -c 300 "$name.err")"
	awk -v name="$name" -v n="$n" -v from="$from" -v to="$(seconds)" \
		-v kb="$(cat "$name.memory")" 'BEGIN {
		printf "many: %s: %d pages in %.1f s, %.0f a second; ", \
			name, n, to - from, n / (to - from)
		printf "VmHWM of the parent: %d kB\n", kb }'
	python3 "$here/check_lines.py" "$name.tsv" "$name.out" ||
		fail "$name: lines and pages do not match"
	jq -e --argjson n "$n" '.pages == $n' "$name.report" >/dev/null ||
		fail "$name: the report has not $n pages"
}

python3 "$here/make_pages.py" -n "$n" -m folder.tsv -d folder || exit 1
measured folder folder
rm -rf folder
python3 "$here/make_pages.py" -n "$n" -m stream.tsv --jsonl >stream.jsonl ||
	exit 1
measured stream stream.jsonl
exit $failed
