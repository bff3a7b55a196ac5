/*
 * Lists of authors.  Each journal writes them in one of a few styles, and all
 * of a list in the same: the first style in which a list can be read up to
 * something that ends lists is the one.  It does not guess what is the family
 * name in "Ann Lee": such a list is not sure.
 */
#include "pubmed/reference_names.h"

#include <stdlib.h>

#include "base/pattern.h"

#define MAX_NAMES 2000

#define MARK "'\xe2\x80\x99\xe2\x80\x98\x60\xc2\xb4"
#define HYPHEN "\xe2\x80\x90\xe2\x80\x91\xe2\x80\x93-"
#define PARTICLE \
	"(?:(?!(?:and|of|for|the|in|on|with|from|to)\\b)\\p{Ll}{1,4}" \
	"(?: |[" MARK HYPHEN "])|\\p{Lu}[" MARK "])"
#define WORD "\\p{Lu}[\\p{L}\\p{M}" MARK HYPHEN "]+"
#define FAMILY \
	"((?:" PARTICLE "){0,3}" WORD "(?: (?:" PARTICLE "){0,2}" WORD "){0," \
	"3})"
#define SUFFIX_WORD ",? (?:Jr|Sr|2nd|3rd|[45]th|II|III|IV)\\b\\.?"
#define SUFFIX "(?:" SUFFIX_WORD ")?"
/* Behind a full stop "II" may begin the title. */
#define SUFFIX_WITHIN "(?:" SUFFIX_WORD "(?=[,;]| and | &))?"
#define DOTTED \
	"(\\p{Lu}\\p{Ll}?\\.(?:[ " HYPHEN "]{0,2}\\p{Lu}\\p{Ll}?\\.){0,5})"
#define CAPITALS \
	"(\\p{Lu}{1,4}(?:[" HYPHEN "]\\p{Lu}{1,2})?|\\p{Lu}(?: \\p{Lu}){1,3})"
#define AFTER_NAME "(?=[,.;:(]|\\s(?:and|&|et|\\(|:)|$)"

/* A way to write a name. */
struct style {
	const char *pattern;
	bool dotted; /* the full stop of initials may end the list */
	bool initials_first;
	bool comma; /* a comma may end the list */
};

static const struct style styles[] = {
	{ "^" FAMILY ", ?" DOTTED SUFFIX_WITHIN, true, false, false },
	{ "^" FAMILY " " CAPITALS SUFFIX AFTER_NAME, false, false, true },
	{ "^" FAMILY " " DOTTED SUFFIX_WITHIN, true, false, true },
	{ "^" FAMILY ", " CAPITALS SUFFIX AFTER_NAME, false, false, false },
	{ "^" DOTTED " ?" FAMILY SUFFIX AFTER_NAME, false, true, true },
};
#define STYLES (sizeof(styles) / sizeof(styles[0]))

/* What stands between two names, or behind the last. */
#define MORE "^ ?(?:[,;] ?(?:and |& ?)?|(?:and |& ?))"
#define ET_AL "^[,;.]? ?(?:et al\\b|and others\\b)([.:;]?,?)(?: [:.])?"
/* A year behind the authors: (2010), 2010. */
#define BEHIND \
	"^[.,:]? ?(?:\\(" YEAR \
	"[a-z]?(?:, [A-Z][a-z]+(?: \\d+)?)?\\)[.,:;]?|" YEAR "[a-z]?[.,]) "
#define YEAR "((?:1[89]|20)\\d\\d)"
#define IN_PARENTHESES "^[^()]{3,300} ?\\(" YEAR "[a-z]?\\)[.,:;]? "
/* A body that writes: up to a full stop, with a word for such a body. */
#define BODY_WORD \
	"(?:(?:\\p{Lu}[\\p{L}\\d/" MARK HYPHEN \
	"]*+|of|and|for|the|on|in|de|&|" \
	"\\([^()]{1,60}\\)),? )"
