/* The numbers by which each unit of a page is judged. */
#ifndef CLEAN_FEATURES_H
#define CLEAN_FEATURES_H

#include "base/arena.h"
#include "clean/units.h"
#include "clean/words.h"
#include "html/dom.h"

/* Elements whose distance above a unit counts, and their tags. */
#define FEATURES_TAGS(ROW) \
	ROW(ARTICLE, "article") \
	ROW(MAIN, "main") \
	ROW(SECTION, "section") \
	ROW(HEADER, "header hgroup") \
	ROW(FOOTER, "footer") \
	ROW(NAV, "nav menu") \
	ROW(ASIDE, "aside") \
	ROW(FORM, "form fieldset") \
	ROW(TABLE, "table") \
	ROW(LIST, "ul ol dir") \
	ROW(ITEM, "li dd dt") \
	ROW(QUOTE, "blockquote pre") \
	ROW(FIGURE, "figure figcaption") \
	ROW(DETAILS, "details summary dl") \
	ROW(LINK, "a") \
	ROW(BUTTON, "button label option")

#define FEATURES_ROW(name, list) FEATURES_TAG_##name,
enum features_tag { FEATURES_TAGS(FEATURES_ROW) FEATURES_TAG_COUNT };
#undef FEATURES_ROW

/* Levels of containers around a unit that are looked at. */
#define FEATURES_LEVELS 5

