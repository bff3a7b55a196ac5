/*
 * The words around an article on PubMed's pages of the 2020s.  A row's key
 * has the letters and digits alone, in lower case: tools add bullets, rules,
 * brackets and underscores, but these they keep.
 */
#include "pubmed/dump_rules.h"

struct heading {
	const char *key;
	enum dump_section section;
};

static const struct heading headings[] = { { "author", DUMP_AUTHORS },
	{ "authors", DUMP_AUTHORS }, { "collaborators", DUMP_COLLABORATORS },
	{ "collaborator", DUMP_COLLABORATORS },
	{ "affiliation", DUMP_AFFILIATIONS },
	{ "affiliations", DUMP_AFFILIATIONS },
	{ "affiliationexpand", DUMP_AFFILIATIONS },
	{ "affiliationsexpand", DUMP_AFFILIATIONS },
	{ "affiliationbuttonexpand", DUMP_AFFILIATIONS },
	{ "affiliationsbuttonexpand", DUMP_AFFILIATIONS },
	{ "abstract", DUMP_ABSTRACT }, { "noabstractavailable", DUMP_ABSTRACT },
	{ "pubmeddisclaimer", DUMP_DISCLAIMER },
	{ "plainlanguagesummary", DUMP_SUMMARY },
	{ "conflictofintereststatement", DUMP_CONFLICT },
	{ "figures", DUMP_FIGURES }, { "similararticles", DUMP_SIMILAR },
	{ "citedby", DUMP_CITED_BY }, { "references", DUMP_REFERENCES },
	{ "publicationtypes", DUMP_PUBLICATION_TYPES },
	{ "publicationtype", DUMP_PUBLICATION_TYPES },
	{ "meshterms", DUMP_MESH }, { "substances", DUMP_SUBSTANCES },
	{ "supplementaryconcepts", DUMP_SUPPLEMENTARY },
	{ "associateddata", DUMP_DATA }, { "relatedinformation", DUMP_RELATED },
	{ "grantsandfunding", DUMP_GRANTS }, { "grantsupport", DUMP_GRANTS },
	{ "linkoutmoreresources", DUMP_LINKOUT },
	{ "fulltextlinks", DUMP_FULL_TEXT },
	{ "ncbiliteratureresources", DUMP_FOOT }, { "followncbi", DUMP_FOOT },
	{ "connectwithnlm", DUMP_FOOT }, { "sendto", DUMP_FOOT } };

struct notice {
	const char *heading;
	const char *kind;
};

static const struct notice notices[] = { { "Comment in", "comment_in" },
	{ "Comment on", "comment_on" }, { "Erratum in", "erratum_in" },
	{ "Erratum for", "erratum_for" }, { "Retraction in", "retraction_in" },
	{ "Retraction of", "retraction_of" },
	{ "Expression of concern in", "expression_of_concern_in" },
	{ "Expression of concern for", "expression_of_concern_for" },
	{ "Update in", "update_in" }, { "Update of", "update_of" },
	{ "Republished in", "republished_in" },
	{ "Republished from", "republished_from" },
	{ "Corrected and republished in", "corrected_and_republished_in" },
	{ "Corrected and republished from", "corrected_and_republished_from" },
	{ "Retracted and republished in", "retracted_and_republished_in" },
	{ "Retracted and republished from", "retracted_and_republished_from" },
	{ "Summary for patients in", "summary_for_patients_in" },
	{ "Original report in", "original_report_in" },
	{ "Dataset described in", "dataset_described_in" },
	{ "Dataset use reported in", "dataset_use_reported_in" } };

