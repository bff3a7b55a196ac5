#!/bin/bash
# Every way a page can be wrapped, side by side: the same record, apart from
# `page`.  Then what only containers do: several pages, ids, breaks.  A line
# for each assertion that fails.
#
# shellcheck disable=SC2317 # tests are called by their names
set -u

pubscour=$(realpath "${PUBSCOUR:-build/pubscour}")
fixtures=$(realpath fixtures)
python=${PYTHON:-/usr/bin/python3}
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
asserted=0

fail() {
	echo "wrapped: $*"
	failed=1
}

# run CODE ARGUMENT...: runs the command, its output into out and err.
run() {
	local expected=$1 code=0
	shift
	"$pubscour" "$@" >"$work/out" 2>"$work/err" || code=$?
	called="pubscour $*"
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

out_has() { grep -Eq -e "$1" "$work/out"; }
err_has() { grep -Eq -e "$1" "$work/err"; }
out_lines() { [ "$(wc -l <"$work/out")" -eq "$1" ]; }
is() { [ "$1" = "$2" ] || {
	echo "wrapped: '$1' is not '$2'"
	return 1
}; }
# What stands at a place of each line of the output.
each() { jq -c "$1" "$work/out" | paste -sd' ' -; }

cd "$work" || exit 1
page=$fixtures/everything/page.html
other=$fixtures/minimal/page.html

# --- one page in all forms

mkdir forms
"$python" - "$page" "$other" <<'PYTHON' || fail 'the forms cannot be made'
import base64, gzip, io, json, quopri, subprocess, sys, zipfile

with open(sys.argv[1], "rb") as file:
    raw = file.read()
with open(sys.argv[2], "rb") as file:
    other = file.read()
url = "https://pubmed.ncbi.nlm.nih.gov/90000001/"


def put(name, data):
    if isinstance(data, str):
        data = data.encode()
    with open(name, "wb") as file:
        file.write(data)


def pipe(data, *command):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE,
                          check=True).stdout


def mhtml(encoding, body):
    return (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
            b" boundary=\"b-1\"\r\n\r\n--b-1\r\nContent-Type: text/html\r\n"
            b"Content-Transfer-Encoding: " + encoding +
            b"\r\nContent-Location: " + url.encode() + b"\r\n\r\n" + body +
            b"\r\n--b-1--\r\n")


