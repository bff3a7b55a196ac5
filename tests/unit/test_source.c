/* What words ask for: src/fetch/source. */
#include "fetch/source.h"
#include "support.h"

TestSuite(source);

#define PUBMED SOURCE_PUBMED
#define NCBI "www.ncbi.nlm.nih.gov"
#define DOI_LOOKUP PUBMED "/?term=10.3390%2Fijms24087344%5Bdoi%5D"
#define PMC_LOOKUP PUBMED "/?term=PMC10138493%5Bpmcid%5D"

static const char *const articles[] = {
	"37108507",
	"037108507",
	"00000000000037108507",
	" 37108507 ",
	"\t37108507\r\n",
	"\xc2\xa0"
	"37108507\xe2\x80\x8b",
	"\xef\xbb\xbf"
	"37108507",
	"pmid:37108507",
	"PMID:37108507",
	"PMID: 37108507",
	"PMID : 37108507",
	"pmid 37108507",
	"PMID\xc2\xa0"
	"37108507",
	"pmid:037108507",
	"https://pubmed.ncbi.nlm.nih.gov/37108507",
	"https://pubmed.ncbi.nlm.nih.gov/37108507/",
	"http://pubmed.ncbi.nlm.nih.gov/37108507/",
	"HTTPS://PubMed.ncbi.nlm.nih.gov/37108507/",
	"https://pubmed.ncbi.nlm.nih.gov:443/37108507/",
	"http://pubmed.ncbi.nlm.nih.gov:80/37108507/",
	"https://pubmed.ncbi.nlm.nih.gov/37108507/#abstract",
	"https://pubmed.ncbi.nlm.nih.gov/37108507#affiliation-1",
	"https://pubmed.ncbi.nlm.nih.gov/37108507/?from_term=a&from_pos=2",
	"https://pubmed.ncbi.nlm.nih.gov/37108507?dopt=Abstract",
	"https://pubmed.ncbi.nlm.nih.gov/./x/../37108507/",
	"https://pubmed.ncbi.nlm.nih.gov/?term=37108507",
	"https://pubmed.ncbi.nlm.nih.gov/?term=37108507%5Buid%5D",
	"https://pubmed.ncbi.nlm.nih.gov/?term=37108507[PMID]&sort=date",
	"https://pubmed.ncbi.nlm.nih.gov/?sort=date&amp;term=+37108507+[uid]",
	"https://pubmed.ncbi.nlm.nih.gov/pubmed/37108507",
	"pubmed.ncbi.nlm.nih.gov/37108507",
	"pubmed.ncbi.nlm.nih.gov/37108507/?x",
	"https://pubmed.gov/37108507",
	"http://www.pubmed.gov/37108507",
	"http://" NCBI "/pubmed/37108507",
	"https://" NCBI "/pubmed/37108507/",
	"https://ncbi.nlm.nih.gov/pubmed/37108507",
	NCBI "/pubmed/37108507",
	"http://" NCBI "/pubmed/37108507?dopt=Abstract",
	"http://" NCBI "/pubmed/37108507#",
	"http://" NCBI "/pubmed?term=37108507[uid]",
	"http://" NCBI "/pubmed?term=37108507%5Buid%5D",
	"http://" NCBI "/pubmed/?term=37108507",
	"http://" NCBI "/pubmed?term=37108507",
	"http://" NCBI "/pubmed?cmd=Retrieve&list_uids=37108507",
	"https://" NCBI "/m/pubmed/37108507/",
	"https://m.pubmed.ncbi.nlm.nih.gov/37108507/",
	"http://" NCBI "/entrez/query.fcgi?cmd=Retrieve&db=PubMed"
	"&list_uids=37108507&dopt=Abstract",
	"http://" NCBI "/entrez/query.fcgi?list_uids=37108507",
	"http://" NCBI "/sites/entrez?Db=pubmed&Cmd=ShowDetailView"
	"&TermToSearch=37108507&ordinalpos=1",
	"http://" NCBI "/sites/entrez/37108507?dopt=Abstract",
	"http://" NCBI "/sites/pubmed/37108507",
};

Test(source, articles)
{
	struct source source;
	char why[SOURCE_WHY_ROOM];

	for (size_t i = 0; i < COUNT(articles); i++) {
		source_read(articles[i], NULL, &source, why);
		cr_expect_eq(source.kind, SOURCE_ARTICLE, "%s", articles[i]);
		cr_expect_str_eq(source.pmid, "37108507", "%s", articles[i]);
		cr_expect_str_eq(
		    source.address, PUBMED "/37108507/", "%s", articles[i]);
		cr_expect_str_eq(why, "", "%s: %s", articles[i], why);
	}
}