/* All of a line. */
static const char *const chrome[] = { "abstracttext", "accessibility",
	"accesskeys", "account", "accountsettings", "actions", "add",
	"addcancel", "addtoanexistingcollection", "addtocollections",
	"addtomybibliography", "addtosearch", "advanced", "advancedclipboard",
	"anofficialwebsiteoftheunitedstatesgovernment", "bookshelf", "button",
	"cancel", "careers", "change", "chooseacollection", "citationmanager",
	"cite", "clipboard", "close", "collapse", "collections", "copy",
	"createacollection", "createafileforexternalcitationmanagementsoftware",
	"createanewcollection", "createfile", "createfilecancel", "createrss",
	"creatersscancel", "csv", "dashboard", "disclaimer", "displayoptions",
	"dotgov", "downloadnbib", "downloadnbibnbib", "edit", "email",
	"emailcitation", "emailchange", "expand", "foia", "format",
	"formatabstract", "formatabstractpubmedpmid", "freepmcarticle",
	"freearticle", "from", "fulltextlinks", "fulltextlinkscite",
	"fulltextlinkscitedisplayoptions", "fulltextproviderlogo",
	"heresyouknow", "hereshowyouknow", "hhsvulnerabilitydisclosure",
	"https", "help", "iteminclipboard", "linkoutmoreresourcestitleauthors",
	"login", "loginshowaccountinfo", "logout", "loggedinas", "maincontent",
	"mainnavigation", "meshandotherdata", "mybibliography",
	"myncbihomepage", "nameyourcollection",
	"namemustbelessthan100characters", "nameofrssfeed", "nameofsavedsearch",
	"nationallibraryofmedicine", "ncbihomepage", "nihnlmlogo",
	"noauthorslisted", "numberofitemsdisplayed", "optionaltextinemail",
	"pagenavigation", "permalink", "permalinkcopy", "pleasetryagain",
	"pmid", "publications", "pubmed", "pubmedlogo", "pubmedsearch",
	"rsslink", "rsslinkcopy", "save", "savecancel", "savecitationtofile",
	"saveemail", "saveemailsendto", "savedsearchalertradiobuttons",
	"search", "searchadvanced", "searchinmesh", "searchinnlmcatalog",
	"searchinpubmed", "searchsearch", "searchterms", "sendemail",
	"sendemailcancel", "sendto", "share", "showaccountinfo", "showdetails",
	"skiptomainpagecontent", "subject", "summary", "summarytext",
	"testsearchterms", "theegov", "thesiteissecure",
	"thegovmeansitsofficial", "titleauthors", "to", "unknowninputtype",
	"unabletoloadyourcollectionduetoanerror",
	"unabletoloadyourdelegatesduetoanerror", "usflag", "userguide",
	"username", "webpolicies", "x", "yoursavedsearch", "yourrssfeed",
	"seeallsimilararticles", "seeallcitedbyarticles",
	"seethisimageandcopyrightinformationinpmc", "seeallreferences",
	"clicktoshowfullcaption", "clicktohidefullcaption",
	"contributedequally", "searchinnlmcatalogaddtosearch",
	"actionssearchinpubmedsearchinmeshaddtosearch",
	"actionssearchinpubmedsearchinnlmcatalogaddtosearch",
	"searchinpubmedsearchinnlmcatalogaddtosearch",
	"searchinpubmedsearchinmeshaddtosearch" };

/* The beginning of a line. */
static const char *const chrome_begins[] = {
	"accesskeysncbihomepage",
	"anofficialwebsiteoftheunitedstates",
	"clipboardsearchhistoryandseveralother",
	"federalgovernmentwebsitesoften",
	"formatoneof",
	"formatsummary",
	"displayoptionsformat",
	"formatabstract",
	"thegovmeans",
	"thehttpsensuresthatyouareconnecting",
	"thissiteneedsjavascripttoworkproperly",
	"thepubmedwordmarkandpubmedlogo",
	"titleauthorsabstract",
	"titleauthorssimilar",
	"oneoftitleauthors",
	"retractionnoticetitle",
	"unabletoloadyour",
	"wouldyoulikeemailupdates",
	"sharearticleon",
	"sendevenwhentherearentany",
	"searchunknowninput",
	"1selecteditem",
	"subject1selecteditem",
	"seethisimageandcopyrightinformation",
	"fulltextproviderlogo",
	"itemincl",
	"permalinkhttps",
	"allfigures",
};

