/*
 * The table: what sites put between and behind their texts, as whole units.
 * A sentence that only holds such words is none.
 */
#include "clean/phrase.h"

#include <stdlib.h>

#include "base/pattern.h"

/* "March 3, 2024", "3 de marzo de 2024", "2024-03-03". */
#define DATE "[\\w\\ .,/:-]{4,40}"

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
    "| (?:artikel|seite|beitrag)\\ teilen :? | (?:partager|partagez)"
    "  \\ (?:cet|cette|l['’])\\ ?(?:article|page) :?"
    /* of the page itself */
    "| (?:was|is)\\ this\\ (?:page|article|information|content)\\ helpful"
    "  \\ ?\\? (?:\\ yes (?:\\ [/|])? \\ no)?"
    "| did\\ (?:you\\ find\\ (?:this|what)|this\\ (?:page|article))\\ "
    ".{2,40}\\?"
    "  (?:\\ yes (?:\\ [/|])? \\ no)?"
    "| ¿\\ ?(?:le\\ (?:result[oó]|pareci[oó]|fue)|fue|es|te\\ "
    "(?:result[oó]|fue))"
    "  \\ (?:[uú]til\\ )?est[ae]\\ (?:p[aá]gina|art[ií]culo|informaci[oó]n)"
    "  (?:\\ [uú]til)? \\ ?\\? (?:\\ s[ií] \\ no)?"
    "| ¿\\ ?(?:le|te)\\ (?:result[oó]|pareci[oó]|fue)\\ [uú]til\\ "
    "  est[ae]\\ \\w+\\ ?\\? (?:\\ s[ií] \\ no)?"
    "| war\\ (?:diese\\ seite|dieser\\ artikel)\\ hilfreich\\ ?\\?"
    "  (?:\\ ja \\ nein)?"
    "| (?:this\\ )?(?:page|content)\\ (?:was\\ )?(?:last\\ )?"
    "  (?:updated|reviewed|modified) (?:\\ on)? :? \\ ?" DATE
    "| (?:page\\ )?última\\ (?:actualización|revisión) :? \\ ?" DATE
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
    "| (?:this\\ is\\ what\\ )?customers\\ who\\ (?:viewed|bought|purchased)"
    "  \\ this\\ (?:item|product)\\ (?:also\\ )?(?:viewed|bought|purchased)"
    "| tambi[eé]n\\ (?:le|te)\\ puede\\ interesar\\ ?(?:…|\\.\\.\\.|:)?"
    "| art[ií]culos\\ relacionados | mehr\\ zum\\ thema | auch\\ interessant"
    "| das\\ könnte\\ (?:sie|dich)\\ auch\\ interessieren :?"
    "| (?:articles\\ (?:similaires|liés)|[aà]\\ lire\\ aussi) :?"
    "| 相关(?:阅读|文章|新闻|推荐|链接) :? | 推荐阅读 | 関連(?:記事|リンク)"
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
