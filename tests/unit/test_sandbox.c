/*
 * What a process that shut itself in can still do: src/bulk/sandbox.  Each
 * attempt is one of a forked process, which tells by its exit code.
 */
#if defined(__linux__)
#define _GNU_SOURCE /* memfd_create() */
#endif

#include "bulk/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__linux__)
#include <dlfcn.h>
#include <linux/netlink.h>
#include <sys/syscall.h>
#endif

#include "support.h"

#if defined(__linux__)

enum {
	FAILED = 0, /* as it must */
	WORKED = 1,
	OTHERWISE = 2 /* it failed, but not for want of rights */
};

/* What an attempt gave, by its result and errno. */
static int
told(bool worked)
{
	if (worked)
		return WORKED;
	return errno == EPERM || errno == EACCES ? FAILED : OTHERWISE;
}

/* Open before the process is shut in. */
struct opened {
	int folder;
	int socket;
	int file;
};

typedef int attempt(const struct opened *opened);

static int
open_file(const struct opened *opened)
{
	(void)opened;
	return told(open("/etc/passwd", O_RDONLY) >= 0);
}

static int
open_at(const struct opened *opened)
{
	return told(openat(opened->folder, "passwd", O_RDONLY) >= 0);
}

static int
open_self(const struct opened *opened)
{
	(void)opened;
	return told(open("/proc/self/mem", O_RDWR) >= 0);
}

static int
make_file(const struct opened *opened)
{
	(void)opened;
	return told(creat("/tmp/pubscour-escaped", 0600) >= 0);
}

static int
inet(const struct opened *opened)
{
	(void)opened;
	return told(socket(AF_INET, SOCK_STREAM, 0) >= 0);
}

static int
inet6(const struct opened *opened)
{
	(void)opened;
	return told(socket(AF_INET6, SOCK_DGRAM, 0) >= 0);
}

static int
local(const struct opened *opened)
{
	(void)opened;
	return told(socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
}

static int
netlink(const struct opened *opened)
{
	(void)opened;
	return told(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) >= 0);
}

static int
pairs(const struct opened *opened)
{
	int ends[2];

	(void)opened;
	return told(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
}

/* A socket that was open goes nowhere. */
static int
go_to(const struct opened *opened)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(9),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };

	return told(
	    connect(opened->socket, (struct sockaddr *)&to, sizeof(to)) == 0);
}

static int
bind_to(const struct opened *opened)
{
	struct sockaddr_in to = { .sin_family = AF_INET };

	return told(
	    bind(opened->socket, (struct sockaddr *)&to, sizeof(to)) == 0);
}

static int
divide(const struct opened *opened)
{
	pid_t child;

	(void)opened;
	child = fork();
	if (child == 0)
		_exit(0);
	return told(child >= 0);
}

static int
run_program(const struct opened *opened)
{
	char name[] = "/bin/true";
	char *arguments[] = { name, NULL };

	(void)opened;
	execv(name, arguments);
	return told(false);
}

static int
run_opened(const struct opened *opened)
{
	char name[] = "true";
	char *arguments[] = { name, NULL }, *environment[] = { NULL };

	fexecve(opened->file, arguments, environment);
	return told(false);
}

static int
kill_parent(const struct opened *opened)
{
	(void)opened;
	/* getppid() is a call that is not allowed, either. */
	return told(kill(1, 0) == 0);
}

static int
signal_parent(const struct opened *opened)
{
	(void)opened;
	return told(syscall(SYS_tgkill, 1, 1, 0) == 0);
}

static int
trace(const struct opened *opened)
{
	(void)opened;
	return told(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0);
}

static int
unlink_file(const struct opened *opened)
{
	(void)opened;
	return told(unlink("/tmp/pubscour-nothing") == 0);
}

static int
make_folder(const struct opened *opened)
{
	(void)opened;
	return told(mkdir("/tmp/pubscour-escaped", 0700) == 0);
}

static int
change_folder(const struct opened *opened)
{
	(void)opened;
	return told(chdir("/") == 0);
}

