#!/bin/bash
# The command from outside: what it prints, where, and how it exits.
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
	echo "cli: $*"
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
err_lines() { [ "$(wc -l <"$work/err")" -eq "$1" ]; }
out_is() { printf '%s\n' "$1" | cmp -s - "$work/out"; }
silent() { [ ! -s "$work/out" ] && [ ! -s "$work/err" ]; }
no_out() { [ ! -s "$work/out" ]; }
no_err() { [ ! -s "$work/err" ]; }
same() { cmp -s "$1" "$2"; }
absent() { [ ! -e "$1" ]; }
mode_is() { [ "$(stat -c %a "$1")" = "$2" ]; }
no_temp() { [ -z "$(find "$work" -name '.pubscour-*')" ]; }
# The input names of JSON Lines, in order, in one line.
names() {
	sed 's/.*"input": *"\([^"]*\)".*/\1/' "$work/out" | paste -sd' ' -
}
names_are() {
	[ "$(names)" = "$1" ] || {
		echo "cli: names are: $(names)"
		return 1
	}
}

cd "$work" || exit 1
mkdir pages empty pages/sub pages/.hidden
good=pages/a.html
cp "$fixtures/minimal/page.html" $good
cp "$fixtures/everything/page.html" pages/sub/B.HTM
gzip -c $good >pages/sub/c.html.gz
cp $good pages/sub.html
cp $good pages/.b.html
cp $good pages/.hidden/d.html
echo 'no page' >pages/notes.txt
ln -s .. pages/sub/loop
: >nothing.html
if [ -e "$fixtures/err-search-results/page.html" ]; then
	cp "$fixtures/err-search-results/page.html" search.html
else
	echo '<!DOCTYPE html><title>x</title><p>x' >search.html
fi
# A page that warns: its end is missing.
sed '/<\/main>/,$d' $good >cut.html

# --- one input

run 0 $good
ok 'one indented object' out_has '^  "pmid": "[0-9]+"'
ok 'the name as given' out_has '"input": "pages/a.html"'
ok 'nothing on stderr' no_err
cp out one.json
run 0 extract $good
ok 'extract is the default' same out one.json
run 0 -- $good
ok '-- ends options' same out one.json
run 0 --format json $good
ok 'json is the same' same out one.json
run 0 --format jsonl $good
ok 'one line' out_lines 1
cp out one.jsonl
run 0 --format=json --compact $good
ok 'compact is one line too' same out one.jsonl
run 0 --compact $good
ok 'compact without a format' same out one.jsonl
run 0 <$good
ok 'stdin is named -' out_has '"input": "-"'
run 0 - <$good
ok 'stdin is indented' out_has '^  "pmid": '

# --- several

run 0 $good pages/sub.html
ok 'a line each' out_lines 2
ok 'in order' names_are 'pages/a.html pages/sub.html'
run 0 --format json $good pages/sub.html
ok 'two indented objects' test "$(grep -c '^{$' out)" -eq 2
run 0 - $good <pages/sub.html
ok 'stdin among others' names_are '- pages/a.html'
run 0 -q pages
ok 'sorted, no hidden ones, no loop' names_are \
	'pages/a.html pages/sub.html pages/sub/B.HTM pages/sub/c.html.gz'
cp out folder.jsonl
run 0 -q pages/
ok 'a slash at the end changes nothing' same out folder.jsonl
run 1 empty
ok 'an empty folder' err_has '^pubscour: no saved pages .*html.* found in empty$'
ok 'an empty folder prints nothing' no_out
run 1 empty $good
ok 'the others go through' out_lines 1

# --- keys

run 0 --compact --only pmid $good
ok 'one key' out_has '^\{"pmid": ?"[0-9]+"\}$'
run 0 --compact --only title,pmid,journal.title pages/sub/B.HTM
ok 'nested, in the order of the record' out_has \
	'^\{"pmid": ?"[0-9]+", ?"title": ?".*", ?"journal": ?\{"title": ?"[^"]*"\}\}$'
run 2 --only nonsense $good
ok 'unknown key' err_has '^pubscour: .*nonsense.*--help'

