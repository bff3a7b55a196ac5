#!/bin/sh
# The option table, --help, the man page and both completions say the same.
# What --help prints is made from the table, so it is what the others are
# held to.
set -eu

: "${PUBSCOUR:=build/pubscour}"
man=src/man/pubscour.1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
	echo "options: $*"
	failed=1
}

# has FILE WORDS...: the file holds the words, and no longer word with them.
has() {
	file=$1
	shift
	grep -Eq -e "(^|[^[:alnum:]-])$*([^[:alnum:]-]|\$)" "$file"
}

# The option lines of a help text, and from these the names alone.
options_of() {
	sed -n 's/^  \(-.,\|   \) --\([a-z-]*\).*/\1 \2/p' "$1" |
		sed 's/^-\(.\),/\1/; s/^    */. /'
}

"$PUBSCOUR" --help >"$work/all.help"
"$PUBSCOUR" completion bash >"$work/bash"
"$PUBSCOUR" completion zsh >"$work/zsh"
commands=$(sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$work/all.help")
[ -n "$commands" ] || fail '--help lists no commands'

for command in $commands; do
	"$PUBSCOUR" "$command" --help >"$work/$command.help"
	has "$man" "Cm $command" || fail "man page: no command $command"
	has "$work/bash" "$command" || fail "bash: no command $command"
	has "$work/zsh" "'$command:.*" || fail "zsh: no command $command"
	# The part of each script that is for this command.
	sed -n "/^	$command)/,/^		;;/p" "$work/bash" >"$work/bash.part"
	sed -n "/^	$command)/,/^		;;/p" "$work/zsh" >"$work/zsh.part"
	options_of "$work/$command.help" >"$work/options"
	[ -s "$work/options" ] || fail "$command --help lists no options"
	while read -r letter name; do
		has "$work/all.help" "--$name" ||
			[ "$command" != extract ] ||
			fail "--help: no --$name"
		has "$work/bash.part" "--$name" ||
			fail "bash: $command has no --$name"
		has "$work/zsh.part" "--$name=?\\[.*" ||
			fail "zsh: $command has no --$name"
		grep -Eq "^\.It Fl (. , )?-$name( |\$)" "$man" ||
			fail "man page: no --$name"
		[ "$letter" = . ] && continue
		has "$work/bash.part" "-$letter" ||
			fail "bash: $command has no -$letter"
		has "$work/zsh.part" "-$letter\\+?\\[.*" ||
			fail "zsh: $command has no -$letter"
		grep -q "^\.It Fl $letter , -$name\( \|\$\)" "$man" ||
			fail "man page: no -$letter for --$name"
	done <"$work/options"
done

# Nothing in the man page that is not in the table.
cat "$work"/*.help >"$work/every.help"
sed -n 's/^\.It Fl \(. , \)\{0,1\}-\([a-z-]*\).*/\2/p' "$man" >"$work/names"
while read -r name; do
	has "$work/every.help" "--$name" || fail "man page has --$name too many"
done <"$work/names"

# Every top-level key of the record stands in the man page, and in order.
{ "$PUBSCOUR" -q fixtures/minimal/page.html || echo; } |
	sed -n 's/^  "\([a-z_]*\)":.*/\1/p' >"$work/keys"
sed -n 's/^\.It Va \([a-z_]*\).*/\1/p' "$man" >"$work/man.keys"
cmp -s "$work/keys" "$work/man.keys" || {
	fail 'man page: keys are not those of the record, in its order'
	diff "$work/keys" "$work/man.keys" || true
}

for help in "$work"/*.help; do
	expand "$help" | grep -nE '^.{81}' &&
		fail "$(basename "$help"): wider than 80 columns"
	[ -s "$help" ] || fail "$(basename "$help") is empty"
done

if command -v bash >/dev/null; then
	bash -n "$work/bash" || fail 'bash: the script has an error'
	# Runs it: what bash would offer after the given words.
	offer() {
		bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
			cd / && _pubscour; printf "%s\n" "${COMPREPLY[@]}"' \
			"$work/bash" pubscour "$@"
	}
	[ "$(offer --compa)" = --compact ] || fail 'bash: --compa'
	[ "$(offer check --u)" = --update ] || fail 'bash: check --u'
	[ -z "$(offer check --compa)" ] || fail 'bash: check --compa'
	[ "$(offer completion z)" = zsh ] || fail 'bash: completion z'
	[ "$(offer --format jsonl)" = jsonl ] || fail 'bash: --format jsonl'
	[ "$(offer --format = jsonl)" = jsonl ] || fail 'bash: --format=jsonl'
	[ "$(offer explain --fr)" = --from ] || fail 'bash: explain --fr'
	[ -z "$(offer version bi)" ] || fail 'bash: version bi'
	for command in $commands; do
		[ "$(offer help "$command")" = "$command" ] ||
			fail "bash: help $command"
	done
	[ "$(offer expl)" = explain ] || fail 'bash: expl'
	[ "$(offer fetch --wa)" = --warc ] || fail 'bash: fetch --wa'
	[ "$(offer cache cl)" = clear ] || fail 'bash: cache cl'
fi
if command -v zsh >/dev/null; then
	zsh -n "$work/zsh" || fail 'zsh: the script has an error'
fi
if command -v mandoc >/dev/null; then
	mandoc -T lint -W warning "$man" || fail 'mandoc does not like it'
fi

[ "$failed" -eq 0 ] && echo 'options: table, help, man page and completion agree'
exit "$failed"
