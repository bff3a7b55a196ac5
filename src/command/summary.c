/*
 * This file counts pages by what came of them, and writes the counts.
 */
#include "command/summary.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bulk/sandbox.h"
#include "command/memory.h"
#include "command/sink.h"

static void
count_warning(struct summary *summary, struct span code)
{
	if (code.len == 0 || code.len >= sizeof(summary->warnings[0].code))
		return;
	for (size_t i = 0; i < SUMMARY_CODES; i++) {
		char *known = summary->warnings[i].code;

		if (known[0] == '\0')
			snprintf(known, sizeof(summary->warnings[i].code),
			    "%.*s", (int)code.len, code.ptr);
		if (!span_equal(span_of(known), code))
			continue;
		summary->warnings[i].count++;
		return;
	}
}

/* Puts it where it belongs among the slow ones, if it does. */
static void
keep_slow(struct summary *summary, const struct outcome *outcome)
{
	size_t last = SUMMARY_SLOW - 1, at = last;

	if (outcome->seconds <= summary->slow[last].seconds)
		return;
	free(summary->slow[last].input);
	for (; at > 0 && summary->slow[at - 1].seconds < outcome->seconds; at--)
		summary->slow[at] = summary->slow[at - 1];
	summary->slow[at].input =
	    memory_copy(outcome->name, strlen(outcome->name));
	summary->slow[at].seconds = outcome->seconds;
}

void
summary_add(struct summary *summary, const struct outcome *outcome)
{
	enum psc_status status = outcome->status;

	if (status == PSC_OK)
		status = outcome->written;
	summary->pages++;
	summary->errors[status]++;
	for (size_t i = 0; i < outcome->warning_count && i < OUTCOME_WARNINGS;
	     i++)
		count_warning(summary, outcome->warnings[i].code);
	keep_slow(summary, outcome);
	summary->bytes += (double)outcome->text.len;
}

void
summary_free(struct summary *summary)
{
	for (size_t i = 0; i < SUMMARY_SLOW; i++)
		free(summary->slow[i].input);
	*summary = (struct summary){ 0 };
}

/* The most frequent error that is not among the first `n`; PSC_OK: none. */
static enum psc_status
next_error(const struct summary *summary, const enum psc_status *told, size_t n)
{
	enum psc_status best = PSC_OK;
	size_t most = 0;

	for (size_t i = PSC_OK + 1; i < PSC_END; i++) {
		bool known = false;

		for (size_t k = 0; k < n; k++)
			known = known || told[k] == (enum psc_status)i;
		if (known || summary->errors[i] <= most)
			continue;
		most = summary->errors[i];
		best = (enum psc_status)i;
	}
	return best;
}

void
summary_shares(const struct summary *summary, char *text, size_t size)
{
	enum psc_status told[3];
	size_t used = 0;

	text[0] = '\0';
	for (size_t n = 0; n < sizeof(told) / sizeof(told[0]); n++) {
		int length;

		told[n] = next_error(summary, told, n);
		if (told[n] == PSC_OK)
			return;
		length = snprintf(text + used, size - used, "%s%.1f%% %s",
		    n == 0 ? "" : ", ",
		    100 * (double)summary->errors[told[n]] /
			(double)summary->pages,
		    psc_status_name(told[n]));
		if (length < 0 || (size_t)length >= size - used) {
			text[used] = '\0';
			return;
		}
		used += (size_t)length;
	}
}

static json_t *
errors_of(const struct summary *summary)
{
	json_t *errors = json_object();

	for (size_t i = PSC_OK + 1; i < PSC_END; i++)
		if (summary->errors[i] > 0)
			json_object_set_new(errors,
			    psc_status_name((enum psc_status)i),
			    json_integer((json_int_t)summary->errors[i]));
	return errors;
}

static json_t *
warnings_of(const struct summary *summary)
{
	json_t *warnings = json_object();

	for (size_t i = 0; i < SUMMARY_CODES; i++)
		if (summary->warnings[i].count > 0)
			json_object_set_new(warnings, summary->warnings[i].code,
			    json_integer(
				(json_int_t)summary->warnings[i].count));
	return warnings;
}

/* Times to the microsecond: more digits are noise. */
static json_t *
rounded(double number)
{
	return json_real((double)(long long)(number * 1e6 + 0.5) / 1e6);
}

static json_t *
slow_of(const struct summary *summary)
{
	json_t *slow = json_array();

	for (size_t i = 0; i < SUMMARY_SLOW && summary->slow[i].input != NULL;
	     i++) {
		json_t *page = json_object();
		json_t *input = json_string(summary->slow[i].input);

		/* Names of files may be no UTF-8. */
		json_object_set_new(
		    page, "input", input == NULL ? json_null() : input);
		json_object_set_new(
		    page, "seconds", rounded(summary->slow[i].seconds));
		json_array_append_new(slow, page);
	}
	return slow;
}

static json_t *
sandbox_of(const struct summary_run *run)
{
	json_t *names = json_array();

	if ((run->sandbox & SANDBOX_CALLS) != 0)
		json_array_append_new(names, json_string("seccomp"));
	if ((run->sandbox & SANDBOX_FILES) != 0)
		json_array_append_new(names, json_string("landlock"));
	return names;
}

static json_t *
make(const struct summary *summary, const struct summary_run *run)
{
	double pace =
	    run->seconds > 0 ? (double)summary->pages / run->seconds : 0;
	json_t *all = json_object();
	size_t records = summary->errors[PSC_OK];

	json_object_set_new(all, "stopped", json_boolean(run->stopped));
	json_object_set_new(
	    all, "resumed", json_integer((json_int_t)run->resumed));
	json_object_set_new(
	    all, "pages", json_integer((json_int_t)summary->pages));
	json_object_set_new(all, "records", json_integer((json_int_t)records));
	json_object_set_new(all, "errors", errors_of(summary));
	json_object_set_new(all, "warnings", warnings_of(summary));
	json_object_set_new(all, "seconds", rounded(run->seconds));
	json_object_set_new(all, "pages_per_second", rounded(pace));
	json_object_set_new(
	    all, "output_bytes", json_integer((json_int_t)summary->bytes));
	json_object_set_new(all, "jobs", json_integer((json_int_t)run->jobs));
	json_object_set_new(all, "sandbox", sandbox_of(run));
	json_object_set_new(all, "slowest", slow_of(summary));
	return all;
}

bool
summary_write(const struct summary *summary, const struct summary_run *run,
    const char *path)
{
	json_t *all = make(summary, run);
	char *text = json_dumps(all, JSON_INDENT(2) | JSON_REAL_PRECISION(9));
	struct sink out;
	bool good = text != NULL && sink_open(&out, path);

	if (good) {
		sink_print(&out, "%s\n", text);
		good = sink_close(&out, true);
	}
	free(text);
	json_decref(all);
	return good;
}