# --- bad inputs

run 1 search.html
ok 'json: nothing for a failed input' no_out
ok 'what it is instead' err_has \
	'^pubscour: search\.html: .* \(not-an-article\)$'
ok 'one line' err_lines 1
run 1 --format jsonl search.html
ok 'jsonl: the error object' out_has '"error": ?\{"code": ?"not-an-article"'
run 1 $good missing.html nothing.html search.html $good
ok 'a line for each input' out_lines 5
ok 'in order' names_are \
	'pages/a.html missing.html nothing.html search.html pages/a.html'
ok 'missing' err_has '^pubscour: missing\.html: .* \(unreadable\)$'
ok 'empty' err_has '^pubscour: nothing\.html: .* \(empty\)$'
ok 'a line each' err_lines 3
run 1 --only pmid $good search.html
ok 'error objects stay whole' out_has '"error": ?\{"code"'
run 1 --format json missing.html $good
ok 'json: only the good one' test "$(grep -c '^{$' out)" -eq 1
run 1 --max-bytes 1k $good
ok 'too large' err_has '\(too-large\)$'
run 0 --max-bytes 1M $good
ok 'large enough' same out one.json
run 0 --max-bytes 1g $good
run 1 --max-bytes=100 - <$good
ok 'too large on stdin' err_has '^pubscour: -: .*\(too-large\)$'
esc=$(printf 'x\033[31m\n.html')
run 1 "$esc"
ok 'names are escaped' err_has '^pubscour: x\\x1b\[31m\\n\.html: '
ok 'on one line' err_lines 1
bytes=$(printf 'x\377.html')
cp $good "$bytes"
run 0 --format jsonl "$bytes"
ok 'a name that is no UTF-8' out_lines 1
run 1 --format jsonl "$bytes.gone" $good
ok 'an error with such a name' out_lines 2

# Binary data that has no name here.
for magic in '\170\001' '\170\234' '\170\332'; do
	# shellcheck disable=SC2059 # it is a format
	printf "$magic<p>x" >odd
	run 1 odd
	ok 'zlib' err_has '^pubscour: odd: binary data, not HTML.* \(not-html\)$'
done
{
	printf 'junk\001\002\003\004\005\006\007\016\017<p>'
	head -c 500 /dev/zero
} >odd
run 1 odd
ok 'binary' err_has '^pubscour: odd: binary data, not HTML.* \(not-html\)$'
{ head -n 5 $good && printf '\000\000\000' && tail -n +6 $good; } >odd
run 0 --only pmid $good
cp out pmid
run 0 --only pmid odd
ok 'some NUL bytes' same out pmid

# --- warnings

run 0 cut.html
ok 'said' err_has '^pubscour: cut\.html: warning: truncated-input: .'
ok 'the record is there' out_has '^  "pmid": '
run 0 -q cut.html
ok 'quiet' no_err
ok 'the record says it all the same' out_has '"truncated-input"'
run 1 --strict cut.html
ok 'strict writes the record' out_has '^  "pmid": '
run 1 --strict --quiet cut.html
ok 'strict and quiet' no_err
run 0 --strict $good
run 0 --strict pages/sub/B.HTM
ok 'truncated-list is ordinary' no_err

# --- lists

printf '\357\273\277pages/a.html\r\n\r\n\npages/sub\n-\npages/sub.html' >list
run 0 -q --from list <$good
ok 'a list: mark, CRLF, blanks, folder, stdin' names_are \
	'pages/a.html pages/sub/B.HTM pages/sub/c.html.gz - pages/sub.html'
run 0 --from - <<<$good
ok 'a list on stdin' names_are $good
ok 'JSON Lines' out_lines 1
echo pages/sub.html >list2
run 0 $good --from list2 $good --from list2
ok 'in the order given' names_are \
	'pages/a.html pages/sub.html pages/a.html pages/sub.html'
