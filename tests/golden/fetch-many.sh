#!/bin/bash
# Two hundred pages of a server in trouble arrive whole, each once, at the
# pace; two processes share it; what is killed goes on.  It takes two minutes,
# nearly all of it waiting: PAGES=20 is quicker.
#
# shellcheck disable=SC2317 # tests are called by their names
# shellcheck disable=SC2154,SC2034 # what support.sh sets and reads
# shellcheck disable=SC2086,SC2013 # numbers
set -u

# shellcheck source=/dev/null
. tests/server/support.sh
needs jq "$python" "$server"
cd "$work" || exit 1
pages=${PAGES:-200}

# make NAME COUNT: a folder of so many pages; their names in NAME.list.
make() {
	local name=$1 id
	mkdir "$name"
	for id in $(seq 91000001 $((91000000 + $2))); do
		page $id >"$name/$id.html"
		echo $id
	done >"$name.list"
}

# get NAME ARGUMENT...: the command, asking that server for PubMed.
get() {
	local name=$1
	shift
	XDG_CACHE_HOME=$work/$name.cache "$pubscour" fetch -q \
		--base-url "$(url "$name")" --delay 0.334 \
		--contact tests@example.org "$@"
}

# all_same NAME FOLDER: every page of the server is there, byte by byte.
all_same() {
	local page bad=0
	for page in "$1"/9*.html; do
		if [ "$(sum "$page")" != "$(sum "$2/${page##*/}")" ]; then
			echo "$test_name: ${page##*/} differs"
			bad=1
		fi
	done
	return $bad
}

# tidy NAME FOLDER: a page and a sidecar for each, and nothing else.
tidy() {
	is "$(find "$2" -type f | wc -l)" $((2 * $(wc -l <"$1.list")))
}

sound() {
	"$python" -c 'import glob, sqlite3, sys
for path in glob.glob(sys.argv[1] + "/*/*.db"):
    print(sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone()[0])
' "$work/$1.cache" >integrity
	is "$(cat integrity)" ok
}

# The server's log says that there was never less than that between two
# requests; what it sees of the pace comes a little late or early.
at_pace() {
	test "$(gap "$1")" -ge 200 && test "$(spare "$1" 334)" -ge -100
}

many() {
	called='many pages'
	get many -d into --retries 8 --from many.list 2>many.err ||
		fail "exit $?: $(head -n 5 many.err)"
	ok 'byte by byte' all_same many into
	ok 'nothing else' tidy many into
	ok 'sidecars tell the truth' is "$(for id in $(cat many.list); do
		[ "$(jq -r .sha256 into/$id.meta.json)" = "$(
			sum many/$id.html)" ] || echo $id; done)" ''
	ok 'each as often as its faults explain' is "$(jq -rn '[inputs |
		select(.target != "/robots.txt")] | group_by(.target)[] |
		select(length != 1 + (map(select(.order != "")) | length)) |
		.[0].target' many.log)" ''
	ok 'robots.txt once' is "$(asked many /robots.txt)" 1
	ok 'there were faults' test "$(jq -r .order many.log |
		grep -c .)" -ge $((pages / 10))
	ok 'at the pace' at_pace many
	ok 'a sound cache' sound many
	called='--offline'
	local before after
	before=$(asked many)
	get many -d again --offline --from many.list || fail "exit $?"
	after=$(asked many)
	ok 'nothing is asked' is $before $after
	ok 'byte by byte' all_same many again
	jq -r .order many.log | grep . | sort | uniq -c | sort -rn >&3
}

two() {
	local one other
	called='two processes'
	head -n 10 two.list >first.list
	tail -n 10 two.list >second.list
	get two -d both --from first.list &
	one=$!
	get two -d both --from second.list &
	other=$!
	wait $one || fail "$called: exit $?"
	wait $other || fail "$called: exit $?"
	ok 'byte by byte' all_same two both
	ok 'nothing else' tidy two both
	ok 'robots.txt, twice at most' test "$(asked two /robots.txt)" -le 2
	ok 'each once' is "$(jq -r .target two.log | grep -v robots | sort |
		uniq -d)" ''
	ok 'at the pace, together' at_pace two
	ok 'a sound cache' sound two
}

# No page is half, whenever the process was killed.
none_half() {
	local page
	for page in killed/9*.html; do
		[ ! -e "$page" ] || cmp -s "$page" "kill/${page##*/}" || return 1
	done
}

kills() {
	local round process
	called='kill -9'
	RANDOM=20191122
	mkdir killed
	for round in 1 2 3 4 5 6 7 8 9 10; do
		XDG_CACHE_HOME=$work/kill.cache "$pubscour" fetch -q \
			--base-url "$(url kill)" --delay 0.334 -d killed \
			--from kill.list &
		process=$!
		sleep "0.$((RANDOM % 900 + 100))"
		kill -KILL $process
		wait $process 2>/dev/null
		ok "no half page, $round" none_half
	done
	get kill -d killed --from kill.list || fail "$called: exit $?"
	ok 'byte by byte' all_same kill killed
	ok 'nothing else' tidy kill killed
	ok 'a sound cache' sound kill
	ok 'asked for twice only where killed' test "$(jq -r .target kill.log |
		grep -cv robots)" -le $((24 + 10))
	ok 'at the pace' at_pace kill
}

make many "$pages"
make two 20
make kill 24
serve many
order many 'faults 5 10 5 5'
serve two
serve kill

exec 3>&2
[ -n "${VERBOSE:-}" ] || exec 3>/dev/null
jobs=()
for name in two kills many; do
	(
		started=()
		trap - EXIT
		$name
		echo $asserted >$name.count
		exit $failed
	) &
	jobs+=($!)
done
for job in "${jobs[@]}"; do
	wait $job || failed=1
done
asserted=$(awk '{ sum += $1 } END { print sum }' ./*.count)
finish