#define BODY \
	"^(" BODY_WORD "{0,14}?(?:Organi[sz]ation|Group|Committee|Society|" \
	"Associations?|Cent(?:er|re)s?|Institutes?|Ministry|" \
	"Collaborat(?:ion|ors|ive)|Consortium|Network|Investigators|Team|" \
	"Agency|Department|Council|Commission|Federation|Foundation|Panel|" \
	"Task Force|Initiative)(?: " BODY_WORD "{0,9}?[\\p{Lu}(][^ .:;?]*)?)" \
	" ?[.:](?= )"

/* What no title begins with: an initial, or a name. */
#define NO_TITLE "^(?:\\p{L}\\p{Ll}?\\.|" WORD "(?: " WORD ")? \\p{Lu}\\.)"
/* A name that is not set off from what follows, or another name within. */
#define BARE_NAME \
	"^(?:" WORD "(?: " WORD ")? \\p{Lu}{1,3} |" \
	"[^:?]{0,60} \\p{Lu}{1,3}\\.?[,;] )"
/* Two words and initials, of which the first is no part of others. */
#define DOUBTFUL \
	"^(?!(?:Van|Von|De|Der|Den|Del|Della|Di|Da|Dos|Du|La|Le|El|Al|Ben|" \
	"Bin|" \
	"Abu|St|Saint|San|Mac|Ter|Ten|Vander|Abd)\\b)" WORD " " WORD "[ ,]"

enum {
	A_MORE,
	AN_ET_AL,
	A_YEAR,
	A_YEAR_LATER,
	A_BODY,
	NO_TITLES,
	BARE_NAMES,
	DOUBTS,
	PATTERNS
};

static const char *const sources[] = { [A_MORE] = MORE,
	[AN_ET_AL] = ET_AL,
	[A_YEAR] = BEHIND,
	[A_YEAR_LATER] = IN_PARENTHESES,
	[A_BODY] = BODY,
	[NO_TITLES] = NO_TITLE,
	[BARE_NAMES] = BARE_NAME,
	[DOUBTS] = DOUBTFUL };

struct reference_names {
	struct pattern *styles[STYLES]; /* NULL until a text gets there */
	struct pattern *patterns[PATTERNS];
};

void
reference_names_free(struct reference_names *names)
{
	if (names == NULL)
		return;
	for (size_t i = 0; i < STYLES; i++)
		pattern_free(names->styles[i]);
	for (size_t i = 0; i < PATTERNS; i++)
		pattern_free(names->patterns[i]);
	free(names);
}

struct reference_names *
reference_names_new(void)
{
	struct reference_names *names = calloc(1, sizeof(*names));
	bool whole = true;

	if (names == NULL)
		return NULL;
	for (size_t i = 0; i < PATTERNS; i++) {
		names->patterns[i] = pattern_new(sources[i]);
		whole = whole && names->patterns[i] != NULL;
	}
	if (!whole) {
		reference_names_free(names);
		names = NULL;
	}
	return names;
}

/* "J.-P." as "JP": initials as they stand elsewhere in the record. */
static struct span
initials_of(struct arena *arena, struct span shown)
{
	char *made = arena_alloc(arena, shown.len + 1);
	size_t len = 0, size;

	for (size_t at = 0; at < shown.len; at += size) {
		const unsigned char c = (unsigned char)shown.ptr[at];

		size = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
		/* Of three bytes are hyphens, and no letters of names. */
		if (c == '.' || c == ' ' || c == '-' || size > 2 ||
		    at + size > shown.len)
			continue;
		memcpy(made + len, shown.ptr + at, size);
		len += size;
	}
	made[len] = '\0';
	return (struct span){ made, len };
}

static void
add_name(struct arena *arena, struct record_list *authors,
    const struct style *style, const struct pattern_match *match)
{
	struct record_cited_author *author =
	    record_add(arena, authors, sizeof(*author));
	const struct span *group = match->group;

	author->name = span_trim(group[0]);
	author->family = group[style->initials_first ? 2 : 1];
	author->initials =
	    initials_of(arena, group[style->initials_first ? 1 : 2]);
}

