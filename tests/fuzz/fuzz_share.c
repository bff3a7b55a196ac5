/*
 * Any bytes as the closing line of a share: what is accepted is, byte for
 * byte, what is written of it, and its numbers do not contradict each other.
 */
#include "command/share.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span line = { (const char *)data, size };
	char text[SHARE_ROOM];
	struct share share;
	size_t len;

	if (!share_read(line, &share))
		return 0;
	len = share_write(&share, text);
	if (len != size + 1 || memcmp(text, data, size) != 0)
		abort();
	if (share.index >= share.of || share.of > SHARE_MOST ||
	    share.total > SHARE_LARGEST ||
	    share.first + share.inputs > share.total)
		abort();
	share_divide(&share);
	if (share.first > share.total ||
	    share.inputs > share.total - share.first)
		abort();
	return 0;
}