def record(page, address=url, fields=b"", status=b"200 OK"):
    block = (b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html\r\n" +
             fields + b"\r\n" + page)
    return (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: " +
            address.encode() + b"\r\nWARC-Date: 2026-11-24T04:30:31Z\r\n"
            b"WARC-Record-ID: <urn:uuid:0>\r\n"
            b"Content-Type: application/http; msgtype=response\r\n"
            b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n")


def har(*pages):
    return json.dumps({"log": {"entries": [{
        "startedDateTime": "2026-11-24T04:30:31.250Z",
        "request": {"url": url},
        "response": {"status": 200, "content": dict(
            {"mimeType": "text/html; charset=utf-8"}, **content)},
    } for content in pages]}})


def line(**keys):
    return json.dumps(keys) + "\n"


def packed(method, **members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in members.items():
            file.writestr(name.replace("_", "."), data)
    return out.getvalue()


letters = base64.encodebytes(raw)
other_letters = base64.b64encode(other).decode()
brotli = pipe(raw, "brotli", "-c")
zstd = pipe(raw, "zstd", "-qc")
put("forms/raw", raw)
put("forms/gz", gzip.compress(raw))
put("forms/gz-members", gzip.compress(raw[:999]) + gzip.compress(raw[999:]))
put("forms/br", brotli)
put("forms/zst", zstd)
put("forms/mhtml-qp", mhtml(b"quoted-printable", quopri.encodestring(raw)))
put("forms/mhtml-base64", mhtml(b"base64", letters))
put("forms/mhtml-8bit-gz", gzip.compress(mhtml(b"8bit", raw)))
warc = record(raw)
put("forms/warc", warc)
put("forms/warc-gz", gzip.compress(warc))
put("forms/warc-zst", pipe(warc, "zstd", "-qc"))
for name, data in (("gzip", gzip.compress(raw)), ("br", brotli),
                   ("zstd", zstd), ("identity", raw)):
    put("forms/warc-body-" + name, record(
        data, fields=b"Content-Encoding: " + name.encode() + b"\r\n"))
put("forms/har", har({"text": raw.decode()}))
put("forms/har-base64", har({"text": letters.decode(), "encoding": "base64"}))
put("forms/har-br", pipe(har({"text": raw.decode()}).encode(), "brotli", "-c"))
put("forms/jsonl-html", line(html=raw.decode()))
put("forms/jsonl-base64", line(html_b64=letters.decode()))
put("forms/jsonl-gz-in-base64",
    line(html_b64=base64.b64encode(gzip.compress(raw)).decode()))
put("forms/jsonl-path", line(path="raw"))
put("forms/jsonl-path-warc", line(path="warc-gz"))
put("forms/zip", packed(zipfile.ZIP_DEFLATED, a_html=raw, a_css="x { }"))
put("forms/zip-stored", packed(zipfile.ZIP_STORED, page=raw))
put("forms/zip-gz", packed(zipfile.ZIP_STORED, a_html_gz=gzip.compress(raw)))
put("forms/zip-mhtml", packed(zipfile.ZIP_DEFLATED,
                              a_mht=mhtml(b"base64", letters)))
put("forms/zip-zip", packed(zipfile.ZIP_STORED, b_zip=packed(
    zipfile.ZIP_DEFLATED, a_html=raw)))

# Several pages, and breaks.
two = record(raw) + record(b"<p>gone", status=b"404 Not Found") + record(
    other, "https://pubmed.ncbi.nlm.nih.gov/90000004/")
put("two.warc", two)
put("two.warc.gz", gzip.compress(record(raw)) + gzip.compress(record(other)))
put("two.har", har({"text": raw.decode()},
                   {"text": other_letters, "encoding": "base64"}))
put("two.zip", packed(zipfile.ZIP_DEFLATED, a_html=raw, b_htm=other,
                      c_png="no page"))
put("two.jsonl", line(html=raw.decode()) + line(html_b64=other_letters))
lone = mhtml(b"base64", letters)
put("cut.mht", lone[:len(lone) - 2000])
for name, left in (("two.warc", 40), ("two.warc.gz", 400), ("two.har", 400),
                   ("two.jsonl", 400)):
    with open(name, "rb") as file:
        put("cut." + name[4:], file.read()[:-left])
with open("two.zip", "rb") as file:
    whole = file.read()
put("cut.zip", whole[:whole.index(b"PK\1\2") - 400])
put("lost.zip", whole[:whole.index(b"PK\1\2")])
at = whole.index(b"PK\3\4", 1) + 200
put("damaged.zip", whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1:])
put("bomb.zip", packed(zipfile.ZIP_DEFLATED, a_html=b"<p>" + b" " * (1 << 23),
                       b_html=raw))
put("none.zip", packed(zipfile.ZIP_STORED, a_png=b"\x89PNG"))
put("none.warc", record(b"<p>", status=b"500 No"))
put("none.har", har())
put("large.warc", record(b"<p>" + b"x" * (1 << 22)) * 6 + record(other))
put("lines.jsonl", line(id=1, html=raw.decode()) + "no JSON\n" +
    "\n" + "[1]\n" + line(id={"a": [1, None]}) + line(id="α", html="<p>x") +
    line(id=None, path="sub/b.html") + line(path="none.html", id=False) +
    line(html=7) + line(html="", text="") + line(path="sub") +
    line(id=2 ** 60, html_b64=other_letters) + '{"id": 1.50, "path": "sub/b.html"}')
PYTHON

keys='del(.page, .id)'
want=$("$pubscour" --compact -q forms/raw | jq -c "$keys" | sha256sum)
count=0
for form in forms/*; do
	count=$((count + 1))
	run 0 --format jsonl -q "$form"
	ok 'one line' out_lines 1
	ok 'the same record' is "$(jq -c "$keys" out | sha256sum)" "$want"
	ok 'its name' is "$(each .page.input)" "\"$form\""
done
[ "$count" -ge 10 ] || fail "only $count forms"
cd forms || exit 1
for form in *; do
	called="pubscour - <$form"
	"$pubscour" --format jsonl -q - <"$form" >../out 2>../err ||
		fail "$called: exit $?"
	ok 'the same record' is "$(jq -c "$keys" ../out | sha256sum)" "$want"
	called="cat $form | pubscour -"
	# shellcheck disable=SC2002 # a pipe, not a file
	cat "$form" | "$pubscour" --format jsonl -q - >../out 2>../err
	ok 'the same record' is "$(jq -c "$keys" ../out | sha256sum)" "$want"
done
cd ..

# --- text without mark-up

"$pubscour" clean -q --format text "$page" >dump.txt
jq -Rsc '{id: "a", text: .}' dump.txt >dump.jsonl
"$pubscour" --format jsonl -q --input text dump.txt >dump.out 2>&1
"$pubscour" --format jsonl -q dump.jsonl >out 2>&1
called='pubscour dump.jsonl'
ok 'as the text itself' is \
	"$(sed 's/^{"id": "a", /{/;s/dump.jsonl/dump.txt/;s/line 1: //' out)" \
	"$(cat dump.out)"

# --- where and when

run 0 -q forms/warc
ok 'several may come: a line' out_lines 1
ok 'the time' is "$(each .page.fetched_at)" '"2026-11-24T04:30:31Z"'
run 0 -q forms/har
ok 'the time' is "$(each .page.fetched_at)" '"2026-11-24T04:30:31Z"'
run 0 -q forms/mhtml-qp
ok 'one page: one object' out_has '^  "pmid": "90000001",$'
run 0 clean -q --profile generic --format jsonl forms/har
ok 'the address' is "$(each .page.url)" \
	'"https://pubmed.ncbi.nlm.nih.gov/90000001/"'
printf '%s\n' '{"url": "https://a.example/b/c", "html": "<title>T</title><p>A <a href=d>link</a> in a text that is long enough to be one."}' >url.jsonl
run 0 clean url.jsonl
ok 'is what links are relative to' out_has 'https://a\.example/b/d'

# --- several pages

for form in warc warc.gz har zip jsonl; do
	run 0 -q --only pmid "two.$form"
	ok 'two records' is "$(each .pmid)" '"90000001" "90000004"'
	run 0 -q --format json --only pmid "two.$form"
	ok 'as two objects' is "$(wc -l <out)" 6
done
run 0 -q --only pmid two.warc forms/raw two.zip
ok 'with others' is "$(each .pmid)" \
	'"90000001" "90000004" "90000001" "90000001" "90000004"'
run 0 clean -q two.zip
ok 'each under its name' is "$(grep -c '^<!-- two.zip -->$' out)" 2
run 0 clean -q --format json two.zip
ok 'a line each' out_lines 2
run 1 clean -q --format html two.zip
ok 'one document is not two' err_has 'holds several pages'
run 0 clean -q --format text -o texts/ two.zip two.har
ok 'numbered' is "$(cd texts && echo ./*)" \
	'./two-1.txt ./two-2.txt ./two.zip-1.txt ./two.zip-2.txt'
cp two.zip x.zip
cp forms/raw x.zip-2.html
run 1 clean -q -o texts/ x.zip x.zip-2.html
ok 'none is overwritten' err_has 'x.zip-2.md is of another input already'
run 0 explain two.warc
ok 'two reports' is "$(grep -c '^== two.warc' out)" 2
run 1 explain --html two.warc
ok 'one document is not two' err_has 'holds several pages'
run 0 explain --html -o reports/ two.warc
ok 'numbered' is "$(cd reports && echo ./*)" './two-1.html ./two-2.html'
mkdir folder
cp two.warc.gz two.har two.jsonl two.zip folder
cp forms/mhtml-qp folder/a.MHT
cp forms/raw folder/b.txt
run 0 -q --only pmid folder
ok 'what a folder gives' is "$(each .pmid)" \
	'"90000001" "90000001" "90000004" "90000001" "90000004"'

# --- JSON Lines

mkdir sub
cp "$other" sub/b.html
run 1 lines.jsonl
ok 'a line each' out_lines 12
ok 'ids, which stand first' is \
	"$(sed 's/^{"id": \(.*\), "schema_version".*/\1/;t;s/.*/-/' out |
		paste -sd' ' -)" \
	'1 - - {"a": [1, null]} "\u03b1" null false - - - 1152921504606846976 1.50'