/* A body as the only or the last author. */
static bool
take_body(const struct reference_names *names, struct arena *arena,
    struct reference_names_list *list)
{
	struct record_cited_author *author;
	struct pattern_match match;

	if (!pattern_find(names->patterns[A_BODY], list->rest, &match))
		return false;
	author = record_add(arena, &list->authors, sizeof(*author));
	author->name = span_trim(match.group[1]);
	list->rest = span_from(list->rest, match.group[0].len);
	return true;
}

/*
 * Does the rest begin with a space and what a title begins with?  That is no
 * initial and no name: "Ma M. Zhu S. Journal" is a list without commas.
 */
static bool
at_title(const struct reference_names *names, struct span rest, bool dotted)
{
	if (rest.len < 2 || rest.ptr[0] != ' ')
		return false;
	rest = span_from(rest, 1);
	if (dotted && rest.ptr[0] >= 'a' && rest.ptr[0] <= 'z')
		return false;
	return !pattern_find(names->patterns[NO_TITLES], rest, NULL);
}

/* What ends a list: a year, a full stop, a colon. */
static bool
take_end(const struct reference_names *names, struct reference_names_list *list,
    bool dotted)
{
	struct pattern_match match;

	if (pattern_find(names->patterns[A_YEAR], list->rest, &match)) {
		list->year = match.group[match.group[1].ptr == NULL ? 2 : 1];
		list->rest = span_from(list->rest, match.group[0].len);
		return true;
	}
	if (list->rest.len > 0 &&
	    (list->rest.ptr[0] == '.' || list->rest.ptr[0] == ':')) {
		list->rest = span_from(list->rest, 1);
		dotted = false;
	} else if (!dotted) {
		return false;
	}
	return at_title(names, list->rest, dotted);
}

/* "A B, et al. The title"; behind a comma only where one may end a list. */
static bool
end_at_et_al(const struct reference_names *names, bool comma,
    struct reference_names_list *list)
{
	struct pattern_match match;

	if (!pattern_find(names->patterns[AN_ET_AL], list->rest, &match))
		return false;
	list->rest = span_from(list->rest, match.group[0].len);
	list->et_al = true;
	if (pattern_find(names->patterns[A_YEAR], list->rest, NULL))
		return take_end(names, list, false);
	list->comma = span_ends(match.group[1], SPAN(","));
	return at_title(names, list->rest, false) && (comma || !list->comma);
}

/*
 * "A B, C D, The title": no "and" before what is no name.  `last`: an "and"
 * before the last name says that this is no further one.
 */
static bool
end_at_comma(const struct reference_names *names, struct span separator,
    bool last, struct reference_names_list *list)
{
	if (!span_equal(separator, SPAN(", ")))
		return false;
	list->comma = true;
	if (last)
		return list->rest.len > 1;
	return list->rest.len > 1 &&
	       !pattern_find(names->patterns[NO_TITLES], list->rest, NULL) &&
	       !pattern_find(names->patterns[BARE_NAMES], list->rest, NULL);
}

/* Does an "and" stand in what separates two names? */
static bool
is_and(struct span separator)
{
	for (size_t i = 0; i < separator.len; i++)
		if (separator.ptr[i] == '&' || separator.ptr[i] == 'a')
			return true;
	return false;
}

/* The pattern of a style, compiled where nobody needed it yet. */
static struct pattern *
style_of(struct reference_names *names, size_t style)
{
	if (names->styles[style] == NULL)
		names->styles[style] = pattern_new(styles[style].pattern);
	return names->styles[style];
}

void
reference_names_prepare(struct reference_names *names)
{
	for (size_t i = 0; i < STYLES; i++)
		(void)style_of(names, i);
}

/*
 * Reads names up to the first thing that is none, or the one behind "and";
 * gives what was before what follows, and whether an "and" was there.
 */
static struct span
read_names(struct reference_names *names, size_t style, struct arena *arena,
    struct reference_names_list *list, bool *last)
{
	struct span separator = SPAN_NONE;
	struct pattern_match match;

