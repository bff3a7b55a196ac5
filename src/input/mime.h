/* Media types as headers write them: "text/html; charset=utf-8". */
#ifndef INPUT_MIME_H
#define INPUT_MIME_H

#include <stdbool.h>

#include "base/span.h"

/* Is the type `wanted`, whatever its case and its parameters? */
bool mime_is(struct span type, struct span wanted);

/* Is it HTML or XHTML? */
bool mime_is_html(struct span type);

/*
 * The value of a parameter, without its quotation marks; SPAN_NONE: there is
 * none of that name.
 */
struct span mime_parameter(struct span type, struct span name);

#endif