ok 'errors' is "$(jq -r '.error.message // "-" | .[:12]' out | paste -sd, -)" \
	'-,line 2: no J,line 4: no J,line 5: none,line 6: not ,-,line 8: none,line 9: html,line 10: mor,line 11: sub,-,-'
run 1 --only pmid lines.jsonl
ok 'the id stays' is "$(head -n 1 out)" '{"id": 1, "pmid": "90000001"}'
cd sub || exit 1
"$pubscour" -q --only pmid - <../lines.jsonl >../out 2>../err
cd ..
called='pubscour - <lines.jsonl'
ok 'paths are relative to the folder' is \
	"$(jq -c 'select(.pmid == "90000004")' out | wc -l)" 1
run 0 clean -q --format jsonl two.jsonl
ok 'cleaned' out_lines 2
run 1 --input jsonl forms/raw
ok 'lines that are none' out_has '"line 1: no JSON'
ok 'are told' err_has 'line 1: no JSON'
# Each line is answered before the next one is asked for.
coproc "$pubscour" -q --only pmid --input jsonl -
called='pubscour --input jsonl -, asked and answered'
for i in 1 2 3; do
	printf '{"id": %d, "path": "sub/b.html"}\n' "$i" >&"${COPROC[1]}"
	answer=
	read -r -t 10 answer <&"${COPROC[0]}"
	ok 'the answer' is "$answer" "{\"id\": $i, \"pmid\": \"90000004\"}"
