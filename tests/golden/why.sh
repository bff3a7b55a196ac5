#!/bin/bash
# `pubscour explain --html` from outside: what is written, and what a browser
# makes of it.  Skipped, as far as the browser goes, where there is none.
#
# shellcheck disable=SC2317 # tests are called by their names
set -u

pubscour=$(realpath "${PUBSCOUR:-build/pubscour}")
fixtures=$(realpath fixtures)
python=${PYTHON:-/usr/bin/python3}
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0
asserted=0

fail() {
	echo "why: $*"
	failed=1
}

# run CODE ARGUMENT...: explains, the output into out and err.
run() {
	local expected=$1 code=0
	shift
	"$pubscour" explain "$@" >out 2>err || code=$?
	called="pubscour explain $*"
	asserted=$((asserted + 1))
	[ "$code" -eq "$expected" ] ||
		fail "$called: exit $code, not $expected: $(head -c 300 err)"
}

# ok WHAT TEST...: the test is true of the last call.
ok() {
	local what=$1
	shift
	asserted=$((asserted + 1))
	"$@" || fail "$called: $what"
}

out_has() { grep -Fq -e "$1" out; }
out_misses() { ! grep -Fq -e "$1" out; }
err_has() { grep -Eq -e "$1" err; }
no_out() { [ ! -s out ]; }

cp "$fixtures/everything/page.html" article.html
cp "$fixtures/clean-news/page.html" news.html
cp "$fixtures/clean-navigation/page.html" navigation.html

# --- the command

run 2 -o new/ article.html
ok 'a folder is for --html' err_has 'FOLDER/ needs --html'
cp article.html own.html
for option in '' --html; do
	run 1 $option -o own.html own.html
	ok 'an input is not overwritten' cmp -s own.html article.html
	ok 'and that is said' err_has '^pubscour: own\.html: is the output as well'
done
run 0 --html article.html
ok 'a document' test "$(head -n 1 out)" = '<!DOCTYPE html>'
ok 'no script' out_misses '<script'
ok 'nothing from elsewhere' out_misses ' src='
ok 'its name' out_has '<title>How article.html was read</title>'
ok 'a field' out_has '>title</span>'
ok 'a rule' out_has 'title="government banner"'
run 0 --html -o article.why article.html
ok 'no output' no_out
run 0 --html - <article.html
ok 'standard input' out_has 'title="government banner"'
run 0 --html news.html
ok 'no fields' out_misses '<legend>Fields</legend>'
ok 'but rules' out_has '<legend>Dropped</legend>'
run 0 --html --profile generic article.html
ok 'cleaned, where one says so' out_has 'by the rules for generic'
ok 'then it has no fields' out_misses '<legend>Fields</legend>'
run 1 --html --profile pubmed news.html
ok 'no article' err_has '\(not-an-article\)$'
ok 'no output' no_out
run 1 --html navigation.html
ok 'that nothing is left is said' err_has '\(no-content\)$'
ok 'and shown' out_has '<b>no-content</b>'
run 1 --html missing.html
ok 'missing' err_has '\(unreadable\)$'
run 2 --html article.html news.html
ok 'a folder is needed' err_has 'needs --output FOLDER/'
run 0 --html -o why/ article.html news.html
ok 'a file each' test -s why/news.html
ok 'as one page gives' cmp -s why/article.html article.why
run 1 --html -o ./ news.html
ok 'no input is overwritten' cmp -s news.html "$fixtures/clean-news/page.html"
run 1 --html -o why/ missing.html navigation.html
ok 'no file without a page' test ! -e why/missing.html
ok 'one that says that nothing is left' grep -q no-content why/navigation.html
run 0 news.html
ok 'a table of any page' out_has 'by the rules for generic'
run 1 navigation.html
ok 'also of one that is empty' out_has 'DROPPED AS CHROME'

# --- a browser

chromium=''
for name in chromium chromium-browser google-chrome chrome; do
	command -v "$name" >/dev/null && chromium=$name && break
done
finish() {
	[ "$failed" -eq 0 ] && echo "why: $asserted assertions hold$1"
	exit "$failed"
}
[ -n "$chromium" ] || finish '; no browser, so none was asked'

