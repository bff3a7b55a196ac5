/* The report of `explain`: fields, warnings, chrome. */
#include "output/explain.h"

#define SAMPLE 48 /* bytes of a value that are shown */

/* The start of a value, cut between characters, without control bytes. */
static void
add_sample(struct buffer *out, struct span sample)
{
	size_t len = sample.len < SAMPLE ? sample.len : SAMPLE;

	while (len < sample.len && len > 0 &&
	       ((unsigned char)sample.ptr[len] & 0xc0) == 0x80)
		len--;
	for (size_t i = 0; i < len; i++)
		buffer_char(out,
		    (unsigned char)sample.ptr[i] < 0x20 || sample.ptr[i] == 0x7f
			? ' '
			: sample.ptr[i]);
	if (len < sample.len)
		buffer_add(out, SPAN("…"));
}

static void
add_field(struct buffer *out, const struct explain_field *field)
{
	if (field->way == 0) {
		buffer_print(out, "%-32s  -\n", field->name);
		return;
	}
	buffer_print(
	    out, "%-32s  %u  %6zu  ", field->name, field->way, field->hits);
	add_sample(out, field->sample);
	if (field->way > 1)
		buffer_print(out, "  (at %s)", field->place);
	buffer_char(out, '\n');
}

static void
add_fields(struct buffer *out, const struct explain *explain)
{
	buffer_print(
	    out, "%-32s  %s  %6s  %s\n", "FIELD", "#", "found", "VALUE");
	for (size_t i = 0; i < explain->field_count; i++)
		add_field(out, &explain->fields[i]);
	buffer_char(out, '\n');
}

void
explain_write(struct buffer *out, const struct explain *explain)
{
	buffer_print(out, "%zu bytes, %s", explain->bytes, explain->charset);
	if (explain->profile != NULL)
		buffer_print(out, ", by the rules for %s", explain->profile);
	buffer_add(out, SPAN("\n\n"));
	if (explain->profile == NULL)
		add_fields(out, explain);
	buffer_print(out, "%zu warning%s\n", explain->warning_count,
	    explain->warning_count == 1 ? "" : "s");
	for (size_t i = 0; i < explain->warning_count; i++) {
		buffer_print(out, "%-18s", explain->warnings[i].code.ptr);
		buffer_add(out, explain->warnings[i].message);
		buffer_char(out, '\n');
	}
	buffer_print(
	    out, "\n%-24s  %6s  %8s\n", "DROPPED AS CHROME", "blocks", "bytes");
	for (size_t i = 0; i < explain->drop_count; i++)
		if (explain->drops[i].blocks > 0)
			buffer_print(out, "%-24s  %6zu  %8zu\n",
			    explain->drops[i].name, explain->drops[i].blocks,
			    explain->drops[i].bytes);
}
