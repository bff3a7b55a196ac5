#!/bin/bash
# Shares that are joined are what one run writes, however many there are and
# whatever the inputs; what is missing, doubled, cut short or of another list
# is refused.  A line for each assertion that fails.
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
	echo "shard: $*"
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

err_has() { grep -Eq -e "$1" "$work/err"; }
err_is() { printf '%s\n' "$1" | diff - "$work/err"; }
err_lines() { [ "$(wc -l <"$work/err")" -eq "$1" ]; }
no_out() { [ ! -s "$work/out" ]; }
no_err() { [ ! -s "$work/err" ]; }
out_same() { cmp "$1" "$work/out"; }
absent() { [ ! -e "$1" ]; }
same() { cmp "$1" "$2"; }
no_temp() { [ -z "$(find "$work" -name '.pubscour-*')" ]; }
has_closing() { tail -n 1 "$1" | grep -q '^{"schema_version":1,"share":'; }
no_closing() { ! grep -q '"share":' "$1"; }

cd "$work" || exit 1

# shares N FOLDER ARGUMENT...: all shares into files, whose order is not theirs.
shares() {
	local of=$1 folder=$2 i
	shift 2
	rm -rf "$folder"
	mkdir "$folder"
	for ((i = 0; i < of; i++)); do
		"$pubscour" shard -q --of "$of" --index "$i" \
			-o "$folder/$(((of - i) % 7))-$i.jsonl" "$@" \
			2>>"$work/shares.err" ||
			[ $? -eq 1 ] || fail "share $i of $of fails: $*"
	done
}

