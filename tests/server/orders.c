/*
 * Reads orders, and counts who got them.  What they do to an answer is the
 * matter of answer.c.
 */
#include "orders.h"

#include <fnmatch.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <microhttpd.h>

#define LINES 256    /* of a file of orders, at most */
#define TARGETS 8192 /* whose requests are counted for faults, at most */

struct line {
	char pattern[ORDER_VALUE];
	long left; /* -1: no end */
	struct order order;
};

struct count {
	uint64_t target; /* its hash */
	unsigned asked;
};

struct orders {
	const char *path;
	pthread_mutex_t lock;
	struct stat seen; /* the file that was read; st_size -1: none */
	struct line lines[LINES];
	size_t count;
	bool faults;
	uint64_t seed;
	double p5xx, pcut, p429; /* added up, each with those before it */
	struct count targets[TARGETS];
};

struct orders *
orders_new(const char *path)
{
	struct orders *orders = calloc(1, sizeof(*orders));

	if (orders == NULL || pthread_mutex_init(&orders->lock, NULL) != 0) {
		fputs("server: no memory\n", stderr);
		exit(2);
	}
	orders->path = path;
	orders->seen.st_size = -1;
	return orders;
}

static void
plain(struct order *order)
{
	memset(order, 0, sizeof(*order));
	order->at = -1;
	order->length = -1;
}

/* --- the words of a line --- */

enum value { NONE, TEXT, NUMBER, MAYBE }; /* MAYBE: a number, or nothing */

/* What a word sets: a way, or the field at `offset`. */
static const struct word {
	const char *name;
	enum value value;
	enum order_way way;
	size_t offset;
} words[] = {
	{ "chunked", NONE, ORDER_WHOLE, offsetof(struct order, chunked) },
	{ "cookie", TEXT, ORDER_WHOLE, offsetof(struct order, cookie) },
	{ "cut", MAYBE, ORDER_CUT, offsetof(struct order, at) },
	{ "drip", NUMBER, ORDER_DRIP, offsetof(struct order, rate) },
	{ "drop", NONE, ORDER_DROP, 0 },
	{ "empty", NONE, ORDER_WHOLE, offsetof(struct order, empty) },
	{ "encoding", TEXT, ORDER_WHOLE, offsetof(struct order, encoding) },
	{ "etag", TEXT, ORDER_WHOLE, offsetof(struct order, etag) },
	{ "file", TEXT, ORDER_WHOLE, offsetof(struct order, file) },
	{ "garbage", NONE, ORDER_GARBAGE, 0 },
	{ "hang", NONE, ORDER_HANG, 0 },
	{ "hops", NUMBER, ORDER_WHOLE, offsetof(struct order, hops) },
	{ "huge", NUMBER, ORDER_HUGE, offsetof(struct order, at) },
	{ "length", NUMBER, ORDER_WHOLE, offsetof(struct order, length) },
	{ "modified", NONE, ORDER_WHOLE, offsetof(struct order, modified) },
	{ "ok", NONE, ORDER_WHOLE, 0 },
	{ "open", NONE, ORDER_WHOLE, offsetof(struct order, open) },
	{ "redirect", TEXT, ORDER_WHOLE, offsetof(struct order, redirect) },
	{ "refuse", NONE, ORDER_REFUSE, 0 },
	{ "reset", MAYBE, ORDER_RESET, offsetof(struct order, at) },
	{ "retry-after", TEXT, ORDER_WHOLE, offsetof(struct order, retry) },
	{ "stall", MAYBE, ORDER_STALL, offsetof(struct order, at) },
	{ "status", NUMBER, ORDER_WHOLE, offsetof(struct order, status) },
	{ "type", TEXT, ORDER_WHOLE, offsetof(struct order, type) },
};

static const struct word *
find_word(const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].name) == len &&
		    strncmp(words[i].name, text, len) == 0)
			return &words[i];
	return NULL;
}

static bool
read_number(const char *text, long *number)
{
	char *end = NULL;

	*number = strtol(text, &end, 10);
	return end != text && *end == '\0' && *number >= 0;
}

/* Sets what `word` is for; `value` is what follows its "=", or NULL. */
static bool
set(struct order *order, const struct word *word, const char *value)
{
	char *field = (char *)order + word->offset;
	long number = 0;

	if (word->way != ORDER_WHOLE)
		order->way = word->way;
	if (value == NULL) {
		if (word->value == NONE && word->offset != 0)
			*(bool *)(void *)field = true;
		return word->value == NONE || word->value == MAYBE;
	}
	if (word->value == TEXT) {
		/* "%20" is a space in a word. */
		int len = snprintf(field, ORDER_VALUE, "%s", value);
		MHD_http_unescape(field);
		return len < ORDER_VALUE;
	}
	if (word->value == NONE || !read_number(value, &number))
		return false;
	if (word->offset == offsetof(struct order, status))
		order->status = (int)number;
	else
		*(long *)(void *)field = number;
	return true;
}

