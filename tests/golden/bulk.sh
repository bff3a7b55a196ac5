#!/bin/bash
# Pages that several processes read come out as if one had read them, whatever
# is in the pages and whatever ends the work before its time.  A line for each
# assertion that fails.
#
# shellcheck disable=SC2317 # tests are called by their names
set -u

build=${BUILD:-build}
pubscour=$(realpath "${PUBSCOUR:-$build/pubscour}")
hostile=$(realpath "$build/pubscour-hostile")
fixtures=$(realpath fixtures)
python=${PYTHON:-/usr/bin/python3}
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
asserted=0

fail() {
	echo "bulk: $*"
	failed=1
}

# run CODE COMMAND ARGUMENT...: its output into out and err.
run() {
	local expected=$1 code=0
	shift
	"$@" >"$work/out" 2>"$work/err.all" </dev/null || code=$?
	called="${*##*/build/}"
	only_ours
	asserted=$((asserted + 1))
	[ "$code" -eq "$expected" ] ||
		fail "$called: exit $code, not $expected: $(head -c 300 "$work/err")"
}

# What a system without these mechanisms says is no business of this test.
only_ours() {
	grep -v '^pubscour: this system cannot shut in' "$work/err.all" \
		>"$work/err"
}

# ok WHAT TEST...: the test is true of the last call.
ok() {
	local what=$1
	shift
	asserted=$((asserted + 1))
	"$@" || fail "$called: $what"
}

err_has() { grep -Eq -e "$1" "$work/err"; }
no_err() { [ ! -s "$work/err" ]; }
no_out() { [ ! -s "$work/out" ]; }
out_lines() { [ "$(wc -l <"$work/out")" -eq "$1" ]; }
absent() { [ ! -e "$1" ]; }
same() { cmp "$1" "$2"; }
is() { [ "$1" = "$2" ] || {
	echo "bulk: '$1' is not '$2'"
	return 1
}; }
# The last byte ends a line, or there is none.
whole_lines() { [ ! -s "$1" ] || [ -z "$(tail -c 1 "$1" | tr -d '\n')" ]; }
# The first bytes of a file are another file.
begins() { cmp -n "$(stat -c %s "$2")" "$1" "$2"; }
no_temp() { [ -z "$(find "$work" -name '.pubscour-*')" ]; }
# What became of each page.
codes() { jq -r '.error.code // .pmid' "${1:-$work/out}" | paste -sd' ' -; }
report_is() { jq -e "$1" "$work/report.json" >jq.out; }

cd "$work" || exit 1
page=$fixtures/minimal/page.html
# Enough for any page here, and soon eaten.
memory=24M

# --- inputs

# harm WORD: a page that does that, with its own PMID.
harm() {
	printf '<!-- pubscour-test: %s -->\n' "$1"
	cat "$page"
}
mkdir pages many hostile
for i in 1 2 3 4 5 6; do
	sed "s/90000004/9100000$i/g" "$page" >"pages/$i.html"
done
: >pages/4b.html
cp "$fixtures/err-not-found/page.html" pages/5b.html
for i in {100..399}; do
	sed "s/90000004/92000$i/g" "$page" >"many/$i.html"
done
n=0
for word in ok crash ok exit ok hang ok memory ok once ok escape ok; do
	n=$((n + 1))
	file=hostile/$((n + 10)).html
	harm $word | sed "s/90000004/930000$((n + 10))/g" >$file
done
"$python" - "$fixtures" <<'PYTHON' || fail 'the containers cannot be made'
import base64, glob, json, sys, zipfile


def warc(name, pages):
    with open(name, "wb") as file:
        for i, page in enumerate(pages):
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
            file.write(
                b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: "
                b"https://pubmed.ncbi.nlm.nih.gov/%d/\r\n"
                b"WARC-Date: 2026-11-24T04:30:31Z\r\n"
                b"WARC-Record-ID: <urn:uuid:%d>\r\nContent-Type: "
                b"application/http; msgtype=response\r\n"
                b"Content-Length: %d\r\n\r\n" % (i, i, len(block)) + block +
                b"\r\n\r\n")