struct read {
	const char *word;
	enum source_kind kind;
	const char *address;
};

static const struct read others[] = {
	{ "1", SOURCE_ARTICLE, PUBMED "/1/" },
	{ "99999999", SOURCE_ARTICLE, PUBMED "/99999999/" },
	/* what PubMed leads on from */
	{ "PMC10138493", SOURCE_LOOKUP, PMC_LOOKUP },
	{ "pmc10138493", SOURCE_LOOKUP, PMC_LOOKUP },
	{ "PMC10138493.2", SOURCE_LOOKUP, PMC_LOOKUP },
	{ "pmcid:PMC10138493", SOURCE_LOOKUP, PMC_LOOKUP },
	{ "PMCID: PMC10138493", SOURCE_LOOKUP, PMC_LOOKUP },
	{ "PMCID PMC10138493", SOURCE_LOOKUP, PMC_LOOKUP },
	{ "pmcid:10138493", SOURCE_LOOKUP, PMC_LOOKUP },
	{ "10.3390/ijms24087344", SOURCE_LOOKUP, DOI_LOOKUP },
	{ "doi:10.3390/ijms24087344", SOURCE_LOOKUP, DOI_LOOKUP },
	{ "DOI: 10.3390/ijms24087344", SOURCE_LOOKUP, DOI_LOOKUP },
	{ "doi 10.3390/ijms24087344", SOURCE_LOOKUP, DOI_LOOKUP },
	{ "https://doi.org/10.3390/ijms24087344", SOURCE_LOOKUP, DOI_LOOKUP },
	{ "http://dx.doi.org/10.3390/ijms24087344", SOURCE_LOOKUP, DOI_LOOKUP },
	{ "https://doi.org/10.3390%2Fijms24087344", SOURCE_LOOKUP, DOI_LOOKUP },
	{ "https://doi.org/doi:10.3390/ijms24087344?x#y", SOURCE_LOOKUP,
	    DOI_LOOKUP },
	{ "doi.org/10.3390/ijms24087344", SOURCE_LOOKUP, DOI_LOOKUP },
	{ DOI_LOOKUP, SOURCE_LOOKUP, DOI_LOOKUP },
	{ PMC_LOOKUP, SOURCE_LOOKUP, PMC_LOOKUP },
	{ "http://" NCBI "/pubmed/?term=10.3390/ijms24087344[doi]",
	    SOURCE_LOOKUP, DOI_LOOKUP },
	{ "10.1002/(SICI)1097(19980815)17:15<1661::AID-S>3.0.CO;2-2",
	    SOURCE_LOOKUP,
	    PUBMED "/?term=10.1002%2F%28SICI%291097%2819980815%2917%3A15%3C1661"
		   "%3A%3AAID-S%3E3.0.CO%3B2-2%5Bdoi%5D" },
	{ "10.1/a[doi]b", SOURCE_LOOKUP,
	    PUBMED "/?term=10.1%2Fa%5Bdoi%5Db%5Bdoi%5D" },
	{ PUBMED "/?term=10.1%2Fa%5Bdoi%5Db%5Bdoi%5D", SOURCE_LOOKUP,
	    PUBMED "/?term=10.1%2Fa%5Bdoi%5Db%5Bdoi%5D" },
	{ "10.1000.10/\xc3\xa4&#", SOURCE_LOOKUP,
	    PUBMED "/?term=10.1000.10%2F%C3%A4%26%23%5Bdoi%5D" },
	/* other pages of PubMed */
	{ PUBMED, SOURCE_PAGE, PUBMED "/" },
	{ "pubmed.gov", SOURCE_PAGE, PUBMED "/" },
	{ "http://" NCBI "/pubmed", SOURCE_PAGE, PUBMED "/" },
	{ "http://" NCBI "/pubmed/pubmed/", SOURCE_PAGE, PUBMED "/" },
	{ "http://" NCBI "/pubmed/?term=heart+attack", SOURCE_PAGE,
	    PUBMED "/?term=heart+attack" },
	{ "http://pubmed.ncbi.nlm.nih.gov/?term=a[au]", SOURCE_PAGE,
	    PUBMED "/?term=a%5Bau%5D" },
	{ PUBMED "/37108507/references/", SOURCE_PAGE,
	    PUBMED "/37108507/references/" },
	{ PUBMED "/37108507/long-authors/#x", SOURCE_PAGE,
	    PUBMED "/37108507/long-authors/" },
	{ PUBMED "/?linkname=pubmed_pubmed&from_uid=37108507", SOURCE_PAGE,
	    PUBMED "/?linkname=pubmed_pubmed&from_uid=37108507" },
	{ PUBMED "/?linkname=pubmed_pubmed&uid=37108507", SOURCE_PAGE,
	    PUBMED "/?linkname=pubmed_pubmed&uid=37108507" },
	{ PUBMED "/?term=37108507,37108508", SOURCE_PAGE,
	    PUBMED "/?term=37108507,37108508" },
	{ PUBMED "/123456789/", SOURCE_PAGE, PUBMED "/123456789/" },
	{ PUBMED "/0/", SOURCE_PAGE, PUBMED "/0/" },
	{ PUBMED "/help/", SOURCE_PAGE, PUBMED "/help/" },
	{ PUBMED "//37108507", SOURCE_PAGE, PUBMED "//37108507" },
	{ "http://" NCBI "/pubmedhealth/1", SOURCE_PAGE,
	    "http://" NCBI "/pubmedhealth/1" },
	{ "http://" NCBI "/sites/entrez?db=gene&list_uids=37108507",
	    SOURCE_PAGE,
	    "http://" NCBI "/sites/entrez?db=gene&list_uids=37108507" },
	{ "http://" NCBI "/37108507", SOURCE_PAGE, "http://" NCBI "/37108507" },
	/* PMC's own pages */
	{ "https://" NCBI "/pmc/articles/PMC10138493/", SOURCE_PAGE,
	    "https://" NCBI "/pmc/articles/PMC10138493/" },
	{ "https://pmc.ncbi.nlm.nih.gov/articles/PMC10138493/#S1", SOURCE_PAGE,
	    "https://pmc.ncbi.nlm.nih.gov/articles/PMC10138493/" },
	{ "pmc.ncbi.nlm.nih.gov/articles/PMC10138493", SOURCE_PAGE,
	    "https://pmc.ncbi.nlm.nih.gov/articles/PMC10138493" },
	{ "https://europepmc.org/article/MED/37108507", SOURCE_PAGE,
	    "https://europepmc.org/article/MED/37108507" },
	{ "https://doi.org/", SOURCE_PAGE, "https://doi.org/" },
	/* any other */
	{ "http://example.org", SOURCE_PAGE, "http://example.org/" },
	{ "HTTP://Example.ORG:80?a#b", SOURCE_PAGE, "http://example.org/?a" },
	{ "https://example.org:8443/A", SOURCE_PAGE,
	    "https://example.org:8443/A" },
	{ "http://example.org:443/", SOURCE_PAGE, "http://example.org:443/" },
	{ "https://example.org:/", SOURCE_PAGE, "https://example.org/" },
	{ "https://example.org/a b/\xc3\xa4?q=\xc3\xa4 \"<>[]{}|\\^`",
	    SOURCE_PAGE,
	    "https://example.org/a%20b/%C3%A4?q=%C3%A4%20%22%3C%3E%5B%5D%7B%7D"
	    "%7C%5C%5E%60" },
	{ "https://example.org/%7e%zz%", SOURCE_PAGE,
	    "https://example.org/%7e%zz%" },
	{ "https://example.org/\xff", SOURCE_PAGE, "https://example.org/%FF" },
	{ "https://example.org/a/./b/../c", SOURCE_PAGE,
	    "https://example.org/a/c" },
	{ "https://example.org/a/..", SOURCE_PAGE, "https://example.org/" },
	{ "https://example.org/a/.", SOURCE_PAGE, "https://example.org/a/" },
	{ "https://example.org/../../a", SOURCE_PAGE, "https://example.org/a" },
	{ "https://example.org/a/%2E%2e/b/.%2e/c", SOURCE_PAGE,
	    "https://example.org/c" },
	{ "https://example.org/...//..a", SOURCE_PAGE,
	    "https://example.org/...//..a" },
	{ "https://example.org/a?b=../c", SOURCE_PAGE,
	    "https://example.org/a?b=../c" },
	{ "https://example.org/a@b:c", SOURCE_PAGE,
	    "https://example.org/a@b:c" },
	{ "https://[2001:DB8::1]:8080/", SOURCE_PAGE,
	    "https://[2001:db8::1]:8080/" },
	{ "http://127.0.0.1:8080/x", SOURCE_PAGE, "http://127.0.0.1:8080/x" },
	{ "https://example.org/?", SOURCE_PAGE, "https://example.org/?" },
	{ " https://example.org/ ", SOURCE_PAGE, "https://example.org/" },
};

