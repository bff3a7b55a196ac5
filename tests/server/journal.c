/* Writes the log.  Nothing is kept here. */
#include "journal.h"

#include <microhttpd.h>

#include "server.h"

static void
write_text(FILE *out, const char *text)
{
	putc('"', out);
	for (; text != NULL && *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;
		if (byte < ' ' || byte > '~' || byte == '"' || byte == '\\')
			fprintf(out, "\\u%04x", byte);
		else
			putc(byte, out);
	}
	putc('"', out);
}

struct headers {
	FILE *out;
	bool later; /* not the first one */
};

static enum MHD_Result
write_header(
    void *context, enum MHD_ValueKind kind, const char *key, const char *value)
{
	struct headers *headers = context;

	(void)kind;
	if (headers->later)
		fputs(", ", headers->out);
	headers->later = true;
	write_text(headers->out, key);
	fputs(": ", headers->out);
	write_text(headers->out, value);
	return MHD_YES;
}

void
journal_write(FILE *file, struct MHD_Connection *connection,
    const struct journal_entry *entry)
{
	char *line = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&line, &len);
	struct headers headers = { out, false };

	if (out == NULL)
		server_die("memory");
	fprintf(out, "{\"time\": %lld.%06ld, \"connection\": %lu, \"method\": ",
	    (long long)entry->time.tv_sec, entry->time.tv_nsec / 1000,
	    entry->number);
	write_text(out, entry->method);
	fputs(", \"target\": ", out);
	write_text(out, entry->target);
	fprintf(out, ", \"status\": %d, \"order\": ", entry->status);
	write_text(out, entry->order);
	fputs(", \"headers\": {", out);
	MHD_get_connection_values(
	    connection, MHD_HEADER_KIND, write_header, &headers);
	fputs("}}\n", out);
	/* One write a line, under the stream's lock: several threads write. */
	if (fclose(out) != 0 || fwrite(line, 1, len, file) != len ||
	    fflush(file) != 0)
		server_die("log");
	free(line);
}
