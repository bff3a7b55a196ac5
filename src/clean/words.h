/*
 * Words that tell what a part of a page is for: those of class, id and role
 * ("sidebar-nav"), and those of a short text ("Read more").
 */
#ifndef CLEAN_WORDS_H
#define CLEAN_WORDS_H

#include <stdint.h>

#include "base/span.h"

/*
 * A row: the hint, and the words in an element's class, id, role and itemprop
 * that give it.  Names there are split at "-", "_" and capitals.
 */
#define WORDS_HINTS(ROW) \
	ROW(ARTICLE, \
	    "article articles post blog story news entry hentry prose") \
	ROW(BODY, \
	    "body content contents text copy richtext rte wysiwyg markdown " \
	    "desc description summary paragraph intro lead excerpt") \
	ROW(MAIN, "main primary page") \
	ROW(NAV, \
	    "nav navigation navbar menu menus submenu megamenu breadcrumb " \
	    "breadcrumbs pagination pager paging tabs toc topnav sidenav " \
	    "subnav navigator jump crumbs dropdown") \
	ROW(HEADER, "header head masthead topbar top branding logo banner") \
	ROW(FOOTER, "footer foot bottom colophon contentinfo copyright legal " \
		    "disclaimer") \
	ROW(SIDE, "sidebar aside side rail widget widgets secondary " \
		  "complementary gutter right left sticky") \
	ROW(AD, "ad ads advert adsense advertisement sponsor sponsored promo " \
		"promotion promoted dfp gpt taboola outbrain") \
	ROW(SHARE, "share sharing social socials follow addthis sharedaddy " \
		   "facebook twitter linkedin pinterest") \
	ROW(COMMENT, \
	    "comment comments commentlist disqus respond reply replies " \
	    "feedback") \
	ROW(RELATED, \
	    "related recommend recommended recommendations more similar " \
	    "popular trending latest recent readnext next prev previous " \
	    "also upsell crosssell") \
	ROW(META, "meta byline author authors date time timestamp published " \
		  "posted tags tag category categories cat kicker eyebrow " \
		  "dateline contributor vcard bio") \
	ROW(SIGNUP, "subscribe subscription newsletter signup email optin " \
		    "mailchimp form search searchbox login signin register") \
	ROW(POPUP, "modal popup popover cookie cookies consent gdpr overlay " \
		   "dialog lightbox notice notification alert toast tooltip " \
		   "offcanvas drawer") \
	ROW(CARD, \
	    "card cards item items product products grid tile tiles teaser " \
	    "listing list results result row col column collection catalog " \
	    "feed archive loop") \
	ROW(FORUM, \
	    "forum topic thread threads message messages posts question " \
	    "answer answers postbody bbp discussion") \
	ROW(HIDDEN, "hidden hide sr screenreader invisible visuallyhidden " \
		    "collapsed offscreen assistive print") \
	ROW(BUTTON, \
	    "btn button buttons cta action actions toolbar controls control " \
	    "icon") \
	ROW(TITLE, \
	    "title headline heading hero jumbotron subtitle subheading " \
	    "tagline") \
	ROW(CAPTION, \
	    "caption figcaption credit credits gallery slider carousel " \
	    "slide slick swiper image video media player photo") \
	ROW(REVIEW, \
	    "review reviews rating ratings testimonial testimonials stars " \
	    "quote quotes") \
	ROW(SHOP, \
	    "shop price prices cart basket checkout shipping buy wishlist " \
	    "variant variants stock sku quantity swatch") \
	ROW(DOC, "doc docs documentation document section chapter api method " \
		 "code example highlight reference tutorial guide") \
	ROW(FAQ, "faq faqs accordion panel toggle collapse expandable tab " \
		 "tabpanel tabbed details") \
	ROW(USER, \
	    "user username avatar profile member members account signature " \
	    "sig poster nickname rank badge") \
	ROW(FILTER, "filter filters facet facets sort sorting refine select " \
		    "selector option options picker") \
	ROW(CONTACT, \
	    "contact address phone location locations map hours office " \
	    "team staff person")

/* The same for the words of a text. */
#define WORDS_TOPICS(ROW) \
	ROW(COPYRIGHT, \
	    "copyright rights reserved trademark trademarks inc llc ltd") \
	ROW(POLICY, \
	    "cookie cookies consent gdpr privacy terms policy conditions " \
	    "sitemap accessibility") \
	ROW(MAIL, "subscribe newsletter newsletters email inbox unsubscribe " \
		  "signup updates") \
	ROW(LOGIN, "login logout log sign signin register account password " \
		   "username join member") \
	ROW(SHARING, \
	    "share tweet facebook twitter linkedin pinterest whatsapp " \
	    "instagram youtube follow reddit print copy link telegram") \
	ROW(READ_ON, "more read view see learn continue show browse explore " \
		     "discover click here all details load mehr weiter leer") \
	ROW(RELATING, \
	    "related similar popular trending recommended latest recent " \
	    "also next previous prev featured stories posts articles " \
	    "topics") \
	ROW(COMMENTING, \
	    "comment comments reply replies respond leave posted responses " \
	    "likes like upvote report flag quote") \
	ROW(DATES, \
	    "january february march april june july august september " \
	    "october november december jan feb mar apr jun jul aug sep " \
	    "sept oct nov dec ago published updated modified min mins " \
	    "minutes hours days am pm edt est utc") \
	ROW(WRITTEN_BY, \
	    "by author authors written editor editors staff writer " \
	    "reporter correspondent contributor reviewed por von") \
	ROW(SITE, \
	    "home menu search skip contact about us faq help careers " \
	    "support back top page pages navigation close open toggle main " \
	    "content blog") \
	ROW(SHOPPING, \
	    "cart price add buy shop shipping checkout sale stock wishlist " \
	    "quantity off sold order save returns regular unit") \
	ROW(ADVERTS, \
	    "advertisement advertisements sponsored ad ads affiliate " \
	    "commission disclosure disclaimer partner partners") \
	ROW(TAGGING, "tags tag categories category filed topics tagged under " \
		     "sections labels") \
	ROW(FORMAL, \
	    "name required enter submit select choose your message phone " \
	    "send apply filter filters sort results showing")

#define WORDS_ROW(name, list) WORDS_HINT_##name,
enum words_hint { WORDS_HINTS(WORDS_ROW) WORDS_HINT_COUNT };
#undef WORDS_ROW

#define WORDS_ROW(name, list) WORDS_TOPIC_##name,
enum words_topic { WORDS_TOPICS(WORDS_ROW) WORDS_TOPIC_COUNT };
#undef WORDS_ROW

/* What one word tells: a bit for each hint and each topic. */
struct words_meaning {
	uint32_t hints;
	uint32_t topics;
};

struct words;

/* The tables above, ready to be asked; NULL where there is no memory. */
struct words *words_new(void);
void words_free(struct words *words);

/* The meaning of a word in whatever case; nothing for one nobody listed. */
struct words_meaning words_find(const struct words *words, struct span word);

/* The hints of a name as authors write them: "siteHeader nav-main". */
uint32_t words_hints(const struct words *words, struct span names);

#endif