def lines(name, pages, paths=()):
    with open(name, "w") as file:
        for i, page in enumerate(pages):
            key, text = ("html", page.decode()) if i % 2 else (
                "html_b64", base64.b64encode(page).decode())
            file.write(json.dumps({"id": i, key: text}) + "\n")
        for i, path in enumerate(paths):
            file.write(json.dumps({"id": "p%d" % i, "path": path}) + "\n")


def pack(name, pages):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as file:
        for i, page in enumerate(pages):
            file.writestr("%02d.html" % i, page)


def read(pattern):
    pages = []
    for name in sorted(glob.glob(pattern)):
        with open(name, "rb") as file:
            pages.append(file.read())
    return pages


good, bad = read("pages/*"), read("hostile/*")
warc("pages.warc", good)
pack("pages.zip", good)
lines("pages.jsonl", good, ["pages/3.html", "gone.html", "pages.warc"])
with open("pages.jsonl", "a") as file:
    file.write("no JSON\n")
harmless = [page for page in bad if b": hang -->" not in page]
warc("hostile.warc", harmless)
pack("hostile.zip", harmless)
lines("hostile.jsonl", bad)
with open(sys.argv[1] + "/everything/page.html", "rb") as file:
    text = file.read().decode()
for charset in ("shift_jis", "gb18030", "euc-kr", "big5", "koi8-r",
                "iso-8859-2", "windows-1251", "iso-2022-jp", "utf-16-le"):
    for i in range(2):
        with open("charset-%s-%d.html" % (charset, i), "wb") as file:
            file.write(text.replace("utf-8", charset).encode(
                charset, "xmlcharrefreplace"))
PYTHON
mkdir charsets
mv charset-*.html charsets
find pages -name '*.html' | sort >pages.list
printf '%s\n' gone.html pages.warc pages.jsonl >>pages.list
# Of what a container with damage in it gives, none is lost.
head -c -700 pages.warc >cut.warc
head -c -700 pages.jsonl >cut.jsonl

# --- as many processes as one likes

# alike ARGUMENT...: the same, byte for byte, on both streams.
alike() {
	local jobs code
	"$pubscour" --jobs 0 "$@" >alone.out 2>alone.err </dev/null
	code=$?
	for jobs in 1 2 5; do
		run $code "$pubscour" --jobs $jobs "$@"
		ok 'writes the same' same alone.out out
		ok 'says the same' same alone.err err
	done
	run $code "$pubscour" --jobs 3 --unordered "$@"
	ok 'the same lines' same <(sort alone.out) <(sort out)
}
alike --format jsonl "$fixtures"
alike --format jsonl pages.warc
alike pages.jsonl
alike pages.zip
alike pages.warc pages.jsonl pages gone.html pages.zip cut.warc cut.jsonl
alike --from pages.list
alike --strict --only pmid,title pages.jsonl pages
alike --format json pages.warc pages
alike --format json --compact pages.zip
alike charsets "$fixtures"/{utf16,windows-1252,latin1,utf8-bad-bytes}
run 0 "$pubscour" --jobs 2 --only pmid,title charsets
ok 'all sets are read' is "$(jq -r .pmid out | sort -u)" 90000001
for jobs in 0 2; do
	"$pubscour" --jobs $jobs pages.jsonl >file.out 2>/dev/null
	"$pubscour" --jobs $jobs - <pages.jsonl 2>/dev/null |
		sed 's/"input": "-"/"input": "pages.jsonl"/' >pipe.out
	called="pubscour --jobs $jobs - <pages.jsonl"
	ok 'as the file by its name' same file.out pipe.out
done

# --- pages that do harm

limits=(--page-timeout 1 --page-memory "$memory")
want='93000011 crashed 93000013 crashed 93000015 page-timeout 93000017 no-memory 93000019 93000020 93000021 93000022 93000023'
for jobs in 1 3; do
	run 1 "$hostile" --jobs $jobs "${limits[@]}" --report report.json hostile
	ok 'each costs itself' is "$(codes)" "$want"
	ok 'says why' err_has '12.html: the process that read it died \(signal 6\) \(crashed\)$'
	ok 'says why' err_has '14.html: the process that read it died \(crashed\)$'
	ok 'says why' err_has '16.html: .* 1 s: .*--page-timeout \(page-timeout\)$'
	ok 'says why' err_has '18.html: .* \(no-memory\)$'
