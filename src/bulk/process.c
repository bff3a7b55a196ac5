/*
 * This file makes processes.  It does not know what they do.
 */
#if defined(__linux__)
#define _GNU_SOURCE /* close_range() */
#endif

#include "bulk/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/prctl.h>
#endif

/* Who does not take a message for so long is stuck, in seconds. */
#define SEND_SECONDS 30

static void
close_from(int first, int last)
{
	if (first > last)
		return;
#if defined(__linux__)
	if (close_range((unsigned)first, (unsigned)last, 0) == 0)
		return;
#endif
	for (int fd = first; fd <= last && fd < sysconf(_SC_OPEN_MAX); fd++)
		close(fd);
}

/* Closes all files but these two and the standard streams. */
static void
close_others(int one, int other)
{
	int low = one < other ? one : other;
	int high = one < other ? other : one;

	if (low <= STDERR_FILENO)
		low = STDERR_FILENO;
	close_from(STDERR_FILENO + 1, low - 1);
	close_from(low + 1, high - 1);
	close_from(high + 1, INT_MAX);
}

/* What nothing comes from and nothing can be written to; -1. */
static int
open_nowhere(void)
{
	int ends[2];

	if (pipe(ends) != 0)
		return -1;
	close(ends[1]);
	return ends[0];
}

/* False: they would lead somewhere. */
static bool
lead_nowhere(int keep)
{
	int nowhere = open_nowhere();

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
#if defined(__SANITIZE_ADDRESS__)
		if (fd == STDERR_FILENO)
			break;
#endif
		if (fd != keep && (nowhere < 0 || dup2(nowhere, fd) != fd))
			return false;
	}
	return true;
}

/* What ends the leading process in its own time is none of its business. */
static void
set_signals(void)
{
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT,
		SIGPIPE };

	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_IGN);
}

static void
run_child(process_run *run, void *context, int fd, int keep, pid_t parent)
{
	set_signals();
#if defined(__linux__)
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#endif
	if (getppid() != parent)
		_exit(0);
	if (!lead_nowhere(keep))
		_exit(1);
	close_others(fd, keep);
	run(context, fd);
	_exit(0);
}

bool
process_start(struct process *process, process_run *run, void *context,
    int keep, size_t most)
{
	const struct timeval patience = { .tv_sec = SEND_SECONDS };
	pid_t parent = getpid();
	int ends[2];

	wire_init(&process->wire, -1, most);
	process->pid = 0;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return false;
	process->pid = fork();
	if (process->pid == 0)
		run_child(run, context, ends[1], keep, parent);
	close(ends[1]);
	if (process->pid < 0) {
		int why = errno;

		process->pid = 0;
		close(ends[0]);
		errno = why;
		return false;
	}
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	setsockopt(
	    ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	wire_init(&process->wire, ends[0], most);
	return true;
}

int
process_end(struct process *process)
{
	int status = 0;

	if (process->pid == 0)
		return 0;
	kill(process->pid, SIGKILL);
	while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	process->pid = 0;
	wire_close(&process->wire);
	return status;
}

size_t
process_count(void)
{
	long count;
#if defined(__linux__)
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 0)
		return (size_t)CPU_COUNT(&set);
#endif
	count = sysconf(_SC_NPROCESSORS_ONLN);
	return count > 0 ? (size_t)count : 1;
}

size_t
process_memory(pid_t pid)
{
	char path[64];
	unsigned long size, resident = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/statm", (long)pid);
	file = fopen(path, "r");
	if (file == NULL)
		return 0;
	if (fscanf(file, "%lu %lu", &size, &resident) != 2)
		resident = 0;
	fclose(file);
	return resident * (size_t)sysconf(_SC_PAGESIZE);
}

size_t
process_read(pid_t pid)
{
	char path[64];
	unsigned long long read = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/io", (long)pid);
	file = fopen(path, "r");
	if (file == NULL)
		return 0;
	if (fscanf(file, "rchar: %llu", &read) != 1)
		read = 0;
	fclose(file);
	return (size_t)read;
}

double
process_seconds(pid_t pid)
{
	struct timespec spent;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) != 0 ||
	    clock_gettime(clock, &spent) != 0)
		return 0;
	return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}
