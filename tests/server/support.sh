# shellcheck shell=bash
# shellcheck disable=SC2034 # it is read by those who source this
# Sourced by the tests of fetching: servers, pages, what their logs say, and
# the command under test.  Sets `work`, which goes at the end.

pubscour=$(realpath "${PUBSCOUR:-build/pubscour}")
server=$(realpath "${BUILD:-build}/server")
certs=$(realpath tests/server/certs.sh)
tools=$(realpath tests/server)
fixtures=$(realpath fixtures)
python=${PYTHON:-/usr/bin/python3}
test_name=$(basename "$0" .sh)
export LC_ALL=C
# Nothing of the one who runs the tests is to matter, or to be touched.
unset PUBSCOUR_BASE_URL PUBSCOUR_CONTACT http_proxy https_proxy all_proxy \
	HTTPS_PROXY ALL_PROXY

work=$(mktemp -d)
failed=0
asserted=0
started=()
at_end() {
	[ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null
	wait 2>/dev/null
	rm -rf "$work"
}
trap at_end EXIT
export HOME=$work XDG_CACHE_HOME=$work/cache

# needs TOOL...: ends the test, as passed, where one is not there.
needs() {
	local tool
	for tool; do
		command -v "$tool" >/dev/null 2>&1 || {
			echo "$test_name: skipped: no $tool"
			exit 0
		}
	done
}

fail() {
	echo "$test_name: $*"
	failed=1
}

# ok WHAT TEST...: the test is true of the last call.
ok() {
	local what=$1
	shift
	asserted=$((asserted + 1))
	"$@" || fail "${called:-}: $what"
}

# run CODE ARGUMENT...: runs the command, its output into out and err.
run() {
	local expected=$1 code=0
	shift
	"$pubscour" "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
	called="pubscour $*"
	asserted=$((asserted + 1))
	[ "$code" -eq "$expected" ] ||
		fail "$called: exit $code, not $expected: $(head -c 300 "$work/err")"
}

out_has() { grep -Eq -e "$1" "$work/out"; }
err_has() { grep -Eq -e "$1" "$work/err"; }
same() { cmp -s "$1" "$2"; }
absent() { [ ! -e "$1" ]; }
is() { [ "$1" = "$2" ] || {
	echo "$test_name: it is: $1"
	return 1
}; }

# holds FILTER FILE: what jq makes of it is true.
holds() { jq -e "$1" "$2" >/dev/null; }

# page PMID: an article's page, of its own.
page() {
	sed -e "s/90000004/$1/g" -e "s/A very short note/Note $1/g" \
		"$fixtures/minimal/page.html"
}

# serve NAME [OPTION]...: a server of the folder NAME, which gets two articles
# and the pages that are none, where it is not there.
serve() {
	local name=$1 tries=100
	shift
	if [ ! -d "$work/$name" ]; then
		mkdir "$work/$name"
		page 90000004 >"$work/$name/90000004.html"
		page 90000005 >"$work/$name/90000005.html"
		cp "$fixtures/err-not-found/page.html" "$work/$name/not-found.html"
		cp "$fixtures/err-captcha/page.html" "$work/$name/captcha.html"
		cp "$fixtures/err-access-denied/page.html" "$work/$name/denied.html"
		cp "$fixtures/err-search-results/page.html" "$work/$name/search.html"
	fi
	"$server" -d "$work/$name" -l "$work/$name.log" -P "$work/$name.port" \
		"$@" 2>"$work/$name.said" &
	started+=($!)
	until [ -s "$work/$name.port" ]; do
		tries=$((tries - 1))
		if [ $tries -eq 0 ]; then
			fail "server $name does not start: $(cat "$work/$name.said")"
			exit 1
		fi
		sleep 0.05
	done
}

# serve_raw NAME FILE [ADDRESS]: that file as the answer to everything.
serve_raw() {
	local name=$1 tries=100
	"$python" "$tools/raw.py" "${3:-127.0.0.1}" "$2" "$work/$name.port" \
		"$work/$name.log" 2>"$work/$name.said" &
	started+=($!)
	until [ -s "$work/$name.port" ] || [ $tries -eq 0 ]; do
		tries=$((tries - 1))
		sleep 0.05
	done
}

# order NAME LINE...: what that server is to do from now on.
order() {
	local name=$1
	shift
	printf '%s\n' "$@" >"$work/$name/orders.new"
	mv "$work/$name/orders.new" "$work/$name/orders"
}

port() { cat "$work/$1.port"; }
url() { echo "http://127.0.0.1:$(port "$1")"; }

# asked NAME [TARGET]: how many requests there were, to that target.
asked() {
	# shellcheck disable=SC2016 # of jq
	jq -r --arg target "${2:-}" \
		'select($target == "" or .target == $target) | 1' \
		"$work/$1.log" | wc -l
}

# header NAME TARGET HEADER: of the last request to it; "null": there is none.
header() {
	# shellcheck disable=SC2016 # of jq
	jq -rn --arg target "$2" --arg name "$3" \
		'last(inputs | select(.target == $target)) | .headers[$name]' \
		"$work/$1.log"
}

# gap NAME: the least time between two requests, in milliseconds.
gap() {
	jq -rn '[inputs.time] | sort | [.[1:], .[:-1]] | transpose |
		map(.[0] - .[1]) | min * 1000 | floor' "$work/$1.log"
}

# spare NAME DELAY: by how many milliseconds all requests took longer than
# they have to, at one each DELAY milliseconds.
spare() {
	# shellcheck disable=SC2016 # of jq
	jq -rn --argjson delay "$2" '[inputs.time] |
		((max - min) * 1000 - (length - 1) * $delay) | floor' \
		"$work/$1.log"
}

sum() { sha256sum "$1" | cut -d' ' -f1; }

finish() {
	[ -z "$(cat "$work"/*.said)" ] || fail "a server: $(cat "$work"/*.said)"
	[ "$failed" -ne 0 ] || echo "$test_name: $asserted assertions hold"
	exit $failed
}