static const char *const types[] = { "Adaptive Clinical Trial", "Address",
	"Autobiography", "Bibliography", "Biography", "Book Illustrations",
	"Case Reports", "Classical Article", "Clinical Conference",
	"Clinical Study", "Clinical Trial", "Clinical Trial Protocol",
	"Clinical Trial, Phase I", "Clinical Trial, Phase II",
	"Clinical Trial, Phase III", "Clinical Trial, Phase IV",
	"Clinical Trial, Veterinary", "Collected Work", "Comment",
	"Comparative Study", "Congress", "Consensus Development Conference",
	"Consensus Development Conference, NIH", "Controlled Clinical Trial",
	"Corrected and Republished Article", "Dataset", "Dictionary",
	"Directory", "Editorial", "Equivalence Trial", "Evaluation Study",
	"Expression of Concern", "Festschrift", "Government Publication",
	"Guideline", "Historical Article", "Interactive Tutorial", "Interview",
	"Introductory Journal Article", "Lecture", "Legal Case", "Legislation",
	"Letter", "Meta-Analysis", "Multicenter Study", "Network Meta-Analysis",
	"News", "Newspaper Article", "Observational Study",
	"Observational Study, Veterinary", "Overall", "Patent",
	"Patient Education Handout", "Periodical Index", "Personal Narrative",
	"Portrait", "Practice Guideline", "Pragmatic Clinical Trial",
	"Preprint", "Published Erratum", "Randomized Controlled Trial",
	"Randomized Controlled Trial, Veterinary",
	"Research Support, N.I.H., Extramural", "Retracted Publication",
	"Retraction of Publication", "Review", "Scientific Integrity Review",
	"Scoping Review", "Study Guide", "Systematic Review",
	"Technical Report", "Twin Study", "Validation Study",
	"Video-Audio Media", "Webcast" };

static const char *const labels[] = { "aim", "aims", "aimsandobjectives",
	"analysis", "approach", "approachandresults", "availability",
	"availabilityandimplementation", "background", "backgroundaims",
	"backgroundandaim", "backgroundandaims", "backgroundandobjective",
	"backgroundandobjectives", "backgroundandpurpose",
	"backgroundobjective", "backgroundobjectives", "backgroundpurpose",
	"casedescription", "casepresentation", "casereport", "casesummary",
	"clinicalrelevance", "clinicaltrialregistration", "conclusion",
	"conclusions", "conclusionsandrelevance", "conclusionsandimplications",
	"conclusionsignificance", "context", "contribution", "datacollection",
	"dataextraction", "datasources", "datasynthesis", "design",
	"designandmethods", "discussion", "discussionandconclusion",
	"discussionandconclusions", "evidenceacquisition", "evidencesynthesis",
	"experimentaldesign", "exposures", "finding", "findings", "funding",
	"hypothesis", "impact", "implications", "importance", "interpretation",
	"intervention", "interventions", "introduction", "keyfindings",
	"keyresults", "levelofevidence", "limitations", "mainfindings",
	"mainoutcomemeasure", "mainoutcomemeasures", "mainoutcomesandmeasures",
	"mainresults", "materialandmethod", "materialandmethods",
	"materialsandmethods", "materialsmethods", "measurements", "method",
	"methodology", "methodologyprincipalfindings", "methods",
	"methodsandanalysis", "methodsandfindings", "methodsandmaterials",
	"methodsandresults", "methodsresults", "motivation", "objective",
	"objectives", "observations", "outcomes", "participants",
	"patientandmethods", "patients", "patientsandmethods",
	"patientsormaterials", "perspective", "practiceimplications",
	"principalfindings", "problem", "projectregistration", "purpose",
	"purposeofreview", "question", "rationale", "recentfindings",
	"recommendations", "registration", "relevance",
	"relevancetoclinicalpractice", "result", "results",
	"resultsandconclusion", "resultsandconclusions", "resultsanddiscussion",
	"sampling", "scope", "search", "searchstrategy", "selectioncriteria",
	"setting", "settings", "settingsanddesign", "significance", "statement",
	"statementofsignificance", "statisticalanalysis", "studydesign",
	"studydesignandsetting", "studyselection", "subjects",
	"subjectsandmethods", "summary", "supplementaryinformation", "synopsis",
	"systematicreviewregistration", "themes", "trialregistration",
	"trialregistrationnumber", "unlabelled", "whatisknownandobjective" };

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct span
dump_rules_key(struct span text, char key[DUMP_KEY])
{
	size_t len = 0;

	for (size_t i = 0; i < text.len && len < DUMP_KEY; i++)
		if (span_is_alpha(text.ptr[i]) || span_is_digit(text.ptr[i]))
			key[len++] = span_lower(text.ptr[i]);
	return (struct span){ key, len };
}