printf '%s\0' $good 'missing
name' pages/sub.html >list0
run 1 -0 --from list0
ok 'NUL-separated' out_lines 3
run 0 --null --from <(printf '%s' $good)
ok 'no NUL at the end' names_are $good
run 1 --from list0
ok 'NUL without -0' err_has '^pubscour: list0: .*--null'
run 1 --from nolist $good
ok 'no such list' err_has '^pubscour: nolist: No such file'
ok 'the others go through' out_lines 1
head -c 200000 /dev/zero | tr '\0' x >long
echo >>long
echo $good >>long
run 1 --from long
ok 'a line that is too long' err_has '^pubscour: long: entry 1 '
ok 'the next one goes through' out_lines 1
run 1 --from /dev/null
ok 'an empty list' err_has '^pubscour: no inputs listed in /dev/null$'
ok 'an empty list prints nothing' no_out
run 1 --from - <<<$'\n\r\n'
ok 'nothing but empty lines' err_has '^pubscour: no inputs listed in -$'
run 1 -0 --from /dev/null $good
ok 'the others go through' out_lines 1
ok 'one line' err_lines 1

# --- output

run 0 -o file $good
ok 'nothing on stdout' silent
ok 'the record' same file one.json
ok 'mode by umask' mode_is file "$(printf '%o' $((0666 & ~$(umask))))"
chmod 640 file
ln -s file link
run 0 --output=link --compact $good
ok 'a link stays' test -L link
ok 'what it leads to is written' same file one.jsonl
ok 'the mode stays' mode_is file 640
run 1 -o file search.html
ok 'nothing written: the old one stays' same file one.jsonl
run 1 -o new search.html
ok 'nothing written: no new one' absent new
run 1 -o file $good search.html
ok 'JSON Lines with an error' test "$(wc -l <file)" -eq 2
run 0 -o - $good
ok '- is stdout' same out one.json
cp $good self.html
run 0 -o self.html self.html
ok 'an input may be the output' grep -q '^  "pmid": ' self.html
run 1 -o none/file $good
ok 'no such folder' err_has \
	'^pubscour: cannot write none/file: No such file or directory$'
run 1 -o empty $good
ok 'a folder' err_has '^pubscour: cannot write empty: Is a directory$'
ln -s nowhere dangling
run 1 -o dangling $good
ok 'a link to nothing' err_has '^pubscour: cannot write dangling: '
if [ -w /dev/full ]; then
	full='No space left on device$'
	run 1 -o /dev/full $good
	ok 'full' err_has "^pubscour: cannot write /dev/full: $full"
	ok 'a device stays' test -c /dev/full
	for words in "$good" "pages" --help --schema --version \
		'completion zsh' "explain $good"; do
		called="pubscour $words >/dev/full"
		code=0
		# shellcheck disable=SC2086 # words are words
		"$pubscour" -q $words >/dev/full 2>err || code=$?
		case $words in
		completion* | explain*)
			code=0
			# shellcheck disable=SC2086
			"$pubscour" $words >/dev/full 2>err || code=$?
			;;
		esac
		ok "exit 1, not $code" test "$code" -eq 1
		ok 'says so' err_has "cannot write standard output: $full"
		ok 'in one line' err_lines 1
	done
fi
run 1 -o '' $good
ok 'an empty name' err_has \
	'^pubscour: cannot write "": No such file or directory$'
ok 'said at once' no_out

# What is open already is written to, and not replaced.
run 0 --compact --only pmid $good
cp out pmid.json
for target in /dev/stdout /dev/fd/1 /proc/self/fd/1 log ./log; do
	called="-o $target >>log"
	echo first >log
	"$pubscour" --compact --only pmid $good -o $target >>log 2>err
	echo last >>log
	ok 'nothing is lost' same log <(echo first && cat pmid.json && echo last)
	ok 'nothing on stderr' no_err
done
for target in /dev/stderr /dev/fd/2 log; do
	called="-o $target 2>>log"
	echo first >log
	"$pubscour" --compact --only pmid $good -o $target 2>>log
	ok 'nothing is lost' same log <(echo first && cat pmid.json)
