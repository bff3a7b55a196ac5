/*
 * This file gathers, packs and unpacks what came of a page.  What is done
 * with it is not known here.
 */
#include "command/outcome.h"

#include <string.h>

#include "command/report.h"

void
outcome_read(struct outcome *outcome, const char *name,
    const struct psc *reader, enum psc_status status)
{
	const char *code, *message;

	*outcome = (struct outcome){ .name = name,
		.status = status,
		.message =
		    span_of(status == PSC_OK ? "" : psc_message(reader)) };
	if (status != PSC_OK)
		return;
	outcome->warning_count = psc_warnings(reader);
	for (size_t i = 0; i < outcome->warning_count && i < OUTCOME_WARNINGS;
	     i++) {
		psc_warning(reader, i, &code, &message);
		outcome->warnings[i] =
		    (struct outcome_warning){ span_of(code), span_of(message) };
	}
}

/* No line on standard error is longer; this is a name's and a message's. */
#define SHOWN 4000

static int
shown(struct span text)
{
	return (int)span_first(text, SHOWN).len;
}

static void
report_warning(const struct outcome *outcome, size_t n)
{
	const struct outcome_warning *warning = &outcome->warnings[n];

	report_say("%s: warning: %.*s: %.*s", outcome->name,
	    shown(warning->code), warning->code.ptr, shown(warning->message),
	    warning->message.ptr);
}

static size_t
known_warnings(const struct outcome *outcome)
{
	return outcome->warning_count < OUTCOME_WARNINGS
		   ? outcome->warning_count
		   : OUTCOME_WARNINGS;
}

static bool
is_list(const struct outcome_warning *warning)
{
	return span_equal(warning->code, SPAN("truncated-list"));
}

bool
outcome_is_silent(const struct outcome *outcome, bool quiet, bool lists)
{
	if (outcome->status != PSC_OK || outcome->written != PSC_OK)
		return false;
	for (size_t i = 0; i < known_warnings(outcome) && !quiet; i++)
		if (lists || !is_list(&outcome->warnings[i]))
			return false;
	return true;
}

bool
outcome_report(const struct outcome *outcome, bool quiet, bool lists)
{
	enum psc_status status = outcome->status;
	bool any = false;

	for (size_t i = 0; i < known_warnings(outcome); i++) {
		bool list = is_list(&outcome->warnings[i]);

		any = any || !list;
		if (!quiet && (!list || lists))
			report_warning(outcome, i);
	}
	if (status == PSC_OK)
		status = outcome->written;
	if (status != PSC_OK)
		report_say("%s: %.*s (%s)", report_name(outcome->name),
		    shown(outcome->message), outcome->message.ptr,
		    psc_status_name(status));
	return any;
}

bool
outcome_put(const struct outcome *outcome, struct scratch *out)
{
	bool good = wire_put_number(out, outcome->written) &&
		    wire_put_text(out, outcome->message) &&
		    wire_put_number(out, outcome->warning_count);

	for (size_t i = 0; i < outcome->warning_count && i < OUTCOME_WARNINGS;
	     i++)
		good = good && wire_put_text(out, outcome->warnings[i].code) &&
		       wire_put_text(out, outcome->warnings[i].message);
	return good && wire_put_text(out, outcome->text);
}

bool
outcome_get(struct outcome *outcome, struct span bytes)
{
	struct wire_reader in = { .rest = bytes };
	uint64_t written = wire_number(&in);

	outcome->message = wire_text(&in);
	outcome->warning_count = (size_t)wire_number(&in);
	for (size_t i = 0;
	     i < outcome->warning_count && i < OUTCOME_WARNINGS && !in.bad;
	     i++) {
		outcome->warnings[i].code = wire_text(&in);
		outcome->warnings[i].message = wire_text(&in);
	}
	outcome->text = wire_text(&in);
	outcome->written = (enum psc_status)written;
	if (!in.bad && in.rest.len == 0 && written < PSC_END)
		return true;
	*outcome = (struct outcome){ .name = outcome->name,
		.status = outcome->status,
		.seconds = outcome->seconds };
	return false;
}