Test(source, others)
{
	struct source source;
	char why[SOURCE_WHY_ROOM];

	for (size_t i = 0; i < COUNT(others); i++) {
		source_read(others[i].word, NULL, &source, why);
		cr_expect_eq(source.kind, others[i].kind, "%s: %d, %s",
		    others[i].word, (int)source.kind, why);
		cr_expect_str_eq(source.address, others[i].address, "%s: %s",
		    others[i].word, source.address);
		cr_expect_str_eq(why, "", "%s: %s", others[i].word, why);
		if (source.kind != SOURCE_ARTICLE)
			cr_expect_str_eq(source.pmid, "");
	}
}

struct refused {
	const char *word;
	const char *why; /* a part of it; "": nothing is said */
};

static const struct refused refused[] = {
	/* names of files */
	{ "", "" },
	{ " ", "" },
	{ "-", "" },
	{ "page.html", "" },
	{ "foo", "" },
	{ "a/b.html", "" },
	{ "/tmp/37108507.html", "" },
	{ "37108507.html", "" },
	{ "37108507,", "" },
	{ "3710 8507", "" },
	{ "PMC10138493.html", "" },
	{ "PMC", "" },
	{ "PMC.1", "" },
	{ "PMCx", "" },
	{ "pmid", "" },
	{ "pmid.txt", "" },
	{ "pmid list.txt", "" },
	{ "pmid37108507", "" },
	{ "doi.txt", "" },
	{ "doi list", "" },
	{ "10.3390", "" },
	{ "10.3390/", "" },
	{ "10.x/y", "" },
	{ "10.1/a b", "" },
	{ "C:\\page.html", "" },
	{ "c:/page.html", "" },
	{ "localhost:8080/x", "" },
	{ "example.org/x", "" },
	{ "pubmed.ncbi.nlm.nih.gov.html", "" },
	{ "https", "" },
	/* what should have been more */
	{ "0", "PMID" },
	{ "000", "PMID" },
	{ "123456789", "PMID" },
	{ "pmid:", "PMID" },
	{ "pmid:abc", "PMID" },
	{ "pmid:0", "PMID" },
	{ "PMID: 123456789", "PMID" },
	{ "pmid:1,2", "PMID" },
	{ "PMID 1 2", "PMID" },
	{ "PMC0", "PMCID" },
	{ "PMC12345678901", "PMCID" },
	{ "pmcid:x", "PMCID" },
	{ "pmcid:PMC1.", "PMCID" },
	{ "doi:11.1/x", "DOI" },
	{ "doi:", "DOI" },
	{ "doi:10.1/a b", "DOI" },
	{ "ftp://example.org/x", "ftp:" },
	{ "FTP://example.org/x", "FTP:" },
	{ "file:///etc/passwd", "file:" },
	{ "file:x", "file:" },
	{ "mailto:a@example.org", "mailto:" },
	{ "javascript:x", "javascript:" },
	{ "gopher://example.org/", "gopher:" },
	{ "http:", "host" },
	{ "http:/example.org", "host" },
	{ "https:example.org", "host" },
	{ "http://", "host" },
	{ "http:///x", "host" },
	{ "http://?x", "host" },
	{ "http://:80/", "host" },
	{ "http://a b/", "host" },
	{ "http://a%41/", "host" },
	{ "http://example.org\\@evil.org/", "host" },
	{ "http://[::1/", "host" },
	{ "http://[]/", "host" },
	{ "http://[::1%25eth0]/", "host" },
	{ "http://[::1]x/", "host" },
	{ "http://\xc3\xa4.org/", "xn--" },
	{ "http://example.org:0/", "port" },
	{ "http://example.org:65536/", "port" },
	{ "http://example.org:999999/", "port" },
	{ "http://example.org:8x/", "port" },
	{ "https://user@example.org/", "user name" },
	{ "https://user:pass@pubmed.ncbi.nlm.nih.gov/1", "user name" },
	{ "https://example.org/a\nb", "control" },
	{ "a\tb", "control" },
	{ "a\x7f", "control" },
};

