/*
 * Reads abstracts with their labels and languages, keywords, the copyright
 * line under them, and the statements further down.
 */
#include "pubmed/dump_body.h"

#include "base/buffer.h"

#define MAX_LABEL 100    /* bytes of a label in an abstract */
#define MAX_LANGUAGES 12 /* of one article's abstracts */
#define LONG_TEXT 250    /* bytes of a paragraph that must be an abstract */

struct language {
	const char *name;
	const char *code;
};

/* ISO 639-2 (bibliographic codes), as PubMed's ids have them. */
static const struct language languages[] = { { "Arabic", "ara" },
	{ "Chinese", "chi" }, { "Croatian", "hrv" }, { "Czech", "cze" },
	{ "Danish", "dan" }, { "Dutch", "dut" }, { "English", "eng" },
	{ "Finnish", "fin" }, { "French", "fre" }, { "German", "ger" },
	{ "Greek", "gre" }, { "Hebrew", "heb" }, { "Hungarian", "hun" },
	{ "Icelandic", "ice" }, { "Indonesian", "ind" }, { "Italian", "ita" },
	{ "Japanese", "jpn" }, { "Korean", "kor" }, { "Norwegian", "nor" },
	{ "Persian", "per" }, { "Polish", "pol" }, { "Portuguese", "por" },
	{ "Romanian", "rum" }, { "Russian", "rus" }, { "Serbian", "srp" },
	{ "Slovak", "slo" }, { "Slovenian", "slv" }, { "Spanish", "spa" },
	{ "Swedish", "swe" }, { "Thai", "tha" }, { "Turkish", "tur" },
	{ "Ukrainian", "ukr" }, { "Vietnamese", "vie" } };

struct body {
	const struct dump *dump;
	struct record *record;
	struct record_list sections; /* of all the abstracts */
	struct span codes[MAX_LANGUAGES];
	size_t ends[MAX_LANGUAGES]; /* sections up to each one's end */
	size_t language;            /* that is being read */
	size_t code_count;
	struct dump_range range;
	size_t at; /* the block to be read next */
};

struct words {
	const char *code;
	const char *words[8]; /* with blanks around */
};

/* Words that tell a language from its neighbours on the page. */
static const struct words common[] = {
	{ "eng", { " the ", " of ", " and ", " in ", " was ", " with " } },
	{ "fre", { " les ", " des ", " et ", " de la ", " dans ", " une " } },
	{ "spa", { " los ", " las ", " el ", " y ", " una ", " en la " } },
	{ "por", { " os ", " dos ", " com ", " uma ", " n\xc3\xa3o ", " e " } },
	{ "ger", { " der ", " die ", " und ", " mit ", " von ", " den " } },
	{ "ita", { " il ", " della ", " di ", " che ", " nei ", " una " } },
	{ "dut", { " het ", " een ", " van ", " de ", " en ", " met " } }
};

/* The byte that the characters of a script begin with, from and up to. */
struct script {
	const char *code;
	unsigned char from, to;
};

static const struct script scripts[] = { { "chi", 0xe3, 0xe9 },
	{ "jpn", 0xe3, 0xe9 }, { "kor", 0xea, 0xed }, { "rus", 0xd0, 0xd1 },
	{ "ukr", 0xd0, 0xd1 }, { "srp", 0xd0, 0xd1 }, { "gre", 0xce, 0xcf },
	{ "ara", 0xd8, 0xdb }, { "per", 0xd8, 0xdb }, { "heb", 0xd7, 0xd7 } };

static size_t
count_words(struct span text, const struct words *row)
{
	size_t times = 0;

	for (size_t k = 0; k < 8 && row->words[k] != NULL; k++) {
		struct span word = span_of(row->words[k]);

		for (size_t i = 0; i + word.len <= text.len; i++)
			times += span_starts(span_from(text, i), word);
	}
	return 4 * times;
}