done
called='-o /dev/fd/3 3>>log'
echo first >log
"$pubscour" --compact --only pmid $good -o /dev/fd/3 3>>log
ok 'nothing is lost' same log <(echo first && cat pmid.json)
ln -s /dev/stdout tostdout
called='-o tostdout >>log'
echo first >log
"$pubscour" --compact --only pmid $good -o tostdout >>log
ok 'nothing is lost' same log <(echo first && cat pmid.json)
ok 'a link stays' test -L tostdout
called='-o /dev/stdout | cat'
"$pubscour" --compact --only pmid $good -o /dev/stdout | cat >out
ok 'a pipe' same out pmid.json
called='-o /proc/PID/fd/3'
echo first >log
(
	exec 3>>log
	"$pubscour" --compact --only pmid $good -o "/proc/$BASHPID/fd/3" 3>&-
)
ok 'nothing is lost' same log <(echo first && cat pmid.json)
run 1 -o /dev/fd/9 $good
ok 'not open' err_has '^pubscour: cannot write /dev/fd/9: Bad file descriptor$'
called='-o /dev/fd/3 3<log'
"$pubscour" $good -o /dev/fd/3 3<log 2>err
ok 'only to be read' err_has '/dev/fd/3: Bad file descriptor$'
ok 'it stays' same log <(echo first && cat pmid.json)

called='a closed stdout'
code=0
"$pubscour" $good >&- 2>err || code=$?
ok "exit 1, not $code" test "$code" -eq 1
ok 'says so' err_has '^pubscour: cannot write standard output: '
called='a limit of file size'
code=0
(ulimit -f 1 && exec "$pubscour" -o limited pages/sub/B.HTM) 2>err || code=$?
ok "exit 1, not $code" test "$code" -eq 1
ok 'no half a file' absent limited

# --- a broken pipe

many=()
for ((i = 0; i < 200; i++)); do
	many+=(pages/sub/B.HTM)
done
called='a broken pipe'
"$pubscour" -q "${many[@]}" 2>err | head -c 1 >/dev/null
codes=("${PIPESTATUS[@]}")
ok "ended by SIGPIPE, not ${codes[0]}" test "${codes[0]}" -eq 141
ok 'quietly' no_err
called='a broken pipe, SIGPIPE ignored'
(
	trap '' PIPE
	exec "$pubscour" -q "${many[@]}"
) 2>err | head -c 1 >/dev/null
codes=("${PIPESTATUS[@]}")
ok "ended, not ${codes[0]}" test "${codes[0]}" -eq 1 -o "${codes[0]}" -eq 141
ok 'quietly' no_err

# --- signals

ulimit -c 0
for signal in INT TERM HUP QUIT; do
	called="SIG$signal"
	rm -f killed fifo
	mkfifo fifo
	# A background job of a script ignores two, nohup one; env puts them
	# back.
	env --default-signal=INT,QUIT,HUP,TERM "$pubscour" \
		-o killed $good fifo \
		2>err &
	process=$!
	# It has its temporary file when it waits for the fifo.
	exec 3>fifo
	kill -s $signal $process
	code=0
	wait $process 2>/dev/null || code=$?
	exec 3>&-
	ok "ended by it, not with $code" test "$code" -gt 128
	ok 'no output' absent killed
	ok 'no temporary file' no_temp
done

# --- wrong usage

run 2 --fromat json $good
ok 'did you mean' err_has \
	'^pubscour: unknown option "--fromat"; did you mean "--format"\?.*--help'
ok 'one line' err_lines 1
run 2 --format jsn $good
ok 'did you mean' err_has 'unknown format "jsn"; did you mean "json"\?'
run 2 --f json $good
ok 'ambiguous' err_has \
	'^pubscour: "--f" is ambiguous: --format, --from \(see "pubscour --help"\)$'
ok 'one line' err_lines 1
run 2 --s=x $good
ok 'ambiguous' err_has '"--s" is ambiguous: --strict, --stall-timeout, --schema '
run 0 --form=jsonl $good
ok 'not ambiguous' same out one.jsonl
run 2 check --f x pages
ok 'ambiguous only among its own' err_has 'unknown option "--f"'
run 1 ''
ok 'an empty name' err_has '^pubscour: "": .* \(unreadable\)$'
run 1 --from ''
ok 'an empty name' err_has '^pubscour: "": No such file'
run 1 check ''
ok 'an empty name' err_has '^pubscour: "": No such file'
run 1 explain ''
ok 'an empty name' err_has '^pubscour: "": .* \(unreadable\)$'
for word in extract explain check completion help version; do
	for words in "-q $word pages" "--only pmid $word" "$good $word"; do
		# shellcheck disable=SC2086 # words are words
		run 2 $words
		ok 'a command too late' err_has \
			"^pubscour: \"$word\" is a command and must come first "
	done
