/*
 * What is known of chrome: the rows of the rules, and the signs by which a
 * kind of page is told.  How a row is carried out is clean.c's business.
 *
 * Only what is chrome on any page stands here.  A name that some pages give
 * to their content, too, is left to those who look at the whole page.
 *
 * The rows of PubMed's article pages come first and are used as they stand
 * when a record is read.  An element that holds a field of the record must
 * not be dropped by them; a test holds the table to that.
 */
#include "clean/clean.h"

#define NCBI (CLEAN_PMC | CLEAN_BOOKSHELF)
#define ANY (CLEAN_PMC | CLEAN_BOOKSHELF | CLEAN_GENERIC)

/* --- the words of government banners ------------------------------------- */

#define S " ?"
#define IS "(?:['’ʼ´`]s| is)"
#define ARE "(?:['’ʼ´`]re| are)"
#define HAVE "(?:['’ʼ´`]ve| have)"
#define SITE "(?:web ?)?(?:site|page)"
#define DOT "(?:\\w{1,20})?\\.?\\w{1,20}(?:\\.\\w{2,8})?"
#define LOCK "(?:icon|symbol)?" S "\\(?[^.()]{0,90}\\)?" S
#define OF \
	"(?:(?:the )?(?:united states|u\\. " \
	"?s\\.|us|u\\.s\\.a\\.|usa|american|" \
	"federal)(?: (?:federal )?gov(?:ernmen)?t| [\\p{Lu}][^.]{2,60})?|" \
	"(?:the )?(?:state|commonwealth|district|territory|government|city|" \
	"county|town) (?:government )?(?:of )(?:the )?[\\p{L}][^.:;]{2,50}|" \
	"(?:the )?[\\p{L}][^.:;]{2,40} (?:state|city|county|federal)? ?" \
	"government)"

#define SENTENCES \
	"^(?i)(?:" \
	"(?:this is )?an official (?:government )?web ?site of " \
	"(?:(?:u\\.s\\.)|[^.:;]){2,90}|" \
	"(?:this is |you are on )?(?:an? |the )?official " \
	"(?:government )?" SITE " of " OF "|" \
	"(?:this is |you are on )?(?:an? |the )?official " \
	"(?:(?:u\\. ?s\\.|[\\p{L}]+) ){0,4}gov(?:ernmen)?t " SITE "|" \
	"official (?:[\\p{L}]+ ){0,3}" SITE "s use " DOT "|" \
	"(?:an? )?" DOT " " SITE " belongs to an official " \
	"(?:u\\.s\\.|[^.]){0,140}|" \
	"secure (?:" DOT " )?" SITE "s use https(?: certificates?)?|" \
	"(?:an? )?(?:locked padlock|lock|padlock) ?" LOCK \
	"or https(?:://)? means you" HAVE " (?:safely |securely )?connected " \
	"to (?:an? |the )?(?:official )?(?:" DOT " )?" SITE "|" \
	"(?:only )?share (?:your )?(?:sensitive|personal|private)[^.]{0,40} " \
	"only on (?:official|secure)[^.]{0,20} " SITE "s|" \
	"the \\.?(?:gov|mil) means it" IS " official|" \
	"(?:[\\p{L}]+ ){0,3}government (?:" SITE "s) often end in " \
	"\\.?\\w+(?: or \\.?\\w+)?|" \
	"before sharing sensitive[^.]{0,40}, make sure you" ARE \
	" on an? [^.]{0,40}" SITE "|" \
	"(?:the|this) " SITE " is secure|" \
	"the https(?:://)? (?:ensures|means) that you are connecting to the " \
	"official " SITE " and that any information you provide is encrypted" \
	"[^.]{0,50}|" \
	"(?:este es )?un (?:sitio|portal)(?: web)? oficial del? " \
	"(?:el |la )?(?:gobierno|estado)(?: (?:federal )?(?:del? )" \
	"(?:los |la |el )?[^.:;]{2,50})?|" \
	"los sitios(?: web)? oficiales (?:usan|utilizan) \\.?\\w+|" \
	"un sitio(?: web)? \\.?\\w+ pertenece a una organizaci[oó]n oficial " \
	"[^.]{0,90}|" \
	"los sitios(?: web)? (?:seguros )?(?:\\.?\\w+ )?(?:seguros )?(?:usan|" \
	"utilizan) https|" \
	"un candado ?" LOCK "[ou] https(?:://)? significa que (?:usted )?" \
	"(?:se (?:ha )?conect(?:ó|o|ado)|est[aá] conectado)[^.]{0,30}" \
	"(?: de forma segura)? [ao] (?:un|el) sitio(?: web)?(?: \\.?\\w+)?|" \
	"comparta (?:su )?informaci[oó]n [^.]{0,30}s[oó]lo en sitios" \
	"(?: web)? oficiales y seguros" \
	")(?![\\p{L}\\d])"