/* How much speaks for the text being in the language. */
static size_t
weigh(struct span text, struct span code)
{
	size_t weight = 0;

	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (span_equal(code, span_of(common[i].code)))
			return count_words(text, &common[i]);
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		for (size_t k = 0;
		     span_equal(code, span_of(scripts[i].code)) && k < text.len;
		     k++)
			weight +=
			    (unsigned char)text.ptr[k] >= scripts[i].from &&
			    (unsigned char)text.ptr[k] <= scripts[i].to;
	return weight;
}

static struct span
code_of(struct span name)
{
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (span_equal(name, span_of(languages[i].name)))
			return span_of(languages[i].code);
	return SPAN_NONE;
}

/* Adds the languages in "English, French"; false: it has other words. */
static bool
add_languages(struct body *body, struct span text)
{
	while (text.len > 0) {
		size_t len = 0;
		struct span code;

		while (len < text.len && text.ptr[len] != ',' &&
		       text.ptr[len] != ' ')
			len++;
		code = code_of(span_first(text, len));
		if (len > 0 && code.ptr == NULL)
			return false;
		if (len > 0 && body->code_count < MAX_LANGUAGES)
			body->codes[body->code_count++] = code;
		text = span_from(text, len + 1);
	}
	return true;
}

/* "in English, French": the menu of languages under the heading. */
static void
read_languages(struct body *body)
{
	struct span text = body->dump->blocks[body->at].text;

	if (!span_starts(text, SPAN("in ")) && !span_equal(text, SPAN("in")))
		return;
	if (!add_languages(body, span_from(text, 2))) {
		body->code_count = 0;
		return;
	}
	for (body->at++; body->at < body->range.end; body->at++) {
		text = body->dump->blocks[body->at].text;
		if (text.len > 20 || !add_languages(body, text))
			break;
	}
}

static bool
is_keywords(struct span text)
{
	return span_starts(text, SPAN("Keywords:")) ||
	       span_starts(text, SPAN("KEYWORDS:")) ||
	       span_starts(text, SPAN("Keywords :")) ||
	       span_equal(text, SPAN("Keywords"));
}

static bool
is_copyright(struct span text)
{
	static const char *const begins[] = { "\xc2\xa9", "Copyright",
		"COPYRIGHT", "(c) ", "(C) ", "This journal is \xc2\xa9",
		"Published by ", "The Author(s)", "This article is protected",
		"This is an open access", "This work is licensed",
		"\xe2\x84\x97" };

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (span_starts(text, span_of(begins[i])))
			return true;
	return false;
}

static bool
is_capitals(struct span text)
{
	size_t capitals = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] >= 'a' && text.ptr[i] <= 'z')
			return false;
		capitals += text.ptr[i] >= 'A' && text.ptr[i] <= 'Z';
	}
	return capitals > 2;
}

/*
 * How many bytes of the block are a label with its colon; 0: it has none.
 * In a text of pieces a label is one `alone`.
 */
static size_t
label_length(const struct dump_block *block, bool alone)
{
	struct span text = block->text, label;
	size_t at;

	for (at = 0; at < text.len && at < MAX_LABEL && text.ptr[at] != ':';
	     at++)
		continue;
	if (at == 0 || at >= MAX_LABEL || at == text.len ||
	    (alone && at + 1 < text.len))
		return 0;
	label = span_first(text, at);
	if (block->bold > 0)
		return block->bold == at || block->bold == at + 1 ? at + 1 : 0;
	return dump_rules_is_label(label) || is_capitals(label) ? at + 1 : 0;
}

/* Does the text begin the abstract in another of the languages? */
static bool
is_next_language(struct body *body, struct span text)
{
	size_t now = body->language, best = now, weight = 8;

	if (body->code_count < 2)
		return false;
	for (size_t i = 0; i < body->code_count; i++)
		if (weigh(text, body->codes[i]) > weight) {
			weight = weigh(text, body->codes[i]);
			best = i;
		}
	if (best <= now)
		return false;
	body->language = best;
	body->ends[now] = body->sections.count;
	return true;
}

