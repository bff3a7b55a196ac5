#!/bin/bash
# `pubscour clean` from outside: formats, places, errors and exit codes, and
# what must stay and must go of the pages in fixtures/clean-*.
# A line for each assertion that fails.
#
# shellcheck disable=SC2317 # tests are called by their names
set -u

pubscour=$(realpath "${PUBSCOUR:-build/pubscour}")
fixtures=$(realpath fixtures)
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
asserted=0

fail() {
	echo "clean: $*"
	failed=1
}

# run CODE ARGUMENT...: cleans, the output into out and err.
run() {
	local expected=$1 code=0
	shift
	"$pubscour" clean "$@" >"$work/out" 2>"$work/err" || code=$?
	called="pubscour clean $*"
	asserted=$((asserted + 1))
	[ "$code" -eq "$expected" ] ||
		fail "$called: exit $code, not $expected: $(head -c 300 "$work/err")"
}

# ok WHAT TEST...: the test is true of the last call.
ok() {
	local what=$1
	shift
	asserted=$((asserted + 1))
	"$@" || fail "$called: $what"
}

out_has() { grep -Fq -e "$1" "$work/out"; }
out_misses() { ! grep -Fq -e "$1" "$work/out"; }
err_has() { grep -Eq -e "$1" "$work/err"; }
err_lines() { [ "$(wc -l <"$work/err")" -eq "$1" ]; }
out_lines() { [ "$(wc -l <"$work/out")" -eq "$1" ]; }
no_out() { [ ! -s "$work/out" ]; }
no_err() { [ ! -s "$work/err" ]; }
same() { cmp -s "$1" "$2"; }
absent() { [ ! -e "$1" ]; }
no_temp() { [ -z "$(find "$work" -name '.pubscour-*')" ]; }
files_are() { [ "$(cd "$1" && find . -type f | sort | paste -sd' ' -)" = "$2" ]; }
jq_is() { [ "$(jq -r "$1" "$work/out" 2>/dev/null)" = "$2" ]; }

# White space as one blank, so that a sentence may run over lines.
folded() { tr -s ' \t\n' '   ' <"$1"; }
# Each word on its own line, for comparing what is read.
words() { tr -cs '[:alnum:]\200-\377' '\n' <"$1"; }

cd "$work" || exit 1
mkdir -p pages/sub
news=pages/news.html
cp "$fixtures/clean-news/page.html" $news
cp "$fixtures/clean-docs/page.html" pages/sub/docs.HTM
gzip -c "$fixtures/clean-forum/page.html" >pages/sub/forum.html.gz
cp "$fixtures/everything/page.html" article.html
cp "$fixtures/clean-navigation/page.html" navigation.html
cp "$fixtures/clean-scripts/page.html" scripts.html
cp "$fixtures/clean-no-text/page.html" notext.html
: >nothing.html
printf '%s' '%PDF-1.4 x' >file.html
printf 'just words, no mark-up at all\n' >words.html

# --- what stays and what goes