done
eval "exec ${COPROC[1]}>&-"
wait

# --- breaks and damage

for form in warc warc.gz har jsonl; do
	run 1 -q "cut.$form"
	ok 'what is whole, and an error' out_lines 2
	ok 'the first page' is "$(each .pmid)" '"90000001" null'
	ok 'and then the error' is "$(each .error.code)" 'null "unreadable"'
done
run 1 -q cut.zip
ok 'so much of a page as is there' is "$(each '.error.code // .pmid')" \
	'"90000001" "90000004" "unreadable"'
ok 'is told' is "$(each '.warnings // [] | map(.code) | index("truncated-input")')" \
	'null 0 null'
run 0 cut.mht
ok 'an MHTML page that breaks off' err_has 'truncated-input'
run 1 -q --only pmid lost.zip
ok 'an archive without its end' is "$(each .pmid)" '"90000001" "90000004" null'
run 1 -q --format jsonl damaged.zip
ok 'a damaged member' is "$(each .pmid)" '"90000001" null'
ok 'is named' err_has 'damaged.zip: b.htm: damaged'
run 1 -q --max-bytes 1M bomb.zip
ok 'too large' is "$(each '.error.code // .pmid')" '"too-large" "90000001"'
for form in warc har zip; do
	run 1 "none.$form"
	ok 'no page' err_has 'without a(n HTML)? page.*\(not-html\)'
	ok 'has one line' out_lines 1
done
run 1 -q --max-bytes 1M large.warc
ok 'larger than a page may be' is "$(each '.error.code // .pmid' | uniq)" \
	'"too-large" "too-large" "too-large" "too-large" "too-large" "too-large" "90000004"'

[ "$failed" -eq 0 ] && echo "wrapped: $count forms, $asserted assertions hold"
exit "$failed"