#define SAYINGS \
	"^(?i)(?:" \
	"here" IS " how (?:you(?:['’]d)?|to) (?:can )?" \
	"(?:know|tell|verify)(?: it)?|" \
	"how (?:you know|to know|do i know)|learn how you know|" \
	"as[ií] es como (?:usted )?(?:lo )?(?:puede verificarlo|sabe|" \
	"verificar)|c[oó]mo (?:usted )?(?:lo )?(?:sabe|saberlo|verificarlo)|" \
	"u\\. ?s\\. flag(?: signifying[^.]{0,70})?|dot gov|https|ssl|" \
	"(?:a )?locked padlock(?: icon)?|lock|expand|collapse|close|menu icon" \
	")(?![\\p{L}\\d])"

/* --- the rows ------------------------------------------------------------ */

#define PUBMED(name, selector) \
	{ \
		name, CLEAN_PUBMED, CLEAN_CERTAIN, selector, NULL, NULL, NULL, \
		    NULL, NULL, NULL \
	}

/* clang-format off */
static const struct clean_rule table[CLEAN_RULES] = {
	PUBMED("script", "script, style, noscript, template"),
	PUBMED("government banner", ".usa-banner, .usa-overlay"),
	PUBMED("skip link", ".usa-skipnav, a#maincontent"),
	PUBMED("notice of the site", ".no-session-banner, .no-script-banner, "
	    ".ncbi-alerts, .applied-filters-message"),
	{ "access keys", CLEAN_PUBMED | ANY, CLEAN_CERTAIN, "a[accesskey]",
	    NULL, NULL, NULL, NULL, NULL, NULL },
	PUBMED("site header", ".ncbi-header, header[role=banner]"),
	PUBMED("search form", "form[role=search], .search-form"),
	PUBMED("dialog", ".overlay, [role=dialog]"),
	PUBMED("menu", ".dropdown"),
	PUBMED("buttons", ".actions-buttons, .social-sharing"),
	PUBMED("save and share panels", "#article-page-header, .action-panel"),
	PUBMED("page navigation", ".page-navigator, nav"),
	PUBMED("short view", ".short-view"),
	PUBMED("short forms", ".short-authors, .short-journal-citation"),
	PUBMED("short captions", ".figure-caption, .figure-caption-medium"),
	PUBMED("figure viewer", ".figures-dialog, .figure-dialog-caption"),
	PUBMED("expander", ".short-article-details, .in-clipboard-label"),
	PUBMED("disclaimer", "#disclaimer"),
	PUBMED("footer", "#ncbi-footer, .ncbi-footer, footer"),

	/* Every other page. */
	{ .name = "script", .profiles = ANY, .flags = CLEAN_CERTAIN,
	    .selector = "script, style, noscript, template, iframe, object, "
			"embed" },
	{ .name = "government banner", .profiles = ANY, .flags = CLEAN_CERTAIN,
	    .names = "usa-banner usa-overlay gov-banner govbanner "
		"government-banner official-banner official-website-banner "
		"official-site-banner official-website usa-gov-banner "
		"us-gov-banner gov-notice site-gov-notice usa-banner-inner "
		"usa-banner__inner usa-banner-header usa-banner__header "
		"usa-banner-content usa-banner__content "
		"usa-banner__header-text "
		"usa-banner__header-action usa-banner__button-text "
		"usa-banner-button usa-banner__button "
		"ma__brand-banner usaBanner uswds-banner",
	    .hints = "ficial https secure often know verific",
	    .sentences = SENTENCES, .sayings = SAYINGS },
	{ .name = "skip link", .profiles = ANY, .flags = CLEAN_SHORT,
	    .names = "usa-skipnav skip-link skip-links skiplink skiplinks "
		"skip-nav skipnav skip-to-content skip-to-main "
		"skip-to-main-content skip-navigation skip-content "
		"skip-main skip_link skipLink skipNav skip-to-content-link "
		"skip-link-holder" },
	{ .name = "cookie notice", .profiles = ANY, .flags = CLEAN_SMALL,
	    .names = "cookie-banner cookie-consent cookie-notice cookie-bar "
		"cookie-popup cookie-message cookie-law-info-bar "
		"cookie-law-info-again cookieConsent cookiebanner cookie-modal "
		"cookie-policy-banner cookie-disclaimer cookies-banner "
		"gdpr-banner gdpr-consent gdpr-cookie-notice eu-cookie-law "
		"eu-cookie-compliance-banner sliding-popup cc-window "
		"cc-banner cc-revoke consent-banner consent-popup "
		"truste-consent-track truste_overlay didomi-host "
		"didomi-popup qc-cmp2-container fc-consent-root "
		"usercentrics-root hs-eu-cookie-confirmation "
		"iubenda-cs-banner cmpbox cmplz-cookiebanner-container "
		"moove_gdpr_cookie_info_bar moove_gdpr_cookie_modal "
		"termly-code-snippet-support cliModalClose cli-modal "
		"wt-cli-cookie-bar cookie-notice-consent fides-overlay "
		"transcend-consent-manager osano-cm-window "
		"msccBanner uhfCookieAlert gdpr_popup catapult-cookie-bar",
	    .starts = "onetrust- ot-sdk- CybotCookiebot cky- cmplz- "
		"borlabs-cookie BorlabsCookie osano-cm- cookie-law-info "
		"iubenda-cs- moove_gdpr_ truste_ sp_message_container" },
	{ .name = "dialog", .profiles = ANY, .flags = CLEAN_SMALL,
	    .selector = "dialog",
	    .names = "modal-dialog usa-modal usa-modal-wrapper "
		"reveal-overlay mfp-wrap mfp-hide fancybox-container "
		"fancybox-overlay ui-dialog remodal-overlay lightbox-overlay "
		"featherlight pum pum-overlay popmake elementor-popup-modal "
		"sgpb-popup-dialog-main-div-wrapper leadinModal "
		"newsletter-popup newsletter-modal subscribe-popup "
		"subscribe-modal exit-popup exit-intent popup-overlay "
		"modal-backdrop login-modal acsMainInvite "
		"fsrInvite QSIFeedbackButton survey-popup klaviyo-form "
		"shareModal share-modal search-modal",
	    .starts = "fsr- acs-invite QSI mc_embed_signup_popup",
	    .roles = "dialog alertdialog" },
	{ .name = "notice of the site", .profiles = ANY,
	    .flags = CLEAN_SMALL | CLEAN_OUTSIDE,
	    .names = "usa-site-alert site-alert site-alerts sitewide-alert "
		"sitewide-alerts site-wide-alert site-notice siteNotice "
		"announcement-bar announcement-banner announcementbar "
		"alert-bar alert-banner global-alert global-alerts "
		"emergency-alert emergency-banner emergency-alerts "
		"topbar-notice notification-bar notice-bar promo-bar "
		"hello-bar top-notice demo_store ncbi-alerts pmc-alerts "
		"no-session-banner no-script-banner browser-warning "
		"browsehappy browserupgrade outdated-browser ie-warning "
		"shopify-section-announcement-bar "
		"shopify-section-group-header-group" },
	{ .name = "site header", .profiles = ANY,
	    .flags = CLEAN_OUTSIDE | CLEAN_HEADER,
	    .selector = "header",
	    .names = "site-header siteheader masthead usa-header ncbi-header "
		"global-header globalheader page-header-wrapper "
		"header-wrapper site-branding mobile-header header-main "
		"main-header topbar top-bar site-masthead navbar-header "
		"elementor-location-header header-top",
	    .roles = "banner" },
	{ .name = "search form", .profiles = ANY, .flags = CLEAN_SMALL,
	    .selector = "form.search, form#search, form[role=search]",
	    .names = "search-form searchform search-box searchbox "
		"usa-search search-block-form search-bar searchbar "
		"site-search search-toggle search-overlay "
		"header-search mobile-search gsc-control-cse",
	    .roles = "search" },
	{ .name = "account menu", .profiles = ANY, .flags = CLEAN_SMALL,
	    .names = "user-menu account-menu login-menu user-login "
		"user-login-form login-form loginform mini-cart cart-drawer "
		"language-switcher lang-switcher language-selector "
		"wpml-ls lang-menu language-menu mw-portlet-lang "
		"account-popup ncbi-popup goog-te-gadget gtranslate_wrapper "
		"google_translate_element" },
	{ .name = "breadcrumbs", .profiles = ANY, .flags = CLEAN_SMALL,
	    .names = "breadcrumb breadcrumbs usa-breadcrumb breadcrumb-trail "
		"breadcrumb-nav breadcrumb-wrapper breadcrumbs-wrapper "
		"breadcrumb-container breadcrumbs-container crumbs "
		"yoast-breadcrumbs rank-math-breadcrumb page-breadcrumbs "
		"woocommerce-breadcrumb ast-breadcrumbs" },
	{ .name = "navigation", .profiles = ANY, .flags = CLEAN_MENU,
	    .selector = "nav",
	    .names = "navbar main-navigation site-navigation main-nav "
		"mainnav main-menu nav-menu menu-main-menu-container "
		"primary-menu secondary-menu mega-menu megamenu mobile-menu "
		"mobile-nav mobile-navigation off-canvas offcanvas "
		"off-canvas-menu sidenav sidenav-container top-menu topnav "
		"footer-menu footer-nav usa-nav usa-nav-primary "
		"usa-nav__primary usa-nav-secondary usa-nav__secondary "
		"usa-megamenu usa-nav-submenu usa-nav__submenu usa-sidenav "
		"wp-block-navigation elementor-nav-menu mw-jump-link "
		"vector-menu nav-links post-navigation navigation-menu "
		"sub-menu",
	    .roles = "navigation" },
	{ .name = "menu", .profiles = CLEAN_GENERIC | CLEAN_BOOKSHELF,
	    .roles = "menubar menu" },
	{ .name = "pages", .profiles = ANY, .flags = CLEAN_SHORT,
	    .names = "pagination pager page-numbers usa-pagination "
		"page-navigation post-pagination pagenavi wp-pagenavi "
		"page-links nav-previous nav-next posts-navigation "
		"back-to-top backtotop back-top scroll-to-top "
		"scrolltop scroll-top go-to-top to-top gotop toTop "
		"usa-footer__return-to-top" },
	{ .name = "share and cite", .profiles = ANY, .flags = CLEAN_SMALL,
	    .names = "social-share social-sharing share-buttons "
		"sharing-buttons share-button share-links share-bar "
		"share-icons share-tools share-widget share-post "
		"share-this sharethis sharedaddy jp-sharing addtoany_share "
		"addtoany_share_save_container a2a_kit addthis_toolbox "
		"addthis_inline_share_toolbox addthis_sharing_toolbox "
		"sharethis-inline-share-buttons heateor_sss_sharing_container "
		"ssba shariff social-icons social-links social-media "
		"social-media-links social-media-icons social-icon "
		"social-buttons social-nav social-bar socials post-share "
		"post-sharing entry-share article-share blog-share "
		"social-list et_social_inline essb_links "
		"elementor-share-buttons elementor-social-icons-wrapper "
		"print-link print-button printfriendly pf-button "
		"email-this page-share page-tools post-tools "
		"sociallinks social_share share_buttons socialShare "
		"mashsb-container novashare-buttons dpsp-content-wrapper" },
	{ .name = "subscription", .profiles = ANY, .flags = CLEAN_SMALL,
	    .names = "newsletter-signup newsletter-form newsletter-box "
		"newsletter-subscribe newsletter-widget newsletter-block "
		"newsletter-section subscribe-form subscribe-box "
		"email-signup email-subscribe email-updates "
		"mc_embed_signup mc4wp-form mailchimp-form signup-form "
		"jetpack_subscription_widget wp-block-jetpack-subscriptions "
		"govdelivery govdelivery-signup email-capture "
		"formkit-form convertkit-form hs-form" },
	{ .name = "page dates and sources", .profiles = ANY,
	    .flags = CLEAN_SHORT,
	    .names = "last-reviewed last-updated-block page-last-updated "
		"page-last-reviewed date-modified-block dateModified-block "
		"content-source page-updated usa-identifier "
		"pagelastupdated lastModified cdc-page-title-bar__pub-date" },
	{ .name = "footer", .profiles = ANY, .flags = CLEAN_OUTSIDE,
	    .selector = "footer",
	    .names = "site-footer footer page-footer global-footer "
		"main-footer footer-wrapper footer-container footer-main "
		"footer-bottom footer-top footer-widgets footer-widget-area "
		"footer-area footer-content footer-section footer-links "
		"footer-copyright ncbi-footer usa-footer usa-identifier "
		"colophon site-info site-footer-wrapper bottom-footer "
		"sub-footer subfooter footerwrap footer-inner footer_wrapper "
		"copyright-bar copyright elementor-location-footer "
		"wp-block-template-part-footer",
	    .roles = "contentinfo" },
	{ .name = "advertisement", .profiles = ANY, .flags = CLEAN_SMALL,
	    .names = "adsbygoogle ad-container ad-wrapper ad-slot adslot "
		"ad-unit advertisement ad-banner banner-ad google-ad "
		"google-ads adunit dfp-ad dfp-slot sponsored-ad "
		"OUTBRAIN taboola-below-article-thumbnails ad-placeholder "
		"code-block-ads ezoic-ad ads-container",
	    .starts = "google_ads div-gpt-ad taboola- outbrain_ "
		"ezoic-pub-ad" },
	/* The tags of a `select` are gone by then. */
	{ .name = "form controls", .profiles = ANY,
	    .selector = "option, textarea, input, datalist" },
	{ .name = "buttons", .profiles = CLEAN_GENERIC | CLEAN_BOOKSHELF,
	    .flags = CLEAN_CONTROL,
	    .selector = "button" },
	/* What stands behind a heading: "#", "[edit]". */
	{ .name = "heading's link", .profiles = CLEAN_GENERIC,
	    .flags = CLEAN_SIGN,
	    .selector = "h1 a, h2 a, h3 a, h4 a, h5 a, h6 a" },
	{ .name = "edit link", .profiles = CLEAN_GENERIC,
	    .flags = CLEAN_SHORT,
	    .names = "mw-editsection edit-page-link edit-this-page "
		"theme-edit-this-page edit-on-github" },
	{ .name = "hidden label", .profiles = ANY,
	    .flags = CLEAN_SHORT | CLEAN_LABEL,
	    .names = "sr-only visually-hidden visuallyhidden "
		"screen-reader-text screenreader-text screen-reader-only "
		"show-for-sr usa-sr-only element-invisible "
		"hide-offscreen offscreen_noflow a11y-hidden "
		"accessibly-hidden elementor-screen-only assistive-text "
		"sr-only-focusable u-visually-hidden" },
	{ .name = "hidden", .profiles = ANY, .flags = CLEAN_HIDDEN },

	/* NCBI's full texts and books. */
	{ .name = "site header", .profiles = NCBI, .flags = CLEAN_CERTAIN,
	    .selector = ".page > .top, .page > .content .navlink-box",
	    .names = "universal_header navcontent pmc-header "
		"pmc-page-banner pmc-journal-banner sysmessages "
		"ui-ncbiautocomplete-holder ui-ncbipopper-wrapper "
		"navlink-box nlmlogo NLMLogo myncbi" },
	{ .name = "menu", .profiles = NCBI, .flags = CLEAN_CERTAIN,
	    .names = "pmc-actions-bar pmc-sidenav pmc-sidebar "
		"journal_context_menu usa-in-page-nav rightcolumn "
		"format-menu goto jig-ncbiinpagenav-goto-heading "
		"ncbi-alerts-placeholder page-breadcrumbs togglers "
		"inline_list_right" },
	{ .name = "notice of the site", .profiles = NCBI,
	    .flags = CLEAN_CERTAIN,
	    .names = "pmc-layout__disclaimer pmc-article__disclaimer "
		"pmc-alerts pmc-disclaimer scroller-disclaimer courtesy-note "
		"courtesy_note" },
	{ .name = "save and share panels", .profiles = NCBI,
	    .flags = CLEAN_CERTAIN,
	    .names = "pmc-permalink share-permalink pmc-share "
		"pmc-resources citation-dialog collections-dialog "
		"citation-button collections-button back-to-top" },
	/* Each author's affiliations once more: they stand under "Author
	   information", too. */
	{ .name = "author cards", .profiles = CLEAN_PMC,
	    .flags = CLEAN_CERTAIN, .selector = ".cg > div[hidden]",
	    .names = "aff-tip" },
	{ .name = "expander", .profiles = CLEAN_PMC, .flags = CLEAN_CERTAIN,
	    .selector = "button[aria-controls^=resources], "
			".p.text-right.font-secondary, "
			".permissions a[href^=#], "
			".d-panel > .p > a[href$=\"/about/copyright/\"]",
	    .names = "d-buttons d-button largeobj-link tag-json" },
	{ .name = "related articles", .profiles = NCBI,
	    .flags = CLEAN_CERTAIN,
	    .names = "portlet ajax-portlets similar-articles-list "
		"cited-by-list brieflinkpop more_like_this "
		"similar-articles-links" },
	{ .name = "book navigation", .profiles = CLEAN_BOOKSHELF,
	    .flags = CLEAN_CERTAIN,
	    .names = "bk_noprnt bk_search messagearea source-thumb "
		"large-table-link small-screen-prev small-screen-next "
		"fm-aai" },
	{ .name = "footer", .profiles = NCBI, .flags = CLEAN_CERTAIN,
	    .selector = ".page > .bottom",
	    .names = "ncbifooter ncbi-footer footer" },
	{ .name = NULL }
};
/* clang-format on */

