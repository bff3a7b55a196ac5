/*
 * From the tree to the order of reading.  The walk keeps two stacks: frames
 * are elements that are open and mean something, blocks are what was opened
 * in the flow.  They differ where the tree is loose: text beside the items of
 * a list gets an item of its own, an item without a list a list.
 *
 * What a page looks like is not known here, only what its elements say.
 */
#include "output/flow.h"

#include "html/address.h"
#include "html/text.h"
#include "output/letter.h"

#define LONG_CELL 1500 /* bytes of text: no cell of a table to be read */
#define SPANS 1000     /* columns or rows that a cell may take */

/* What an element means. */
enum role {
	ROLE_NONE,
	ROLE_HIDDEN,
	ROLE_BREAK,
	ROLE_IMAGE,
	ROLE_LINK,
	ROLE_FORMAT, /* the value is the format */
	ROLE_QUOTED,
	ROLE_RUBY,
	ROLE_SPAN,
	/* From here on a heading cannot hold it. */
	ROLE_RULE,
	ROLE_CODE,
	ROLE_HEADING, /* the value is the level */
	ROLE_SUMMARY,
	ROLE_BLOCK /* the value is the kind */
};

struct role_of {
	const char *name;
	uint8_t role;
	uint8_t value;
};

static const struct role_of roles[] = {
	{ "head", ROLE_HIDDEN, 0 },
	{ "title", ROLE_HIDDEN, 0 },
	{ "iframe", ROLE_HIDDEN, 0 },
	{ "noframes", ROLE_HIDDEN, 0 },
	{ "noembed", ROLE_HIDDEN, 0 },
	{ "audio", ROLE_HIDDEN, 0 },
	{ "video", ROLE_HIDDEN, 0 },
	{ "canvas", ROLE_HIDDEN, 0 },
	{ "datalist", ROLE_HIDDEN, 0 },
	{ "rp", ROLE_HIDDEN, 0 },
	{ "br", ROLE_BREAK, 0 },
	{ "img", ROLE_IMAGE, 0 },
	{ "a", ROLE_LINK, 0 },
	{ "b", ROLE_FORMAT, FLOW_STRONG },
	{ "strong", ROLE_FORMAT, FLOW_STRONG },
	{ "i", ROLE_FORMAT, FLOW_EMPHASIS },
	{ "em", ROLE_FORMAT, FLOW_EMPHASIS },
	{ "cite", ROLE_FORMAT, FLOW_EMPHASIS },
	{ "dfn", ROLE_FORMAT, FLOW_EMPHASIS },
	{ "var", ROLE_FORMAT, FLOW_EMPHASIS },
	{ "del", ROLE_FORMAT, FLOW_DELETED },
	{ "s", ROLE_FORMAT, FLOW_DELETED },
	{ "strike", ROLE_FORMAT, FLOW_DELETED },
	{ "ins", ROLE_FORMAT, FLOW_INSERTED },
	{ "mark", ROLE_FORMAT, FLOW_MARKED },
	{ "sub", ROLE_FORMAT, FLOW_SUB },
	{ "sup", ROLE_FORMAT, FLOW_SUP },
	{ "code", ROLE_FORMAT, FLOW_LITERAL },
	{ "kbd", ROLE_FORMAT, FLOW_LITERAL },
	{ "samp", ROLE_FORMAT, FLOW_LITERAL },
	{ "tt", ROLE_FORMAT, FLOW_LITERAL },
	{ "q", ROLE_QUOTED, 0 },
	{ "rt", ROLE_RUBY, 0 },
	{ "span", ROLE_SPAN, 0 },
	{ "hr", ROLE_RULE, 0 },
	{ "pre", ROLE_CODE, 0 },
	{ "listing", ROLE_CODE, 0 },
	{ "xmp", ROLE_CODE, 0 },
	{ "h1", ROLE_HEADING, 1 },
	{ "h2", ROLE_HEADING, 2 },
	{ "h3", ROLE_HEADING, 3 },
	{ "h4", ROLE_HEADING, 4 },
	{ "h5", ROLE_HEADING, 5 },
	{ "h6", ROLE_HEADING, 6 },
	{ "summary", ROLE_SUMMARY, 0 },
	{ "ul", ROLE_BLOCK, FLOW_LIST },
	{ "ol", ROLE_BLOCK, FLOW_LIST },
	{ "menu", ROLE_BLOCK, FLOW_LIST },
	{ "dir", ROLE_BLOCK, FLOW_LIST },
	{ "li", ROLE_BLOCK, FLOW_ITEM },
	{ "dl", ROLE_BLOCK, FLOW_DEFINITIONS },
	{ "dt", ROLE_BLOCK, FLOW_TERM },
	{ "dd", ROLE_BLOCK, FLOW_DEFINITION },
	{ "blockquote", ROLE_BLOCK, FLOW_QUOTE },
	{ "table", ROLE_BLOCK, FLOW_TABLE },
	{ "caption", ROLE_BLOCK, FLOW_CAPTION },
	{ "tr", ROLE_BLOCK, FLOW_ROW },
	{ "td", ROLE_BLOCK, FLOW_CELL },
	{ "th", ROLE_BLOCK, FLOW_CELL },
	{ "figure", ROLE_BLOCK, FLOW_FIGURE },
	{ "figcaption", ROLE_BLOCK, FLOW_FIGCAPTION },
	{ "details", ROLE_BLOCK, FLOW_DETAILS },
};

