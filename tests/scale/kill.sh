#!/bin/bash
# kill -9, at random moments: of workers it changes nothing in the output; of
# the process that gives pages to them it leaves whole lines, from which
# --resume goes on to the same end.
#
#	tests/scale/kill.sh [SEED]
#
# SEED, which is printed, gives the moments.  PAGES (1500) are read, KILLS
# (20) are done of each kind.  Needs python3 and pgrep.
set -u

pubscour=$(realpath "${PUBSCOUR:-build/pubscour}")
here=$(realpath "$(dirname "$0")")
seed=${1:-$((RANDOM + 1))}
pages=${PAGES:-1500}
kills=${KILLS:-20}
export LC_ALL=C

for tool in python3 pgrep; do
	if ! command -v $tool >/dev/null; then
		echo "skipped: no $tool (install $tool)"
		exit 77
	fi
done

work=$(realpath "$(mktemp -d)")
pid=''
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$work" || exit 1

fail() {
	echo "kill: $* (seed $seed)"
	exit 1
}

# Sleeps for a random time between so many milliseconds.
moment() {
	local ms=$(($1 + RANDOM % ($2 - $1)))
	sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
}

lives() { kill -0 "$1" 2>/dev/null; }

# Ends when `pid` has; sets `code`.
await() {
	code=0
	wait "$pid" 2>/dev/null || code=$?
	pid=''
}

# kill_worker: of `pid` a random one; false: it has none.
kill_worker() {
	local workers
	mapfile -t workers < <(pgrep -P "$pid")
	[ ${#workers[@]} -gt 0 ] &&
		kill -9 "${workers[RANDOM % ${#workers[@]}]}" 2>/dev/null
}

# start OPTION...: a run in the background, whose process is `pid`.
start() {
	"$pubscour" -q --jobs 2 --format jsonl "$@" folder 2>err &
	pid=$!
}

RANDOM=$seed
echo "kill: seed $seed"
python3 "$here/make_pages.py" -n "$pages" --seed "$seed" --hostile 0.02 \
	-d folder || exit 1
start -o single.jsonl
await
whole=$code
[ "$whole" -le 1 ] || fail "undisturbed: exit $whole: $(head -c 300 err)"
[ "$(wc -l <single.jsonl)" -eq "$pages" ] || fail 'undisturbed: lines lack'
echo "kill: undisturbed, $pages pages: $SECONDS s"

# --- workers alone: as if nothing had happened

done=0 runs=0
while [ $done -lt "$kills" ]; do
	start -o workers.jsonl
	runs=$((runs + 1))
	while moment 50 400 && lives $pid; do
		[ $done -lt "$kills" ] && kill_worker && done=$((done + 1))
	done
	await
	[ $code -eq $whole ] ||
		fail "workers killed: exit $code, not $whole: $(tail -n 3 err)"
	cmp single.jsonl workers.jsonl ||
		fail 'workers killed: the output is another'
	[ $runs -lt 50 ] || fail 'no worker is ever found'
done
echo "kill: $done workers killed in $runs runs, the same output: $SECONDS s"

# --- the parent, and sometimes a worker before it

# Of `file` there is nothing but the beginning of what is to come, and no
# worker of the dead parent, whose processes are given, goes on.
whole_lines() {
	local size worker tries=0
	for worker; do
		while lives "$worker"; do
			[ $((tries += 1)) -lt 100 ] ||
				fail "worker $worker outlives its parent"
			sleep 0.05
		done
	done
	[ -e file.jsonl ] || return
	size=$(stat -c %s file.jsonl)
	cmp -n "$size" single.jsonl file.jsonl || fail 'it wrote something else'
	[ -z "$(tail -c 1 file.jsonl | tr -d '\n')" ] || cut=$((cut + 1))
}

# The run has ended by itself.
at_its_end() {
	[ -z "$pid" ] || await
	[ $code -eq $whole ] ||
		fail "resumed: exit $code, not $whole: $(tail -n 3 err)"
	cmp single.jsonl file.jsonl || fail 'resumed: the output is another'
	ends=$((ends + 1))
}

done=0 ends=0 cut=0
while [ $done -lt "$kills" ]; do
	start --resume -o file.jsonl
	[ $((RANDOM % 3)) -ne 0 ] || { moment 50 300 && kill_worker; }
	moment 20 600
	mapfile -t workers < <(pgrep -P "$pid")
	if kill -9 "$pid" 2>/dev/null && await && [ $code -eq 137 ]; then
		done=$((done + 1))
		whole_lines "${workers[@]}"
	else
		at_its_end
		rm file.jsonl
	fi
done
start --resume -o file.jsonl
at_its_end
echo "kill: $done parents killed, $ends times resumed to the same end," \
	"$cut lines cut: $SECONDS s"
