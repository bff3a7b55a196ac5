/*
 * Colours, switches and counts.  A switch is a check box with an id; rules of
 * the style sheet that ask for it with :has() do the rest.  A browser without
 * :has() shows everything and switches nothing.
 */
#include "output/legend.h"

#include "output/markup.h"

#define MAX_SHOWN 200 /* bytes of a value */

#define COLOURS 8
#define HATCHES 8

static const char *const colours[COLOURS] = { "196 106 0", "40 134 196",
	"0 146 108", "190 80 140", "140 132 0", "205 66 50", "128 100 206",
	"120 120 120" };

#define LINES(angle, wide) \
	"repeating-linear-gradient(" angle "," \
	"rgb(var(--k)/.18) 0 2px,transparent 2px " wide ")"

static const char *const hatches[HATCHES] = { LINES("45deg", "9px"),
	LINES("0deg", "9px"), LINES("-45deg", "9px"), LINES("90deg", "9px"),
	LINES("45deg", "18px"), LINES("-45deg", "18px"), LINES("0deg", "18px"),
	LINES("45deg", "9px") "," LINES("-45deg", "9px") };

static void
add(struct buffer *out, const char *text)
{
	buffer_add(out, span_of(text));
}

static const struct explain_drop *
drop_of(const struct legend *legend, size_t rule)
{
	return rule <= legend->explain->drop_count
		   ? &legend->explain->drops[rule - 1]
		   : NULL;
}

const char *
legend_rule(const struct legend *legend, size_t rule)
{
	const struct explain_drop *drop = drop_of(legend, rule);

	return drop == NULL || drop->name == NULL ? "another rule" : drop->name;
}

/* Is it a field of the record?  The others have a name in brackets. */
static bool
is_field(const struct explain_field *field)
{
	return field->name[0] != '(';
}

/* --- style -------------------------------------------------------------- */

static void
write_rule_style(struct buffer *out, size_t rule)
{
	const size_t row = rule - 1;

	buffer_print(out, ".w-r%zu{--k:%s;--h:%s}\n", rule,
	    colours[row % COLOURS], hatches[(row + row / COLOURS) % HATCHES]);
	buffer_print(out,
	    ":root:has(#w-r%zu:not(:checked)) .w-r%zu{"
	    "border-color:transparent;background:none}\n",
	    rule, rule);
	buffer_print(out,
	    ":root:has(#w-r%zu:not(:checked)) .w-r%zu::before{display:none}\n",
	    rule, rule);
}

static void
write_field_style(struct buffer *out, size_t n, bool solid)
{
	buffer_print(out,
	    ":root:has(#w-fields:checked):has(#w-f%zu:checked) .w-f%zu{"
	    "outline:2px %s var(--field)}\n",
	    n, n, solid ? "solid" : "dashed");
	buffer_print(out,
	    ":root:has(#w-f%zu:not(:checked)) .w-n%zu{display:none}\n", n, n);
}

void
legend_style(struct buffer *out, const struct legend *legend)
{
	const struct explain *explain = legend->explain;

	for (size_t rule = 1; rule < LEGEND_RULES; rule++)
		if (legend->drawn[rule] > 0)
			write_rule_style(out, rule);
	for (size_t i = 0; i < explain->field_count; i++)
		if (explain->fields[i].way != 0)
			write_field_style(
			    out, i, is_field(&explain->fields[i]));
}

/* --- legend ------------------------------------------------------------- */