#define TAGS 512 /* more than there are numbers of tags */

/* An element that is open. */
struct frame {
	uint32_t end;     /* the node behind it */
	uint32_t blocks;  /* how many were open before it */
	uint32_t link;    /* as before it */
	uint64_t formats; /* as before it */
	uint8_t role;     /* ROLE_NONE: a block without a meaning */
	uint32_t item;    /* the block that it opened, or DOM_NONE */
};

/* A block that is open. */
struct block {
	uint32_t item;
	uint8_t kind;
	bool implied; /* no element stands for it */
	bool lazy;    /* its element has ended; it may get more of its kind */
	bool content;
	bool loose;   /* a list: an item holds more than FLOW_TIGHT says */
	bool complex; /* a table: a cell holds more than FLOW_SIMPLE says */
	bool nested;  /* a table: a cell holds a table */
	bool header;  /* a table: there is a header cell or a caption */
	uint32_t paragraphs, others; /* how many blocks it holds; lists apart */
	uint32_t lists;
	uint32_t rows, cells; /* a table; cells with content */
	uint32_t columns;     /* a row: so far; a table: at most */
	uint32_t next;        /* a list: the number of its next item */
	uint32_t part;  /* a table: its last row or cell, by `link` back */
	uint32_t table; /* the block of the table around, or DOM_NONE */
	size_t bytes;   /* of text that stood before it */
};

struct walk {
	struct arena *arena;
	const struct document *document;
	const struct dom *dom;
	enum flow_images images;
	struct flow flow;
	size_t room;
	struct frame *frames;
	size_t frame_count, frame_room;
	struct block *blocks;
	size_t block_count, block_room;
	uint32_t at;     /* the node that is looked at */
	uint32_t leaf;   /* the open block of runs, or DOM_NONE */
	uint8_t owner;   /* the kind of leaf that the element around is for:
	                      FLOW_HEADING, FLOW_SUMMARY; else paragraphs */
	uint8_t level;   /* of that heading */
	bool anew;       /* code begins with the next run */
	bool space;      /* one is due before the next run */
	bool apart;      /* the same before a word: a label has ended */
	unsigned breaks; /* line breaks, as well */
	uint64_t formats;
	uint32_t link;
	size_t bytes;       /* of text so far */
	uint8_t tags[TAGS]; /* the place in `roles`, from 1 */
};

static void
read_roles(struct walk *walk)
{
	uint16_t tag;

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		tag = dom_tag(span_of(roles[i].name));
		if (tag < TAGS)
			walk->tags[tag] = (uint8_t)(i + 1);
	}
}

static struct role_of
role_of(const struct walk *walk, uint32_t node)
{
	static const struct role_of none = { "", ROLE_NONE, 0 };
	const uint16_t tag = walk->dom->nodes[node].tag;

	return tag < TAGS && walk->tags[tag] > 0 ? roles[walk->tags[tag] - 1]
						 : none;
}

static struct span
attribute(const struct walk *walk, struct span name)
{
	return dom_attribute(walk->dom, walk->at, name);
}

/* The number at the beginning of an attribute, at most `most`. */
static uint32_t
number(
    const struct walk *walk, struct span name, uint32_t without, uint32_t most)
{
	struct span text = attribute(walk, name);
	uint64_t value = 0;
	size_t at = 0;

	while (at < text.len && span_is_space(text.ptr[at]))
		at++;
	if (at == text.len || !span_is_digit(text.ptr[at]))
		return without;
	for (; at < text.len && span_is_digit(text.ptr[at]); at++)
		if (value <= most)
			value = value * 10 + (uint64_t)(text.ptr[at] - '0');
	return value < most ? (uint32_t)value : most;
}

static struct flow_item *
add_item(struct walk *walk, enum flow_kind kind)
{
	struct flow *flow = &walk->flow;
	struct flow_item *item;

	flow->items = arena_more(walk->arena, flow->items, flow->count,
	    &walk->room, sizeof(*flow->items));
	item = &flow->items[flow->count++];
	*item = (struct flow_item){ .kind = (uint8_t)kind,
		.node = walk->at,
		.link = DOM_NONE,
		.columns = 1,
		.rows = 1 };
	return item;
}

static void
add_end(struct walk *walk, uint32_t start)
{
	struct flow_item *item =
	    add_item(walk, (enum flow_kind)walk->flow.items[start].kind);
	const uint32_t end = walk->flow.count - 1;

	item->flags = FLOW_CLOSE | walk->flow.items[start].flags;
	item->level = walk->flow.items[start].level;
	item->other = start;
	walk->flow.items[start].other = end;
}

/* --- blocks ------------------------------------------------------------ */

static struct block *
top(struct walk *walk)
{
	return &walk->blocks[walk->block_count - 1];
}

