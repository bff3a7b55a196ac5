/*
 * The JSON Schemas of the record and of a cleaned page, as they stand in
 * article.schema.json and cleaned.schema.json: the build makes arrays of them.
 */
#ifndef RECORD_SCHEMA_H
#define RECORD_SCHEMA_H

/* JSON, UTF-8, ends with a NUL byte; static. */
extern const char schema_text[];
extern const char schema_cleaned_text[];

#endif
