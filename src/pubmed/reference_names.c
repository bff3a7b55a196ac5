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
#define SUFFIX "(?:,? (?:Jr|Sr|2nd|3rd|[45]th|II|III|IV)\\b\\.?)?"
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
};

static const struct style styles[] = {
	{ "^" FAMILY ", ?" DOTTED SUFFIX, true, false },
	{ "^" FAMILY ", " CAPITALS SUFFIX AFTER_NAME, false, false },
	{ "^" FAMILY " " CAPITALS SUFFIX AFTER_NAME, false, false },
	{ "^" FAMILY " " DOTTED SUFFIX, true, false },
	{ "^" DOTTED " ?" FAMILY SUFFIX AFTER_NAME, false, true },
};
#define STYLES (sizeof(styles) / sizeof(styles[0]))

/* What stands between two names, or behind the last. */
#define MORE "^ ?(?:[,;] ?(?:and |& ?)?|(?:and |& ?))"
#define ET_AL "^[,;]? ?(?:et al\\b|and others\\b)[.,:;]?(?: [:.])?"
/* A year behind the authors: (2010), 2010. */
#define BEHIND \
	"^[.,:]? ?(?:\\(" YEAR \
	"[a-z]?(?:, [A-Z][a-z]+(?: \\d+)?)?\\)[.,:;]?|" YEAR "[a-z]?[.,]) "
#define YEAR "((?:1[89]|20)\\d\\d)"
#define IN_PARENTHESES "^[^()]{3,300} ?\\(" YEAR "[a-z]?\\)[.,:;]? "
/* A body that writes: up to a full stop, with a word for such a body. */
#define BODY \
	"^((?:[^.;:()?]|\\([^()]{1,60}\\)){0,120}?\\b(?:Organi[sz]ation|" \
	"Group|" \
	"Committee|Society|Associations?|Cent(?:er|re)s?|Institutes?|" \
	"Ministry|Collaborat(?:ion|ors|ive)|Consortium|Network|Investigators|" \
	"Team|Agency|Department|Council|Commission|Federation|Foundation|" \
	"Panel|Task Force|Initiative)\\b" \
	"(?:[^.;:()?]|\\([^()]{1,60}\\)){0,80}?) ?[.:](?= )"

struct reference_names {
	struct pattern *styles[STYLES];
	struct pattern *more, *et_al, *behind, *parentheses, *body;
};

void
reference_names_free(struct reference_names *names)
{
	if (names == NULL)
		return;
	for (size_t i = 0; i < STYLES; i++)
		pattern_free(names->styles[i]);
	pattern_free(names->more);
	pattern_free(names->et_al);
	pattern_free(names->behind);
	pattern_free(names->parentheses);
	pattern_free(names->body);
	free(names);
}

struct reference_names *
reference_names_new(void)
{
	struct reference_names *names = calloc(1, sizeof(*names));
	bool whole;

	if (names == NULL)
		return NULL;
	names->more = pattern_new(MORE);
	names->et_al = pattern_new(ET_AL);
	names->behind = pattern_new(BEHIND);
	names->parentheses = pattern_new(IN_PARENTHESES);
	names->body = pattern_new(BODY);
	whole = names->more != NULL && names->et_al != NULL &&
		names->behind != NULL && names->parentheses != NULL &&
		names->body != NULL;
	for (size_t i = 0; i < STYLES; i++) {
		names->styles[i] = pattern_new(styles[i].pattern);
		whole = whole && names->styles[i] != NULL;
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

/* Moves on past the match, which is at the beginning. */
static bool
take(const struct pattern *pattern, struct span *rest)
{
	struct pattern_match match;

	if (!pattern_find(pattern, *rest, &match))
		return false;
	*rest = span_from(*rest, match.group[0].len);
	return true;
}

/* A body as the only or the last author. */
static bool
take_body(const struct reference_names *names, struct arena *arena,
    struct reference_names_list *list)
{
	struct record_cited_author *author;
	struct pattern_match match;

	if (!pattern_find(names->body, list->rest, &match))
		return false;
	author = record_add(arena, &list->authors, sizeof(*author));
	author->name = span_trim(match.group[1]);
	list->rest = span_from(list->rest, match.group[0].len);
	return true;
}

/* Does the rest begin with a space and what a title begins with? */
static bool
at_title(struct span rest, bool dotted)
{
	if (rest.len < 2 || rest.ptr[0] != ' ')
		return false;
	return !dotted || !(rest.ptr[1] >= 'a' && rest.ptr[1] <= 'z');
}

/* What ends a list: a year, a full stop, a colon; `more`: a comma did. */
static bool
take_end(const struct reference_names *names, struct reference_names_list *list,
    bool dotted, bool more)
{
	struct pattern_match match;

	if (more) {
		list->comma = true;
		return list->rest.len > 0 && list->authors.count > 0;
	}
	if (pattern_find(names->behind, list->rest, &match)) {
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
	return at_title(list->rest, dotted);
}

/* Reads all of a list in one style. */
static bool
read_style(const struct reference_names *names, size_t style,
    struct arena *arena, struct reference_names_list *list)
{
	struct pattern_match match;
	struct span before;
	bool more = false;

	for (size_t count = 0; count < MAX_NAMES; count++) {
		if (!pattern_find(names->styles[style], list->rest, &match))
			break;
		add_name(arena, &list->authors, &styles[style], &match);
		list->rest = span_from(list->rest, match.group[0].len);
		list->et_al = take(names->et_al, &list->rest);
		if (list->et_al)
			break;
		before = list->rest;
		more = take(names->more, &list->rest);
		if (!more)
			break;
	}
	if (list->authors.count == 0)
		return false;
	if (list->et_al)
		return pattern_find(names->behind, list->rest, &match)
			   ? take_end(names, list, false, false)
			   : at_title(list->rest, false);
	if (!more)
		return take_end(names, list, styles[style].dotted, false);
	if (before.ptr[0] == ',' && take_body(names, arena, list))
		return true;
	/* "A B, C D, The title": no "and" before what is no name. */
	return before.ptr[0] == ',' && list->rest.ptr == before.ptr + 2 &&
	       take_end(names, list, false, true);
}

/* Where no list can be read, a year in parentheses may end one. */
static void
read_unsure(const struct reference_names *names, struct arena *arena,
    struct reference_names_list *list)
{
	struct pattern_match match;

	if (pattern_find(names->parentheses, list->rest, &match)) {
		list->year = match.group[1];
		list->rest = span_from(list->rest, match.group[0].len);
		return;
	}
	list->sure = take_body(names, arena, list);
}

void
reference_names_read(const struct reference_names *names, struct arena *arena,
    struct span text, struct reference_names_list *list)
{
	for (size_t i = 0; i < STYLES; i++) {
		*list = (struct reference_names_list){ .rest = text };
		list->sure = read_style(names, i, arena, list);
		if (list->sure)
			break;
	}
	if (!list->sure) {
		*list = (struct reference_names_list){ .rest = text };
		read_unsure(names, arena, list);
	}
	list->rest = span_trim(list->rest);
}
