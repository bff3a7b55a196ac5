/*
 * Any robots.txt (behind a first line that is the target) is read in no time;
 * what forbids is a line of it; and one matcher that is plainly right, if
 * slow, agrees on every single rule.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "fetch/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST 60 /* bytes of a rule and a target that are compared */

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static bool
is_of(struct span part, struct span text)
{
	return part.ptr >= text.ptr &&
	       part.ptr + part.len <= text.ptr + text.len;
}

/* Which beginnings of `target` the rule fits: a table, not a walk. */
static bool
fits(const char *rule, const char *target)
{
	size_t rule_len = strlen(rule), target_len = strlen(target);
	bool now[MOST + 1] = { true }, next[MOST + 1];

	for (size_t i = 0; i < rule_len; i++) {
		memset(next, 0, sizeof(next));
		for (size_t k = 0; k <= target_len; k++) {
			if (!now[k])
				continue;
			if (rule[i] == '*')
				memset(next + k, 1, target_len - k + 1);
			else if (rule[i] == '$' && i + 1 == rule_len)
				next[k] |= k == target_len;
			else if (k < target_len && rule[i] == target[k])
				next[k + 1] = true;
		}
		memcpy(now, next, sizeof(now));
	}
	for (size_t k = 0; k <= target_len; k++)
		if (now[k])
			return true;
	return false;
}

/* Letters of which each stands for itself on both sides. */
static void
make_plain(char *out, struct span from, const char *letters)
{
	size_t count = strlen(letters), len = 0;

	out[len++] = '/';
	for (size_t i = 0; i < from.len && len < MOST; i++)
		out[len++] = letters[(unsigned char)from.ptr[i] % count];
	out[len] = '\0';
}

static void
compare(struct span target, struct span rule)
{
	char plain_target[MOST + 1], plain_rule[MOST + 1], text[200];

	make_plain(plain_target, target, "abc/");
	make_plain(plain_rule, rule, "abc/**");
	if (rule.len > 0 && rule.len < MOST - 2 && rule.ptr[0] % 2 == 0)
		memcpy(plain_rule + strlen(plain_rule), "$", 2);
	snprintf(text, sizeof(text), "User-agent: *\nDisallow: %s", plain_rule);
	check(robots_allow(span_of(text), "pubscour", plain_target, NULL,
		  NULL) != fits(plain_rule, plain_target));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = { (const char *)data, size }, line;
	const char *end = size == 0 ? NULL : memchr(data, '\n', size);
	size_t len = end == NULL ? 0 : (size_t)(end - text.ptr);
	char *target = malloc(len + 2);
	double delay;
	bool may;

	check(target != NULL);
	target[0] = '/';
	if (len > 0)
		memcpy(target + 1, data, len);
	target[len + 1] = '\0';
	text = span_from(text, len);
	may = robots_allow(text, "pubscour", target, &delay, &line);
	check(delay >= 0 && delay <= 3600);
	check(may || line.len > 0);
	check(line.len == 0 || is_of(line, text));
	check(robots_allow(text, "PUBSCOUR", target, NULL, NULL) == may);
	check(robots_allow(text, "pubscour", "/robots.txt", NULL, NULL));
	compare((struct span){ (const char *)data, len }, text);
	free(target);
	return 0;
}