	const struct pattern *pattern = style_of(names, style);

	if (pattern == NULL)
		return separator;
	for (size_t count = 0; count < MAX_NAMES; count++) {
		if (*last || !pattern_find(pattern, list->rest, &match))
			break;
		*last = is_and(separator);
		list->joined = *last || span_starts(separator, SPAN(";"));
		add_name(arena, &list->authors, &styles[style], &match);
		list->rest = span_from(list->rest, match.group[0].len);
		separator = SPAN_NONE;
		if (pattern_find(names->patterns[AN_ET_AL], list->rest, NULL) ||
		    pattern_find(names->patterns[A_YEAR], list->rest, NULL) ||
		    !pattern_find(names->patterns[A_MORE], list->rest, &match))
			break;
		separator = match.group[0];
		list->rest = span_from(list->rest, separator.len);
	}
	return separator;
}

/* Reads all of a list in one style. */
static bool
read_style(struct reference_names *names, size_t style, struct arena *arena,
    bool comma, struct reference_names_list *list)
{
	bool last = false;
	struct span separator = read_names(names, style, arena, list, &last);

	comma = comma && styles[style].comma;
	if (list->authors.count == 0)
		return false;
	if (separator.ptr != NULL) {
		if (!comma && separator.ptr[0] == ',' &&
		    take_body(names, arena, list))
			return true;
		return comma && end_at_comma(names, separator, last, list);
	}
	if (end_at_et_al(names, comma, list))
		return true;
	/* "A. Lee, J. Ponds. Sci." has a journal in the place of a name. */
	if (styles[style].initials_first && !last &&
	    span_starts(list->rest, SPAN(".")))
		return false;
	return !list->et_al && take_end(names, list, styles[style].dotted);
}

static bool
has_two_blanks(struct span text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.ptr[i] == ' ';
	return count > 1;
}

/*
 * "Lee Ann B." may be of the family Lee, or Lee Ann.  Where most of a list
 * look like this, and none has two initials, these are given names.
 */
static void
forget_doubtful(
    const struct reference_names *names, struct record_list *authors)
{
	struct record_cited_author *all = authors->items;
	size_t doubtful = 0, long_ones = 0;

	for (size_t i = 0; i < authors->count; i++) {
		/* The pattern takes time, and most have no second blank. */
		if (!has_two_blanks(all[i].name))
			continue;
		if (!pattern_find(names->patterns[DOUBTS], all[i].name, NULL))
			continue;
		doubtful++;
		long_ones += all[i].initials.len > 1;
	}
	if (doubtful * 2 < authors->count || long_ones > 0)
		return;
	for (size_t i = 0; i < authors->count; i++)
		if (pattern_find(names->patterns[DOUBTS], all[i].name, NULL))
			all[i].family = all[i].initials = SPAN_NONE;
}

/* Where no list can be read, a year in parentheses may end one. */
static void
read_unsure(const struct reference_names *names, struct arena *arena,
    struct reference_names_list *list)
{
	struct pattern_match match;

	if (pattern_find(names->patterns[A_YEAR_LATER], list->rest, &match)) {
		list->year = match.group[1];
		list->rest = span_from(list->rest, match.group[0].len);
		return;
	}
	list->sure = take_body(names, arena, list);
}

void
reference_names_read(struct reference_names *names, struct arena *arena,
    struct span text, bool comma, struct reference_names_list *list)
{
	size_t style = 0;

	for (; style < STYLES; style++) {
		*list = (struct reference_names_list){ .rest = text };
		list->sure = read_style(names, style, arena, comma, list);
		if (list->sure)
			break;
	}
	if (!list->sure) {
		*list = (struct reference_names_list){ .rest = text };
		read_unsure(names, arena, list);
	} else if (styles[style].comma) {
		/* Of the others a comma tells the family: "Lee Ann, B." */
		forget_doubtful(names, &list->authors);
	}
	list->rest = span_trim(list->rest);
}