Test(source, refused)
{
	struct source source;
	char why[SOURCE_WHY_ROOM];

	for (size_t i = 0; i < COUNT(refused); i++) {
		source_read(refused[i].word, NULL, &source, why);
		cr_expect_eq(source.kind, SOURCE_NONE, "%s", refused[i].word);
		cr_expect_str_eq(source.address, "", "%s", refused[i].word);
		cr_expect_str_eq(source.pmid, "", "%s", refused[i].word);
		cr_expect(refused[i].why[0] == '\0'
			      ? why[0] == '\0'
			      : strstr(why, refused[i].why) != NULL,
		    "'%s': '%s'", refused[i].word, why);
		source_read(refused[i].word, NULL, &source, NULL);
		cr_expect_eq(source.kind, SOURCE_NONE, "%s", refused[i].word);
	}
}

Test(source, named)
{
	static const char *const bare[] = { "37108507", "PMC1", "10.1/x",
		"pubmed.ncbi.nlm.nih.gov/37108507", "doi.org/10.1/x" };
	static const char *const named[] = { "pmid:1", "PMID 1", "pmcid:PMC1",
		"doi:10.1/x", "https://example.org/", "http://doi.org/10.1/x",
		PUBMED "/1" };
	struct source source;

	for (size_t i = 0; i < COUNT(bare); i++) {
		source_read(bare[i], NULL, &source, NULL);
		cr_expect_neq(source.kind, SOURCE_NONE, "%s", bare[i]);
		cr_expect_not(source.named, "%s", bare[i]);
	}
	for (size_t i = 0; i < COUNT(named); i++) {
		source_read(named[i], NULL, &source, NULL);
		cr_expect_neq(source.kind, SOURCE_NONE, "%s", named[i]);
		cr_expect(source.named, "%s", named[i]);
	}
}