done
ok 'counts what came of them' report_is '.pages == 13 and .records == 9
	and .errors == {crashed: 2, "page-timeout": 1, "no-memory": 1}
	and .resumed == 0 and .stopped == false and .jobs == 3'
ok 'names the slowest' report_is '.slowest[0].input == "hostile/16.html"
	and .slowest[0].seconds >= 2 and (.slowest | length) == 10'
ok 'how fast it was' report_is '.seconds > 2 and .pages_per_second > 0 and
	.output_bytes > 1000'
"$pubscour" --jobs 0 hostile >undisturbed.out 2>/dev/null
ok 'the others are unharmed' same \
	<(jq -c 'select(.error == null)' out) \
	<(jq -c 'select(.page.input | test("12|14|16|18") | not)' undisturbed.out)
# A page that hangs takes its time: the other forms are without.
without=${want/page-timeout /}
for form in jsonl zip warc; do
	run 1 "$hostile" --jobs 2 "${limits[@]}" hostile.$form
	[ $form = jsonl ] || want=$without
	ok 'each costs itself' is "$(codes)" "$want"
	[ $form != jsonl ] || {
		ok 'ids are there' is "$(jq -c .id out | paste -sd' ' -)" \
			'0 1 2 3 4 5 6 7 8 9 10 11 12'
		ok 'the line is told' is \
			"$(jq -r 'select(.id == 3).error.message' out)" \
			'line 4: the process that read it died'
	}
done
ok 'nothing got out' absent /tmp/pubscour-escaped
run 1 "$hostile" --jobs 2 "${limits[@]}" --unordered hostile.zip
ok 'each costs itself' is "$(codes | tr ' ' '\n' | sort | paste -sd' ' -)" \
	"$(tr ' ' '\n' <<<"$want" | sort | paste -sd' ' -)"
run 0 "$pubscour" --jobs 2 --no-sandbox -q --only pmid pages/[123].html
ok 'says so' err_has '^pubscour: --no-sandbox: .* not shut in$'
ok 'all the same' is "$(codes)" '91000001 91000002 91000003'

# --- as a filter

for jobs in 0 1 2; do
	called="pubscour --jobs $jobs <pages.jsonl"
	"$pubscour" -q --jobs $jobs --only pmid - <pages.jsonl >out 2>err
	ok 'errors are in the lines' [ $? -eq 0 ]
	ok 'a line for each line' out_lines "$(wc -l <pages.jsonl)"
	"$pubscour" -q --jobs $jobs --strict --only pmid - <pages.jsonl \
		>strict.out 2>err
	ok 'strict: they are not' [ $? -eq 1 ]
	ok 'the same lines' same out strict.out
	called="pubscour --jobs $jobs -0 --from -"
	printf '%s\0' pages/1.html gone.html pages/4b.html pages/2.html >names
	"$pubscour" -q --jobs $jobs -0 --from - <names >out 2>err
	ok 'errors are in the lines' [ $? -eq 0 ]
	ok 'in order' is "$(codes)" '91000001 unreadable empty 91000002'
	"$pubscour" -q --jobs $jobs --strict -0 --from - <names >strict.out 2>err
	ok 'strict: they are not' [ $? -eq 1 ]
	ok 'the same lines' same out strict.out
done

