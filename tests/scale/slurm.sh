#!/bin/bash
# A cluster of two nodes on this machine, and an array of eight tasks on it.
# One node dies with its task half done; the task is run again on what is
# left, and the eight shares joined are what one process writes.
#
#	tests/scale/slurm.sh [-v]
#
# Needs root and Debian's slurm-wlm and munge; without them it says so and
# exits 77.  All of it lives below one temporary folder and listens on the
# loopback alone.  CORPUS: a folder of real pages, as for `make corpus`.
# -v: what the daemons wrote is shown where something fails.
set -u

pubscour=$(realpath "${PUBSCOUR:-build/pubscour}")
fixtures=$(realpath fixtures)
corpus=${CORPUS:-}
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
tasks=8
verbose=false
[ "${1:-}" != -v ] || verbose=true

skip() {
	echo "skipped: $*"
	exit 77
}
for tool in slurmctld slurmd sbatch squeue scontrol; do
	command -v $tool >/dev/null || skip "no $tool (install slurm-wlm)"
done
command -v munged >/dev/null || skip 'no munged (install munge)'
[ "$(id -u)" -eq 0 ] || skip 'not root'
[ -e /proc/self/environ ] || skip 'no /proc'

work=$(realpath "$(mktemp -d)")
munged='' slurmctld=''
slurmd=([0]='' [1]='')

# Every process that this script started knows the folder's name.
left() {
	grep -lsaF -e "$work" /proc/[0-9]*/environ /proc/[0-9]*/cmdline |
		cut -d/ -f3 | sort -u | grep -vx $$
}