struct based {
	const char *word, *base;
	enum source_kind kind;
	const char *address;
};

static const struct based based[] = {
	{ "1", "http://127.0.0.1:8080", SOURCE_ARTICLE,
	    "http://127.0.0.1:8080/1/" },
	{ "1", "http://127.0.0.1:8080/", SOURCE_ARTICLE,
	    "http://127.0.0.1:8080/1/" },
	{ "1", "http://h/a/b//", SOURCE_ARTICLE, "http://h/a/b/1/" },
	{ "1", "", SOURCE_ARTICLE, PUBMED "/1/" },
	{ PUBMED "/1/?x", "http://h/a", SOURCE_ARTICLE, "http://h/a/1/" },
	{ "PMC1", "http://h", SOURCE_LOOKUP, "http://h/?term=PMC1%5Bpmcid%5D" },
	{ PUBMED "/1/references/", "http://h", SOURCE_PAGE,
	    "http://h/1/references/" },
	{ "http://" NCBI "/pubmed/?term=x", "http://h/a/", SOURCE_PAGE,
	    "http://h/a/?term=x" },
	{ "http://h/a/1/", "http://h/a/", SOURCE_ARTICLE, "http://h/a/1/" },
	{ "http://h/a/?term=1[uid]", "http://h/a", SOURCE_ARTICLE,
	    "http://h/a/1/" },
	{ "http://h/a/x#y", "http://h/a", SOURCE_PAGE, "http://h/a/x" },
	{ "http://h/ab/1/", "http://h/a", SOURCE_PAGE, "http://h/ab/1/" },
	{ "http://h2/1/", "http://h", SOURCE_PAGE, "http://h2/1/" },
	{ "http://h:81/1/", "http://h", SOURCE_PAGE, "http://h:81/1/" },
	{ "https://example.org/1/", "http://h", SOURCE_PAGE,
	    "https://example.org/1/" },
};

Test(source, base)
{
	struct source source;

	for (size_t i = 0; i < COUNT(based); i++) {
		source_read(based[i].word, based[i].base, &source, NULL);
		cr_expect_eq(source.kind, based[i].kind, "%s", based[i].word);
		cr_expect_str_eq(source.address, based[i].address, "%s: %s",
		    based[i].word, source.address);
	}
}

Test(source, long_words)
{
	static char word[20000], base[5000];
	static const char *const heads[] = { "https://example.org/", "10.1/",
		"pmid:", "https://doi.org/10.1/", "https://", "",
		"https://example.org/?", "https://pubmed.gov/?term=10.1/" };
	struct source source;
	char why[SOURCE_WHY_ROOM];

	for (size_t i = 0; i < COUNT(heads); i++)
		for (size_t len = 1; len < sizeof(word); len += 97) {
			memset(word, '\xc3', len);
			word[len] = '\0';
			memcpy(word, heads[i],
			    len < strlen(heads[i]) ? len : strlen(heads[i]));
			source_read(word, NULL, &source, why);
			cr_expect_lt(
			    strlen(source.address), SOURCE_ADDRESS_ROOM);
			if (len >= SOURCE_ADDRESS_ROOM)
				cr_expect_str_eq(why, "it is too long");
		}
	memset(base, 'x', sizeof(base) - 1);
	source_read("1", base, &source, why);
	cr_expect_eq(source.kind, SOURCE_NONE);
	cr_expect_str_eq(why, "it is too long");
}
