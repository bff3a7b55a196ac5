/* The tables of keys, in RECORD's order, and the lists. */
#include "record/record.h"

#include "pubscour.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define KEY(type, kind, key, of) \
	{ \
#key, kind, offsetof(struct type, key), of \
	}
#define TEXT(type, key) KEY(type, RECORD_TEXT, key, NULL)
#define NUMBER(type, key) KEY(type, RECORD_NUMBER, key, NULL)
#define BOOL(type, key) KEY(type, RECORD_BOOL, key, NULL)
#define TEXTS(type, key) KEY(type, RECORD_TEXTS, key, NULL)
#define SHAPE(name) \
	static const struct record_shape name##_shape = { name##_keys, \
		COUNT(name##_keys), sizeof(struct record_##name) }

static const struct record_key page_keys[] = { TEXT(record_page, kind),
	TEXT(record_page, url), TEXT(record_page, input),
	TEXT(record_page, sha256), TEXT(record_page, fetched_at) };
SHAPE(page);

static const struct record_key journal_keys[] = { TEXT(record_journal, title),
	TEXT(record_journal, abbreviation) };
SHAPE(journal);

static const struct record_key citation_keys[] = { TEXT(record_citation, text),
	TEXT(record_citation, date), NUMBER(record_citation, year),
	TEXT(record_citation, volume), TEXT(record_citation, issue),
	TEXT(record_citation, pages), TEXT(record_citation, secondary),
	BOOL(record_citation, ahead_of_print) };
SHAPE(citation);

static const struct record_key access_keys[] = { TEXT(record_access, label),
	TEXT(record_access, embargo_until) };
SHAPE(access);

#define AUTHOR_KEYS \
	TEXT(record_author, name), TEXT(record_author, family), \
	    TEXT(record_author, given), TEXT(record_author, initials), \
	    BOOL(record_author, collective), \
	    TEXTS(record_author, affiliations), \
	    BOOL(record_author, equal_contribution)

static const struct record_key author_keys[] = { AUTHOR_KEYS };
SHAPE(author);

static const struct record_key collaborator_keys[] = { AUTHOR_KEYS,
	TEXT(record_author, group) };
static const struct record_shape collaborator_shape = { collaborator_keys,
	COUNT(collaborator_keys), sizeof(struct record_author) };

static const struct record_key affiliation_keys[] = {
	TEXT(record_affiliation, key), TEXT(record_affiliation, text)
};
SHAPE(affiliation);

static const struct record_key section_keys[] = { TEXT(record_section, label),
	TEXT(record_section, text) };
SHAPE(section);

static const struct record_key abstract_keys[] = {
	TEXT(record_abstract, language), TEXT(record_abstract, text),
	KEY(record_abstract, RECORD_OBJECTS, sections, &section_shape)
};
SHAPE(abstract);

static const struct record_key figure_keys[] = { TEXT(record_figure, label),
	TEXT(record_figure, caption), TEXT(record_figure, image_url),
	TEXT(record_figure, thumbnail_url), NUMBER(record_figure, width),
	NUMBER(record_figure, height) };
SHAPE(figure);

static const struct record_key cited_author_keys[] = {
	TEXT(record_cited_author, name), TEXT(record_cited_author, family),
	TEXT(record_cited_author, initials)
};
SHAPE(cited_author);

static const struct record_key parsed_keys[] = {
	KEY(record_parsed, RECORD_OBJECTS, authors, &cited_author_shape),
	BOOL(record_parsed, et_al), TEXT(record_parsed, title),
	TEXT(record_parsed, journal), NUMBER(record_parsed, year),
	TEXT(record_parsed, volume), TEXT(record_parsed, issue),
	TEXT(record_parsed, pages)
};
SHAPE(parsed);

static const struct record_key reference_keys[] = { NUMBER(record_reference,
							number),
	TEXT(record_reference, section), TEXT(record_reference, text),
	TEXT(record_reference, doi), TEXT(record_reference, pmid),
	TEXT(record_reference, pmcid), TEXTS(record_reference, urls),
	KEY(record_reference, RECORD_POINTER, parsed, &parsed_shape) };
SHAPE(reference);

static const struct record_key article_keys[] = { TEXT(record_article, pmid),
	TEXT(record_article, title), TEXT(record_article, authors),
	TEXT(record_article, citation), TEXTS(record_article, notes) };
SHAPE(article);

#define PART_KEYS(of) \
	NUMBER(record_part, total), BOOL(record_part, complete), \
	    TEXT(record_part, more_url), \
	    KEY(record_part, RECORD_OBJECTS, items, of)

static const struct record_key references_keys[] = { PART_KEYS(
    &reference_shape) };
static const struct record_shape references_shape = { references_keys,
	COUNT(references_keys), sizeof(struct record_part) };

static const struct record_key articles_keys[] = { PART_KEYS(&article_shape) };
static const struct record_shape articles_shape = { articles_keys,
	COUNT(articles_keys), sizeof(struct record_part) };

static const struct record_key mesh_keys[] = { TEXT(record_mesh, text),
	TEXT(record_mesh, descriptor), TEXT(record_mesh, qualifier),
	BOOL(record_mesh, major) };
SHAPE(mesh);

static const struct record_key grant_keys[] = { TEXT(record_grant, id),
	TEXT(record_grant, text) };
SHAPE(grant);

static const struct record_key data_keys[] = { TEXT(record_data, source),
	TEXT(record_data, accession) };
SHAPE(data);

static const struct record_key notice_keys[] = { TEXT(record_notice, kind),
	TEXT(record_notice, heading), TEXT(record_notice, pmid),
	TEXT(record_notice, title), TEXT(record_notice, authors),
	TEXT(record_notice, citation) };
SHAPE(notice);

static const struct record_key full_text_keys[] = { TEXT(record_link, provider),
	TEXT(record_link, url) };
static const struct record_shape full_text_shape = { full_text_keys,
	COUNT(full_text_keys), sizeof(struct record_link) };

static const struct record_key linkout_keys[] = { TEXT(record_link, category),
	TEXT(record_link, provider), TEXT(record_link, url) };
static const struct record_shape linkout_shape = { linkout_keys,
	COUNT(linkout_keys), sizeof(struct record_link) };

static const struct record_key related_keys[] = {
	{ "name", RECORD_TEXT, offsetof(struct record_link, provider), NULL },
	TEXT(record_link, url)
};
static const struct record_shape related_shape = { related_keys,
	COUNT(related_keys), sizeof(struct record_link) };

static const struct record_key warning_keys[] = { TEXT(record_warning, code),
	TEXT(record_warning, message) };
SHAPE(warning);

#define OBJECT(key, of) KEY(record, RECORD_OBJECT, key, of)
#define OBJECTS(key, of) KEY(record, RECORD_OBJECTS, key, of)

static const struct record_key record_keys[] = { NUMBER(record, schema_version),
	OBJECT(page, &page_shape), TEXT(record, pmid), TEXT(record, pmcid),
	TEXT(record, doi), TEXT(record, title), TEXTS(record, languages),
	TEXT(record, article_type), OBJECT(journal, &journal_shape),
	OBJECT(citation, &citation_shape), OBJECT(access, &access_shape),
	OBJECTS(authors, &author_shape),
	OBJECTS(affiliations, &affiliation_shape),
	OBJECTS(collaborators, &collaborator_shape),
	KEY(record, RECORD_POINTER, abstract, &abstract_shape),
	OBJECTS(other_abstracts, &abstract_shape),
	TEXT(record, plain_language_summary), TEXTS(record, keywords),
	TEXT(record, copyright), TEXT(record, conflict_of_interest),
	OBJECTS(figures, &figure_shape), OBJECT(references, &references_shape),
	OBJECT(similar_articles, &articles_shape),
	OBJECT(cited_by, &articles_shape), TEXTS(record, publication_types),
	OBJECTS(mesh_terms, &mesh_shape), TEXTS(record, substances),
	TEXTS(record, supplementary_concepts), OBJECTS(grants, &grant_shape),
	TEXT(record, funding_statement), OBJECTS(associated_data, &data_shape),
	OBJECTS(notices, &notice_shape), BOOL(record, retracted),
	BOOL(record, preprint), OBJECTS(full_text_links, &full_text_shape),
	OBJECTS(linkout, &linkout_shape),
	OBJECTS(related_information, &related_shape),
	OBJECTS(warnings, &warning_shape) };

static const struct record_shape whole_shape = { record_keys,
	COUNT(record_keys), sizeof(struct record) };

const struct record_shape *
record_shape(void)
{
	return &whole_shape;
}

const struct record_shape *
record_page_shape(void)
{
	return &page_shape;
}

const struct record_key *
record_find(const struct record_shape *shape, struct span name)
{
	for (size_t i = 0; shape != NULL && i < shape->count; i++)
		if (span_equal(span_of(shape->keys[i].name), name))
			return &shape->keys[i];
	return NULL;
}

void
record_init(struct record *record)
{
	*record = (struct record){ .schema_version = PSC_SCHEMA_VERSION };
	record->citation.year = RECORD_NO_NUMBER;
	record->references.complete = true;
	record->similar_articles.total = RECORD_NO_NUMBER;
	record->similar_articles.complete = true;
	record->cited_by.total = RECORD_NO_NUMBER;
	record->cited_by.complete = true;
}

void
record_add_text(struct arena *arena, struct record_list *list, struct span text)
{
	struct span *item = record_add(arena, list, sizeof(*item));

	*item = text;
}

void *
record_add(struct arena *arena, struct record_list *list, size_t size)
{
	char *item;

	list->items =
	    arena_more(arena, list->items, list->count, &list->room, size);
	item = (char *)list->items + list->count++ * size;
	memset(item, 0, size);
	return item;
}

void
record_warn(struct arena *arena, struct record *record, const char *code,
    struct span message)
{
	struct record_warning *warning =
	    record_add(arena, &record->warnings, sizeof(*warning));

	warning->code = span_of(code);
	warning->message = message;
}

static bool
text_holds(struct span text, struct span part)
{
	const char *at;

	while (text.ptr != NULL && part.len > 0 && text.len >= part.len) {
		at = memchr(text.ptr, part.ptr[0], text.len - part.len + 1);
		if (at == NULL)
			return false;
		text = span_from(text, (size_t)(at - text.ptr));
		if (span_starts(text, part))
			return true;
		text = span_from(text, 1);
	}
	return false;
}

static bool list_holds(const struct record_list *list,
    const struct record_shape *shape, struct span part);

/* The shapes' nesting is fixed, so this goes a few calls deep at most. */
static bool
object_holds(
    const void *place, const struct record_shape *shape, struct span part)
{
	bool holds = false;

	for (size_t i = 0; !holds && i < shape->count; i++) {
		const struct record_key *key = &shape->keys[i];
		const void *value = (const char *)place + key->offset;

		if (key->type == RECORD_TEXT)
			holds = text_holds(*(const struct span *)value, part);
		else if (key->type == RECORD_TEXTS ||
			 key->type == RECORD_OBJECTS)
			holds = list_holds(value, key->shape, part);
		else if (key->type == RECORD_OBJECT)
			holds = object_holds(value, key->shape, part);
		else if (key->type == RECORD_POINTER &&
			 *(const void *const *)value != NULL)
			holds = object_holds(
			    *(const void *const *)value, key->shape, part);
	}
	return holds;
}

static bool
list_holds(const struct record_list *list, const struct record_shape *shape,
    struct span part)
{
	const char *items = list->items;
	bool holds = false;

	for (size_t i = 0; !holds && i < list->count; i++)
		holds =
		    shape == NULL
			? text_holds(
			      ((const struct span *)list->items)[i], part)
			: object_holds(items + i * shape->size, shape, part);
	return holds;
}

bool
record_holds(const struct record *record, struct span part)
{
	struct record rest = *record;

	rest.warnings.count = 0;
	return object_holds(&rest, &whole_shape, part);
}