static bool
has_end(struct span text)
{
	return text.len > 0 &&
	       (text.ptr[text.len - 1] == '.' || text.ptr[text.len - 1] == ',');
}

enum dump_section
dump_rules_section(struct span text)
{
	char bytes[DUMP_KEY];
	struct span key = dump_rules_key(text, bytes);

	if (key.len == 0 || text.len > DUMP_KEY || has_end(text))
		return DUMP_NONE;
	for (size_t i = 0; i < COUNT(headings); i++)
		if (span_equal(key, span_of(headings[i].key)))
			return headings[i].section;
	for (size_t i = 0; i < COUNT(notices); i++) {
		char other[DUMP_KEY];

		if (span_equal(key,
			dump_rules_key(span_of(notices[i].heading), other)))
			return DUMP_NOTICE;
	}
	return DUMP_NONE;
}

bool
dump_rules_begins(struct span text)
{
	static const char *const begins[] = { "Keywords:", "Copyright \xc2\xa9",
		"\xc2\xa9 20", "Copyright: \xc2\xa9", "[Fig", "[Scheme",
		"Show all ", "See all " };

	for (size_t i = 0; i < COUNT(begins); i++)
		if (span_starts(text, span_of(begins[i])))
			return true;
	if (text.len < 12 && text.len > 5 &&
	    span_is_digit(text.ptr[text.len - 1]) &&
	    (span_starts(text, SPAN("Figure ")) ||
		span_starts(text, SPAN("Fig. ")) ||
		span_starts(text, SPAN("Scheme "))))
		return true;
	return text.len > 0 && text.ptr[0] >= 'A' && text.ptr[0] <= 'Z' &&
	       dump_rules_section(text) != DUMP_NONE;
}

bool
dump_rules_is_chrome(struct span text)
{
	char bytes[DUMP_KEY];
	struct span key = dump_rules_key(text, bytes);

	for (size_t i = 0; i < COUNT(chrome); i++)
		if (span_equal(key, span_of(chrome[i])))
			return true;
	for (size_t i = 0; i < COUNT(chrome_begins); i++)
		if (span_starts(key, span_of(chrome_begins[i])))
			return true;
	return false;
}

struct span
dump_rules_type(struct span text)
{
	char bytes[DUMP_KEY], other[DUMP_KEY];
	struct span key = dump_rules_key(text, bytes);

	for (size_t i = 0; text.len < DUMP_KEY && i < COUNT(types); i++)
		if (span_equal(key, dump_rules_key(span_of(types[i]), other)))
			return span_of(types[i]);
	return SPAN_NONE;
}

bool
dump_rules_is_label(struct span text)
{
	char bytes[DUMP_KEY];
	struct span key = dump_rules_key(text, bytes);

	for (size_t i = 0; i < COUNT(labels); i++)
		if (span_equal(key, span_of(labels[i])))
			return true;
	return false;
}

size_t
dump_rules_notices(void)
{
	return COUNT(notices);
}

const char *
dump_rules_notice(size_t index, const char **kind)
{
	*kind = notices[index].kind;
	return notices[index].heading;
}