static void
close_leaf(struct walk *walk)
{
	if (walk->leaf != DOM_NONE)
		add_end(walk, walk->leaf);
	walk->leaf = DOM_NONE;
	walk->space = false;
	walk->apart = false;
	walk->breaks = 0;
}

/* The parts of a table get a flag, or are made groups. */
static void
settle_parts(
    struct walk *walk, const struct block *table, bool is_data, uint8_t flags)
{
	struct flow_item *items = walk->flow.items;
	uint32_t part = table->part, before;

	for (; part != DOM_NONE; part = before) {
		before = items[part].link;
		items[part].link = DOM_NONE;
		items[part].flags |= flags;
		items[items[part].other].flags |= flags;
		if (is_data)
			continue;
		items[part].kind = FLOW_GROUP;
		items[items[part].other].kind = FLOW_GROUP;
	}
}

/* Is it a table to be read, or one that only puts things in their place? */
static bool
is_data(const struct walk *walk, const struct block *table)
{
	const struct flow_item *item = &walk->flow.items[table->item];
	struct span role = dom_attribute(walk->dom, item->node, SPAN("role"));

	if (table->nested || table->cells < 2 ||
	    span_equal_nocase(role, SPAN("presentation")) ||
	    span_equal_nocase(role, SPAN("none")))
		return false;
	return table->header || (table->rows >= 2 && table->columns >= 2);
}

static void
settle_table(struct walk *walk, struct block *table)
{
	struct flow_item *item = &walk->flow.items[table->item];
	const bool data = is_data(walk, table);
	uint8_t flags = 0;

	if (!data)
		item->kind = FLOW_GROUP;
	if (data && !table->complex && table->columns <= FLOW_COLUMNS)
		flags = FLOW_SIMPLE;
	item->flags |= flags;
	item->columns =
	    (uint16_t)(table->columns > SPANS ? SPANS : table->columns);
	settle_parts(walk, table, data, flags);
}

/* A row or cell is entered among the parts of its table. */
static void
add_part(struct walk *walk, struct block *table, uint32_t item)
{
	walk->flow.items[item].link = table->part;
	table->part = item;
}

static void
settle_cell(struct walk *walk, const struct block *cell)
{
	struct block *row = top(walk);
	struct block *table = row - 1;

	row->columns += walk->flow.items[cell->item].columns;
	if (row->columns > SPANS)
		row->columns = SPANS + 1;
	if (row->columns > table->columns)
		table->columns = row->columns;
	table->cells += cell->content;
	table->complex |= cell->others > 0 || cell->lists > 0 ||
			  walk->bytes - cell->bytes > LONG_CELL;
	if ((walk->flow.items[cell->item].flags & FLOW_HEADER) != 0)
		table->header |= cell->content;
}

/* What is known about a block only at its end. */
static void
settle(struct walk *walk, struct block *block)
{
	struct flow_item *item = &walk->flow.items[block->item];
	struct block *up = walk->block_count > 0 ? top(walk) : NULL;

	if (block->kind == FLOW_CELL)
		settle_cell(walk, block);
	if (block->kind == FLOW_ROW)
		up->rows++;
	if (block->kind == FLOW_CAPTION)
		up->header = true;
	if (block->kind == FLOW_ITEM)
		up->loose |= block->others > 0 || block->paragraphs > 1;
	if (block->kind == FLOW_LIST && !block->loose)
		item->flags |= FLOW_TIGHT;
	if (block->kind == FLOW_TABLE)
		settle_table(walk, block);
	if (block->paragraphs == 1 && block->others == 0 &&
	    walk->flow.items[block->item + 1].kind == FLOW_PARAGRAPH)
		walk->flow.items[block->item + 1].flags |= FLOW_ALONE;
}

/* The block around is told of a block in it. */
static void
count_child(struct walk *walk, uint8_t kind)
{
	struct block *up;

	if (walk->block_count == 0)
		return;
	up = top(walk);
	up->content = true;
	if (kind == FLOW_LIST)
		up->lists++;
	else if (kind == FLOW_PARAGRAPH && up->lists == 0)
		up->paragraphs++;
	else
		up->others++;
}

/* A line at the end of a cell draws the table; it parts nothing. */
static void
drop_last_rule(struct walk *walk)
{
	struct flow *flow = &walk->flow;

	if (top(walk)->kind != FLOW_CELL || flow->count == 0 ||
	    flow->items[flow->count - 1].kind != FLOW_RULE)
		return;
	flow->count--;
	top(walk)->others--;
}

static void
close_block(struct walk *walk)
{
	struct block block;

	close_leaf(walk);
	drop_last_rule(walk);
	block = *top(walk);
	walk->block_count--;
	if (!block.content && block.kind != FLOW_CELL) {
		if (block.kind == FLOW_ROW || block.kind == FLOW_CAPTION)
			top(walk)->part = walk->flow.items[block.item].link;
		if (block.kind == FLOW_ITEM)
			top(walk)->next--;
		walk->flow.count = block.item;
		return;
	}
	if (block.kind == FLOW_CELL || block.kind == FLOW_ROW)
		add_end(walk, block.item);
	if (block.content)
		count_child(walk, block.kind);
	settle(walk, &block);
	if (block.kind == FLOW_TABLE && block.table != DOM_NONE)
		walk->blocks[block.table].nested = true;
	if (block.kind != FLOW_CELL && block.kind != FLOW_ROW)
		add_end(walk, block.item);
}