static void
write_amount(struct buffer *out, size_t count, const char *what)
{
	buffer_print(out, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

/* A check box; its `label` is left open. */
static void
write_switch(struct buffer *out, const char *kind, size_t n, bool on)
{
	add(out, "<label class=\"w-l\"><input type=\"checkbox\" id=\"w-");
	add(out, kind);
	if (n != SIZE_MAX)
		buffer_print(out, "%zu", n);
	add(out, "\" autocomplete=\"off\"");
	add(out, on ? " checked>" : ">");
}

static void
write_kept(struct buffer *out, const struct legend *legend)
{
	add(out, "<fieldset><legend>Kept</legend>\n");
	write_switch(out, "kept", SIZE_MAX, true);
	add(out, "<span>show it</span><small>");
	write_amount(out, legend->kept, "byte");
	add(out, "</small></label>\n</fieldset>\n");
}

/* What was not drawn cannot be switched. */
static void
write_rule(struct buffer *out, const struct legend *legend, size_t rule)
{
	const struct explain_drop *drop = drop_of(legend, rule);
	const bool drawn = legend->drawn[rule] > 0;

	if (!drawn && (drop == NULL || drop->blocks == 0))
		return;
	if (drawn) {
		write_switch(out, "r", rule, true);
		buffer_print(out,
		    "<span class=\"w-s w-r%zu\" aria-hidden=\"true\"></span>",
		    rule);
	} else {
		add(out, "<div class=\"w-l\">");
	}
	add(out, "<span>");
	markup_text(out, span_of(legend_rule(legend, rule)));
	if (!drawn)
		add(out,
		    legend->inside[rule] ? " (within others)" : " (not drawn)");
	add(out, "</span><small>");
	write_amount(
	    out, drop == NULL ? legend->drawn[rule] : drop->blocks, "block");
	if (drop != NULL) {
		add(out, ", ");
		write_amount(out, drop->bytes, "byte");
	}
	add(out, drawn ? "</small></label>\n" : "</small></div>\n");
}

static void
write_rules(struct buffer *out, const struct legend *legend)
{
	add(out, "<fieldset><legend>Dropped</legend>\n");
	write_switch(out, "dropped", SIZE_MAX, true);
	add(out, "<span>shade it</span></label>\n");
	write_switch(out, "hide", SIZE_MAX, false);
	add(out, "<span>take it away</span></label>\n");
	for (size_t rule = 1; rule < LEGEND_RULES; rule++)
		write_rule(out, legend, rule);
	add(out, "</fieldset>\n");
}

static void
write_field(struct buffer *out, const struct explain_field *field, size_t n)
{
	write_switch(out, "f", n, is_field(field));
	add(out, "<span");
	if (field->sample.len > 0) {
		add(out, " title=\"");
		markup_start(out, field->sample, MAX_SHOWN);
		add(out, "\"");
	}
	add(out, ">");
	markup_text(out, span_of(field->name));
	if (field->way > 1)
		buffer_print(out, " (place %u)", field->way);
	buffer_print(out, "</span><small>%zu</small></label>\n", field->hits);
}

/* The fields that were found, of the record or others. */
static void
write_found(struct buffer *out, const struct explain *explain, bool of_record)
{
	for (size_t i = 0; i < explain->field_count; i++)
		if (explain->fields[i].way != 0 &&
		    is_field(&explain->fields[i]) == of_record)
			write_field(out, &explain->fields[i], i);
}

static void
write_missing(struct buffer *out, const struct explain *explain)
{
	const char *comma = "";

	add(out, "<details><summary>Not found</summary>"
		 "<p class=\"w-note\">");
	for (size_t i = 0; i < explain->field_count; i++) {
		if (explain->fields[i].way != 0 ||
		    !is_field(&explain->fields[i]))
			continue;
		add(out, comma);
		markup_text(out, span_of(explain->fields[i].name));
		comma = ", ";
	}
	add(out,
	    comma[0] == '\0' ? "none</p></details>\n" : "</p></details>\n");
}

static void
write_fields(struct buffer *out, const struct explain *explain)
{
	if (explain->field_count == 0)
		return;
	add(out, "<fieldset><legend>Fields</legend>\n");
	write_switch(out, "fields", SIZE_MAX, true);
	add(out, "<span>outline them</span><small>found</small></label>\n");
	write_found(out, explain, true);
	add(out, "<details><summary>What they were found by</summary>\n");
	write_found(out, explain, false);
	add(out, "</details>\n");
	write_missing(out, explain);
	add(out, "</fieldset>\n");
}

static void
write_warnings(struct buffer *out, const struct explain *explain)
{
	if (explain->warning_count == 0)
		return;
	add(out, "<fieldset><legend>Warnings</legend>\n");
	for (size_t i = 0; i < explain->warning_count; i++) {
		add(out, "<p class=\"w-note\"><b>");
		markup_text(out, explain->warnings[i].code);
		add(out, "</b>: ");
		markup_text(out, explain->warnings[i].message);
		add(out, "</p>\n");
	}
	add(out, "</fieldset>\n");
}

void
legend_write(struct buffer *out, const struct legend *legend)
{
	const struct explain *explain = legend->explain;

	add(out, "<aside aria-label=\"Legend\">\n"
		 "<details open><summary>Legend</summary>\n<h1>How ");
	markup_text(out, legend->name);
	add(out, " was read</h1>\n<p class=\"w-note\">");
	write_amount(out, explain->bytes, "byte");
	add(out, ", ");
	markup_text(out, span_of(explain->charset));
	if (explain->profile != NULL) {
		add(out, ", by the rules for ");
		markup_text(out, span_of(explain->profile));
	}
	add(out, "</p>\n");
	write_warnings(out, explain);
	write_kept(out, legend);
	write_rules(out, legend);
	write_fields(out, explain);
	add(out, "</details>\n</aside>\n");
}