# asked ARGUMENT...: a line goes in, one comes out, and then the next goes in.
# Names the answers; `form` is how a path is asked for.
asked() {
	local i answer
	coproc { exec "$pubscour" -q --only pmid "$@" 2>/dev/null; }
	called="pubscour $*, asked and answered"
	for i in 1 2 gone 3; do
		# shellcheck disable=SC2059 # the form is ours
		printf "$form" "pages/$i.html" >&"${COPROC[1]}"
		answer=
		read -r -t 10 answer <&"${COPROC[0]}" || break
		jq -r '.error.code // .pmid' <<<"$answer"
	done
	eval "exec ${COPROC[1]}>&-"
	wait
}
answers='91000001 91000002 unreadable 91000003'
for jobs in 0 1 2; do
	form='{"path": "%s"}\n'
	asked --jobs $jobs - >answers
	called="pubscour --jobs $jobs -, asked and answered"
	ok 'each line as it comes' is "$(paste -sd' ' answers)" "$answers"
	form='%s\0'
	asked --jobs $jobs -0 --from - >answers
	called="pubscour --jobs $jobs -0 --from -, asked and answered"
	ok 'each line as it comes' is "$(paste -sd' ' answers)" "$answers"
done

# --- going on

# resumed ARGUMENT...: cut anywhere, the same command makes the file whole.
resumed() {
	local jobs code size first cut
	"$pubscour" --jobs 0 --format jsonl -q -o whole.jsonl "$@" 2>/dev/null
	code=$?
	size=$(stat -c %s whole.jsonl)
	first=$(head -n 1 whole.jsonl | wc -c)
	for jobs in 0 2; do
		rm -f part.jsonl
		run $code "$pubscour" -q --jobs $jobs --resume -o part.jsonl "$@"
		ok 'without a file, all of it' same whole.jsonl part.jsonl
		for cut in 0 1 $((first - 1)) "$first" $((first + 1)) \
			$((size / 2)) "$(head -n -3 whole.jsonl | wc -c)" \
			$((size - 1)) "$size"; do
			head -c "$cut" whole.jsonl >part.jsonl
			run $code "$pubscour" -q --jobs $jobs --resume \
				-o part.jsonl "$@"
			ok "after $cut bytes, all of it" \
				same whole.jsonl part.jsonl
		done
	done
}
resumed pages
resumed --from pages.list
resumed pages.jsonl
resumed pages.warc
resumed pages.zip pages/1.html pages.warc gone.html
resumed pages/1.html
resumed --only pmid,page pages

head -n 3 whole.jsonl >part.jsonl
cp part.jsonl before.jsonl
for jobs in 0 2; do
	run 1 "$pubscour" -q --jobs $jobs --resume -o part.jsonl many
	ok 'refuses other inputs' err_has \
		'^pubscour: part.jsonl: line 3 is of .*3.html, not of many/102.html: '
	ok 'leaves the file alone' same before.jsonl part.jsonl
	run 1 "$pubscour" -q --jobs $jobs --resume -o part.jsonl pages/1.html
	ok 'refuses fewer inputs' err_has 'part.jsonl has 2 lines more than'
	ok 'leaves the file alone' same before.jsonl part.jsonl
done
run 2 "$pubscour" --resume pages
ok 'says why' err_has 'needs --output FILE'
run 2 "$pubscour" --resume -o - pages
ok 'says why' err_has 'needs --output FILE'
run 2 "$pubscour" --resume --unordered -o part.jsonl pages
ok 'says why' err_has 'leave --unordered out'
run 2 "$pubscour" --resume --format json -o part.jsonl pages
ok 'says why' err_has 'needs a line for each page: --format jsonl'
ok 'leaves the file alone' same before.jsonl part.jsonl
run 1 "$pubscour" --resume -o pages pages
ok 'a folder is no file' err_has '^pubscour: cannot write pages: '
mkfifo pipe
run 1 "$pubscour" --resume -o pipe pages
ok 'a pipe is no file' err_has '^pubscour: cannot write pipe: '
exec 7>>part.jsonl
flock -n 7
run 1 "$pubscour" --resume -o part.jsonl pages
ok 'one at a time' err_has 'another process is writing it$'
ok 'leaves the file alone' same before.jsonl part.jsonl
exec 7>&-