done
run 1 -q -- check
ok 'a file by --' err_has '^pubscour: check: .* \(unreadable\)$'
run 1 extract check
ok 'a file after a command' err_has '^pubscour: check: .*\(unreadable\)$'
run 2 --format xml $good
ok 'no guess where nothing is near' err_has 'unknown format "xml"; known are json jsonl csl-json ris nbib bibtex biblatex \(see'
run 2 explian $good
ok 'did you mean' err_has 'unknown command "explian"; did you mean "explain"'
run 2 -z
ok 'unknown letter' err_has '^pubscour: unknown option "-z" .*--help'
run 2 --only
ok 'missing argument' err_has '^pubscour: --only needs an argument'
run 2 -o
ok 'missing argument' err_has '^pubscour: --output needs an argument'
run 2 --compact=1 $good
ok 'argument too many' err_has '^pubscour: --compact takes no argument'
for number in 0 -1 x 1x 1kk '' 99999999999999999999 99999999999G ' 1' 1.5; do
	run 2 --max-bytes "$number" $good
	ok 'bad number' err_has '^pubscour: --max-bytes: .*--help'
done
run 2 check --compact pages
ok 'option of another command' err_has \
	'check takes no option "--compact" .*pubscour check --help'
run 2 explain --update $good
run 2 check
run 2 completion
run 2 completion fish
run 2 completion bash zsh
run 1 explain.html
ok 'a name with a dot is a file' err_has '\(unreadable\)$'
cp $good explian
run 0 explian
ok 'a file that is there is no mistyped command' same \
	<(sed 's/explian/pages\/a.html/' out) one.json
cp $good check
run 0 ./check
run 0 -q check
ok 'a file of that name' out_has '"input": "check"'
rm check
if command -v script >/dev/null && script -qec true /dev/null >/dev/null 2>&1
then
	called='a terminal as stdin'
	code=0
	script -qec "'$pubscour'" /dev/null </dev/null >out 2>&1 || code=$?
	ok "exit 2, not $code" test "$code" -eq 2
	ok 'a hint' out_has '^pubscour: no input: .*--help'
fi

# --- what is printed on request

run 0 --version
ok 'a version' out_has '^pubscour [0-9]+\.[0-9]+\.[0-9]+$'
run 0 -V
run 0 -h
cp out help
run 0 --help
ok '-h is --help' same out help
ok 'names the commands' out_has '^  check '
run 0 help
ok 'help is --help' same out help
for word in extract explain check completion help version; do
	run 0 $word --help
	cp out help
	run 0 help $word
	ok 'help COMMAND is COMMAND --help' same out help
done
run 2 help chekc
ok 'did you mean' err_has '^pubscour: unknown command "chekc"; .* "check"\?'
run 2 help check explain
ok 'one at most' err_has '^pubscour: help takes one command '
run 0 --version
cp out version
run 0 version
ok 'version is --version' same out version
run 2 version check
ok 'no operand' err_has '^pubscour: version takes no operand '
cp $good help
run 0 ./help
ok 'a file of that name' out_has '"input": "./help"'
run 0 --schema
ok 'a schema' out_has '2020-12'
cp out schema.json
run 0 --schema -o schema.new
ok 'a schema in a file' same schema.json schema.new
ok 'nothing on stdout' silent
run 0 -o schema.new --schema
ok 'whole' same schema.json schema.new
run 1 --schema -o none/schema
ok 'no such folder' err_has '^pubscour: cannot write none/schema: '

# --- explain

