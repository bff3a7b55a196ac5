/* Which of the forms that hold pages is it? */
#ifndef INPUT_FORM_H
#define INPUT_FORM_H

#include "base/span.h"

enum form {
	FORM_PAGE, /* none of them: the page itself, or nothing known */
	FORM_MHTML,
	FORM_WARC,
	FORM_HAR,
	FORM_JSONL,
	FORM_ZIP
};

/* So many of the first bytes are enough to tell. */
#define FORM_BYTES ((size_t)64 << 10)

/* By the first bytes, never by a name. */
enum form form_find(struct span bytes);

#endif
