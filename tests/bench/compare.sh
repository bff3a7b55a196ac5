#!/bin/bash
# Whole processes: pubscour and other programs that read saved pages.
#
#	tests/bench/compare.sh [-n PAGES] [-r RUNS] [-j FILE] FILE|FOLDER...
#
# Each program reads each of the first PAGES (20) pages, a process a page;
# then pubscour and the script read all of them in one process.  A run's time
# is that of all pages; the median of RUNS (5) counts, and its ratio to
# pubscour's.  What is not installed is named.  The other programs do
# something else: they turn a page into text, or read a dozen fields of it.
set -eu

pubscour=${PUBSCOUR:-build/pubscour}
python=${PYTHON:-/usr/bin/python3}
script=$(dirname "$0")/by_bs4.py
most=20
runs=5
json=
export LC_ALL=C.UTF-8

while getopts n:r:j: option; do
	case $option in
	n) most=$OPTARG ;;
	r) runs=$OPTARG ;;
	j) json=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Unpacked pages, 001.html ...
for place; do
	if [ -d "$place" ]; then
		find "$place" -maxdepth 1 -name '*.htm*'
	else
		echo "$place"
	fi
done | LC_ALL=C sort | head -n "$most" >"$work/list"
count=0
while IFS= read -r page; do
	count=$((count + 1))
	gzip -cdf "$page" >"$work/$(printf %03d "$count").html"
done <"$work/list"
if [ "$count" -eq 0 ]; then
	echo 'compare: no pages' >&2
	exit 2
fi

# Seconds of a command that is called with all pages, or with each.
run() {
	local how=$1 start end page
	shift
	start=$EPOCHREALTIME
	if [ "$how" = once ]; then
		"$@" "$work"/*.html >"$work/out" 2>&1 || :
	else
		for page in "$work"/*.html; do
			"$@" "$page" >"$work/out" 2>&1 || :
		done
	fi
	end=$EPOCHREALTIME
	awk "BEGIN { printf \"%.6f\", $end - $start }"
}

median() {
	sort -n | awk '{ value[NR] = $1 } END {
		print (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2 }'
}

installed() {
	case $1 in
	python3-bs4) "$python" -c 'import bs4' 2>/dev/null ;;
	*) command -v "$1" >/dev/null 2>&1 ;;
	esac
}

# A row without numbers.
skip() {
	printf '%-36s %s\n' "$1" "$2"
	printf '{"program": "%s", "skipped": "%s"}\n' "$1" "$2" >>"$work/rows"
}

# measure PROGRAM NAME each|once COMMAND...: a row of the table.
base=
measure() {
	local program=$1 name=$2 how=$3 seconds i
	shift 3
	if ! installed "$program"; then
		skip "$name" 'not installed'
		return
	fi
	if ! "$@" "$work/001.html" >"$work/out" 2>&1 || [ ! -s "$work/out" ]; then
		skip "$name" fails
		return
	fi
	seconds=$(for ((i = 0; i < runs; i++)); do
		run "$how" "$@"
		echo
	done | median)
	# The first row is pubscour, a process a page.
	base=${base:-$seconds}
	awk -v name="$name" -v s="$seconds" -v base="$base" -v n="$count" \
		-v rows="$work/rows" 'BEGIN {
		printf "%-36s %10.2f %10.2f\n", name, s * 1e3 / n, s / base
		printf "{\"program\": \"%s\", \"ms_a_page\": %.3f, " \
			"\"ratio\": %.3f}\n", \
			name, s * 1e3 / n, s / base >> rows }'
}

printf '\nwhole processes: %d pages, median of %d runs\n' "$count" "$runs"
printf '%-36s %10s %10s\n' 'a process a page' 'ms a page' ratio
measure "$pubscour" pubscour each "$pubscour"
measure html2text html2text each html2text
measure w3m 'w3m -dump' each w3m -dump -T text/html
measure lynx 'lynx -dump' each lynx -dump -force_html
measure python3-bs4 'python3-bs4, a dozen selectors' each \
	"$python" "$script"
printf '%s\n' 'one process for all pages'
measure "$pubscour" 'pubscour, all pages' once "$pubscour" --format jsonl
measure python3-bs4 'python3-bs4, all pages' once "$python" "$script"

if [ -n "$json" ]; then
	awk -v pages="$count" -v runs="$runs" 'BEGIN {
		printf "{\"pages\": %d, \"runs\": %d, \"programs\": [", pages, runs }
	{ printf "%s\n  %s", (NR > 1 ? "," : ""), $0 }
	END { print "\n]}" }' "$work/rows" >"$json"
fi
