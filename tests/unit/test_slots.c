/* The list of pages that are on their way: src/bulk/slots. */
#include "bulk/slots.h"

#include <fcntl.h>
#include <unistd.h>

#include "bulk/wire.h"
#include "support.h"

/* The names in the list, forwards and backwards, and what it counts. */
static void
expect(const struct slots *slots, const char *names, size_t waiting)
{
	const struct slot *slot;
	size_t at = 0, len = strlen(names);

	for (slot = slots->first; slot != NULL; slot = slot->next)
		cr_assert_eq(slot->name[0], names[at++], "at %zu", at);
	cr_assert_eq(at, len);
	for (slot = slots->last; slot != NULL; slot = slot->before)
		cr_assert_eq(slot->name[0], names[--at], "back at %zu", at);
	cr_assert_eq(at, 0);
	cr_assert_eq(slots->count, len);
	cr_assert_eq(slots->waiting, waiting);
}

Test(slots, keep_their_order)
{
	struct slots slots = { .first = NULL };
	struct slot *a, *b, *c, *d;

	expect(&slots, "", 0);
	b = slots_add(&slots, NULL, SLOT_FILE, "b", -1);
	d = slots_add(&slots, NULL, SLOT_FILE, "d", -1);
	c = slots_add(&slots, d, SLOT_PART, "c", -1);
	a = slots_add(&slots, b, SLOT_STREAM, "a", -1);
	expect(&slots, "abcd", 4);
	cr_assert_eq(a->state, SLOT_WAITS);
	cr_assert_eq(c->kind, SLOT_PART);
	slots_remove(&slots, b);
	expect(&slots, "acd", 3);
	slots_remove(&slots, d);
	expect(&slots, "ac", 2);
	slots_remove(&slots, a);
	expect(&slots, "c", 1);
	slots_remove(&slots, c);
	expect(&slots, "", 0);
	cr_assert_null(slots.first);
	cr_assert_null(slots.last);
}

Test(slots, count_what_waits_and_what_is_done)
{
	struct slots slots = { .first = NULL };
	struct slot *a = slots_add(&slots, NULL, SLOT_FILE, "a", -1);
	struct slot *b = slots_add(&slots, NULL, SLOT_FILE, "b", -1);

	slots_set(&slots, a, SLOT_RUNS);
	expect(&slots, "ab", 1);
	cr_assert_eq(scratch_add(&a->made, SPAN("12345")), PSC_OK);
	cr_assert_eq(scratch_add(&b->made, SPAN("123")), PSC_OK);
	cr_assert_eq(slots.held, 0);
	slots_set(&slots, a, SLOT_DONE);
	cr_assert_eq(slots.held, 5);
	slots_set(&slots, b, SLOT_DONE);
	expect(&slots, "ab", 0);
	cr_assert_eq(slots.held, 8);
	slots_set(&slots, a, SLOT_WAITS);
	expect(&slots, "ab", 1);
	cr_assert_eq(slots.held, 3);
	slots_remove(&slots, b);
	cr_assert_eq(slots.held, 0);
	slots_remove(&slots, a);
	expect(&slots, "", 0);
}

Test(slots, are_found_by_their_state)
{
	struct slots slots = { .first = NULL };
	struct slot *a, *b;

	cr_assert_null(slots_find(&slots, SLOT_WAITS));
	a = slots_add(&slots, NULL, SLOT_FILE, "a", -1);
	b = slots_add(&slots, NULL, SLOT_FILE, "b", -1);
	cr_assert_eq(slots_find(&slots, SLOT_WAITS), a);
	slots_set(&slots, a, SLOT_CONTAINER);
	cr_assert_eq(slots_find(&slots, SLOT_WAITS), b);
	cr_assert_eq(slots_find(&slots, SLOT_CONTAINER), a);
	cr_assert_null(slots_find(&slots, SLOT_DONE));
	slots_remove(&slots, a);
	slots_remove(&slots, b);
}

Test(slots, own_a_copy_of_the_name_and_the_file)
{
	struct slots slots = { .first = NULL };
	char name[] = "name";
	int fd = open("/dev/null", O_RDONLY);
	struct slot *slot = slots_add(&slots, NULL, SLOT_PART, name, fd);

	name[0] = 'f';
	cr_assert_str_eq(slot->name, "name");
	cr_assert_eq(slot->fd, fd);
	cr_assert_eq(slot->made.cap, WIRE_MOST);
	cr_assert_eq(slot->part.cap, WIRE_MOST);
	slots_remove(&slots, slot);
	cr_assert_eq(fcntl(fd, F_GETFD), -1);
}