const struct clean_rule *
clean_table(void)
{
	return table;
}

static const struct clean_sign signs[] = {
	{ CLEAN_PUBMED,
	    "#article-details, .article-page[data-article-pmid], "
	    "#full-view-heading",
	    "meta[name=ncbi_app][content=pubmed], meta[name=citation_pmid], "
	    "#full-view-identifiers, .article-page[data-article-pmid]" },
	{ CLEAN_PMC,
	    "meta[name=ncbi_app][content=cloudpmc-viewer], "
	    "meta[name=ncbi_app][content=pmc-frontend], "
	    "meta[name=ncbi_app][content=pmc], "
	    "meta[name=ncbi_db][content=pmc], .pmc-article, .pmc-layout, "
	    ".pmc-wm",
	    "meta[name=citation_title], meta[name=ncbi_pdid][content=article], "
	    ".pmc-article, .pmc-layout, .pmc-wm, #mc, .main-article-body" },
	{ CLEAN_BOOKSHELF,
	    "meta[name=ncbi_db][content=books], "
	    "meta[name=ncbi_app][content=bookshelf], "
	    "meta[name=ncbi_app][content=books], "
	    "meta[name=book-collection]",
	    NULL },
	{ 0, NULL, NULL },
};

const struct clean_sign *
clean_signs(void)
{
	return signs;
}