static void
add_paragraph(struct body *body, const struct dump_block *block)
{
	struct arena *arena = body->dump->arena;
	struct record_list *list = &body->sections;
	struct record_section *section;
	size_t label = label_length(block, body->dump->fragments);

	if (body->dump->fragments && label == 0 && list->count > 0 &&
	    !is_next_language(body, block->text)) {
		section =
		    (struct record_section *)list->items + list->count - 1;
		section->text =
		    dump_parts_pair(body->dump, section->text, block->text);
		return;
	}
	if (!body->dump->fragments && list->count > 0)
		is_next_language(body, block->text);
	section = record_add(arena, list, sizeof(*section));
	section->text = span_trim(span_from(block->text, label));
	if (label > 0)
		section->label = span_trim(span_first(block->text, label - 1));
}

static void
add_keywords(struct body *body, struct span text)
{
	struct span word;
	size_t len;

	if (span_ends(text, SPAN(".")))
		text.len--;
	while (text.len > 0) {
		for (len = 0; len < text.len && text.ptr[len] != ';'; len++)
			continue;
		word = span_trim(span_first(text, len));
		if (word.len > 0)
			record_add_text(
			    body->dump->arena, &body->record->keywords, word);
		text = span_from(text, len + 1);
	}
}

static void
read_keywords(struct body *body)
{
	const struct dump *dump = body->dump;
	struct span text = dump->blocks[body->at].text;

	text = span_from(text, 8);
	while (text.len > 0 && (text.ptr[0] == ':' || text.ptr[0] == ' '))
		text = span_from(text, 1);
	for (body->at++; body->at < body->range.end; body->at++) {
		struct span next = dump->blocks[body->at].text;

		if (is_copyright(next) ||
		    (text.len > 0 &&
			(!dump->fragments || span_ends(text, SPAN(".")))))
			break;
		text = dump_parts_pair(dump, text, next);
	}
	add_keywords(body, text);
}

static void
read_copyright(struct body *body)
{
	const struct dump *dump = body->dump;
	struct span text = dump->blocks[body->at].text;

	for (body->at++; body->at < body->range.end; body->at++)
		text = dump_parts_pair(dump, text, dump->blocks[body->at].text);
	body->record->copyright = text;
}

/* The text of some sections: labelled ones as "LABEL: text". */
static struct span
whole_text(struct arena *arena, const struct record_list *list)
{
	const struct record_section *sections = list->items;
	struct buffer out;
	size_t cap = 1;

	for (size_t i = 0; i < list->count; i++)
		cap += sections[i].label.len + sections[i].text.len + 4;
	buffer_init(&out, arena, cap);
	for (size_t i = 0; i < list->count; i++) {
		if (i > 0)
			buffer_add(&out, SPAN("\n\n"));
		if (sections[i].label.ptr != NULL) {
			buffer_add(&out, sections[i].label);
			buffer_add(&out, SPAN(": "));
		}
		buffer_add(&out, sections[i].text);
	}
	return buffer_text(&out);
}

static void
fill_abstract(struct arena *arena, struct record_abstract *abstract,
    struct record_section *sections, size_t count, struct span code)
{
	abstract->sections = (struct record_list){ sections, count, count };
	abstract->language = code;
	abstract->text = whole_text(arena, &abstract->sections);
}

/*
 * Labels that one paragraph alone has are words of its text.  Put back, they
 * read as they did.
 */
static void
settle_labels(struct body *body)
{
	struct record_section *first = body->sections.items;
	struct arena *arena = body->dump->arena;

	if (body->sections.count != 1 || first->label.ptr == NULL ||
	    is_capitals(first->label))
		return;
	first->text = arena_print(arena, "%.*s: %.*s", (int)first->label.len,
	    first->label.ptr, (int)first->text.len, first->text.ptr);
	first->label = SPAN_NONE;
}

/* Where the abstract in language `index` ends among the sections. */
static size_t
end_of_language(const struct body *body, size_t index)
{
	size_t count = body->sections.count, shown = body->code_count;

	if (shown > 1 && body->language == 0 && count % shown == 0)
		return (index + 1) * (count / shown);
	return index < body->language ? body->ends[index] : count;
}