static void
close_blocks(struct walk *walk, size_t down_to)
{
	close_leaf(walk);
	while (walk->block_count > down_to)
		close_block(walk);
}

static struct block *
push_block(struct walk *walk, enum flow_kind kind)
{
	struct block *block;
	uint32_t item;

	close_leaf(walk);
	add_item(walk, kind);
	item = walk->flow.count - 1;
	walk->blocks = arena_more(walk->arena, walk->blocks, walk->block_count,
	    &walk->block_room, sizeof(*walk->blocks));
	block = &walk->blocks[walk->block_count++];
	*block = (struct block){ .item = item,
		.kind = (uint8_t)kind,
		.next = 1,
		.table = DOM_NONE,
		.part = DOM_NONE,
		.bytes = walk->bytes };
	if (walk->block_count > 1)
		block->table = (block - 1)->kind == FLOW_TABLE
				   ? (uint32_t)walk->block_count - 2
				   : (block - 1)->table;
	if (kind == FLOW_ROW || kind == FLOW_CAPTION)
		add_part(walk, block - 1, item);
	if (kind == FLOW_CELL)
		add_part(walk, block - 2, item);
	if (kind == FLOW_ITEM) {
		walk->flow.items[item].number = (block - 1)->next++;
		walk->flow.items[item].flags =
		    walk->flow.items[(block - 1)->item].flags & FLOW_ORDERED;
	}
	return block;
}

static bool
is_definition(enum flow_kind kind)
{
	return kind == FLOW_TERM || kind == FLOW_DEFINITION;
}

/* Does what is open end where a block of that kind begins? */
static bool
gives_way(const struct block *block, enum flow_kind kind)
{
	const enum flow_kind own = (enum flow_kind)block->kind;

	if (block->lazy && own == FLOW_ITEM)
		return kind != FLOW_LIST;
	if (block->lazy && own == FLOW_LIST)
		return kind != FLOW_ITEM;
	if (block->lazy && own == FLOW_DEFINITIONS)
		return !is_definition(kind);
	/* A term is a line: what is more belongs to its definition. */
	if (own == FLOW_TERM)
		return kind != FLOW_PARAGRAPH;
	if (!block->implied)
		return false;
	if (own == FLOW_CELL || own == FLOW_ROW)
		return kind == FLOW_ROW || kind == FLOW_CELL;
	return (own == FLOW_ITEM && kind == FLOW_ITEM) ||
	       (own == FLOW_DEFINITION && is_definition(kind));
}

/* The block that must stand between `own` and a block of that kind; or
   FLOW_TEXT: none. */
static enum flow_kind
missing(enum flow_kind own, enum flow_kind kind)
{
	switch (own) {
	case FLOW_LIST:
		return kind == FLOW_ITEM ? FLOW_TEXT : FLOW_ITEM;
	case FLOW_DEFINITIONS:
		return is_definition(kind) ? FLOW_TEXT : FLOW_DEFINITION;
	case FLOW_TABLE:
		return kind == FLOW_ROW || kind == FLOW_CAPTION ? FLOW_TEXT
								: FLOW_ROW;
	case FLOW_ROW:
		return kind == FLOW_CELL ? FLOW_TEXT : FLOW_CELL;
	default:
		if (kind == FLOW_ITEM)
			return FLOW_LIST;
		return is_definition(kind) ? FLOW_DEFINITIONS : FLOW_TEXT;
	}
}

/* Closes and opens what must be so that a block of that kind can stand. */
static void
make_place(struct walk *walk, enum flow_kind kind)
{
	enum flow_kind between;
	struct block *block;

	for (;;) {
		while (walk->block_count > 0 && gives_way(top(walk), kind))
			close_block(walk);
		between = missing(walk->block_count > 0
				      ? (enum flow_kind)top(walk)->kind
				      : FLOW_GROUP,
		    kind);
		if (between == FLOW_TEXT)
			return;
		block = push_block(walk, between);
		block->implied = true;
		block->lazy =
		    between == FLOW_LIST || between == FLOW_DEFINITIONS;
	}
}

/* Can a block of that kind be opened here, and not just its content? */
static bool
has_place(struct walk *walk, enum flow_kind kind)
{
	const struct block *block;
	size_t count = walk->block_count;

	while (count > 0 && gives_way(&walk->blocks[count - 1], kind))
		count--;
	block = count > 0 ? &walk->blocks[count - 1] : NULL;
	switch (kind) {
	case FLOW_CAPTION:
		return block != NULL && block->kind == FLOW_TABLE &&
		       !block->content;
	case FLOW_ROW:
		return block != NULL && block->kind == FLOW_TABLE;
	case FLOW_CELL:
		return block != NULL &&
		       (block->kind == FLOW_TABLE || block->kind == FLOW_ROW);
	case FLOW_FIGCAPTION:
		return block != NULL && block->kind == FLOW_FIGURE;
	case FLOW_TABLE:
		return block == NULL || block->kind != FLOW_CAPTION;
	default:
		return true;
	}
}

