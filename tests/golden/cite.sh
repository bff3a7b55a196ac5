#!/bin/bash
# Entries for reference managers: what the command makes of many pages, and,
# where programs that read such entries are installed, what these make of them.
set -eu

: "${PUBSCOUR:=build/pubscour}"
python=${PYTHON:-/usr/bin/python3}
here=tests/golden

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
	echo "cite: $*"
	failed=1
}

formats='csl-json ris nbib bibtex biblatex'
case='fixtures/everything/page.html'
other='fixtures/minimal/page.html'
none='fixtures/err-captcha/page.html'

# The entries of one page, of its references, of a chapter, of odd signs.
# UPDATE=1 accepts what differs.
for format in $formats; do
	{
		for page in everything preprint retracted cite-chapter cite-marks; do
			"$PUBSCOUR" -q --format "$format" "fixtures/$page/page.html"
		done
		"$PUBSCOUR" -q --format "$format" --cite references "$case"
	} >"$work/got"
	cmp -s "$work/got" "$here/cited/$format" || {
		fail "$format: not $here/cited/$format"
		diff "$here/cited/$format" "$work/got" | head -n 10
		[ -z "${UPDATE:-}" ] || cp "$work/got" "$here/cited/$format"
	}
done

# keys FILE: the keys, in order.
keys() {
	sed -n 's/^@[a-z]*{\([^,]*\),$/\1/p; s/^    "id": "\(.*\)",$/\1/p
		s/^ID  - //p' "$1"
}

# One file of many pages, in the order given, each key once.
set -- "$case" "$other" "$case" fixtures/preprint/page.html
for _ in $(seq 26); do set -- "$@" "$case"; done
for format in csl-json ris bibtex biblatex; do
	"$PUBSCOUR" --format "$format" "$@" >"$work/many" 2>"$work/err" ||
		fail "$format: exit status $?"
	[ ! -s "$work/err" ] || fail "$format: $(head -n 1 "$work/err")"
	keys "$work/many" >"$work/keys"
	head -n 5 "$work/keys" | tr '\n' ' ' >"$work/first"
	[ "$(cat "$work/first")" = "brindlecombe:2019:midges anon:2001:very\
 brindlecombe:2019:midgesa pell:2022:posted brindlecombe:2019:midgesb " ] ||
		fail "$format: keys are $(cat "$work/first")"
	[ "$(tail -n 2 "$work/keys" | tr '\n' ' ')" = \
		'brindlecombe:2019:midgesz brindlecombe:2019:midgesaa ' ] ||
		fail "$format: the last keys are $(tail -n 2 "$work/keys")"
	[ "$(sort -u "$work/keys" | wc -l)" -eq 30 ] ||
		fail "$format: not 30 keys"
done
"$PUBSCOUR" --format nbib "$case" "$other" "$case" | grep '^PMID' |
	tr -d '\n' >"$work/got"
[ "$(cat "$work/got")" = 'PMID- 90000001PMID- 90000004PMID- 90000001' ] ||
	fail "nbib: the order is $(cat "$work/got")"

# CSL-JSON is an array, of one, of many and of none.
for list in "$case" "$case $none $other" "$none"; do
	# shellcheck disable=SC2086 # words
	"$PUBSCOUR" --format csl-json $list 2>"$work/err" |
		jq -r 'type, length' | tr '\n' ' ' >"$work/got" || :
	case $list in
	"$case") want='array 1 ' errors=0 ;;
	"$none") want='array 0 ' errors=1 ;;
	*) want='array 2 ' errors=1 ;;
	esac
	[ "$(cat "$work/got")" = "$want" ] ||
		fail "csl-json of $list: $(cat "$work/got")"
	[ "$(wc -l <"$work/err")" -eq "$errors" ] ||
		fail "csl-json of $list: $(cat "$work/err")"
done
printf '[]\n' >"$work/want"
"$PUBSCOUR" --format csl-json --cite references "$other" >"$work/got"
cmp -s "$work/want" "$work/got" || fail 'no references: no empty array'

# What gives no record is said, has no entry, and the exit status is 1.
for format in $formats; do
	code=0
	"$PUBSCOUR" --format "$format" "$none" "$case" >"$work/got" \
		2>"$work/err" || code=$?
	[ "$code" -eq 1 ] || fail "$format: exit status $code with an error"
	"$PUBSCOUR" --format "$format" "$case" | cmp -s - "$work/got" ||
		fail "$format: an error leaves something behind"
	grep -q "^pubscour: $none: " "$work/err" ||
		fail "$format: no message"
	# A file that is there stays where there is nothing to put in its place.
	echo old >"$work/kept"
	"$PUBSCOUR" --format "$format" -o "$work/kept" "$none" 2>/dev/null || :
	[ "$(cat "$work/kept")" = old ] || fail "$format: the old file is gone"
done

# Several pages of one input, and standard input.
"$PUBSCOUR" --format bibtex fixtures/wrapped-jsonl/page.jsonl 2>/dev/null |
	grep -c '^@' >"$work/got" || :
"$PUBSCOUR" --format jsonl fixtures/wrapped-jsonl/page.jsonl 2>/dev/null |
	jq -c 'select(.error | not)' | wc -l | tr -d ' ' >"$work/want"
cmp -s "$work/want" "$work/got" || fail 'not every line has its entry'
"$PUBSCOUR" --format ris <"$case" | head -n 1 >"$work/got"
[ "$(cat "$work/got")" = 'TY  - JOUR' ] || fail 'standard input: no entry'

# What does not go together.
for wrong in '--cite references' '--format jsonl --cite article' \
	'--format ris --only pmid' '--format ris --compact' '--format endnote' \
	'--format ris --cite authors'; do
	code=0
	# shellcheck disable=SC2086 # words
	"$PUBSCOUR" $wrong "$case" >"$work/got" 2>"$work/err" || code=$?
	[ "$code:$(cat "$work/got")" = 2: ] ||
		fail "$wrong: exit status $code"
done

"$python" "$here/cite_check.py" "$PUBSCOUR" fixtures || failed=1

# The line of README that cites.
if command -v pandoc >/dev/null; then
	"$PUBSCOUR" --format bibtex "$case" >"$work/refs.bib"
	echo 'As shown before [@brindlecombe:2019:midges].' |
		pandoc --citeproc --bibliography "$work/refs.bib" -t plain \
			>"$work/got" 2>"$work/err"
	grep -q 'Brindlecombe' "$work/got" || fail 'pandoc cites nothing'
	[ ! -s "$work/err" ] || fail "pandoc: $(cat "$work/err")"
fi

exit "$failed"
