#!/bin/bash
# The forms of one page side by side: however it was saved, its record is that
# of the page as the server sent it, but for `page`, and for what the form does
# not hold any more.  saved_forms.py makes the forms of a fixture.
set -u

pubscour=$(realpath "${PUBSCOUR:-build/pubscour}")
python=${PYTHON:-/usr/bin/python3}
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
forms=0

fail() {
	echo "saved: $*"
	failed=1
}

# record FILE [FILTER]: all of the record but `page`.
record() {
	"$pubscour" "$1" 2>"$work/err" | jq -S "del(.page) | ${2:-.}"
}

# Where the images are, a copy stands in their place and nothing else.
lost='if .figures then .figures[].thumbnail_url = null else . end'

# same PAGE FORM [FILTER]: what the filter takes away is lost in the form.
same() {
	forms=$((forms + 1))
	record "$1" "${3:-.}" >"$work/expected"
	record "$2" "${3:-.}" >"$work/got"
	[ -s "$work/expected" ] || fail "$1: no record"
	cmp -s "$work/expected" "$work/got" && return
	fail "$1: as ${2##*/} it has another record: $(head -c 300 "$work/err")"
	diff "$work/expected" "$work/got" | head -n 10
}

# page FORM KEY VALUE: what `page` says.
page() {
	local got
	got=$("$pubscour" "$work/forms/$1.html" 2>/dev/null |
		jq -r ".page.$2")
	[ "$got" = "$3" ] || fail "$1: page.$2 is '$got', not '$3'"
}

# all PAGE: the page in every form.
all() {
	local form
	mkdir -p "$work/forms"
	rm -f "$work"/forms/*
	"$python" tests/golden/saved_forms.py "$1" "$work/forms" || exit 1
	for form in "$work"/forms/*.html; do
		case ${form##*/} in
		chromium.html | firefox.html | singlefile.html)
			same "$1" "$form" "$lost"
			;;
		*)
			same "$1" "$form"
			;;
		esac
	done
}

for case in legacy-2009 legacy-2012 legacy-2015 layout-2020 layout-2026 \
	labelled-abstract references-partial everything; do
	all "fixtures/$case/page.html"
done

# The last of them: what the forms say of themselves.
date=2026-11-23T19:36:11+01:00
page singlefile fetched_at "$date"
page savepage fetched_at "$date"
page chromium fetched_at null
page plain fetched_at null
for form in singlefile chromium firefox-source; do
	page "$form" url https://pubmed.ncbi.nlm.nih.gov/90000001/
	page "$form" kind pubmed-article
done

# Cleaned, they are the same text.
"$pubscour" clean fixtures/everything/page.html >"$work/expected" 2>&1
for form in chromium-source firefox-source translated archive; do
	"$pubscour" clean "$work/forms/$form.html" >"$work/got" 2>&1
	cmp -s "$work/expected" "$work/got" || fail "$form: cleaned, it differs"
done

# Any page: the address is told, but no link is made up of it.
# cleans EXPECTED FILTER: what JSON of the cleaned page `any` says.
cleans() {
	local got
	got=$("$pubscour" clean --format json "$work/any.html" 2>/dev/null |
		jq -c "$2")
	[ "$got" = "$1" ] || fail "cleaned, $2 is $got, not $1"
}
words='<p>Forty words of a page that is about ponds and what lives in them.'
address=https://example.org/ponds/
printf '%s' "<!DOCTYPE html><!-- saved from url=(0026)$address -->" \
	"<html><body><main>$words <a href=\"./a_files/x.html\">x</a></main>" \
	>"$work/any.html"
cleans '["'$address'",["./a_files/x.html"]]' '[.page.url, [.links[].url]]'
printf '%s' "<title>view-source:$address</title><body id=\"viewsource\">" \
	"&lt;main&gt;&lt;p&gt;${words#<p>} &lt;a href=b&gt;x&lt;/a&gt;" \
	>"$work/any.html"
cleans '["'$address'",["'$address'b"]]' '[.page.url, [.links[].url]]'

[ "$failed" -eq 0 ] || exit 1
echo "saved: $forms forms"