/* --- runs -------------------------------------------------------------- */

/* Where a block begins or ends that means nothing else. */
static void
part(struct walk *walk)
{
	if (walk->owner == FLOW_PARAGRAPH)
		close_leaf(walk);
	else
		walk->space = true;
}

static struct flow_item *
add_run(struct walk *walk, enum flow_kind kind)
{
	struct flow_item *item;
	uint16_t flags = walk->space ? FLOW_SPACE : 0;

	if (walk->breaks > 1 && walk->owner == FLOW_PARAGRAPH)
		close_leaf(walk);
	if (walk->breaks > 0)
		flags = FLOW_BREAK;
	if (walk->leaf == DOM_NONE) {
		make_place(walk, FLOW_PARAGRAPH);
		count_child(walk, walk->owner);
		add_item(walk, (enum flow_kind)walk->owner)->level =
		    walk->level;
		walk->leaf = walk->flow.count - 1;
		flags = 0;
	}
	if (walk->anew && flags != 0)
		flags |= FLOW_ANEW;
	walk->anew = false;
	walk->space = false;
	walk->breaks = 0;
	item = add_item(walk, kind);
	item->flags = flags;
	item->formats = walk->formats;
	item->link = walk->link;
	return item;
}

static void
add_sign(struct walk *walk, struct span sign)
{
	add_run(walk, FLOW_TEXT)->text = sign;
}

/* How many bytes at `at` count as white space: U+00A0 does. */
static size_t
space_len(struct span text, size_t at)
{
	if (span_is_space(text.ptr[at]))
		return 1;
	return text.ptr[at] == '\xc2' && at + 1 < text.len &&
		       text.ptr[at + 1] == '\xa0'
		   ? 2
		   : 0;
}

/* White space becomes single spaces; there is none at the ends. */
static struct span
fold(struct arena *arena, struct span text)
{
	char *bytes = arena_alloc(arena, text.len + 1);
	size_t len = 0, at = 0, blank;

	while (at < text.len) {
		blank = space_len(text, at);
		if (blank == 0)
			bytes[len++] = text.ptr[at++];
		else if (len > 0 && bytes[len - 1] != ' ')
			bytes[len++] = ' ';
		at += blank;
	}
	arena_resize(arena, bytes, text.len + 1, len + 1);
	return (struct span){ bytes, len };
}

/* Does white space stand in it otherwise than as single spaces? */
static bool
is_loose(struct span text)
{
	for (size_t at = 0; at < text.len; at++) {
		const char c = text.ptr[at];

		if ((unsigned char)c > ' ' && c != '\xc2')
			continue;
		if (c == ' '
			? text.ptr[at + 1] == ' ' || space_len(text, at + 1) > 0
			: space_len(text, at) > 0)
			return true;
	}
	return false;
}

static const struct span mark = { "\xef\xbb\xbf", 3 }; /* U+FEFF */

static bool
begins_word(struct span text)
{
	size_t len;
	const uint32_t letter = letter_first(text, &len);

	return !letter_is_space(letter) && !letter_is_sign(letter, true);
}

static void
add_text(struct walk *walk, struct span text)
{
	bool space = false;

	for (size_t len = 1; text.len > 0 && len > 0;) {
		len = space_len(text, 0);
		walk->space |= len > 0;
		if (len == 0 && span_starts(text, mark))
			len = mark.len;
		text = span_from(text, len);
	}
	for (;;) {
		if (text.len > 0 && span_is_space(text.ptr[text.len - 1]))
			text.len--, space = true;
		else if (span_ends(text, SPAN("\xc2\xa0")))
			text.len -= 2, space = true;
		else if (span_ends(text, mark))
			text.len -= mark.len;
		else
			break;
	}
	if (text.len == 0) {
		walk->space |= space;
		return;
	}
	if (walk->apart && begins_word(text))
		walk->space = true;
	walk->apart = false;
	walk->bytes += text.len;
	add_run(walk, FLOW_TEXT)->text =
	    is_loose(text) ? fold(walk->arena, text) : text;
	walk->space = space;
}

/* The formats with one more; FLOW_LITERAL stays the innermost. */
static uint64_t
with_format(uint64_t formats, enum flow_format format)
{
	unsigned count = 0;
	enum flow_format last = (enum flow_format)0, at;

	while ((at = flow_format_at(formats, count)) != 0) {
		if (at == format)
			return formats;
		last = at;
		count++;
	}
	if (last != FLOW_LITERAL)
		return formats | (uint64_t)format << (4 * count);
	formats &= ~((uint64_t)15 << (4 * (count - 1)));
	return formats | (uint64_t)format << (4 * (count - 1)) |
	       (uint64_t)FLOW_LITERAL << (4 * count);
}

static void
enter_link(struct walk *walk)
{
	struct span address = attribute(walk, SPAN("href"));

	while (address.len > 0 && span_is_space(address.ptr[0]))
		address = span_from(address, 1);
	if (address.len == 0 || span_equal(address, SPAN("#")) ||
	    walk->link != DOM_NONE || !address_is_safe(address, false))
		return;
	walk->link = walk->at;
	walk->formats = with_format(walk->formats, FLOW_LINK);
}