# Is called on any end; leaves no process and no file.
end() {
	local code=$? pid
	trap '' INT TERM
	if [ "$code" -ne 0 ] && $verbose; then
		tail -n 40 "$work"/log/*
	fi
	exec 2>/dev/null
	# The nodes first, which start processes.
	for pid in "${slurmd[@]}" $slurmctld $munged $(left) $(left); do
		kill -9 "$pid"
	done
	wait
	rm -rf "$work"
	exit "$code"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
	echo "slurm: $*"
	exit 1
}

# until_true SECONDS WHAT COMMAND...: waits until the command succeeds.
until_true() {
	local last=$((SECONDS + $1)) what=$2
	shift 2
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $last ] || fail "$what: not in time"
		sleep 0.1
	done
}

# --- a cluster

# So many ports that nobody listens on, each on a line.
free_ports() {
	python3 - "$1" <<-'PYTHON'
		import socket, sys
		taken = [socket.create_server(("127.0.0.1", 0))
		         for _ in range(int(sys.argv[1]))]
		print(*(one.getsockname()[1] for one in taken), sep="\n")
	PYTHON
}

mkdir "$work"/{munge,log,state,spool,shares}
host=$(hostname)
host=${host%%.*}
mapfile -t port < <(free_ports 3)
[ ${#port[@]} -eq 3 ] || fail 'no free ports'
export SLURM_CONF=$work/slurm.conf
cat >"$SLURM_CONF" <<-END
	ClusterName=pubscour
	SlurmctldHost=$host(127.0.0.1)
	SlurmctldPort=${port[2]}
	CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
	SlurmUser=root
	SlurmdUser=root
	AuthType=auth/munge
	CredType=cred/munge
	AuthInfo=socket=$work/munge/socket
	StateSaveLocation=$work/state
	SlurmdSpoolDir=$work/spool/%n
	SlurmctldPidFile=$work/slurmctld.pid
	SlurmdPidFile=$work/slurmd.%n.pid
	SlurmctldLogFile=$work/log/slurmctld
	SlurmdLogFile=$work/log/slurmd.%n
	MailProg=/bin/true
	ProctrackType=proctrack/linuxproc
	TaskPlugin=task/none
	JobAcctGatherType=jobacct_gather/none
	SelectType=select/linear
	SwitchType=switch/none
	MpiDefault=none
	SchedulerType=sched/builtin
	ReturnToService=2
	SlurmdTimeout=3
	MessageTimeout=2
	TCPTimeout=2
	SlurmctldTimeout=10
	InactiveLimit=0
	KillWait=2
	MinJobAge=3600
	NodeName=n0 NodeHostname=localhost NodeAddr=127.0.0.1 Port=${port[0]}
	NodeName=n1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=${port[1]}
	PartitionName=all Nodes=n[0-1] Default=YES MaxTime=10 State=UP
	END
: >"$work/cgroup.conf"

head -c 1024 /dev/urandom >"$work/munge/key"
chmod 600 "$work/munge/key"
munged --foreground --force --key-file="$work/munge/key" \
	--socket="$work/munge/socket" --pid-file="$work/munge/pid" \
	--log-file="$work/log/munged" --seed-file="$work/munge/seed" \
	--num-threads=2 >"$work/log/munged.out" 2>&1 &
munged=$!
until_true 30 'munged' test -S "$work/munge/socket"

start_node() {
	slurmd -D -N "n$1" -f "$SLURM_CONF" >"$work/log/slurmd.n$1.out" 2>&1 &
	slurmd[$1]=$!
}
slurmctld -D -i -f "$SLURM_CONF" >"$work/log/slurmctld.out" 2>&1 &
slurmctld=$!
start_node 0
start_node 1
idle() { [ "$(sinfo -h -N -t idle -o %N | sort | xargs)" = "$1" ]; }
until_true 60 'two idle nodes' idle 'n0 n1'
echo "slurm: two nodes are up after $SECONDS s"

# --- pages, and what one process makes of them

# Each by several names, so that a task takes a moment.
from=("$fixtures"/*) what='fixtures' copies=25
if [ -n "$corpus" ] && compgen -G "$corpus/pubmed/*.html.gz" >/dev/null; then
	from=("$(realpath "$corpus")"/pubmed/*.html.gz)
	what='real pages' copies=8
fi
for ((i = 1; i <= copies; i++)); do
	mkdir -p "$work/pages/$i"
	cp -rs "${from[@]}" "$work/pages/$i"
done
cd "$work" || exit 1
"$pubscour" -q --format jsonl pages >single.jsonl 2>/dev/null
lines=$(wc -l <single.jsonl)
[ "$lines" -ge $((copies * 100)) ] || fail "only $lines lines of $what"
echo "slurm: one process wrote $lines lines of $what after $SECONDS s"

# --- the job

# The first task on n1 stops half way, until its node dies.
cat >job.sh <<'END'
#!/bin/bash
me=$SLURM_ARRAY_TASK_ID
echo "$me ${SLURM_RESTART_COUNT:-0} $SLURMD_NODENAME begins" >>tasks.log
"$PUBSCOUR" shard -q --of "$SLURM_ARRAY_TASK_COUNT" --index "$me" \
	-o "shares/$me.jsonl" pages 2>/dev/null &
pid=$!

# Has it written so much that it is under way?
half_way() {
	local file
	for file in /proc/$pid/fd/*; do
		case $(readlink "$file") in
		"$PWD/shares/"*)
			[ "$(stat -L -c %s "$file")" -gt 100000 ] && return
			;;
		esac
	done
	return 1
}
if [ "$SLURMD_NODENAME" = n1 ] && mkdir victim 2>/dev/null; then
	until half_way; do
		kill -0 $pid || exit 1
	done
	kill -STOP $pid
	echo "$me $$ $PPID $pid" >victim/new
	mv victim/new victim/pids
fi
wait $pid
code=$?
# 1: some page gave no record, which is no failure here.
[ $code -le 1 ] || exit $code
echo "$me ${SLURM_RESTART_COUNT:-0} $SLURMD_NODENAME ends" >>tasks.log
END
job=$(PUBSCOUR=$pubscour sbatch --parsable --requeue --no-kill=off \
	--array=0-$((tasks - 1)) --output="$work/log/task-%a" job.sh) ||
	fail 'the job was not taken'

# --- a node dies

until_true 60 'a task on n1 that is half done' test -e victim/pids
read -r victim shell step worker <victim/pids
state() { squeue -h -r -j "${job}_$victim" -t all -o %T; }
[ "$(state)" = RUNNING ] || fail "task $victim is $(state), not running"
[ ! -e "shares/$victim.jsonl" ] || fail "task $victim had its share already"
{
	kill -9 "${slurmd[1]}" "$step" "$shell" "$worker"
	wait "${slurmd[1]}"
} 2>/dev/null
slurmd[1]=
killed=$SECONDS
echo "slurm: n1 was killed with task $victim half done"

# --- all of it ends well

# The node is missed after some seconds, and its task put back into the queue,
# to begin two minutes later: that long nobody waits here.
pending() { [ "$(state)" = PENDING ]; }
until_true 60 'the task of the dead node is put back' pending
echo "slurm: task $victim was put back after $((SECONDS - killed)) s"
start_node 1
scontrol update "JobId=${job}_$victim" StartTime=now || fail 'no new start'
completed() {
	[ "$(squeue -h -r -j "$job" -t all -o %T | sort | uniq -c | xargs)" = \
		"$tasks COMPLETED" ]
}
until_true 120 'the array of tasks ends' completed
[ "$(grep "^$victim " tasks.log | sed 's/ n[01] / /' | xargs)" = \
	"$victim 0 begins $victim 1 begins $victim 1 ends" ] ||
	fail "task $victim did not run twice"
[ "$(grep -c ' ends$' tasks.log)" -eq $tasks ] ||
	fail 'not every task ended once'
echo "slurm: all $tasks tasks ended; task $victim began twice:"
grep "^$victim " tasks.log | sed 's/^/slurm:   task, restarts, node: /'

"$pubscour" merge -o merged.jsonl shares || fail 'the shares do not join'
cmp single.jsonl merged.jsonl || fail 'the shares joined are not one run'
# What the killed process had begun is left, and is no share.
[ "$(find shares -name '*.jsonl' ! -name '.*' | wc -l)" -eq $tasks ] ||
	fail 'there are other shares'
echo "slurm: the shares joined are the single run: $lines lines, $SECONDS s"
