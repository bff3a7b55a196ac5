/*
 * Names stand in a row, each with the numbers of its institutions behind it;
 * the institutions are a list, each with its number in front.  A link's
 * search term splits a name; without links a name stays whole.
 */
#include "pubmed/dump_people.h"

#include "base/buffer.h"
#include "pubmed/dump_text.h"
#include "pubmed/names.h"

#define MAX_AUTHORS 20000
#define MAX_KEY 4 /* bytes of an institution's number */

/* Ends the list of names, or of institutions? */
static bool
ends_people(const struct dump_block *block)
{
	struct span text = block->text;

	return block->section != DUMP_NONE || block->chrome ||
	       span_starts(text, SPAN("PMID")) ||
	       span_starts(text, SPAN("PMCID")) ||
	       span_starts(text, SPAN("DOI:")) ||
	       span_starts(text, SPAN("doi:")) ||
	       dump_text_find(text, "Contributed equally") < text.len ||
	       dump_text_find(text, "contributed equally") < text.len;
}

/* The search term of a link, or SPAN_NONE. */
static struct span
term_of(struct span url)
{
	size_t at = dump_text_find(url, "term="), end;

	if (at == url.len)
		return SPAN_NONE;
	url = span_from(url, at + 5);
	for (end = 0; end < url.len && url.ptr[end] != '&'; end++)
		continue;
	return span_first(url, end);
}

/* Links write a blank as `_` in some tools. */
static struct span
without_underscores(struct arena *arena, struct span text)
{
	struct span copy = arena_copy(arena, text);
	char *bytes = arena_alloc(arena, text.len + 1);

	for (size_t i = 0; i < text.len; i++)
		bytes[i] = copy.ptr[i] == '_' ? ' ' : copy.ptr[i];
	return (struct span){ bytes, text.len };
}

/* The bytes at the end that are no part of a name. */
static bool
is_key_byte(char c)
{
	return span_is_digit(c) || (c != '\0' && strchr(" ^#*()[]", c) != NULL);
}

/* Cuts the keys off a name. */
static struct span
take_keys(struct arena *arena, struct span name, struct record_author *author)
{
	struct span keys;
	size_t len = name.len, at;

	while (len > 0 && is_key_byte(name.ptr[len - 1]))
		len--;
	keys = span_from(name, len);
	while (keys.len > 0) {
		for (at = 0; at < keys.len && span_is_digit(keys.ptr[at]); at++)
			continue;
		if (at > 0 && at <= MAX_KEY)
			record_add_text(
			    arena, &author->affiliations, span_first(keys, at));
		else if (keys.ptr[0] == '#')
			author->equal_contribution = true;
		keys = span_from(keys, at > 0 ? at : 1);
	}
	return span_trim(span_first(name, len));
}

struct name_link {
	struct span text, url;
};

struct names {
	const struct dump *dump;
	struct buffer text; /* the names as one row */
	struct name_link *links;
	size_t link_count, link_room;
};

static void
add_block(struct names *names, const struct dump_block *block)
{
	if (names->text.len > 0)
		buffer_add(
		    &names->text, block->markers > 0 ? SPAN(", ") : SPAN(" "));
	buffer_add(&names->text, block->text);
	for (size_t i = 0; i < block->link_count; i++) {
		const struct dump_link *link = &block->links[i];
		struct name_link *mine;
		struct span text = span_from(block->text, link->at);

		if (link->image || term_of(link->url).ptr == NULL)
			continue;
		names->links = arena_more(names->dump->arena, names->links,
		    names->link_count, &names->link_room,
		    sizeof(*names->links));
		mine = &names->links[names->link_count++];
		*mine = (struct name_link){
			link->len > 0 ? span_first(text, link->len) : text,
			link->url
		};
	}
}

/* The term of the next link that shows this name. */
static struct span
next_term(const struct names *names, size_t *link, struct span name)
{
	for (size_t i = *link; i < names->link_count && i < *link + 4; i++)
		if (span_starts(names->links[i].text, name)) {
			*link = i + 1;
			return term_of(names->links[i].url);
		}
	return SPAN_NONE;
}

static bool
is_name(struct span name)
{
	bool letter = false;

	for (size_t i = 0; i < name.len; i++)
		letter |= span_is_alpha(name.ptr[i]) ||
			  (unsigned char)name.ptr[i] >= 0x80;
	return letter && name.len < 300 && !span_equal(name, SPAN("et al")) &&
	       !span_equal(name, SPAN("et al."));
}

static void
add_author(struct names *names, struct span piece, size_t *link,
    struct record_list *list)
{
	struct arena *arena = names->dump->arena;
	struct record_author parsed = { .name = SPAN_NONE }, *author;
	struct span name;
	size_t cut = dump_text_find(piece, " et al");

	name = take_keys(arena, span_trim(span_first(piece, cut)), &parsed);
	while (name.len > 0 && (name.ptr[0] == ',' || name.ptr[0] == ';'))
		name = span_trim(span_from(name, 1));
	if (span_starts(name, SPAN("and ")))
		name = span_trim(span_from(name, 4));
	if (!is_name(name) || list->count >= MAX_AUTHORS)
		return;
	author = record_add(arena, list, sizeof(*author));
	*author = parsed;
	names_split(arena,
	    names->link_count == 0 ? without_underscores(arena, name) : name,
	    next_term(names, link, name), author);
}