# Shares go on as well, and a whole one stays as it is.
for jobs in 0 2; do
	share=("$pubscour" shard --jobs "$jobs" --of 2 -q)
	"${share[@]}" --index 1 pages.zip pages >whole.jsonl 2>/dev/null
	code=$?
	for cut in 0 700 $(($(stat -c %s whole.jsonl) - 5)) \
		"$(head -n -1 whole.jsonl | wc -c)" \
		"$(head -n -2 whole.jsonl | wc -c)" \
		"$(stat -c %s whole.jsonl)"; do
		head -c "$cut" whole.jsonl >share.jsonl
		run $code "${share[@]}" --index 1 --resume -o share.jsonl \
			pages.zip pages
		ok "after $cut bytes, all of it" same whole.jsonl share.jsonl
	done
	run 1 "${share[@]}" --index 0 --resume -o share.jsonl pages.zip pages
	ok 'not that of another share' err_has \
		'^pubscour: share.jsonl is a whole share, of other inputs'
	run 1 "$pubscour" --jobs "$jobs" --resume -o share.jsonl pages
	ok 'not that of none' err_has 'is a whole share, of other inputs'
	ok 'leaves the file alone' same whole.jsonl share.jsonl
done

# --- an end before the time

"$pubscour" --jobs 0 -q -o many.jsonl many
# full ARGUMENT...: on a disk with room for 100 kB.
full() {
	run 1 bash -c 'trap "" XFSZ; ulimit -f 100; exec "$@"' - \
		"$pubscour" "$@"
}
for jobs in 0 2; do
	rm -f disk.jsonl
	full --jobs $jobs --resume -o disk.jsonl many
	lines=$(wc -l <disk.jsonl)
	ok 'says so' err_has "^pubscour: cannot write disk.jsonl: File too large"
	[ $jobs -eq 0 ] || ok 'and what is there' err_has \
		"large; $lines lines of it are there, whole\$"
	[ $jobs -eq 0 ] || ok 'some' [ "$lines" -gt 10 ]
	[ $jobs -eq 0 ] || ok 'whole lines' whole_lines disk.jsonl
	ok 'the first ones' begins many.jsonl disk.jsonl
	run 0 "$pubscour" -q --jobs $jobs --resume -o disk.jsonl many
	ok 'the same command goes on' same many.jsonl disk.jsonl
	rm -f disk.jsonl
	full --jobs $jobs -o disk.jsonl many
	ok 'not half of a file' absent disk.jsonl
	ok 'leaves nothing behind' no_temp
done
bash -c 'trap "" XFSZ; ulimit -f 100; exec "$@"' - \
	"$pubscour" --jobs 2 many >disk.jsonl 2>err
called='pubscour --jobs 2 many >disk.jsonl, full'
ok 'says so' err_has \
	"standard output: File too large; $(wc -l <disk.jsonl) lines of it"
ok 'whole lines' whole_lines disk.jsonl
ok 'the first ones' begins many.jsonl disk.jsonl

for quiet in '' -q; do
	called="pubscour --jobs 2 $quiet many | head -c 100"
	# shellcheck disable=SC2086 # it may be none
	"$pubscour" --jobs 2 $quiet many 2>err.all | head -c 100 >out
	ok 'ends by its signal' [ "${PIPESTATUS[0]}" -eq 141 ]
	only_ours
	if [ -z "$quiet" ]; then
		ok 'says so' err_has \
			'^pubscour: standard output was closed by its reader after [0-9]+ lines?$'
	else
		ok 'says nothing' no_err
	fi
done

# until_true TEST...: for ten seconds at most.
until_true() {
	local i
	for ((i = 0; i < 100; i++)); do
		"$@" && return
		sleep 0.1
	done
	return 1
}
has_workers() { [ "$(pgrep -c -P "$1")" -ge "$2" ]; }
none_alive() {
	local one
	for one in $workers; do
		[ ! -e "/proc/$one" ] || grep -q '^State:.Z' "/proc/$one/status" ||
			return 1
	done
}

# Workers that somebody else kills, now and then.
for n in 1 2 3; do
	"$pubscour" --jobs 2 -q many many many many >killed.jsonl 2>err &
	pid=$!
	until_true has_workers $pid 1 || fail 'no workers'
	sleep 0.0$((n * 2))
	pkill -9 -P $pid && killed=yes
	wait $pid
	code=$?
	called='pubscour --jobs 2, its workers killed'
	ok 'ends well' [ $code -eq 0 ]
	ok 'nothing is lost' same \
		<(cat many.jsonl many.jsonl many.jsonl many.jsonl) killed.jsonl