static void
take_abstracts(struct body *body)
{
	struct arena *arena = body->dump->arena;
	struct record *record = body->record;
	struct record_section *sections = body->sections.items;
	size_t count = body->sections.count, at = 0;

	if (count == 0)
		return;
	settle_labels(body);
	record->abstract = arena_zeros(arena, 1, sizeof(*record->abstract));
	for (size_t i = 0; at < count; i++) {
		size_t end = end_of_language(body, i);

		if (end > at)
			fill_abstract(arena,
			    at == 0
				? record->abstract
				: record_add(arena, &record->other_abstracts,
				      sizeof(struct record_abstract)),
			    sections + at, end - at,
			    i < MAX_LANGUAGES ? body->codes[i] : SPAN_NONE);
		at = end > at ? end : at;
	}
}

static void
read_abstract(struct body *body)
{
	const struct dump *dump = body->dump;

	if (body->at < body->range.end)
		read_languages(body);
	while (body->at < body->range.end) {
		const struct dump_block *block = &dump->blocks[body->at];

		if (is_keywords(block->text)) {
			read_keywords(body);
		} else if (is_copyright(block->text) &&
			   (body->sections.count > 0 ||
			       body->record->keywords.count > 0)) {
			read_copyright(body);
		} else if (body->record->keywords.count > 0 &&
			   label_length(block, dump->fragments) == 0) {
			read_copyright(body);
		} else {
			add_paragraph(body, block);
			body->at++;
		}
	}
	take_abstracts(body);
}

/* The abstract's blocks; without a heading, from the first long one on. */
static struct dump_range
abstract_range(const struct dump_parts *parts)
{
	const struct dump *dump = parts->dump;
	struct dump_range range = { parts->body, parts->body };

	if (range.first < dump->count &&
	    dump->blocks[range.first].section == DUMP_ABSTRACT) {
		range.first++;
		for (range.end = range.first;
		     range.end < dump->count &&
		     dump->blocks[range.end].section == DUMP_NONE;
		     range.end++)
			continue;
		return range;
	}
	for (size_t i = parts->title.end; i < parts->body; i++)
		if (dump->blocks[i].text.len >= LONG_TEXT &&
		    dump->blocks[i].markers == 0 && !dump->blocks[i].chrome &&
		    i > parts->title.end + 1) {
			range.first = i;
			break;
		}
	return range;
}

/* All of a section, its paragraphs parted by blank lines. */
static struct span
statement(const struct dump *dump, struct dump_range range)
{
	struct buffer out;
	size_t cap = 1;

	if (dump->fragments)
		return dump_parts_whole(dump, range);
	for (size_t i = range.first; i < range.end; i++)
		cap += dump->blocks[i].text.len + 2;
	buffer_init(&out, dump->arena, cap);
	for (size_t i = range.first; i < range.end; i++) {
		if (out.len > 0)
			buffer_add(&out, SPAN("\n\n"));
		buffer_add(&out, dump->blocks[i].text);
	}
	return out.len == 0 ? SPAN_NONE : buffer_text(&out);
}

/* The summary, which the copyright line may follow. */
static void
read_summary(const struct dump_parts *parts, struct record *record)
{
	const struct dump *dump = parts->dump;
	struct dump_range range = dump_parts_section(parts, DUMP_SUMMARY);
	size_t end;

	for (end = range.first; end < range.end; end++)
		if (is_copyright(dump->blocks[end].text))
			break;
	if (end < range.end && record->copyright.ptr == NULL)
		record->copyright = dump_parts_whole(
		    dump, (struct dump_range){ end, range.end });
	range.end = end;
	record->plain_language_summary = statement(dump, range);
}

void
dump_body_read(const struct dump_parts *parts, struct record *record)
{
	struct body body = { .dump = parts->dump,
		.record = record,
		.range = abstract_range(parts) };

	body.at = body.range.first;
	read_abstract(&body);
	read_summary(parts, record);
	record->conflict_of_interest =
	    statement(parts->dump, dump_parts_section(parts, DUMP_CONFLICT));
}
