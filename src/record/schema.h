/*
 * The JSON Schema of the record, as it stands in article.schema.json: the
 * build makes an array of that file.
 */
#ifndef RECORD_SCHEMA_H
#define RECORD_SCHEMA_H

/* JSON, UTF-8, ends with a NUL byte; static. */
extern const char schema_text[];

#endif
