/*
 * This file asks the readers of the forms, one after another, whether the
 * bytes are theirs.
 */
#include "input/form.h"

#include "input/har.h"
#include "input/jsonl.h"
#include "input/sniff.h"
#include "input/warc.h"
#include "input/zip.h"

enum form
form_find(struct span bytes)
{
	bytes = span_first(bytes, FORM_BYTES);
	if (zip_is(bytes))
		return FORM_ZIP;
	if (warc_is_plain(bytes))
		return FORM_WARC;
	if (har_is(bytes))
		return FORM_HAR;
	if (jsonl_is(bytes))
		return FORM_JSONL;
	return sniff_is_message(bytes) ? FORM_MHTML : FORM_PAGE;
}