/* --- images ------------------------------------------------------------ */

static bool
is_inside(struct span address)
{
	return span_equal_nocase(span_first(address, 5), SPAN("data:"));
}

/* The address of an image: pages that load late keep it somewhere else. */
static struct span
image_address(const struct walk *walk)
{
	static const char *const names[] = { "src", "data-src", "data-lazy-src",
		"data-original" };
	struct span inside = SPAN_NONE, address;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		address = attribute(walk, span_of(names[i]));
		while (address.len > 0 && span_is_space(address.ptr[0]))
			address = span_from(address, 1);
		if (address.len == 0 || !address_is_safe(address, true))
			continue;
		if (!is_inside(address))
			return address;
		if (i == 0)
			inside = address;
	}
	return walk->images == FLOW_ALL_IMAGES ? inside : SPAN_NONE;
}

/* Does it count visits or keep a distance, so that nobody looks at it? */
static bool
is_spacer(const struct walk *walk)
{
	struct span alt = attribute(walk, SPAN("alt"));
	const uint32_t width = number(walk, SPAN("width"), 1000, 1000);
	const uint32_t height = number(walk, SPAN("height"), 1000, 1000);
	const uint32_t least = width < height ? width : height;

	return least <= 2 || (span_trim(alt).len == 0 && least <= 16);
}

static void
add_image(struct walk *walk)
{
	struct span address;
	struct flow_item *item;

	if (walk->images == FLOW_NO_IMAGES || is_spacer(walk))
		return;
	address = image_address(walk);
	if (address.len == 0)
		return;
	item = add_run(walk, FLOW_IMAGE);
	item->text = address;
	item->formats = walk->link == DOM_NONE ? 0 : FLOW_LINK;
}

/* --- code -------------------------------------------------------------- */

static bool
is_left_out(const struct walk *walk, uint32_t node)
{
	const struct dom_node *at = &walk->dom->nodes[node];
	const uint8_t *marks = walk->document->marks;

	if ((at->flags & DOM_HIDDEN) != 0 ||
	    (marks != NULL && marks[node] != 0))
		return true;
	return (at->flags & DOM_TEXT) == 0 &&
	       role_of(walk, node).role == ROLE_HIDDEN;
}

/* Behind `at`, does a block end that stands in `from`? */
static bool
ends_block(const struct dom *dom, uint32_t at, uint32_t from)
{
	for (uint32_t up = dom->nodes[at].parent;
	     up != from && dom->nodes[up].end == at + 1;
	     up = dom->nodes[up].parent)
		if ((dom->nodes[up].flags & DOM_BLOCK) != 0)
			return true;
	return false;
}

/* The lines of a `pre`: each block in it begins and ends a line. */
static size_t
copy_lines(const struct walk *walk, char *to)
{
	const struct dom *dom = walk->dom;
	size_t len = 0;
	bool line = false;

	for (uint32_t at = walk->at + 1; at < dom->nodes[walk->at].end;) {
		const struct dom_node *node = &dom->nodes[at];

		if (is_left_out(walk, at)) {
			at = node->end;
			continue;
		}
		if ((node->flags & DOM_BREAK) != 0) {
			if (line && len > 0 && to[len - 1] != '\n')
				to[len++] = '\n';
			to[len++] = '\n';
			line = false;
		}
		line |= (node->flags & DOM_BLOCK) != 0;
		if ((node->flags & DOM_TEXT) != 0 && node->text.len > 0) {
			if (line && len > 0 && to[len - 1] != '\n')
				to[len++] = '\n';
			memcpy(to + len, node->text.ptr, node->text.len);
			len += node->text.len;
			line = ends_block(dom, at, walk->at);
		}
		at++;
	}
	return len;
}

/* Without lines of white space alone at the ends, or such at its end. */
static struct span
trim_lines(struct span text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len && span_is_space(text.ptr[i]); i++)
		if (text.ptr[i] == '\n')
			from = i + 1;
	while (text.len > from && span_is_space(text.ptr[text.len - 1]))
		text.len--;
	return span_from(text, from);
}

static void
add_code(struct walk *walk)
{
	const struct dom_node *nodes = walk->dom->nodes;
	const uint32_t end = nodes[walk->at].end;
	struct span text;
	size_t room = 1;
	char *bytes;

	for (uint32_t at = walk->at; at < end; at++)
		room += nodes[at].flags & DOM_TEXT ? nodes[at].text.len + 1 : 2;
	bytes = arena_alloc(walk->arena, room);
	text = trim_lines((struct span){ bytes, copy_lines(walk, bytes) });
	if (text.len > 0) {
		walk->bytes += text.len;
		close_leaf(walk);
		make_place(walk, FLOW_CODE);
		count_child(walk, FLOW_CODE);
		add_item(walk, FLOW_CODE);
		walk->leaf = walk->flow.count - 1;
		add_item(walk, FLOW_TEXT)->text = text;
		close_leaf(walk);
	}
}

