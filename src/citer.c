/*
 * Joins the record and the formats of reference managers: which entries there
 * are, and what stands between them.
 */
#include "citer.h"

#include "base/buffer.h"
#include "output/bibtex.h"
#include "output/cite.h"
#include "output/csl.h"
#include "output/nbib.h"
#include "output/ris.h"
#include "split.h"

static void
write_entry(
    struct buffer *out, const struct cite_entry *entry, enum psc_cite format)
{
	switch (format) {
	case PSC_CITE_CSL:
		csl_write(out, entry);
		break;
	case PSC_CITE_RIS:
		ris_write(out, entry);
		break;
	case PSC_CITE_NBIB:
		nbib_write(out, entry);
		break;
	case PSC_CITE_BIBTEX:
	case PSC_CITE_BIBLATEX:
		bibtex_write(out, entry, format == PSC_CITE_BIBLATEX);
		break;
	}
}

/* A reference of which the page says nothing at all gives no entry. */
static bool
says_nothing(const struct record_reference *reference)
{
	return reference->text.len == 0 && reference->doi.len == 0 &&
	       reference->pmid.len == 0 && reference->pmcid.len == 0 &&
	       reference->urls.count == 0;
}

static void
write_references(
    struct buffer *out, const struct record *record, enum psc_cite format)
{
	const struct record_list *list = &record->references.items;
	const struct record_reference *items = list->items;
	struct cite_entry entry;

	for (size_t i = 0; i < list->count; i++) {
		if (says_nothing(&items[i]))
			continue;
		cite_reference(out->arena, record, &items[i], &entry);
		if (out->len > 0)
			buffer_add(out,
			    format == PSC_CITE_CSL ? SPAN(",\n") : SPAN("\n"));
		write_entry(out, &entry, format);
	}
}

enum psc_status
citer_write(struct psc *reader, enum psc_cite format, enum psc_cited what,
    struct span *text)
{
	enum psc_status status = PSC_OK;
	struct cite_entry entry;
	struct buffer out;

	if (what == PSC_CITED_REFERENCES)
		status = split_references(reader);
	if (status != PSC_OK)
		return status;
	buffer_init(&out, &reader->out_arena, SIZE_MAX / 2);
	if (what == PSC_CITED_REFERENCES) {
		write_references(&out, &reader->record, format);
	} else {
		cite_article(&reader->out_arena, &reader->record, &entry);
		write_entry(&out, &entry, format);
	}
	*text = buffer_text(&out);
	return out.full ? PSC_NO_MEMORY : PSC_OK;
}