static int
look_at(const struct opened *opened)
{
	struct stat file;

	(void)opened;
	return told(stat("/etc/passwd", &file) == 0);
}

static int
make_code(const struct opened *opened)
{
	(void)opened;
	return told(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
}

static int
turn_into_code(const struct opened *opened)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)opened;
	if (page == MAP_FAILED)
		return OTHERWISE;
	return told(mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0);
}

/* Why it failed, dlopen() does not tell. */
static int
load_library(const struct opened *opened)
{
	(void)opened;
	return dlopen("libutil.so.1", RTLD_NOW | RTLD_LOCAL) == NULL ? FAILED
								     : WORKED;
}

/* --- what still works ----------------------------------------------------- */

static int
use_memory(const struct opened *opened)
{
	size_t size = (size_t)4 << 20;
	char *bytes = malloc(size);
	char *page = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)opened;
	if (bytes == NULL || page == MAP_FAILED)
		return FAILED;
	memset(bytes, 1, size);
	memset(page, 1, size);
	bytes = realloc(bytes, 2 * size);
	if (bytes == NULL)
		return FAILED;
	free(bytes);
	return munmap(page, size) == 0 ? WORKED : FAILED;
}

static int
use_file_of_memory(const struct opened *opened)
{
	int fd = memfd_create("test", MFD_CLOEXEC);
	char text[4] = "", *page;

	(void)opened;
	if (fd < 0 || write(fd, "abc", 3) != 3 || lseek(fd, 0, SEEK_SET) != 0 ||
	    read(fd, text, 3) != 3 || strcmp(text, "abc") != 0)
		return FAILED;
	page = mmap(NULL, 3, PROT_READ, MAP_PRIVATE, fd, 0);
	return page != MAP_FAILED && page[2] == 'c' ? WORKED : FAILED;
}

static int
use_opened(const struct opened *opened)
{
	char text[4];

	return pread(opened->file, text, 4, 0) == 4 &&
		       lseek(opened->file, 0, SEEK_SET) == 0 &&
		       read(opened->file, text, 4) == 4 &&
		       close(opened->file) == 0
		   ? WORKED
		   : FAILED;
}

static int
use_clock(const struct opened *opened)
{
	struct timespec now, short_while = { .tv_nsec = 1000 };

	(void)opened;
	return clock_gettime(CLOCK_MONOTONIC, &now) == 0 &&
		       nanosleep(&short_while, NULL) == 0 &&
		       poll(NULL, 0, 1) == 0
		   ? WORKED
		   : FAILED;
}

static int
abort_itself(const struct opened *opened)
{
	(void)opened;
	abort();
}

/* --- how it is tried ------------------------------------------------------ */

/* The attempt in a process that is shut in; what waitpid() says of it. */
static int
try_it(attempt *run, unsigned *kept)
{
	int ends[2], status = 0;
	unsigned had = 0;
	pid_t child;

	cr_assert_eq(pipe(ends), 0);
	child = fork();
	cr_assert_geq(child, 0);
	if (child == 0) {
		struct opened opened = { .folder = open(
					     "/etc", O_RDONLY | O_DIRECTORY),
			.socket = socket(AF_INET, SOCK_DGRAM, 0),
			.file = open("/bin/true", O_RDONLY) };

		had = sandbox_enter();
		if (write(ends[1], &had, sizeof(had)) != sizeof(had))
			_exit(OTHERWISE);
		_exit(run(&opened));
	}
	cr_assert_eq(
	    read(ends[0], kept, sizeof(*kept)), (ssize_t)sizeof(*kept));
	close(ends[0]);
	close(ends[1]);
	cr_assert_eq(waitpid(child, &status, 0), child);
	return status;
}

struct row {
	const char *name;
	attempt *attempt;
	unsigned kept_by; /* any of these keeps it from that */
};