# joined N ARGUMENT...: the shares joined are what one run writes, and their
# lists the list of all inputs.
joined() {
	local of=$1 i
	shift
	"$pubscour" --format jsonl -q "$@" >whole.jsonl 2>/dev/null
	shares "$of" parts "$@"
	run 0 merge parts
	ok 'is one run' out_same whole.jsonl
	ok 'says nothing' no_err
	run 0 merge -o all.jsonl parts/*.jsonl
	ok 'is one run' same whole.jsonl all.jsonl
	[ "$of" -le 7 ] || return
	for ((i = 0; i < of; i++)); do
		"$pubscour" shard --of "$of" --index "$i" --list "$@"
	done >names.list 2>/dev/null
	run 0 shard --of 1 --index 0 --list "$@"
	ok 'names are all names' out_same names.list
}

# --- inputs of all kinds, in all numbers of shares

cases=("$fixtures"/{everything,minimal,figures,retracted,err-*}/page.html)
mkdir folder folder/sub
for page in "${cases[@]}"; do
	[ ! -e "$page" ] || cp "$page" "folder/$(basename "${page%/*}").html"
done
gzip -c "$fixtures/minimal/page.html" >folder/sub/z.html.gz
cp "$fixtures/wrapped-warc/page.warc" folder/sub/a.warc
gzip -c "$fixtures/wrapped-warc/page.warc" >folder/b.warc.gz
: >folder/sub/empty.html
echo 'no page' >folder/notes.txt
printf '{"id": %d, "path": "folder/minimal.html"}\n' 1 2 3 >lines.jsonl
echo '{"id": 4, "path": "gone.html"}' >>lines.jsonl
(cd folder && zip -q ../pages.zip minimal.html figures.html)
{
	echo folder/minimal.html
	echo
	echo gone.html
	printf 'lines.jsonl\r\npages.zip\n'
	find "$PWD/folder" -name '*.html' | sort -r
	echo folder/sub
	echo folder/minimal.html
} >inputs.list
tr '\n' '\0' <inputs.list | tr -d '\r' >inputs.null

for of in 1 2 3 7; do
	joined $of --from inputs.list
	joined $of -0 --from inputs.null
	joined $of "$fixtures"
	joined $of lines.jsonl folder/b.warc.gz gone.html pages.zip folder
done
# More shares than inputs; a folder in a list among containers.
echo "$PWD/folder" | cat inputs.list - >more.list
joined 60 --from more.list
joined 5 --only pmid,title --no-squeeze "$fixtures"

shares 3 parts folder
ok 'every share ends with its line' has_closing parts/3-0.jsonl
run 1 shard --of 3 --index 0 --from inputs.list
ok 'ends with its line where an input failed' has_closing out
run 0 shard --of 2 --index 1 folder/minimal.html folder/sub/z.html.gz
ok 'one record and its line' [ "$(wc -l <out)" -eq 2 ]
ok 'the numbers of the line' jq -es '.[1].share | del(.list) == {index: 1,
	of: 2, first: 1, inputs: 1, total: 2, lines: 1}' out >jq.out
digest=$(printf '%s\0' folder/minimal.html folder/sub/z.html.gz | sha256sum)
ok 'the digest of the names' [ "$(jq -r '.share.list | values' out)" = \
	"${digest%% *}" ]
run 0 shard --of 300 --index 7 folder
ok 'an empty share is its line' [ "$(wc -l <out)" -eq 1 ]
ok 'an empty share is its line' has_closing out
mkdir later
run 1 shard --of 2 --index 1 later folder/minimal.html
ok 'an empty folder is said once' err_lines 1
ok 'an empty folder' err_has '^pubscour: no saved pages .* found in later$'
ok 'the rest is there' has_closing out
run 1 shard --of 2 --index 0 -o never.jsonl later
ok 'of nothing there is no share' absent never.jsonl

# What is fetched is an input as any other.
export XDG_CACHE_HOME=$work/cache
joined 2 --offline 90000001 90000002 folder/minimal.html 10.1000/no-page

# In a list, what is called as a page is one input, even if it is a folder.
mkdir book.html pages
cp folder/minimal.html book.html/1.html
cp folder/figures.html book.html/2.html
cp folder/everything.html pages/1.html
cp folder/minimal.html pages/2.html
printf '%s\n' folder/minimal.html book.html pages >folders.list
joined 3 --from folders.list
run 0 shard --of 4 --index 1 --from folders.list
ok 'four inputs' jq -es '.[2].share | .inputs == 1 and .total == 4' out >jq.out

# --- names

run 0 shard --of 1 --index 0 --list -0 --from inputs.null
tr '\0' '\n' <out >names
run 0 shard --of 1 --index 0 --list --from inputs.list
ok 'names with NUL bytes' out_same names
"$pubscour" shard --of 2 --index 1 --list folder | "$pubscour" \
	--format jsonl -q --from - >out 2>/dev/null
"$pubscour" shard --of 2 --index 1 -q folder 2>/dev/null | sed '$d' >records
called='shard --list | pubscour --from -'
ok 'are the records of the share' same records out
printf 'a\nb.html\0c.html\0' >odd.null
run 0 shard -0 --of 1 --index 0 --list --from odd.null
ok 'an odd name' out_same odd.null
mkdir odd
cp folder/minimal.html odd/$'a\nb.html'
run 1 shard --of 1 --index 0 --list odd
ok 'a name that is no line' err_has 'cannot stand on a line: use --null$'

# --- wrong usage

# refuse WHAT ARGUMENT...: wrong usage, and that is why.
refuse() {
	local what=$1
	shift
	run 2 "$@" </dev/null
	ok "says '$what'" err_has "$what"
	ok 'writes nothing' no_out
}
refuse 'needs --of N and --index I' shard folder
refuse 'needs --of N and --index I' shard --of 3 folder
refuse 'needs --of N and --index I' shard --index 3 folder
refuse 'it counts from 0' shard --of 3 --index 3 folder
refuse 'not a number from 1' shard --of 0 --index 0 folder
refuse 'standard input has no shares' shard --of 2 --index 0
refuse 'standard input has no shares' shard --of 2 --index 0 folder -
refuse 'can be read only once' shard --of 2 --index 0 --from -
refuse 'takes no option "--format"' shard --of 2 --index 0 --format json a
mkfifo pipe
refuse 'can be read only once' shard --of 2 --index 0 --from pipe
refuse 'needs shares' merge
refuse 'standard input is no share' merge -

# --- what merge refuses

shares 8 parts folder
cp -r parts good
"$pubscour" --format jsonl -q folder >whole.jsonl 2>/dev/null
echo old >old.jsonl

# broken WHAT ARGUMENT...: merge says what, and writes nothing anywhere.
broken() {
	local what=$1
	shift
	run 1 merge "$@"
	ok "says '$what'" err_has "$what"
	ok 'writes nothing' no_out
	cp old.jsonl kept.jsonl
	run 1 merge -o kept.jsonl "$@"
	ok 'leaves the file alone' same old.jsonl kept.jsonl
	ok 'leaves nothing behind' no_temp
	rm -rf parts
	cp -r good parts
}
three=parts/5-3.jsonl
rm $three
broken '^pubscour: share 3 of 8 is missing: run its command$' parts
rm parts/*-[03567].jsonl
broken '^pubscour: shares 0,3,5-7 of 8 are missing: run their commands$' parts
cp $three parts/copy.jsonl
broken "^pubscour: share 3 of 8 is there twice: $three and parts/copy.jsonl\$" \
	parts
broken "^pubscour: share 3 of 8 is there twice: $three and $three\$" \
	parts $three
run 1 merge $three $three
ok 'both are said' err_lines 2
whole="$three is not a whole share: run its command again"
: >$three
broken "^pubscour: $whole\$" parts
run 1 merge -o never.jsonl inputs.list
ok 'is not there' absent never.jsonl
sed -i '$d' $three
broken "^pubscour: $whole\$" parts
ok 'tells which one' err_has '^pubscour: share 3 of 8 is missing'
truncate -s -1 $three
broken "^pubscour: $whole\$" parts
truncate -s -100 $three
broken "^pubscour: $whole\$" parts
echo >>$three
broken "^pubscour: $whole\$" parts
sed -i 1d $three
broken "^pubscour: $whole\$" parts
cat parts/4-4.jsonl $three >both
cp both $three
broken "^pubscour: $whole\$" parts
last=$(tail -n 1 $three)
echo "${last/\"index\":3/\"index\":-3}" >>$three
broken "^pubscour: $whole\$" parts
echo "${last/\"first\":/\"first\":99999999999999999999}" >>$three
broken "^pubscour: $whole\$" parts
printf '%s\0%s\n' "${last%%,*}" "${last#*,}" >>$three
broken "^pubscour: $whole\$" parts
{
	head -c 100000 /dev/zero | tr '\0' x
	echo
} >>$three
broken "^pubscour: $whole\$" parts
truncate -s 3G $three
broken "^pubscour: $whole\$" parts
sed -i 's/"schema_version":1,"share"/"schema_version":2,"share"/' $three
broken "^pubscour: $whole\$" parts
sed -i '$s/"first":[0-9]*/"first":0/' $three
broken "^pubscour: $three has other inputs than share 3 of 8" parts
sed -i '$s/"inputs":[0-9]*/"inputs":0/' $three
broken '^pubscour: parts/4-4.jsonl has other inputs than share 4 of 8' parts
sed -i '$s/"total":[0-9]*/"total":99/' $three
broken "^pubscour: parts/.* and $three are shares of different lists\$" \
	parts/0-1.jsonl $three
sed -i '$s/"list":"./"list":"/; $s/"}}/0"}}/' $three
broken "^pubscour: $three and parts/0-1.jsonl are shares of different lists\$" \
	$three parts/0-1.jsonl
shares 7 others folder
broken '^pubscour: .* is one of 8 shares, .* one of 7$' parts others
broken '^pubscour: gone.jsonl: No such file' parts gone.jsonl
broken '^pubscour: pipe is no regular file$' parts pipe
broken '^pubscour: no shares \(\*\.jsonl\) found in later$' parts later
: >nothing.list
broken '^pubscour: no inputs listed in nothing.list$' --from nothing.list parts

# The output is one of the shares, or in their folder.
cp $three before
run 1 merge -o $three parts/*.jsonl
ok 'is an input' err_has "$three: is the output as well"
ok 'is as it was' same before $three
run 0 merge -o parts/all.jsonl parts
run 0 merge -o parts/all.jsonl parts
ok 'the same again' same whole.jsonl parts/all.jsonl
run 1 merge -o whole.again parts
ok 'is no share' err_has 'parts/all.jsonl is not a whole share'
rm parts/all.jsonl

# The order of arguments, lists, hidden files.
cp $three parts/.hidden.jsonl
cp $three parts/no-share.txt
find parts -name '[0-9]*.jsonl' | sort -t- -k2 -n -r >shares.list
run 0 merge --from shares.list
ok 'in any order' out_same whole.jsonl
run 0 merge parts
ok 'without what is hidden' out_same whole.jsonl
tr '\n' '\0' <shares.list >shares.null
run 0 merge -0 --from - <shares.null
ok 'from a list' out_same whole.jsonl

# --- outputs that cannot be written, and ends before the time

if [ -w /dev/full ]; then
	for call in "shard --of 2 --index 0 folder" \
		"shard --of 300 --index 7 folder" "merge parts"; do
		# shellcheck disable=SC2086 # words
		"$pubscour" $call >/dev/full 2>err
		code=$?
		called="pubscour $call >/dev/full"
		ok 'exits 1' [ $code -eq 1 ]
		ok 'says so' err_has 'cannot write standard output: No space'
	done
fi
run 1 merge -o later/no/all.jsonl parts
ok 'says so' err_has '^pubscour: cannot write later/no/all.jsonl: No such'
"$pubscour" merge parts 2>err | :
called='merge parts | :'
ok 'says nothing' no_err

# The first input waits, so what happens then is known: a pipe can be opened for
# writing once it is open for reading.
printf 'pipe\nfolder/minimal.html\n' >wait.list
"$pubscour" shard --of 1 --index 0 -o stopped.jsonl --from wait.list 2>err &
pid=$!
timeout 30 sh -c "exec 3>pipe; kill $pid"
wait "$pid"
code=$?
called='shard, stopped'
ok 'exits by its signal' [ $code -eq 143 ]
ok 'is not there' absent stopped.jsonl
ok 'leaves nothing behind' no_temp
"$pubscour" shard -j 0 --of 1 --index 0 --from wait.list >out 2>err &
pid=$!
timeout 30 sh -c 'exec 3>pipe; echo folder/figures.html >>wait.list
	cat folder/minimal.html >&3'
wait "$pid"
code=$?
called='shard of a list that grows'
ok 'exits 1' [ $code -eq 1 ]
ok 'says so' err_has 'not whole: the list of inputs changed while it was read$'
ok 'has no last line' no_closing out

[ "$failed" -eq 0 ] && echo "shard: $asserted assertions hold"
exit "$failed"
