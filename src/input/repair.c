/*
 * This file repairs UTF-8.  It knows no other character set.
 */
#include "input/repair.h"

#include "base/utf8.h"

enum psc_status
repair_utf8(struct span text, struct scratch *out, size_t *replaced)
{
	for (;;) {
		size_t good = utf8_prefix(text);
		enum psc_status status =
		    scratch_add(out, span_first(text, good));
		if (status != PSC_OK)
			return status;
		text = span_from(text, good);
		if (text.len == 0)
			return PSC_OK;
		text = span_from(text, utf8_piece(text));
		status = scratch_add(out, SPAN("\xef\xbf\xbd"));
		if (status != PSC_OK)
			return status;
		++*replaced;
	}
}
