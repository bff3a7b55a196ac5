/* The table of keys of a cleaned page, and its lists. */
#include "record/cleaned.h"

#include "pubscour.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define KEY(type, kind, key, of) \
	{ \
#key, kind, offsetof(struct type, key), of \
	}
#define TEXT(type, key) KEY(type, RECORD_TEXT, key, NULL)
#define NUMBER(type, key) KEY(type, RECORD_NUMBER, key, NULL)
#define OBJECTS(key, of) KEY(cleaned, RECORD_OBJECTS, key, of)
#define SHAPE(name, type) \
	static const struct record_shape name##_shape = { name##_keys, \
		COUNT(name##_keys), sizeof(struct type) }

static const struct record_key page_keys[] = { TEXT(record_page, kind),
	TEXT(record_page, url), TEXT(record_page, input),
	TEXT(record_page, sha256), TEXT(record_page, fetched_at) };
SHAPE(page, record_page);

static const struct record_key link_keys[] = { TEXT(cleaned_link, text),
	TEXT(cleaned_link, url) };
SHAPE(link, cleaned_link);

static const struct record_key image_keys[] = { TEXT(cleaned_image, alt),
	TEXT(cleaned_image, url), TEXT(cleaned_image, caption) };
SHAPE(image, cleaned_image);

static const struct record_key removed_keys[] = { TEXT(cleaned_removed, rule),
	NUMBER(cleaned_removed, count), NUMBER(cleaned_removed, bytes) };
SHAPE(removed, cleaned_removed);

static const struct record_key warning_keys[] = { TEXT(record_warning, code),
	TEXT(record_warning, message) };
SHAPE(warning, record_warning);

static const struct record_key whole_keys[] = { NUMBER(cleaned, schema_version),
	KEY(cleaned, RECORD_OBJECT, page, &page_shape), TEXT(cleaned, profile),
	TEXT(cleaned, title), TEXT(cleaned, byline), TEXT(cleaned, published),
	TEXT(cleaned, site), TEXT(cleaned, language), TEXT(cleaned, text),
	TEXT(cleaned, markdown), OBJECTS(links, &link_shape),
	OBJECTS(images, &image_shape), OBJECTS(removed, &removed_shape),
	OBJECTS(warnings, &warning_shape) };
SHAPE(whole, cleaned);

const struct record_shape *
cleaned_shape(void)
{
	return &whole_shape;
}

void
cleaned_init(struct cleaned *cleaned)
{
	*cleaned = (struct cleaned){ .schema_version = PSC_SCHEMA_VERSION,
		.text = SPAN(""),
		.markdown = SPAN("") };
}

void
cleaned_add_link(struct arena *arena, struct cleaned *cleaned, struct span text,
    struct span url)
{
	struct cleaned_link *link =
	    record_add(arena, &cleaned->links, sizeof(*link));

	*link = (struct cleaned_link){ text, url };
}

void
cleaned_add_image(struct arena *arena, struct cleaned *cleaned, struct span alt,
    struct span url, struct span caption)
{
	struct cleaned_image *image =
	    record_add(arena, &cleaned->images, sizeof(*image));

	*image = (struct cleaned_image){ alt, url, caption };
}

void
cleaned_add_removed(struct arena *arena, struct cleaned *cleaned,
    const char *rule, size_t count, size_t bytes)
{
	struct cleaned_removed *removed =
	    record_add(arena, &cleaned->removed, sizeof(*removed));

	*removed = (struct cleaned_removed){ span_of(rule), (int64_t)count,
		(int64_t)bytes };
}

void
cleaned_warn(struct arena *arena, struct cleaned *cleaned, const char *code,
    struct span message)
{
	struct record_warning *warning =
	    record_add(arena, &cleaned->warnings, sizeof(*warning));

	*warning = (struct record_warning){ span_of(code), message };
}
