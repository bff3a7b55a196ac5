/*
 * The runner of the tests, which runs each in a process of its own: what it
 * forgets itself where it runs several at once is no fault of theirs.
 */
#include <criterion/criterion.h>
#include <criterion/hooks.h>

/* Of LeakSanitizer: what this thread allocates from now on may leak. */
__attribute__((weak)) void __lsan_disable(void);

ReportHook(PRE_ALL)(struct criterion_test_set *tests)
{
	(void)tests;
	if (__lsan_disable != NULL)
		__lsan_disable();
}
