/* What a page says of its own character set. */
#ifndef INPUT_PRESCAN_H
#define INPUT_PRESCAN_H

#include "base/span.h"
#include "input/encoding.h"

/*
 * The character set that the first `<meta>` with a known one names, else the
 * one of an XML declaration at the very beginning, else NULL.  Only the first
 * 4096 bytes are read.  (WHATWG HTML, 13.2.3.2 "prescan a byte stream to
 * determine its encoding", which reads 1024.)
 */
const struct encoding *prescan_encoding(struct span bytes);

#endif
