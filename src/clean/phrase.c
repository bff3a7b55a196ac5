/*
 * The table: what sites put between and behind their texts, as whole units.
 * A sentence that only holds such words is none.
 */
#include "clean/phrase.h"

#include <stdlib.h>

#include "base/pattern.h"

/* Whatever case; blanks in a pattern count for nothing. */
static const char *const source =
    "(?ix) ^ (?:"
    /* advertisements */
    "  (?:-\\ ?)? advertisement (?:s|\\ [-–—]\\ .*|\\ continue.*)?"
    "| (?:story|article|page|content)\\ continues\\ below.*"
    "| continue\\ reading\\ below .*"
    "| (?:sponsored|promoted|paid)(?:\\ (?:content|post|links?))?"
    "| publicidad | anuncio | anzeige | publicité"
    /* to share, print, copy */
    "| (?:share|print|email|e-mail|save|bookmark)"
    "  (?:\\ (?:this|the))? (?:\\ (?:article|page|post|story|link|on))? :?"
    "| copy\\ (?:link|url|code|to\\ clipboard) | copied!?"
    "| share\\ (?:on|via|to)\\ [\\w@]+ (?:\\ \\([^)]*\\))?"
    "| tweet(?:\\ this)? | pin\\ it"
    "| follow\\ us (?:\\ on\\ .*)? :?"
    "| compartir (?:\\ en\\ .*)? | imprimir | teilen | partager"
    /* to move on a page */
    "| (?:skip|jump|go)\\ to\\ (?:the\\ )?(?:main\\ "
    ")?(?:content|navigation|top)"
    "| (?:back|return)\\ to\\ (?:the\\ )?top"
    "| click\\ to\\ (?:expand|enlarge|zoom|copy)\\ ?(?:\\.\\.\\.|…)?"
    "| (?:show|read|see|view|load)\\ (?:more|less|all)\\ ?(?:\\.\\.\\.|…|»|→)?"
    "| (?:open|expand|collapse|toggle)\\ (?:menu|all|navigation|search|image.*)"
    "| leer\\ más | ver\\ más | volver\\ arriba"
    /* of accounts and letters */
    "| (?:log|sign)\\ ?in (?:\\ or\\ .*)? | sign\\ up (?:\\ (?:now|today))?"
    "| (?:subscribe|sign\\ up)\\ (?:to|for)\\ (?:our|the)\\ "
    "  (?:\\w+\\ )?newsletters?.?"
    "| join\\ (?:our|the)\\ (?:\\w+\\ ){0,3}(?:newsletter|mailing\\ list)"
    "| subscribe (?:\\ now)?"
    "| by\\ (?:signing\\ up|clicking|subscribing|submitting|registering"
    "  |providing|continuing|entering|checking)\\b"
    "  .{0,200}?\\b(?:agree|consent|acknowledge|confirm|accept)\\b.*"
    /* of other pages */
    "| (?:related|recommended|popular|trending)"
    "  (?:\\ (?:articles?|posts?|stories|topics|reading|content|links))?\\ ?:?"
    "| you\\ (?:might|may)\\ (?:also\\ )?(?:like|enjoy|be\\ interested\\ in)\\ "
    "?:?"
    /* of authors, who are told apart from the text */
    "| (?:written|edited|(?:medically\\ |expert\\ )?reviewed|fact.?checked)"
    "  \\ by\\ :?\\ ?\\w.*"
    "| (?:geschrieben\\ von|escrito\\ por|écrit\\ par)\\ .*"
    /* of forums */
    "| reply (?:\\ with\\ quote)? | quote | report (?:\\ (?:post|abuse))?"
    "| (?:like|upvote|permalink|multi-?quote)"
    "| view\\ (?:profile|forum\\ (?:posts|threads))"
    ") $";

struct phrases {
	struct pattern *pattern;
};

struct phrases *
phrase_new(void)
{
	struct phrases *phrases = calloc(1, sizeof(*phrases));

	if (phrases == NULL)
		return NULL;
	phrases->pattern = pattern_new(source);
	if (phrases->pattern == NULL) {
		free(phrases);
		return NULL;
	}
	return phrases;
}

void
phrase_free(struct phrases *phrases)
{
	if (phrases == NULL)
		return;
	pattern_free(phrases->pattern);
	free(phrases);
}

bool
phrase_is(const struct phrases *phrases, struct span text)
{
	return text.len > 0 && pattern_find(phrases->pattern, text, NULL);
}
