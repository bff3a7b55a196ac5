/* How a page was read, as a table for a maintainer. */
#ifndef OUTPUT_EXPLAIN_H
#define OUTPUT_EXPLAIN_H

#include "base/buffer.h"
#include "base/span.h"
#include "record/record.h"

/* One row: a field, or a rule that drops chrome. */
struct explain_field {
	const char *name;
	unsigned way;      /* which place matched, from 1; 0: none */
	const char *place; /* the selector of that place */
	size_t hits;
	struct span sample; /* the value, or the start of it */
};

struct explain_drop {
	const char *name;
	size_t blocks;
	size_t bytes;
};

struct explain {
	const struct explain_field *fields;
	size_t field_count;
	const struct record_warning *warnings;
	size_t warning_count;
	const struct explain_drop *drops;
	size_t drop_count;
	const char *charset;
	size_t bytes;        /* of the page, unpacked */
	const char *profile; /* by which it was cleaned; NULL: it was not */
};

/*
 * Writes the tables, that of the fields where there is no profile; lines are
 * at most as long as 100 columns.
 */
void explain_write(struct buffer *out, const struct explain *explain);

#endif
