#!/bin/bash
# README.md tells the truth: every ```sh block runs, but for those that begin
# with "# not run"; a ```json block is what the block before it prints; the
# ```c block compiles, and runs on a page.
set -eu

build=$(realpath "${BUILD:-build}")
pubscour=$(realpath "${PUBSCOUR:-$build/pubscour}")
lib=$build/libpubscour.a
include=$(realpath include)
fixtures=$(realpath fixtures)
cc=${CC:-cc}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
ran=0

fail() {
	echo "readme: $*"
	failed=1
}

# 01.sh 02.json 03.c ...: the blocks in order.
awk -v dir="$work" '
/^```(sh|json|c)$/ { file = sprintf("%s/%02d.%s", dir, ++n, substr($0, 4)); next }
/^```/ { file = "" }
file { print > file }' README.md

mkdir "$work/bin" "$work/place"
ln -s "$pubscour" "$work/bin/pubscour"
PATH=$work/bin:$PATH
cd "$work/place"
cp "$fixtures/everything/page.html" page.html
mkdir saved
cp page.html saved/everything.html
for case in minimal figures retracted references-partial; do
	[ -e "$fixtures/$case/page.html" ] &&
		cp "$fixtures/$case/page.html" "saved/$case.html"
done

compile() {
	libs="$(pkg-config --libs gumbo libpcre2-8 jansson uchardet libcrypto zlib \
		libbrotlidec libzstd) -lm"
	# shellcheck disable=SC2086 # flags are words
	"$cc" ${CFLAGS:-} -I"$include" -o ten "$1" "$lib" $libs ${LDFLAGS:-} &&
		./ten page.html >ten.out && grep -q '"title"' ten.out
}

for block in "$work"/[0-9]*; do
	name=$(basename "$block")
	case $name in
	*.sh)
		[ "$(head -n 1 "$block")" = '# not run' ] && continue
		ran=$((ran + 1))
		bash -euo pipefail "$block" >out 2>err || {
			fail "$name fails: $(head -n 1 "$block")"
			head -n 5 err
		}
		# What it wrote is no page of the next one's *.html.
		find . -maxdepth 1 -name '*.html' ! -name page.html -delete
		;;
	*.json)
		diff -u "$block" out || fail "$name is not what is printed"
		;;
	*.c)
		ran=$((ran + 1))
		compile "$block" || fail "$name: the C example does not work"
		;;
	esac
done

[ "$ran" -gt 10 ] || fail "only $ran blocks found"
[ "$failed" -eq 0 ] && echo "readme: $ran blocks run"
exit "$failed"
