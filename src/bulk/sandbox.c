/*
 * This file shuts a process in.  It does not know what the process does.
 *
 * The calls that stay allowed are those that memory, the open sockets and
 * files, and an orderly or violent end need, and what the run-time of the
 * sanitizers asks for.  None of them opens, makes or finds anything; a file of
 * memory (memfd_create) has no name.
 */
#if defined(__linux__)
#define _GNU_SOURCE /* syscall() */
#endif

#include "bulk/sandbox.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__linux__)

#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* Without names, so that the architecture's numbers are libseccomp's work. */
static const int allowed[] = {
	/* the sockets and files that are open */
	SCMP_SYS(read),
	SCMP_SYS(write),
	SCMP_SYS(readv),
	SCMP_SYS(writev),
	SCMP_SYS(pread64),
	SCMP_SYS(pwrite64),
	SCMP_SYS(lseek),
	SCMP_SYS(_llseek),
	SCMP_SYS(close),
	SCMP_SYS(fstat),
	SCMP_SYS(fstat64),
	SCMP_SYS(sendmsg),
	SCMP_SYS(recvmsg),
	SCMP_SYS(sendto),
	SCMP_SYS(recvfrom),
	SCMP_SYS(poll),
	SCMP_SYS(ppoll),
	SCMP_SYS(memfd_create),
	SCMP_SYS(ftruncate),
	SCMP_SYS(ftruncate64),
	/* memory */
	SCMP_SYS(brk),
	SCMP_SYS(mmap),
	SCMP_SYS(mmap2),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(mprotect),
	SCMP_SYS(membarrier),
	SCMP_SYS(futex),
	SCMP_SYS(rseq),
	/* the clock and the processor */
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_gettime64),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(sched_yield),
	SCMP_SYS(nanosleep),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(getrandom),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(getrusage),
	/* itself, and its end */
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(tgkill),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sigreturn),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
};

/*
 * tgkill() reaches this process and no other, and no memory becomes code:
 * what the patterns were compiled to is there already.
 */
static bool
allow(scmp_filter_ctx filter, int call)
{
	if (call == SCMP_SYS(mmap) || call == SCMP_SYS(mmap2) ||
	    call == SCMP_SYS(mprotect))
		return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
			   SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
	if (call == SCMP_SYS(tgkill))
		return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
			   SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0)) ==
		       0;
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
}

static bool
limit_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool good = filter != NULL;

	for (size_t i = 0; good && i < sizeof(allowed) / sizeof(allowed[0]);
	     i++)
		/* Calls that this architecture does not have are negative. */
		good = allow(filter, allowed[i]) || allowed[i] < 0;
	good = good && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return good;
}

/* All rights of the first version, so that every kernel takes the rules. */
#define RIGHTS \
	(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | \
	    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | \
	    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
	    LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | \
	    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | \
	    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | \
	    LANDLOCK_ACCESS_FS_MAKE_SYM)

/* A set of rules that allows nothing of what it handles. */
static bool
limit_files(void)
{
	const struct landlock_ruleset_attr rules = { .handled_access_fs =
							 RIGHTS };
	int fd =
	    (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof(rules), 0);
	bool good;

	if (fd < 0)
		return false;
	good = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	close(fd);
	return good;
}

unsigned
sandbox_enter(void)
{
	unsigned kept = 0;

	/* Nothing that it runs could get more rights, either. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return 0;
	if (limit_files())
		kept |= SANDBOX_FILES;
	if (limit_calls())
		kept |= SANDBOX_CALLS;
	return kept;
}

#else

unsigned
sandbox_enter(void)
{
	return 0;
}

#endif

/* Bytes of data that the process has now. */
static size_t
data_bytes(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	unsigned long size, resident, shared, code, library, data = 0;

	if (file == NULL)
		return 0;
	if (fscanf(file, "%lu %lu %lu %lu %lu %lu", &size, &resident, &shared,
		&code, &library, &data) != 6)
		data = 0;
	fclose(file);
	return data * (size_t)sysconf(_SC_PAGESIZE);
}

bool
sandbox_limit_memory(size_t bytes)
{
#if defined(__SANITIZE_ADDRESS__)
	/* Its shadow of the memory is larger than any limit. */
	(void)bytes;
	return false;
#else
	size_t most = data_bytes();
	struct rlimit limit;

	if (most == 0 || bytes > SIZE_MAX - most)
		return false;
	limit.rlim_cur = limit.rlim_max = most + bytes;
	return setrlimit(RLIMIT_DATA, &limit) == 0;
#endif
}