# browse ARGUMENT...: asks the browser; the output into dom and log.
browse() {
	timeout 120 "$chromium" --headless=new --no-sandbox --disable-gpu \
		--no-first-run --disable-background-networking \
		--disable-component-update \
		--user-data-dir="$work/profile" --enable-logging=stderr --v=0 \
		--hide-scrollbars --window-size=800,500 "$@" >dom 2>log
}
if ! browse --dump-dom about:blank || ! grep -q '<html' dom; then
	finish '; the browser does not start, so it was not asked'
fi

no_complaint() { ! grep -q 'CONSOLE' log; }

# Are the tags those that were written, in that order?
cat >tags.py <<'END'
import sys
from html.parser import HTMLParser

def tags(path):
    found = []
    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.append((tag, sorted((n, v or "") for n, v in attributes)))
        def handle_endtag(self, tag):
            found.append("/" + tag)
    Reader().feed(open(path, encoding="utf-8").read())
    return found

sys.exit(tags(sys.argv[1]) != tags(sys.argv[2]))
END

# Is there a pixel of that colour, "R G B", in the picture?
cat >colour.py <<'END'
import struct, sys, zlib

data, at, packed = open(sys.argv[1], "rb").read(), 8, b""
while at < len(data):
    size, kind = struct.unpack(">I4s", data[at:at + 8])
    if kind == b"IHDR":
        wide, high, depth, colours = struct.unpack(">IIBB", data[at + 8:at + 18])
    if kind == b"IDAT":
        packed += data[at + 8:at + 8 + size]
    at += 12 + size
step = {2: 3, 6: 4}[colours]
want = bytes(int(part) for part in sys.argv[2].split())
rows, before = zlib.decompress(packed), bytearray(wide * step)
for y in range(high):
    start = y * (wide * step + 1)
    how, row = rows[start], bytearray(rows[start + 1:start + 1 + wide * step])
    for x in range(len(row)) if how else ():
        a = row[x - step] if x >= step else 0
        b = before[x]
        c = before[x - step] if x >= step else 0
        if how == 1:
            row[x] = row[x] + a & 255
        elif how == 2:
            row[x] = row[x] + b & 255
        elif how == 3:
            row[x] = row[x] + (a + b) // 2 & 255
        else:
            p = a + b - c
            near = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))
            row[x] = row[x] + near[2] & 255
    if any(row[x:x + 3] == want for x in range(0, len(row), step)):
        sys.exit(0)
    before = row
sys.exit(1)
END

# shot FILE: its picture.
shot() {
	rm -f shot.png
	browse "--screenshot=$work/shot.png" "file://$work/$1"
	[ -s shot.png ] || fail "$1: no picture"
}
shows() { "$python" colour.py shot.png "$1"; }
hides() { ! shows "$1"; }

# look PAGE: the page as the browser has it, its first rule on and off.
look() {
	local page=$1 number colour
	called="$page in the browser"
	"$pubscour" explain --html "$page" >on.html 2>err
	browse --dump-dom "file://$work/on.html"
	ok 'a legend' grep -q '<aside aria-label="Legend">' dom
	ok 'no message on the console' no_complaint
	ok 'the tree that was written' "$python" tags.py on.html dom
	number=$(sed -n 's/.*class="[^"]*w-d w-r\([0-9]*\)[" ].*/\1/p' on.html |
		head -n 1)
	colour=$(sed -n "s/^\.w-r$number{--k:\([0-9 ]*\);.*/\1/p" on.html)
	ok 'a colour' test -n "$colour"
	shot on.html
	ok 'a block is shaded' shows "$colour"
	ok 'no message on the console' no_complaint
	sed "s/\(id=\"w-r$number\" [^>]*\) checked/\1/" on.html >off.html
	shot off.html
	ok 'not when its rule is off' hides "$colour"
	sed 's/\(id="w-dropped" [^>]*\) checked/\1/' on.html >off.html
	shot off.html
	ok 'nor when all are off' hides "$colour"
}

look article.html
# The boxes that are ticked have a colour as well, so they are hidden.
sed 's/<\/style>/input{visibility:hidden}&/' on.html >hidden.html
shot hidden.html
ok 'fields are outlined' shows '11 87 208'
sed 's/\(id="w-fields" [^>]*\) checked/\1/' hidden.html >off.html
shot off.html
ok 'but not when they are off' hides '11 87 208'
look news.html
finish ''
