/*
 * This file picks the pages out of a WARC file by what the records say of
 * themselves.  How records are read is warc.c's business.
 */
#include "input/warcpage.h"

#include "input/find.h"
#include "input/mime.h"
#include "input/moment.h"

/* Is it a page by its type, or, where it has none, by its first character? */
static bool
is_page(struct span type, struct span body)
{
	struct span first = find_skip_space(body);

	if (type.len > 0)
		return mime_is_html(type);
	return first.len > 0 && first.ptr[0] == '<';
}

/* Is the record a page?  Then `part` has its bytes. */
static bool
read_page(const struct warc_record *record, struct part *part)
{
	struct span type = record->content;

	part->bytes = record->block;
	if (record->is_http) {
		part->bytes = record->http.body;
		part->cut = record->http.cut;
		type = http_field(record->http.headers, SPAN("content-type"));
		part->charset = mime_parameter(type, SPAN("charset"));
		return record->http.status >= 200 &&
		       record->http.status <= 299 && is_page(type, part->bytes);
	}
	part->charset = mime_parameter(type, SPAN("charset"));
	if (span_equal_nocase(record->type, SPAN("resource")))
		return mime_is_html(type);
	return span_equal_nocase(record->type, SPAN("conversion")) &&
	       (mime_is_html(type) || mime_is(type, SPAN("text/plain")));
}

/* May the record that failed have been a page?  Its type may be lost. */
static bool
may_be_page(const struct warc_record *record)
{
	struct span type =
	    http_field(record->http.headers, SPAN("content-type"));

	if (record->type.ptr == NULL)
		return true;
	if (record->is_http && record->http.status > 0)
		return record->http.status >= 200 &&
		       record->http.status <= 299 &&
		       (type.len == 0 || mime_is_html(type));
	return span_equal_nocase(record->type, SPAN("response")) ||
	       mime_is_html(record->content);
}

static enum psc_status
stop(struct warcpage *pages, struct error *error)
{
	pages->done = true;
	if (pages->pages > 0)
		return PSC_END;
	error_set(error, "a WARC archive without an HTML page");
	return PSC_NOT_HTML;
}

enum psc_status
warcpage_next(struct warcpage *pages, struct arena *arena, struct part *part,
    struct error *error)
{
	struct warc_record record;

	for (;;) {
		*part = (struct part){ .cut = false };
		error_set(error, "%s", "");
		if (pages->done)
			return PSC_END;
		enum psc_status status =
		    warc_next(pages->reader, &record, error);
		if (status == PSC_EMPTY)
			return stop(pages, error);
		part->address = part->where = record.target;
		if (status == PSC_OK ? !read_page(&record, part)
				     : !may_be_page(&record))
			continue;
		pages->pages++;
		part->date = moment_read(arena, record.date);
		return status;
	}
}