done
ok 'some were there' is "${killed:-no}" yes

# A pipe that nobody writes yet holds up none of the others.
lines_are() { [ "$(wc -l <"$1")" -eq "$2" ]; }
mkfifo late
for jobs in 1 2; do
	"$pubscour" --jobs $jobs --unordered --format jsonl late pages/[12].html \
		> >(cat >out) 2>err.all &
	pid=$!
	called="pubscour --jobs $jobs --unordered late pages"
	ok 'the others come out' until_true lines_are out 2
	timeout 30 sh -c 'cat pages/3.html >late'
	wait $pid
	ok 'ends well' is $? 0
	ok 'it comes out' until_true lines_are out 3
	ok 'it is that page' is "$(sort out | codes -)" \
		'91000001 91000002 91000003'
done

# begin ARGUMENT...: a command that waits for a page that never ends.
mkdir waits
for i in 1 3 4; do
	cp pages/$i.html waits/$i.html
done
begin() {
	harm hang >waits/2.html
	env --default-signal=INT,TERM "$hostile" --jobs 2 --page-timeout 60 \
		"$@" waits >out 2>err &
	pid=$!
	called="pubscour $* waits, stopped"
	until_true has_workers $pid 2 || fail "$called: no workers"
	# Time for the page before it, on a busy machine.
	sleep 1
	workers=$(pgrep -P $pid)
}
for signal in INT TERM; do
	code=130
	[ $signal = INT ] || code=143
	begin -o stopped.jsonl
	kill -$signal $pid
	wait $pid
	ok 'ends as told' is $? $code
	ok 'says where' err_has '^pubscour: stopped after 1 page$'
	ok 'there is no half of a file' absent stopped.jsonl
	ok 'leaves nothing behind' no_temp
	ok 'no worker stays' until_true none_alive
	rm -f going.jsonl
	begin --resume -o going.jsonl
	kill -$signal $pid
	wait $pid
	ok 'ends as told' is $? $code
	ok 'says what to do' err_has 'the same command goes on from there$'
	ok 'one whole line' is "$(codes going.jsonl)" 91000001
	cp pages/2.html waits/2.html
	run 0 "$pubscour" -q --jobs 2 --resume -o going.jsonl waits
	"$pubscour" -q --format jsonl waits >whole.jsonl
	ok 'the same command makes it whole' same whole.jsonl going.jsonl
done
begin --resume -o going2.jsonl
kill -9 $pid
wait $pid 2>/dev/null
ok 'no worker stays' until_true none_alive
ok 'whole lines' whole_lines going2.jsonl
cp pages/2.html waits/2.html
run 0 "$pubscour" -q --jobs 2 --resume -o going2.jsonl waits
ok 'the same command makes it whole' same whole.jsonl going2.jsonl

# --- on a terminal

if command -v script >/dev/null; then
	# terminal ARGUMENT...: what a terminal of 160 columns shows.
	terminal() {
		called="pubscour $*, on a terminal"
		TERM=xterm script -qec "stty cols 160; $hostile --jobs 2 \
			--page-timeout 1 --page-memory $memory \
			-o bar.jsonl $* hostile/*.html" /dev/null </dev/null |
			tr '\r' '\n' >shown
	}
	terminal
	ok 'a bar' grep -Eq '^\[#+-+\] [0-9]+' shown
	ok 'with all there is to tell' grep -Eq \
		'failed  .*[0-9.]+/s  [0-9.]+% crashed.*  [0-9]+ MB' shown
	terminal -q
	ok 'none where quiet' [ "$(grep -Ec '\[#|/s|MB' shown)" -eq 0 ]
else
	echo 'bulk: no bar was looked at: there is no script(1)'
fi

[ "$failed" -eq 0 ] && echo "bulk: $asserted assertions hold"
exit "$failed"