for case in "$fixtures"/clean-*; do
	[ -e "$case/keep.txt" ] || continue
	name=${case##*/}
	for format in text markdown html json; do
		run 0 --format $format "$case/page.html"
		ok 'no warning' no_err
		folded out >"$name.$format"
		while read -r line; do
			asserted=$((asserted + 1))
			if grep -Fq -e "$line" "$name.$format"; then
				fail "$name: $format has: $line"
			fi
		done <"$case/drop.txt"
	done
	# "# LINE": the page's title, which plain text need not have.
	while read -r line; do
		asserted=$((asserted + 1))
		format=text
		[ "${line#\# }" = "$line" ] || format=markdown
		grep -Fq -e "$line" "$name.$format" ||
			fail "$name: $format has not: $line"
	done <"$case/keep.txt"
done

# --- formats of one input

run 0 $news
cp out news.md
ok 'Markdown has the heading' out_has 'New gauges watch the Tarn river'
ok 'nothing on stderr' no_err
run 0 --format markdown $news
ok 'Markdown is the default' same out news.md
run 0 <$news
ok 'standard input' same out news.md
run 0 - <$news
ok 'and by its name' same out news.md
run 0 --no-squeeze $news
ok 'parsed whole it is the same' same out news.md
run 0 --format text $news
cp out news.txt
run 0 --format text --width 0 $news
ok 'no width where it is no terminal' same out news.txt
run 0 --format text --width 40 $news
ok 'no line is wider' test "$(wc -L <out)" -le 40
ok 'the same words' same <(words out) <(words news.txt)
run 0 --format html $news
cp out news.html
ok 'a document' grep -Eqi '^<!doctype html>' out
ok 'no script' out_misses '<script'
run 0 --format html news.html
words out >again.words
ok 'cleaned again it has the same words' same again.words <(words news.html)
run 0 --format text news.html
ok 'and gives the same text' same <(words out) <(words news.txt)
run 0 --format json $news
cp out news.json
ok 'several lines' test "$(wc -l <out)" -gt 10
ok 'its keys, in order' jq_is 'keys_unsorted | join(" ")' "schema_version \
page profile title byline published site language text markdown links images \
removed warnings"
ok 'the name as given' jq_is .page.input $news
ok 'the profile' jq_is .profile generic
ok 'the text is that of --format text' same <(jq -j .text out) news.txt
ok 'and the Markdown that of markdown' same <(jq -j .markdown out) news.md
run 0 --format json --compact $news
ok 'one line' out_lines 1
cp out news.jsonl
run 0 --format jsonl $news
ok 'jsonl is compact JSON' same out news.jsonl
ok 'JSON is the same on one line' same <(jq -S . out) <(jq -S . news.json)

# --- articles of PubMed

run 0 article.html
ok 'the title' out_has 'Midges under trees: a two-pond comparison'
ok 'no banner' out_misses 'An official website'
run 0 --format json article.html
ok 'by its own profile' jq_is .profile pubmed
ok 'title of the record' jq_is .title \
	'Midges under trees: a two-pond comparison'
ok 'authors of the record' jq_is '.byline | split(", ")[0]' \
	'Orla Brindlecombe'
ok 'date of the record' jq_is .published 2019-11-22
run 0 --format json --profile generic article.html
ok 'by the profile that is asked for' jq_is .profile generic
run 0 --profile pubmed article.html
run 1 --profile pubmed $news
ok 'which may not fit' err_has '\(not-an-article\)$'
run 0 --format json "$fixtures/err-search-results/page.html"
ok 'a page of PubMed without an article is cleaned' jq_is .profile generic

# --- the address of the page

printf '%s' '<html><body><main><h1>Times</h1><p>The boats leave at the full
hour, and <a href="../b/c.html?d#e">the table of all boats</a> hangs at the
pier, where everybody can read it at any time of the day.</p></main>' >rel.html
run 0 --base https://example.org/x/y.html rel.html
ok 'relative links become absolute' out_has 'https://example.org/b/c.html?d#e'
run 0 --format json --base https://example.org/x/y.html rel.html
ok 'in JSON too' jq_is '.links[0].url' 'https://example.org/b/c.html?d#e'
run 0 --base 'https://example.org/é/y.html' rel.html
ok 'as a link has it' out_has 'https://example.org/b/c.html'
printf '%s' '<p>The boats leave from <a href="#p">pier</a> <a href="q">two</a>
and are never late, except in fog.</p>' >here.html
for format in markdown html json; do
	run 0 --format $format --base 'https://example.org/é/y' here.html
	ok 'encoded, as links are' out_has 'https://example.org/%C3%A9/q'
done
ok 'links to the page itself are none' jq_is '.links | length' 1
run 0 rel.html
ok 'without it they stay' out_has '../b/c.html?d#e'
{ echo '<base href="https://other.example/z/">'; cat rel.html; } >base.html
run 0 --base https://example.org/x/y.html base.html
ok "the page's own base comes first" out_has 'https://other.example/b/c.html'
run 2 --base example.org/x rel.html
ok 'it must be absolute' err_has '^pubscour: --base: .*example\.org/x.*--help'
run 2 --base 'javascript:alert(1)' rel.html

# --- several inputs

run 0 -q pages
ok 'Markdown: a comment for each' test "$(grep -c '^<!-- .* -->$' out)" -eq 3
ok 'with its name' out_has '<!-- pages/sub/docs.HTM -->'
run 0 -q --format text pages article.html
ok 'text: a line for each' test "$(grep -c '^==> .* <==$' out)" -eq 4
ok 'the first is at the top' test "$(head -n 1 out)" = '==> pages/news.html <=='
run 0 -q --format json pages
ok 'JSON Lines' out_lines 3
ok 'in order' jq_is .page.input "$(printf '%s\n' pages/news.html \
	pages/sub/docs.HTM pages/sub/forum.html.gz)"
cp $news 'pages/a--b-->c.html'
run 0 pages/a--b--\>c.html $news
ok 'a name ends no comment' test "$(head -n 1 out)" = \
	'<!-- pages/a-&#45;b-&#45;>c.html -->'
rm pages/a--b--\>c.html
run 2 --format html $news article.html
ok 'HTML needs a folder' err_has '^pubscour: .*--output FOLDER/.*--help'
run 2 --format html pages
run 1 --format jsonl $news navigation.html article.html
ok 'a line for a failed input too' out_lines 3
ok 'with its error' jq_is '.error.code // "-"' "$(printf '%s\n' - no-content -)"
run 1 $news navigation.html article.html
ok 'the others are written' test "$(grep -c '^<!-- ' out)" -eq 2
printf '%s\0' $news article.html >list
run 0 -0 --from list
ok 'inputs from a list' test "$(grep -c '^<!-- ' out)" -eq 2

# --- into files

run 0 -o one.md $news
ok 'a file' same one.md news.md
ok 'nothing on standard output' no_out
run 0 -q -o all.txt --format text pages
ok 'several into one' test "$(grep -c '^==> ' all.txt)" -eq 3
run 0 -q -o new/notes/ pages article.html
ok 'a file for each, below the folder' files_are new \
	'./notes/article.md ./notes/news.md ./notes/sub/docs.md ./notes/sub/forum.md'
ok 'without a heading' same new/notes/news.md news.md
ok 'nothing on standard output' no_out
run 0 -q -o new --format html pages
ok 'a folder that is there' test -s new/sub/docs.html
run 0 -q -o new/j/ --format json pages
ok 'JSON, over several lines' same <(jq .title new/j/news.json) \
	<(jq .title news.json)
run 2 -o new/ --format jsonl pages
run 0 -q -o single/ $news
ok 'by the path as given' same single/pages/news.md news.md
run 0 -q -o absolute/ "$work/$news" ../"${work##*/}"/article.html
ok 'or the last part' files_are absolute './article.md ./news.md'
run 0 -o piped/ - <$news
ok 'standard input' same piped/stdin.md news.md
cp -r pages inputs
run 1 -q -o inputs/ --format html inputs
ok 'an input is not overwritten' same inputs/news.html $news
ok 'and that is said' err_has 'inputs/news\.html: not written: .* is an input'
ok 'the others are written' test -s inputs/sub/forum.html
run 1 --format html -o inputs/news.html inputs/news.html
ok 'nor by -o' same inputs/news.html $news
run 1 -o inputs/sub/docs.HTM inputs
ok 'nor where others come before it' same inputs/sub/docs.HTM pages/sub/docs.HTM
ok 'nothing half-written is left' no_temp
mkdir twins
cp $news twins/a.html
cp article.html twins/a.htm
run 1 -q -o twin/ twins
ok 'two inputs of one name' err_has 'twins/a\.html: not written: .* already$'
ok 'the first is there' test -s twin/a.md
run 1 -o failing/ $news navigation.html
ok 'no file of a failed input' files_are failing './pages/news.md'
ok 'no folder for nothing' absent failing/sub
echo kept >old.md
run 1 -o old.md navigation.html
ok 'an old file stays' test "$(cat old.md)" = kept
echo file >blocked
run 1 -o blocked/x/ $news
ok 'no folder below a file' err_has '^pubscour: cannot '
ok 'nothing half-written is left' no_temp

# --- pages that give nothing

run 1 navigation.html
ok 'no output' no_out
ok 'why' err_has \
	'^pubscour: navigation\.html: nothing but navigation and notices: [0-9]+ words dropped \(no-content\)$'
ok 'in one line' err_lines 1
run 1 scripts.html
ok 'why' err_has 'built by scripts when it is opened.*\(no-content\)$'
ok 'no output' no_out
run 1 notext.html
ok 'why' err_has 'no text \(no-content\)$'
run 1 nothing.html
ok 'empty' err_has '\(empty\)$'
run 1 file.html
ok 'a PDF' err_has 'PDF.*\(not-html\)$'
run 1 words.html
ok 'plain text' err_has '\(not-html\)$'
run 1 missing.html
ok 'missing' err_has '\(unreadable\)$'
run 1 --max-bytes 100 $news
ok 'too large' err_has '\(too-large\)$'
run 1 --format json navigation.html
ok 'no JSON of a single page that failed' no_out
for format in markdown text html json; do
	run 1 --format $format navigation.html
	ok 'never an empty success' no_out
done

# --- warnings

head -c 3500 $news >cut.html
run 0 cut.html
ok 'said' err_has '^pubscour: cut\.html: warning: truncated-input: '
run 0 -q cut.html
ok 'quiet' no_err
run 1 --strict cut.html
ok 'strict: written all the same' test -s out

# --- wrong usage

run 2 --format pdf $news
ok 'format' err_has '^pubscour: unknown format "pdf"; known are markdown .*clean --help'
run 2 --format htlm $news
ok 'a near one' err_has 'did you mean "html"\?'
run 2 --profile pubmde $news
ok 'profile' err_has 'did you mean "pubmed"\?'
run 2 --width x $news
ok 'width' err_has '^pubscour: --width: not a number of columns up to [0-9]+: "x"'
run 2 --width 100001 $news
run 2 --only pmid $news
ok 'an option of extract' err_has 'clean takes no option "--only"'
run 0 --schema
ok 'the schema of a cleaned page' jq_is .title 'pubscour cleaned page, version 1'
run 0 -o schema.json --schema
ok 'into a file' test -s schema.json
run 0 --help
ok 'help' out_has '--profile PROFILE'

# --- a terminal

if command -v script >/dev/null && script -qec true /dev/null >/dev/null 2>&1
then
	called='a terminal'
	printf '<p>One \033[31mred \302\233 word and %s</p>' \
		"$(yes 'many more words' | head -n 40 | tr '\n' ' ')" >red.html
	for format in markdown text html json; do
		script -qec "stty cols 60; '$pubscour' clean -q --format $format red.html" \
			/dev/null </dev/null >out 2>&1
		tr -d '\r' <out >shown
		asserted=$((asserted + 1))
		if grep -q "$(printf '\033')" shown; then
			fail "$format: a control character reaches the terminal"
		fi
	done
	script -qec "stty cols 60; '$pubscour' clean -q --format text red.html" \
		/dev/null </dev/null | tr -d '\r' >out
	ok 'text is as wide as the terminal' test "$(wc -L <out)" -le 60
	ok 'and not narrower' test "$(wc -L <out)" -gt 40
	script -qec "stty cols 200; '$pubscour' clean -q --format text red.html" \
		/dev/null </dev/null | tr -d '\r' >out
	ok 'but not wider than 80' test "$(wc -L <out)" -le 80
	run 2 </dev/null --format nothing
	script -qec "'$pubscour' clean" /dev/null </dev/null >out 2>&1
	ok 'nobody types a page' grep -q '^pubscour: no input: ' out
fi

[ "$failed" -eq 0 ] && echo "clean: $asserted assertions hold"
exit "$failed"