/* What is said of each of them. */
#define FEATURES_OF_LEVEL(ROW, n) \
	ROW(LEVEL##n##_WORDS, "words in container " #n ", log2") \
	ROW(LEVEL##n##_LINKED, "part of them in links") \
	ROW(LEVEL##n##_PROSE, "part of them in prose") \
	ROW(LEVEL##n##_UNITS, "units in it, log2") \
	ROW(LEVEL##n##_MEAN, "words a unit in it, log2") \
	ROW(LEVEL##n##_SHARE, "its part of the page's words")

/* And of each neighbour. */
#define FEATURES_OF_NEIGHBOUR(ROW, n) \
	ROW(n##_WORDS, "words of neighbour " #n ", log2") \
	ROW(n##_LINKED, "part of them in links") \
	ROW(n##_STOPS, "its full stops, log2") \
	ROW(n##_HEADING, "its heading level, 7 for none")

/* One by one. */
#define FEATURES_LIST(ROW) \
	ROW(WORDS, "words, log2") \
	ROW(WORD_LENGTH, "letters a word") \
	ROW(LINKED, "part of the words in links") \
	ROW(BOLD, "part of the words in strong") \
	ROW(STOPS, "full stops a word") \
	ROW(COMMAS, "commas a word") \
	ROW(NUMBERS, "part of the words with digits") \
	ROW(CAPITALS, "part of the words with a capital") \
	ROW(UPPERS, "part of the words in capitals alone") \
	ROW(ENDING, \
	    "0: a letter; 1: a full stop; 2: a colon or comma; 3: else") \
	ROW(HEADING, "level of the heading; 7: none") \
	ROW(IS_P, "a paragraph") \
	ROW(IS_ITEM, "of a list") \
	ROW(IS_CELL, "of a table") \
	ROW(IS_DIV, "loose") \
	ROW(IMAGES, "images in its block") \
	ROW(SAME_TEXT, "units with the same letters") \
	ROW(SAME_BEFORE, "of these, before it") \
	ROW(DEPTH, "elements around it") \
	FEATURES_OF_LEVEL(ROW, 1) \
	FEATURES_OF_LEVEL(ROW, 2) \
	FEATURES_OF_LEVEL(ROW, 3) \
	FEATURES_OF_LEVEL(ROW, 4) \
	FEATURES_OF_LEVEL(ROW, 5) \
	ROW(CORE55, "levels below the node that has 55% of the prose; -1") \
	ROW(CORE75, "the same with 75%") \
	ROW(CORE92, "the same with 92%") \
	ROW(CORE55_PLACE, "before it -1, in it 0, behind it 1") \
	ROW(PLACE, "part of the page's words before it") \
	ROW(PLACE_UNITS, "part of the page's units before it") \
	ROW(CORE_PLACE, "part of the core's units before it") \
	ROW(FROM_H1, "units since the first h1, log2, less than 0: before") \
	ROW(FROM_PROSE, "units since the first prose, the same") \
	ROW(TO_PROSE, "units to the last prose, the same") \
	ROW(PROSE_AHEAD, "units to the next prose, log2") \
	ROW(PROSE_BEHIND, "units since the last prose before it, log2") \
	ROW(FROM_HEADING, "units since the last heading, log2") \
	ROW(HEADING_LEVEL, "level of that") \
	ROW(HEADING_RELATING, "it speaks of related things") \
	ROW(HEADING_COMMENTING, "of comments") \
	ROW(HEADING_MAIL, "of newsletters") \
	ROW(HEADING_SITE, "of the site, sharing, policies") \
	ROW(HEADING_SHOPPING, "of shopping") \
	ROW(SECTION_WORDS, "words up to the next heading, log2") \
	ROW(SECTION_PROSE, "part of these in prose") \
	ROW(RELATING_BEFORE, "headings on related things before it") \
	ROW(COMMENTING_BEFORE, "headings on comments before it") \
	FEATURES_OF_NEIGHBOUR(ROW, BACK1) \
	FEATURES_OF_NEIGHBOUR(ROW, BACK2) \
	FEATURES_OF_NEIGHBOUR(ROW, NEXT1) \
	FEATURES_OF_NEIGHBOUR(ROW, NEXT2) \
	ROW(AROUND_WORDS, "words a unit in the 9 around it, log2") \
	ROW(AROUND_LINKED, "part of these in links") \
	ROW(AROUND_PROSE, "part of these in prose") \
	ROW(ALIKE_UNITS, "units of the same path, log2") \
	ROW(ALIKE_SHARE, "their part of the page's words") \
	ROW(ALIKE_MEAN, "words a unit of them, log2") \
	ROW(ALIKE_LINKED, "part of these in links") \
	ROW(KIN_UNITS, "units of the same tag and class, log2") \
	ROW(KIN_SHARE, "their part of the page's words") \
	ROW(PAGE_WORDS, "words of the page, log2") \
	ROW(PAGE_LINKED, "part of these in links") \
	ROW(PAGE_PROSE, "part of these in prose") \
	ROW(PAGE_UNITS, "units of the page, log2") \
	ROW(PAGE_HEADINGS, "headings of the page, log2") \
	ROW(PAGE_ARTICLES, "article elements, log2") \
	ROW(PAGE_ITEMS, "part of the words in lists") \
	ROW(PAGE_CELLS, "part of the words in tables") \
	ROW(PAGE_MEAN, "words a unit, log2") \
	ROW(PAGE_LONGEST, "words of the longest unit, log2") \
	ROW(SAYS_ARTICLE, "the page says it is an article") \
	ROW(SAYS_PRODUCT, "a product") \
	ROW(SAYS_FORUM, "a discussion") \
	ROW(SAYS_LIST, "a collection") \
	ROW(SAYS_QUESTIONS, "questions and answers") \
	ROW(BODY_ARTICLE, "body's class hints at an article") \
	ROW(BODY_FORUM, "at a forum") \
	ROW(BODY_SHOP, "at a product or shop") \
	ROW(BODY_DOC, "at documentation")

#define FEATURES_ROW(name, what) FEATURES_##name,
#define FEATURES_ROW_TOPIC(name, list) FEATURES_ON_##name,
#define FEATURES_ROW_HINT(name, list) FEATURES_IN_##name,
#define FEATURES_ROW_TAG(name, list) FEATURES_UNDER_##name,
enum features_number {
	FEATURES_LIST(FEATURES_ROW)
	    WORDS_TOPICS(FEATURES_ROW_TOPIC) /* part of the words on it */
	WORDS_HINTS(FEATURES_ROW_HINT)       /* elements up to it; FAR: none */
	FEATURES_TAGS(FEATURES_ROW_TAG)      /* the same */
	FEATURES_COUNT
};
#undef FEATURES_ROW
#undef FEATURES_ROW_TOPIC
#undef FEATURES_ROW_HINT
#undef FEATURES_ROW_TAG

/* No element up to the root has it, or only one farther away. */
#define FEATURES_FAR 15

/* The level of what is no heading. */
#define FEATURES_NO_HEADING 7

/* The name of a feature: "LINKED". */
const char *features_name(size_t number);

/* Where a unit stands among the others: ranges of units, up to `to`. */
struct features_place {
	struct {
		uint32_t from, to;
	} levels[FEATURES_LEVELS], section;
	uint32_t kin; /* the first unit with the same path */
};

struct features {
	float *rows; /* of FEATURES_COUNT numbers for each unit */
	struct features_place *places; /* of each unit */
};

/* Makes them, in the arena. */
void features_make(struct arena *arena, const struct words *words,
    const struct dom *dom, const struct units *units,
    struct features *features);

#endif
