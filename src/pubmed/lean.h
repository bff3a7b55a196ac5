/*
 * What the rules look at, as lists: whoever makes a page smaller before it is
 * read goes by them.  They are made from the tables, not written down again.
 */
#ifndef PUBMED_LEAN_H
#define PUBMED_LEAN_H

/* Lists of words and selectors, each with a NULL at its end. */
struct lean {
	/* Attributes that a rule reads, or selects by: "role", or, where only
	   elements of a tag, an id or a class have it, "href a". */
	const char **attributes;
	const char **names;  /* ids and classes that a rule selects by */
	const char **texts;  /* those of elements that text is taken from */
	const char **fields; /* ids that a rule selects by */
	const char **metas;  /* selectors of elements of the head */
	const char **menus;  /* selectors of what is part of no text */
	const char **chrome; /* selectors of what is dropped as chrome */
	char *words;
};

/* NULL where there is no memory.  lean_free(NULL) is fine. */
struct lean *lean_new(void);
void lean_free(struct lean *lean);

#endif