run 0 explain $good
ok 'a report' out_has 'pmid'
ok 'no heading' test "$(grep -c '^== ' out)" -eq 0
run 0 explain pages
ok 'a heading each' test "$(grep -c '^== pages/' out)" -eq 4
run 1 explain --profile pubmed search.html missing.html
ok 'failures' err_has '\(not-an-article\)$'
ok 'failures' err_has '\(unreadable\)$'
run 0 explain -o report $good
ok 'into a file' grep -q pmid report
run 1 explain --max-bytes 10 $good
ok 'max-bytes' err_has '\(too-large\)$'

# --- check

run 1 check empty
ok 'no pages' err_has '^pubscour: no pages found in empty$'
run 1 check nowhere
ok 'no folder' err_has '^pubscour: nowhere: No such file'
mkdir -p cases/one cases/two/deep
cp $good cases/one/page.html
cp search.html cases/two/page.html
cp $good cases/two/deep/name.htm
gzip -c pages/sub/B.HTM >cases/zipped.html.gz
run 1 check cases
ok 'no record yet' out_has \
	'^cases/one/page\.html: .*cases/one/expected\.json.*--update'
ok 'no record yet' out_has '^cases/zipped\.html\.gz: .*cases/zipped\.json'
ok 'summary' out_has '^4 pages: 0 equal, 0 differ, 4 without a record$'
run 0 check --update cases
ok 'says which' out_has '^cases/two/deep/name\.json: written$'
ok 'summary' out_has '^4 pages: .* 4 written$'
ok 'relative names' grep -q '"input": "one/page.html"' \
	cases/one/expected.json
ok 'an error is a record too' grep -q '"code": "not-an-article"' \
	cases/two/expected.json
ok 'a line end' test -z "$(tail -c 1 cases/one/expected.json)"
run 0 check cases
ok 'equal' out_is '4 pages: 4 equal, 0 differ'
ok 'nothing on stderr' no_err
mv cases moved
run 0 check moved/
ok 'it may lie elsewhere' out_is '4 pages: 4 equal, 0 differ'
run 0 check moved/one moved/two
ok 'a part of it' out_is '3 pages: 3 equal, 0 differ'
run 0 check moved/one/page.html moved/two/deep/name.htm
ok 'single pages' out_is '2 pages: 2 equal, 0 differ'
(cd moved/one && "$pubscour" check .) >out 2>err
ok 'from within' out_is '1 page: 1 equal, 0 differ'
sed -i 's/"title": "[^"]*"/"title": "Something else"/' moved/one/expected.json
run 1 check moved
ok 'differs' out_has '^moved/one/page\.html: differs$'
ok 'the field' out_has '^    .*title'
ok 'summary' out_has '^4 pages: 3 equal, 1 differs$'
run 1 check moved/one
ok 'the name is no difference' test "$(grep -c input out)" -eq 0
touch -d '2001-01-01' moved/zipped.json
run 0 check --update moved
ok 'says which' out_has '^moved/one/expected\.json: updated$'
ok 'the others are not touched' test "$(stat -c %Y moved/zipped.json)" -lt \
	1000000000
run 0 check moved
echo '{' >moved/one/expected.json
run 1 check moved
ok 'no JSON' out_has '^moved/one/page\.html: differs$'
run 0 check --update moved
echo '{}' >moved/lost.json
run 1 check moved
ok 'a record without a page' out_has '^moved/lost\.json: .*--update'
run 1 check --update moved
ok 'is not removed' test -e moved/lost.json
rm moved/lost.json
cp $good moved/one/page.htm
run 1 check moved
ok 'two pages' out_has '^moved/one/page\.htm: .*several'
rm moved/one/page.htm
run 1 check --max-bytes 10 moved
ok 'max-bytes' out_has 'differ'
run 0 check moved
if [ "$(id -u)" -ne 0 ]; then
	chmod 000 moved/zipped.json
	run 1 check moved
	ok 'unreadable record' err_has 'moved/zipped.json: Permission denied'
	chmod 644 moved/zipped.json
fi

called='in the end'
ok 'no temporary file is left' no_temp
[ "$failed" -eq 0 ] && echo "cli: $asserted assertions hold"
exit "$failed"
