/*
 * Patterns are compiled once and run with the just-in-time compiler.  A limit
 * on steps keeps a hostile text from holding up the run.
 */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "base/pattern.h"

#include <pcre2.h>
#include <stdlib.h>

#define STEPS 1000000

struct pattern {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *context;
};

void
pattern_free(struct pattern *pattern)
{
	if (pattern == NULL)
		return;
	pcre2_match_context_free(pattern->context);
	pcre2_match_data_free(pattern->data);
	pcre2_code_free(pattern->code);
	free(pattern);
}

struct pattern *
pattern_new(const char *source)
{
	struct pattern *pattern = calloc(1, sizeof(*pattern));
	PCRE2_SIZE where;
	int error;

	if (pattern == NULL)
		return NULL;
	pattern->code = pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED,
	    PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY, &error, &where, NULL);
	if (pattern->code == NULL)
		goto failed;
#ifndef PATTERN_WITHOUT_JIT /* valgrind cannot see through its code */
	pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
#endif
	pattern->data = pcre2_match_data_create(PATTERN_GROUPS, NULL);
	pattern->context = pcre2_match_context_create(NULL);
	if (pattern->data == NULL || pattern->context == NULL)
		goto failed;
	pcre2_set_match_limit(pattern->context, STEPS);
	return pattern;
failed:
	pattern_free(pattern);
	return NULL;
}

bool
pattern_find(const struct pattern *pattern, struct span text,
    struct pattern_match *match)
{
	const char *ptr = text.ptr == NULL ? "" : text.ptr;
	const PCRE2_SIZE *place;
	int groups;

	groups = pcre2_match(pattern->code, (PCRE2_SPTR)ptr, text.len, 0,
	    PCRE2_NO_UTF_CHECK, pattern->data, pattern->context);
	if (groups < 0)
		return false;
	if (match == NULL)
		return true;
	place = pcre2_get_ovector_pointer(pattern->data);
	for (int i = 0; i < PATTERN_GROUPS; i++) {
		match->group[i] = SPAN_NONE;
		if ((groups == 0 || i < groups) && place[2 * i] != PCRE2_UNSET)
			match->group[i] = (struct span){ ptr + place[2 * i],
				place[2 * i + 1] - place[2 * i] };
	}
	return true;
}