static const struct row forbidden[] = {
	{ "open", open_file, SANDBOX_ALL },
	{ "openat of an open folder", open_at, SANDBOX_ALL },
	{ "open of its own memory", open_self, SANDBOX_ALL },
	{ "creat", make_file, SANDBOX_ALL },
	{ "socket of the Internet", inet, SANDBOX_CALLS },
	{ "socket of the Internet, version 6", inet6, SANDBOX_CALLS },
	{ "local socket", local, SANDBOX_CALLS },
	{ "socket of the kernel", netlink, SANDBOX_CALLS },
	{ "socketpair", pairs, SANDBOX_CALLS },
	{ "connect", go_to, SANDBOX_CALLS },
	{ "bind", bind_to, SANDBOX_CALLS },
	{ "fork", divide, SANDBOX_CALLS },
	{ "execv", run_program, SANDBOX_ALL },
	{ "fexecve", run_opened, SANDBOX_CALLS },
	{ "kill", kill_parent, SANDBOX_CALLS },
	{ "tgkill of another", signal_parent, SANDBOX_CALLS },
	{ "ptrace", trace, SANDBOX_CALLS },
	{ "unlink", unlink_file, SANDBOX_CALLS },
	{ "mkdir", make_folder, SANDBOX_ALL },
	{ "chdir", change_folder, SANDBOX_CALLS },
	{ "stat", look_at, SANDBOX_CALLS },
	{ "mmap of code", make_code, SANDBOX_CALLS },
	{ "mprotect to code", turn_into_code, SANDBOX_CALLS },
	{ "dlopen", load_library, SANDBOX_ALL },
};

static const struct row allowed[] = {
	{ "memory", use_memory, 0 },
	{ "a file of memory", use_file_of_memory, 0 },
	{ "an open file", use_opened, 0 },
	{ "the clock", use_clock, 0 },
};

Test(sandbox, nothing_gets_out)
{
	for (size_t i = 0; i < COUNT(forbidden); i++) {
		unsigned kept;
		int status = try_it(forbidden[i].attempt, &kept);

		if ((kept & forbidden[i].kept_by) == 0)
			cr_skip("skipped: this kernel lacks%s%s",
			    kept & SANDBOX_CALLS ? "" : " seccomp",
			    kept & SANDBOX_FILES ? "" : " Landlock");
		cr_assert(WIFEXITED(status), "%s: signal %d", forbidden[i].name,
		    WTERMSIG(status));
		cr_assert_eq(WEXITSTATUS(status), FAILED, "%s: %d",
		    forbidden[i].name, WEXITSTATUS(status));
	}
}

Test(sandbox, what_it_needs_works)
{
	for (size_t i = 0; i < COUNT(allowed); i++) {
		unsigned kept;
		int status = try_it(allowed[i].attempt, &kept);

		cr_assert(WIFEXITED(status), "%s: signal %d", allowed[i].name,
		    WTERMSIG(status));
		cr_assert_eq(
		    WEXITSTATUS(status), WORKED, "%s", allowed[i].name);
	}
}

/* A crash is one, and no endless loop of what is forbidden. */
Test(sandbox, it_can_die, .timeout = 20)
{
	unsigned kept;
	int status = try_it(abort_itself, &kept);

	cr_assert(WIFSIGNALED(status));
	cr_assert_eq(WTERMSIG(status), SIGABRT);
}

#endif

Test(sandbox, memory_has_an_end)
{
	size_t size = (size_t)64 << 20;
	int status;
	pid_t child = fork();

	cr_assert_geq(child, 0);
	if (child == 0) {
		char *volatile bytes;

		if (!sandbox_limit_memory((size_t)16 << 20))
			_exit(77);
		bytes = malloc(size);
		if (bytes != NULL)
			_exit(1);
		bytes = malloc((size_t)8 << 20);
		_exit(bytes == NULL ? 2 : 0);
	}
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		cr_skip("skipped: memory cannot be limited here");
	cr_assert_eq(WEXITSTATUS(status), 0);
}

/* More than there is has no limit, and does not wrap around to a small one. */
Test(sandbox, a_limit_that_is_none)
{
	cr_assert_not(sandbox_limit_memory(SIZE_MAX));
	free(malloc((size_t)1 << 20));
}
