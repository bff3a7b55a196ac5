/*
 * Names of output files, and what stands in their way.  Opens no file.
 */
#include "command/target.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "command/memory.h"
#include "command/naming.h"
#include "command/report.h"
#include "command/walk.h"

bool
target_is_folder(const char *path)
{
	size_t length = strlen(path);
	struct stat status;

	if (length > 0 && path[length - 1] == '/')
		return true;
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The regular file that a path leads to. */
struct place {
	dev_t device;
	ino_t file;
};

static bool
find_place(const char *path, struct place *place)
{
	struct stat status;

	if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
		return false;
	*place = (struct place){ status.st_dev, status.st_ino };
	return true;
}

static int
compare_places(const void *a, const void *b)
{
	const struct place *one = a;
	const struct place *two = b;

	if (one->device != two->device)
		return one->device < two->device ? -1 : 1;
	if (one->file != two->file)
		return one->file < two->file ? -1 : 1;
	return 0;
}

bool
target_is_same(const char *output, const struct inputs_item *item)
{
	struct place one;
	struct place two;

	return output != NULL && !item->standard && !item->remote &&
	       find_place(item->name, &one) && find_place(output, &two) &&
	       compare_places(&one, &two) == 0;
}

bool
target_is_input(const char *output, const struct inputs_item *item)
{
	if (!target_is_same(output, item))
		return false;
	report_say("%s: is the output as well", item->name);
	return true;
}

/* Does a part between slashes of the name lead upwards? */
static bool
leads_up(const char *name)
{
	size_t length;

	for (; *name != '\0'; name += length) {
		name += *name == '/';
		length = strcspn(name, "/");
		if (length == 2 && strncmp(name, "..", 2) == 0)
			return true;
	}
	return false;
}

/* The part of an input's name that its file is called by. */
static const char *
name_below(const struct inputs_item *item)
{
	const char *name = item->name;
	const char *slash = strrchr(name, '/');

	if (item->standard)
		return "stdin";
	if (item->below != NULL)
		return item->below;
	if (slash != NULL && (name[0] == '/' || leads_up(name)))
		name = slash + 1;
	while (strncmp(name, "./", 2) == 0)
		name += 2 + strspn(name + 2, "/");
	return name[0] == '\0' || leads_up(name) ? "page" : name;
}

void
target_add(struct target_list *list, const char *folder,
    const struct inputs_item *item, const char *ending)
{
	char safe[NAMING_ROOM];
	const char *name = item->remote ? safe : name_below(item);
	size_t stem;
	size_t size;
	char *file;
	struct target *target;

	if (item->remote)
		naming_word(item->name, list->base, safe);
	stem = item->standard || item->remote ? strlen(name) : walk_stem(name);
	size = stem + strlen(ending) + 1;
	file = memory_new(size);
	memcpy(file, name, stem);
	memcpy(file + stem, ending, strlen(ending) + 1);
	if (list->count == list->room) {
		list->room = list->room == 0 ? 64 : 2 * list->room;
		list->items = memory_resize(
		    list->items, list->room * sizeof(*list->items));
	}
	target = &list->items[list->count++];
	*target = (struct target){ .path = memory_path(folder, file) };
	target->item.name = memory_copy(item->name, strlen(item->name));
	target->item.standard = item->standard;
	target->item.remote = item->remote;
	free(file);
}

/* No file that is there already may be one of the inputs. */
static void
check_inputs(struct target_list *list)
{
	struct place *places = memory_new((list->count + 1) * sizeof(*places));
	struct place place;
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		if (!list->items[i].item.standard &&
		    !list->items[i].item.remote &&
		    find_place(list->items[i].item.name, &places[count]))
			count++;
	qsort(places, count, sizeof(*places), compare_places);
	for (size_t i = 0; i < list->count; i++)
		if (find_place(list->items[i].path, &place) &&
		    bsearch(&place, places, count, sizeof(place),
			compare_places) != NULL)
			list->items[i].trouble = "is an input";
	free(places);
}

/* By path; of one path, in the order of the inputs. */
static int
compare_targets(const void *a, const void *b)
{
	const struct target *one = *(struct target *const *)a;
	const struct target *two = *(struct target *const *)b;
	int order = strcmp(one->path, two->path);

	if (order == 0)
		order = one < two ? -1 : 1;
	return order;
}

void
target_check(struct target_list *list)
{
	struct target **sorted =
	    memory_new((list->count + 1) * sizeof(struct target *));

	check_inputs(list);
	for (size_t i = 0; i < list->count; i++)
		sorted[i] = &list->items[i];
	qsort(sorted, list->count, sizeof(struct target *), compare_targets);
	for (size_t i = 1; i < list->count; i++)
		if (strcmp(sorted[i]->path, sorted[i - 1]->path) == 0)
			sorted[i]->trouble = "is of another input already";
	free(sorted);
}

/* Why a file must not be written; NULL: it may. */
static const char *
find_trouble(const struct target_list *list, const char *path)
{
	struct place place = { 0 };
	struct place input;
	bool exists = find_place(path, &place);

	for (size_t i = 0; i < list->count; i++) {
		const struct target *other = &list->items[i];

		if (strcmp(other->path, path) == 0)
			return "is of another input already";
		if (exists && !other->item.standard && !other->item.remote &&
		    find_place(other->item.name, &input) &&
		    compare_places(&place, &input) == 0)
			return "is an input";
	}
	return NULL;
}

char *
target_numbered(const struct target_list *list, const struct target *target,
    size_t n, const char *ending)
{
	size_t stem = strlen(target->path) - strlen(ending);
	size_t room = stem + strlen(ending) + 30;
	char *path = memory_new(room);
	const char *trouble;

	snprintf(path, room, "%.*s-%zu%s", (int)stem, target->path, n, ending);
	trouble = find_trouble(list, path);
	if (trouble == NULL)
		return path;
	report_say("%s: not written: %s %s", target->item.name, path, trouble);
	free(path);
	return NULL;
}

bool
target_make_folders(const char *path)
{
	char *folder = memory_copy(path, strlen(path));
	bool good = true;

	for (char *at = folder; good && (at = strchr(at, '/')) != NULL; at++) {
		*at = '\0';
		if (folder[0] != '\0' && mkdir(folder, 0777) != 0 &&
		    errno != EEXIST && errno != EISDIR) {
			report_say("cannot make the folder %s: %s", folder,
			    strerror(errno));
			good = false;
		}
		*at = '/';
	}
	free(folder);
	return good;
}

bool
target_each(struct target_list *list, target_make *make, void *context)
{
	const struct target *target;
	bool good = true;

	target_check(list);
	for (size_t i = 0; i < list->count; i++) {
		target = &list->items[i];
		if (target->trouble != NULL) {
			report_say("%s: not written: %s %s", target->item.name,
			    target->path, target->trouble);
			good = false;
		} else if (!make(context, target)) {
			good = false;
		}
	}
	target_free(list);
	return good;
}

void
target_free(struct target_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free((char *)list->items[i].item.name);
		free(list->items[i].path);
	}
	free(list->items);
	*list = (struct target_list){ 0 };
}