/* --- the walk ---------------------------------------------------------- */

static struct frame *
push_frame(struct walk *walk, uint8_t role)
{
	struct frame *frame;

	walk->frames = arena_more(walk->arena, walk->frames, walk->frame_count,
	    &walk->frame_room, sizeof(*walk->frames));
	frame = &walk->frames[walk->frame_count++];
	*frame = (struct frame){ .end = walk->dom->nodes[walk->at].end,
		.blocks = (uint32_t)walk->block_count,
		.link = walk->link,
		.formats = walk->formats,
		.item = DOM_NONE,
		.role = role };
	return frame;
}

static void
leave(struct walk *walk)
{
	const struct frame frame = walk->frames[--walk->frame_count];
	const bool space = walk->space;

	if ((frame.role == ROLE_QUOTED || frame.role == ROLE_RUBY) &&
	    walk->leaf != DOM_NONE) {
		walk->space = false;
		add_sign(walk, frame.role == ROLE_RUBY ? SPAN(")") : SPAN("”"));
		walk->space = space;
	}
	walk->apart |= frame.role == ROLE_SPAN && walk->leaf != DOM_NONE;
	walk->formats = frame.formats;
	walk->link = frame.link;
	if (frame.role == ROLE_HEADING || frame.role == ROLE_SUMMARY) {
		close_leaf(walk);
		walk->owner = FLOW_PARAGRAPH;
		walk->level = 0;
	}
	if (frame.role < ROLE_RULE && frame.role != ROLE_NONE)
		return;
	part(walk);
	if (frame.item == DOM_NONE) {
		if (walk->block_count > frame.blocks)
			close_blocks(walk, frame.blocks);
		return;
	}
	close_blocks(walk, frame.blocks + 1);
	/* A term may have ended before its element does. */
	if (walk->block_count <= frame.blocks || top(walk)->item != frame.item)
		return;
	if (top(walk)->kind == FLOW_ITEM)
		top(walk)->lazy = true;
	else
		close_block(walk);
}

static void
read_list(struct walk *walk, struct flow_item *item, struct block *block)
{
	if (walk->dom->nodes[walk->at].tag != dom_tag(SPAN("ol")))
		return;
	item->flags = FLOW_ORDERED;
	block->next = number(walk, SPAN("start"), 1, 900000000);
}

static void
read_cell(struct walk *walk, struct flow_item *item)
{
	item->columns = (uint16_t)number(walk, SPAN("colspan"), 1, SPANS);
	item->rows = (uint16_t)number(walk, SPAN("rowspan"), 1, SPANS);
	if (item->columns == 0)
		item->columns = 1;
	if (item->rows == 0)
		item->rows = SPANS; /* to the end of the table */
	if (walk->dom->nodes[walk->at].tag == dom_tag(SPAN("th")))
		item->flags = FLOW_HEADER;
}

static void
open_block(struct walk *walk, enum flow_kind kind)
{
	struct block *block;
	struct flow_item *item;
	struct frame *frame;

	if (!has_place(walk, kind)) {
		push_frame(walk, ROLE_NONE);
		return;
	}
	make_place(walk, kind);
	frame = push_frame(walk, ROLE_BLOCK);
	block = push_block(walk, kind);
	frame->item = block->item;
	item = &walk->flow.items[block->item];
	if (kind == FLOW_LIST)
		read_list(walk, item, block);
	if (kind == FLOW_CELL)
		read_cell(walk, item);
}

/* A summary is one only at the beginning of its details. */
static bool
is_summary(struct walk *walk)
{
	return walk->block_count > 0 && top(walk)->kind == FLOW_DETAILS &&
	       !top(walk)->content && walk->leaf == DOM_NONE;
}

static void
enter_heading(struct walk *walk, struct role_of role)
{
	if (role.role == ROLE_SUMMARY && !is_summary(walk)) {
		push_frame(walk, ROLE_NONE);
		return;
	}
	push_frame(walk, role.role);
	walk->owner = role.role == ROLE_SUMMARY ? FLOW_SUMMARY : FLOW_HEADING;
	walk->level = role.value;
}

/* In a summary a heading is text; else it ends where a true block begins. */
static bool
is_kept_by_owner(const struct walk *walk, struct role_of role)
{
	return walk->owner != FLOW_PARAGRAPH &&
	       (role.role < ROLE_RULE || role.role == ROLE_SUMMARY ||
		   (role.role == ROLE_HEADING && walk->owner == FLOW_SUMMARY));
}

/* Is it the whole of an entry in a list of works, and not a title? */
static bool
is_citation(const struct walk *walk)
{
	const struct dom_node *nodes = walk->dom->nodes;
	const uint32_t parent = nodes[walk->at].parent;

	return nodes[walk->at].tag == dom_tag(SPAN("cite")) &&
	       (nodes[parent].tag == dom_tag(SPAN("li")) ||
		   dom_has_class(walk->dom, walk->at, SPAN("citation")));
}

static void
enter_format(struct walk *walk, enum flow_format format)
{
	push_frame(walk, ROLE_FORMAT);
	if (format == FLOW_EMPHASIS && is_citation(walk))
		return;
	walk->formats = with_format(walk->formats, format);
	walk->anew |= format == FLOW_LITERAL;
}