/* The authors in a run of blocks. */
static void
read_names(
    const struct dump *dump, struct dump_range range, struct record_list *list)
{
	struct names names = { .dump = dump };
	struct span rest;
	size_t at, link = 0, cap = 16;

	for (size_t i = range.first; i < range.end; i++)
		cap += dump->blocks[i].text.len + 2;
	buffer_init(&names.text, dump->arena, cap);
	for (size_t i = range.first; i < range.end; i++)
		add_block(&names, &dump->blocks[i]);
	rest = buffer_text(&names.text);
	while (rest.len > 0) {
		for (at = 0; at < rest.len && rest.ptr[at] != ',' &&
			     rest.ptr[at] != ';';
		     at++)
			continue;
		add_author(&names, span_first(rest, at), &link, list);
		rest = span_from(rest, at + 1);
	}
}

/* From `first` on, the blocks that may be names. */
static struct dump_range
names_range(const struct dump *dump, size_t first, size_t end)
{
	struct dump_range range = { first, first };

	while (range.end < end && !ends_people(&dump->blocks[range.end]))
		range.end++;
	return range;
}

/* Behind "[Article in Italian]", which may be several blocks. */
static size_t
skip_note(const struct dump *dump, size_t first, size_t end)
{
	if (first >= end ||
	    !span_starts(dump->blocks[first].text, SPAN("[Article in")))
		return first;
	for (size_t i = first; i < end && i < first + 12; i++)
		if (span_ends(dump->blocks[i].text, SPAN("]")))
			return i + 1;
	return first + 1;
}

static void
read_authors(const struct dump_parts *parts, struct record *record)
{
	const struct dump *dump = parts->dump;
	size_t first = skip_note(dump, parts->full.first, parts->full.end);

	read_names(
	    dump, names_range(dump, first, parts->full.end), &record->authors);
	if (record->authors.count > 0)
		return;
	for (size_t i = parts->title.end; i < parts->body; i++)
		if (dump->blocks[i].section == DUMP_AUTHORS) {
			read_names(dump, names_range(dump, i + 1, parts->body),
			    &record->authors);
			return;
		}
}

/* "12 Department of …": the bytes of the number and what parts it. */
static size_t
key_length(struct span text, struct span *key)
{
	size_t at = 0, begin;

	while (at < text.len && (text.ptr[at] == '^' || text.ptr[at] == '['))
		at++;
	begin = at;
	while (at < text.len && span_is_digit(text.ptr[at]))
		at++;
	if (at == begin || at - begin > MAX_KEY)
		return 0;
	*key = (struct span){ text.ptr + begin, at - begin };
	while (at < text.len && text.ptr[at] == ']')
		at++;
	return at == text.len || text.ptr[at] == ' ' ? at : 0;
}

static int
number_of(struct span digits)
{
	int number = 0;

	for (size_t i = 0; i < digits.len; i++)
		number = number * 10 + (digits.ptr[i] - '0');
	return number;
}

/* Reads institutions, an item a block or a number's line and its text. */
static void
read_affiliations(
    const struct dump *dump, struct dump_range range, struct record *record)
{
	struct arena *arena = dump->arena;
	struct record_affiliation *item = NULL;
	int last = 0;

	for (size_t i = range.first; i < range.end; i++) {
		const struct dump_block *block = &dump->blocks[i];
		struct span text = block->text, key = SPAN("");
		size_t len = key_length(text, &key);

		if (ends_people(block) || dump_rules_type(text).ptr != NULL)
			break;
		if (len > 0 && number_of(key) != last + 1)
			len = 0;
		if (item != NULL && len == 0 && block->markers == 0 &&
		    (last > 0 || dump->fragments)) {
			item->text = dump_parts_pair(dump, item->text, text);
			continue;
		}
		item = record_add(arena, &record->affiliations, sizeof(*item));
		item->key = len > 0 ? key : SPAN("");
		item->text = span_trim(span_from(text, len));
		if (len > 0)
			last = number_of(key);
	}
}

/* The button beside the heading. */
static bool
has_expand(const struct dump_block *block)
{
	return span_equal(block->text, SPAN("Expand")) ||
	       span_equal(block->text, SPAN("Collapse"));
}

static void
find_affiliations(const struct dump_parts *parts, struct record *record)
{
	const struct dump *dump = parts->dump;

	for (size_t i = parts->title.end; i < parts->body; i++) {
		size_t end =
		    i < parts->full.end ? parts->full.end : parts->body;
		if (dump->blocks[i].section != DUMP_AFFILIATIONS ||
		    i + 1 >= end ||
		    dump->blocks[i + 1].section == DUMP_AFFILIATIONS)
			continue;
		i++;
		while (i < end && has_expand(&dump->blocks[i]))
			i++;
		if (i < end && dump->blocks[i].section != DUMP_NONE) {
			i--;
			continue;
		}
		read_affiliations(dump, (struct dump_range){ i, end }, record);
		if (record->affiliations.count > 0)
			return;
	}
}

void
dump_people_read(const struct dump_parts *parts, struct span first, bool more,
    struct record *record)
{
	struct arena *arena = parts->dump->arena;
	struct record_author *author;

	read_authors(parts, record);
	find_affiliations(parts, record);
	if (record->authors.count > 0 || first.ptr == NULL)
		return;
	author = record_add(arena, &record->authors, sizeof(*author));
	names_split(arena, first, SPAN_NONE, author);
	if (more)
		record_warn(arena, record, "truncated-list",
		    SPAN("the text names the first author alone"));
}