/* Reads "status=503 retry-after=2".  False: it is none. */
static bool
read_words(const char *text, struct order *order)
{
	char room[ORDER_VALUE];
	char *state = NULL;

	plain(order);
	if (strlen(text) >= sizeof(room))
		return false;
	snprintf(order->words, sizeof(order->words), "%s", text);
	snprintf(room, sizeof(room), "%s", text);
	for (char *word = strtok_r(room, " \t", &state); word != NULL;
	     word = strtok_r(NULL, " \t", &state)) {
		char *equals = strchr(word, '=');
		size_t len =
		    equals != NULL ? (size_t)(equals - word) : strlen(word);
		const struct word *known = find_word(word, len);
		if (known == NULL ||
		    !set(order, known, equals != NULL ? equals + 1 : NULL))
			return false;
	}
	return true;
}

/* --- the file --- */

static bool
read_faults(struct orders *orders, const char *text)
{
	unsigned long seed = 0;
	int end = 0;

	if (sscanf(text, "faults %lu %lf %lf %lf %n", &seed, &orders->p5xx,
		&orders->pcut, &orders->p429, &end) != 4 ||
	    text[end] != '\0')
		return false;
	orders->seed = seed;
	orders->pcut += orders->p5xx;
	orders->p429 += orders->pcut;
	orders->faults = true;
	return true;
}

static bool
read_line(struct orders *orders, const char *text)
{
	struct line *line = &orders->lines[orders->count];
	char count[16];
	int end = 0;

	if (text[0] == '#' || text[0] == '\0')
		return true;
	if (strncmp(text, "faults ", 7) == 0)
		return read_faults(orders, text);
	if (orders->count == LINES ||
	    sscanf(text, "%511s %15s %n", line->pattern, count, &end) != 2)
		return false;
	line->left = -1;
	if (strcmp(count, "*") != 0 && !read_number(count, &line->left))
		return false;
	if (!read_words(text + end, &line->order))
		return false;
	orders->count++;
	return true;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size && a->st_ino == b->st_ino &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void
read_file(struct orders *orders)
{
	struct stat now = { .st_size = -1 };
	FILE *file = NULL;
	char *text = NULL;
	size_t room = 0;
	ssize_t len = 0;

	if (stat(orders->path, &now) != 0)
		now = (struct stat){ .st_size = -1 };
	if (same_file(&now, &orders->seen))
		return;
	orders->seen = now;
	orders->count = 0;
	orders->faults = false;
	memset(orders->targets, 0, sizeof(orders->targets));
	file = fopen(orders->path, "r");
	while (file != NULL && (len = getline(&text, &room, file)) > 0) {
		if (text[len - 1] == '\n')
			text[len - 1] = '\0';
		if (!read_line(orders, text))
			fprintf(stderr, "server: wrong order: %s\n", text);
	}
	free(text);
	if (file != NULL)
		fclose(file);
}

/* --- faults --- */

/* Bits that depend on all of `value` and `seed`: splitmix64. */
static uint64_t
mix(uint64_t value, uint64_t seed)
{
	uint64_t z = value + (seed + 1) * 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* How often `target` was asked for before; this one is counted. */
static unsigned
asked(struct orders *orders, uint64_t target)
{
	for (size_t i = 0; i < TARGETS; i++) {
		struct count *count = &orders->targets[(target + i) % TARGETS];
		if (count->asked == 0)
			count->target = target;
		if (count->target == target)
			return count->asked++;
	}
	return 0;
}

static void
fault(struct orders *orders, const char *target, struct order *order)
{
	static const char *const broken[] = { "status=500", "status=502",
		"status=503", "status=503 retry-after=1" };
	static const char *const cuts[] = { "cut", "cut=0", "cut=1000 chunked",
		"reset" };
	static const char *const often[] = { "status=429",
		"status=429 retry-after=1" };
	uint64_t hash = 0;
	uint64_t bits;
	double chance;

	for (const char *p = target; *p != '\0'; p++)
		hash = mix((unsigned char)*p, hash);
	bits = mix(mix(hash, asked(orders, hash)), orders->seed);
	chance = (double)(bits % 10000) / 100;
	bits >>= 32;
	if (chance < orders->p5xx)
		read_words(broken[bits % 4], order);
	else if (chance < orders->pcut)
		read_words(cuts[bits % 4], order);
	else if (chance < orders->p429)
		read_words(often[bits % 2], order);
}

bool
orders_next(struct orders *orders, const char *target, struct order *order)
{
	plain(order);
	pthread_mutex_lock(&orders->lock);
	read_file(orders);
	for (size_t i = 0; i < orders->count; i++) {
		struct line *line = &orders->lines[i];
		if (line->left == 0 || fnmatch(line->pattern, target, 0) != 0)
			continue;
		if (line->left > 0)
			line->left--;
		*order = line->order;
		pthread_mutex_unlock(&orders->lock);
		return true;
	}
	if (orders->faults && strcmp(target, "/robots.txt") != 0)
		fault(orders, target, order);
	pthread_mutex_unlock(&orders->lock);
	return order->words[0] != '\0';
}