static void
enter_inline(struct walk *walk, struct role_of role)
{
	switch (role.role) {
	case ROLE_BREAK:
		walk->breaks += walk->leaf != DOM_NONE;
		break;
	case ROLE_IMAGE:
		add_image(walk);
		break;
	case ROLE_LINK:
		push_frame(walk, role.role);
		enter_link(walk);
		break;
	case ROLE_FORMAT:
		enter_format(walk, (enum flow_format)role.value);
		break;
	case ROLE_SPAN:
		/* "Table 1", "2.": style sheets set it apart, not blanks. */
		if (dom_has_class(walk->dom, walk->at, SPAN("label")))
			push_frame(walk, role.role);
		break;
	default: /* ROLE_QUOTED, ROLE_RUBY */
		push_frame(walk, role.role);
		walk->space &= role.role == ROLE_QUOTED;
		add_sign(walk, role.role == ROLE_RUBY ? SPAN("(") : SPAN("“"));
	}
}

static void
add_rule(struct walk *walk)
{
	const struct flow *flow = &walk->flow;
	const uint8_t in = walk->block_count > 0 ? top(walk)->kind : FLOW_GROUP;

	if (in == FLOW_CELL && !top(walk)->content)
		return;
	if (in == FLOW_LIST || in == FLOW_DEFINITIONS || in == FLOW_TABLE ||
	    in == FLOW_ROW || in == FLOW_TERM) {
		top(walk)->others++;
		return;
	}
	if (flow->count == 0 || flow->items[flow->count - 1].kind == FLOW_RULE)
		return;
	if (walk->block_count > 0)
		top(walk)->others++;
	add_item(walk, FLOW_RULE);
}

/* Behind it the walk goes on at the node that is given back. */
static uint32_t
enter_block(struct walk *walk, struct role_of role)
{
	const uint32_t next = walk->at + 1;

	if (walk->owner != FLOW_PARAGRAPH && role.role >= ROLE_RULE) {
		close_leaf(walk);
		walk->owner = FLOW_PARAGRAPH;
		walk->level = 0;
	}
	part(walk);
	if (role.role == ROLE_CODE) {
		add_code(walk);
		return walk->dom->nodes[walk->at].end;
	}
	if (role.role == ROLE_RULE)
		add_rule(walk);
	else if (role.role == ROLE_BLOCK)
		open_block(walk, (enum flow_kind)role.value);
	else if (role.role == ROLE_NONE)
		push_frame(walk, ROLE_NONE);
	else
		enter_heading(walk, role);
	return next;
}

/* A block to HTML that USWDS, which styles NLM's pages, sets in a line. */
static bool
is_inline(const struct walk *walk)
{
	return dom_has_class(walk->dom, walk->at, SPAN("display-inline")) ||
	       dom_has_class(walk->dom, walk->at, SPAN("display-inline-block"));
}

static uint32_t
step(struct walk *walk)
{
	const struct dom_node *node = &walk->dom->nodes[walk->at];
	struct role_of role;

	if (is_left_out(walk, walk->at)) {
		if ((node->flags & DOM_BLOCK) != 0 &&
		    attribute(walk, SPAN("hidden")).ptr == NULL)
			part(walk);
		return node->end;
	}
	if ((node->flags & DOM_TEXT) != 0) {
		add_text(walk, node->text);
		return walk->at + 1;
	}
	role = role_of(walk, walk->at);
	if (is_kept_by_owner(walk, role) && role.role >= ROLE_RULE)
		role.role = ROLE_NONE;
	if (role.role >= ROLE_RULE ||
	    (role.role == ROLE_NONE && (node->flags & DOM_BLOCK) != 0 &&
		!is_inline(walk)))
		return enter_block(walk, role);
	if (role.role != ROLE_NONE)
		enter_inline(walk, role);
	return walk->at + 1;
}

/* The heading that the tree does not have. */
static void
add_heading(struct walk *walk)
{
	struct span text = text_fold(walk->arena, walk->document->heading);

	if (text.len == 0)
		return;
	walk->owner = FLOW_HEADING;
	walk->level = 1;
	add_run(walk, FLOW_TEXT)->text = text;
	close_leaf(walk);
	walk->owner = FLOW_PARAGRAPH;
	walk->level = 0;
}

struct flow
flow_build(struct arena *arena, const struct document *document,
    enum flow_images images)
{
	struct walk walk = { .arena = arena,
		.document = document,
		.dom = document->dom,
		.images = images,
		.leaf = DOM_NONE,
		.link = DOM_NONE,
		.owner = FLOW_PARAGRAPH };

	read_roles(&walk);
	add_heading(&walk);
	for (uint32_t next; walk.at < walk.dom->count; walk.at = next) {
		while (walk.frame_count > 0 &&
		       walk.frames[walk.frame_count - 1].end <= walk.at)
			leave(&walk);
		next = step(&walk);
	}
	while (walk.frame_count > 0)
		leave(&walk);
	close_blocks(&walk, 0);
	return walk.flow;
}
