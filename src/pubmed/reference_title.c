/*
 * Title and journal have a full stop between them, and so have the words of
 * abbreviated journals: "Ponds in winter. J. Imag. Limnol."  From the end on,
 * each piece between full stops is told to be of the journal, of the title, or
 * neither for sure.  No journal is known by its name here; known are words
 * that journals of all fields have in their names, and how these are cut.
 */
#include "pubmed/reference_title.h"

#include <stdlib.h>

#include "base/pattern.h"

#define MAX_PIECES 48
#define MAX_JOURNAL 160 /* bytes */

/*
 * Words as journals' names have them, cut by the rules of ISO 4 or not, in
 * lower case and in order.  None that ends a title as well.
 */
static const char *const cut_words[] = { "abstr", "acad", "accid", "acta",
	"adm", "adolesc", "adv", "aeronaut", "aerosp", "aff", "affil", "afr",
	"agric", "agrofor", "allerg", "alzheimers", "am", "anaesth", "anal",
	"anat", "ann", "annu", "anthropol", "antimicrob", "apic", "appl",
	"aquac", "aquat", "arch", "archaeol", "artif", "assoc", "astron",
	"astronaut", "astrophys", "atmos", "aust", "australas", "autom",
	"avail", "bacteriol", "behav", "belg", "bibl", "biochem", "biochim",
	"bioeng", "bioinform", "biol", "biom", "biomater", "biomech", "biomed",
	"biomol", "biophys", "biosci", "biosyst", "biotechnol", "bot", "br",
	"braz", "bull", "bus", "calif", "can", "carcinog", "cardiol",
	"cardiovasc", "cem", "chem", "chemother", "chim", "chin", "chir",
	"chromatogr", "chron", "circ", "civ", "clim", "clin", "cogn", "collect",
	"colloq", "commun", "comp", "complement", "compr", "comput", "concr",
	"condens", "conf", "conserv", "constr", "contemp", "contrib", "coord",
	"cosmet", "criminol", "crit", "cryst", "crystallogr", "curr", "cybern",
	"cytol", "decis", "deliv", "demogr", "dent", "dermatol", "des", "dev",
	"diagn", "diff", "dig", "dis", "disabil", "disord", "distrib", "dtsch",
	"dyn", "ecol", "econ", "ecosyst", "ecotoxicol", "educ", "electr",
	"electroanal", "electrochem", "electromagn", "electron", "embryol",
	"emerg", "endocr", "endocrinol", "endosc", "eng", "entomol", "environ",
	"enzymol", "epidemiol", "equip", "ergon", "ethnopharmacol", "eur",
	"eval", "evol", "exp", "expo", "faraday", "fed", "ferment", "fertil",
	"financ", "forens", "freshw", "front", "funct", "fundam",
	"gastroenterol", "gastrointest", "gaz", "gen", "genet", "genom",
	"geochem", "geochim", "geogr", "geol", "geom", "geophys", "geosci",
	"geotech", "geriatr", "gerontol", "gynaecol", "gynecol", "haematol",
	"handb", "hazard", "helv", "hematol", "hepatol", "heterocycl", "hist",
	"histochem", "histol", "hortic", "hosp", "hum", "hung", "hydraul",
	"hydrobiol", "hydrol", "hyg", "hypertens", "ichthyol", "immun",
	"immunol", "immunother", "incl", "ind", "indian", "indus", "inf",
	"infect", "inform", "inorg", "insectol", "inst", "instrum", "int",
	"integr", "intell", "intern", "interv", "invertebr", "investig", "ir",
	"isr", "ital", "j", "jpn", "knowl", "lab", "lang", "laryngol", "leg",
	"lett", "libr", "limnol", "linn", "liq", "lit", "logist", "lond", "mag",
	"magn", "malar", "mamm", "manag", "manuf", "mar", "mater", "math",
	"meas", "mech", "med", "mediat", "mem", "ment", "metab", "metall",
	"meteorol", "microb", "microbiol", "microsc", "mil", "mineral", "mod",
	"mol", "monogr", "morphol", "multimed", "mutat", "mycol",
	"nanobiotechnol", "nanotechnol", "nat", "natl", "naturwiss", "neth",
	"netw", "neural", "neurobiol", "neurochem", "neurol", "neuropharmacol",
	"neurophysiol", "neuropsychol", "neurosci", "neurosurg", "nucl",
	"numer", "nurs", "nutr", "obes", "obstet", "occup", "oceanogr", "oncol",
	"oper", "ophthalmol", "opt", "org", "organ", "ornithol", "orthod",
	"orthop", "otol", "otolaryngol", "paediatr", "palaeontol", "parasit",
	"parasitol", "pathog", "pathol", "pediatr", "percept", "pers",
	"perspect", "pestic", "pharm", "pharmacol", "pharmacother", "philos",
	"phys", "physiol", "phytochem", "phytopathol", "pol", "polit", "pollut",
	"polym", "pract", "prepr", "probab", "proc", "prod", "prog",
	"prosthodont", "proteom", "protoc", "psychiatr", "psychol", "psychosom",
	"psychother", "publ", "pulm", "q", "quant", "radiat", "radiol", "rec",
	"reg", "regen", "regul", "rehabil", "relat", "reliab", "renew", "rep",
	"repr", "reprod", "res", "resour", "respir", "respirat", "rev", "rheum",
	"rheumatol", "roy", "sanit", "scand", "sch", "schizophr", "sci",
	"scient", "secur", "sel", "semin", "sens", "sep", "ser", "serv",
	"simul", "soc", "sociol", "softw", "solut", "spectrom", "spectrosc",
	"stand", "stat", "steril", "stomatol", "strateg", "struct", "stud",
	"suppl", "surg", "surv", "sustain", "symp", "syst", "taxon", "tech",
	"technol", "telecommun", "tetrahedron", "theor", "ther", "theriogenol",
	"thorac", "thromb", "tijdschr", "topogr", "toxicol", "traffick",
	"trans", "transl", "transp", "transplant", "transplantat", "traumatol",
	"trop", "ultrason", "univ", "urol", "vasc", "veg", "veh", "verh", "vet",
	"vib", "virol", "vis", "wirel", "yearb", "z", "zentralbl", "zool" };
#define CUT_WORDS (sizeof(cut_words) / sizeof(cut_words[0]))

/* Words that may have a small letter in any name. */
#define SMALL \
	"(?:of|and|the|in|for|on|to|with|from|by|de|del|della|des|di|do|dos|" \
	"da|das|du|la|le|les|el|los|las|y|e|et|und|der|die|für|zur|van|het|" \
	"voor|en|och|i)\\b"
/* A word that starts with a small letter and is none of these. */
#define SMALL_WORD "(?:^|[ (/-])(?!" SMALL ")\\p{Ll}[\\p{L}']"
/* What a journal's name may be made of. */
#define JOURNAL \
	"^(?:\\p{Lu}|\\d{1,2} \\p{Lu}|[a-z]{1,3}\\p{Lu}|\\p{Lu}\\d)" \
	"(?:[\\p{L}\\p{M}.,&/' \xe2\x80\x99-]|\xe2\x80\x93| : |: |" \
	"\\([\\p{L} .,&-]{2,50}\\))*$"
/* Words that tell a journal's full name from a title. */
#define NAMED \
	"(?i:\\b(?:journal|revista|revue|zeitschrift|archives|annals|acta|" \
	"advances|proceedings|transactions|bulletin|reviews?|letters|reports|" \
	"research|communications|science|sciences|medicine|medical|" \
	"biology|chemistry|physics|surgery|pathology|physiology|" \
	"engineering|technology|opinion|trends|nature|diseases?|therapy)\\b)"
/* What is no title's end though a full stop stands there. */
#define NO_END \
	"(?:^|[ (])(?:\\p{Lu}|vs|v|spp?|subsp|ssp|var|cf|al|St|Dr|No|no|ca|" \
	"approx|e\\.g|i\\.e|[Ff]ig|nov|gen|sensu|str|pv|aff)$"
/* A title's end that some leave without a full stop: "(a review) Journal". */
#define BARE_END "[)\\]?!\xe2\x80\x9d\"] \\p{Lu}[^ ]*(?: [^ ]+){0,6}$"
/* "[J]", behind a title. */
#define KIND "^(.{8,}?) ?\\[[A-Z](?:/[A-Z]{2})?\\][.,]? ?(.+)$"
/* A title in quotation marks. */
#define QUOTED \
	"^(?:\xe2\x80\x9c([^\xe2\x80\x9c\xe2\x80\x9d]{8,}?)[.,]?\xe2\x80\x9d|" \
	"\"([^\"]{8,}?)[.,]?\")[.,]? ?([^\"\xe2\x80\x9c\xe2\x80\x9d]+)$"

enum { SMALL_WORDS, NAME, NAME_WORDS, NO_ENDS, BARE, KINDS, QUOTES, PATTERNS };

static const char *const sources[] = { [SMALL_WORDS] = SMALL_WORD,
	[NAME] = JOURNAL,
	[NAME_WORDS] = NAMED,
	[NO_ENDS] = NO_END,
	[BARE] = BARE_END,
	[KINDS] = KIND,
	[QUOTES] = QUOTED };

struct reference_title {
	struct pattern *patterns[PATTERNS];
};

void
reference_title_free(struct reference_title *title)
{
	if (title == NULL)
		return;
	for (size_t i = 0; i < PATTERNS; i++)
		pattern_free(title->patterns[i]);
	free(title);
}

struct reference_title *
reference_title_new(void)
{
	struct reference_title *title = calloc(1, sizeof(*title));

	if (title == NULL)
		return NULL;
	for (size_t i = 0; i < PATTERNS; i++) {
		title->patterns[i] = pattern_new(sources[i]);
		if (title->patterns[i] != NULL)
			continue;
		reference_title_free(title);
		return NULL;
	}
	return title;
}

/* What a piece between two full stops is. */
enum kind { UNSURE, OF_TITLE, OF_JOURNAL };

struct piece {
	struct span text;
	char end; /* '.', '?', '!', or '\0' for the last */
};

static bool
is(const struct reference_title *title, int pattern, struct span text)
{
	return pattern_find(title->patterns[pattern], text, NULL);
}

static struct span
last_word(struct span text)
{
	size_t at = text.len;

	while (at > 0 && text.ptr[at - 1] != ' ')
		at--;
	return span_from(text, at);
}

static size_t
count_words(struct span text)
{
	size_t count = text.len > 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.ptr[i] == ' ';
	return count;
}

/* The order of a word and an entry of the list. */
static int
compare_word(const void *key, const void *entry)
{
	const struct span *word = key;
	const char *other = *(const char *const *)entry;
	size_t i;

	for (i = 0; i < word->len && other[i] != '\0'; i++)
		if (span_lower(word->ptr[i]) != other[i])
			return (unsigned char)span_lower(word->ptr[i]) <
				       (unsigned char)other[i]
				   ? -1
				   : 1;
	if (i < word->len)
		return 1;
	return other[i] == '\0' ? 0 : -1;
}

static bool
is_cut(struct span word)
{
	if (word.len == 1)
		return word.ptr[0] >= 'A' && word.ptr[0] <= 'Z';
	return bsearch(&word, cut_words, CUT_WORDS, sizeof(cut_words[0]),
		   compare_word) != NULL;
}

/* The pieces of a text; 0: too many. */
static size_t
cut_pieces(struct span text, struct piece *pieces)
{
	size_t count = 0, from = 0;

	for (size_t i = 0; i + 1 < text.len; i++) {
		if (strchr(".?!", text.ptr[i]) == NULL ||
		    text.ptr[i + 1] != ' ')
			continue;
		if (count + 1 == MAX_PIECES)
			return 0;
		pieces[count].text =
		    span_trim(span_first(span_from(text, from), i - from));
		pieces[count++].end = text.ptr[i];
		from = i + 2;
	}
	pieces[count].text = span_trim(span_from(text, from));
	pieces[count++].end = '\0';
	return count;
}

/*
 * The kind of a piece that is not the last one.  `before` is the piece before
 * it, `dotted`: what follows it is of a journal whose words are cut.
 */
static enum kind
kind_of(
    const struct reference_title *title, const struct piece *piece, bool dotted)
{
	const struct span text = piece->text, last = last_word(text);
	const size_t words = count_words(text);

	if (piece->end != '.' || words > 5)
		return OF_TITLE;
	if (text.len == 0)
		return UNSURE;
	if (is(title, SMALL_WORDS, text))
		return words == 1 && is_cut(last) ? UNSURE : OF_TITLE;
	if (is_cut(last))
		return OF_JOURNAL;
	return words == 1 && dotted ? OF_JOURNAL : UNSURE;
}

/* Where a title in pieces ends for sure: the first piece behind; 0: unsure. */
static size_t
find_border(const struct reference_title *title, const struct piece *pieces,
    size_t count, bool begins)
{
	enum kind kind = OF_JOURNAL;
	size_t at = count - 1;
	bool dotted = false;

	while (at > 0) {
		kind = kind_of(title, &pieces[at - 1], dotted);
		if (kind != OF_JOURNAL)
			break;
		dotted = true;
		at--;
	}
	/* All may be the journal's: then the first piece is the title. */
	if (at == 0)
		return 0;
	if (kind == UNSURE)
		return at == 1 && begins && count == 2 ? 1 : 0;
	if (pieces[at - 1].end == '.' &&
	    (is(title, NO_ENDS, pieces[at - 1].text) ||
		is(title, BARE, pieces[at - 1].text) ||
		is_cut(last_word(pieces[at - 1].text))))
		return 0;
	return at;
}

/* Does it look as a journal's name does? */
static bool
is_journal(const struct reference_title *title, struct span text)
{
	size_t words = count_words(text);

	if (text.len < 2 || text.len > MAX_JOURNAL || words > 16 ||
	    !is(title, NAME, text))
		return false;
	if (span_starts(text, SPAN("In ")) || span_starts(text, SPAN("Part ")))
		return false;
	return !is(title, SMALL_WORDS, text) || (words <= 5 && words > 1) ||
	       is(title, NAME_WORDS, text);
}

/* A text without blanks and commas at its ends. */
static struct span
trim(struct span text)
{
	text = span_trim(text);
	while (text.len > 0 && strchr(" ,;:", text.ptr[text.len - 1]) != NULL)
		text.len--;
	return text;
}

/* The journal as shown: a full stop stays where its words are cut. */
static struct span
journal_of(struct span text)
{
	bool dotted = false;

	text = trim(text);
	for (size_t i = 0; i + 2 < text.len; i++)
		dotted |= text.ptr[i] == '.';
	while (text.len > 0 && !dotted && text.ptr[text.len - 1] == '.')
		text = trim(span_first(text, text.len - 1));
	return text;
}

/* A title as the record has titles: "?" stays, the full stop does not. */
static struct span
title_of(struct span text)
{
	text = trim(text);
	while (text.len > 0 && text.ptr[text.len - 1] == '.')
		text = trim(span_first(text, text.len - 1));
	/* Remarks in brackets are not the title's. */
	for (size_t i = 1; i < text.len; i++)
		if (text.ptr[i] == '[' && text.ptr[0] != '[')
			return SPAN_NONE;
	return text.len < 2 ? SPAN_NONE : text;
}

/* "The title, The journal" where commas stand for full stops. */
static void
split_at_comma(const struct reference_title *patterns, struct span text,
    struct span *title, struct span *journal)
{
	size_t at = text.len;
	struct span name;

	while (at > 1 && !(text.ptr[at - 2] == ',' && text.ptr[at - 1] == ' '))
		at--;
	if (at <= 1)
		return;
	name = span_from(text, at);
	if (is(patterns, SMALL_WORDS, name) && !is(patterns, NAME_WORDS, name))
		return;
	if (!is_journal(patterns, name))
		return;
	*journal = journal_of(name);
	*title = title_of(span_first(text, at - 2));
}

/* A text without a title, or without what ends one. */
static void
take_alone(const struct reference_title *patterns, struct span text,
    struct span *journal)
{
	if (is_journal(patterns, text) && count_words(text) <= 6 &&
	    !is(patterns, SMALL_WORDS, text))
		*journal = journal_of(text);
}

static bool
split_at_marks(const struct reference_title *patterns, struct span text,
    struct span *title, struct span *journal)
{
	struct pattern_match match;
	bool found;

	found = pattern_find(patterns->patterns[KINDS], text, &match);
	if (found) {
		*title = match.group[1];
		*journal = match.group[2];
	} else if (text.len > 0 &&
		   (text.ptr[0] == '"' || text.ptr[0] == '\xe2')) {
		found = pattern_find(patterns->patterns[QUOTES], text, &match);
		*title = match.group[match.group[1].ptr == NULL ? 2 : 1];
		*journal = match.group[3];
	}
	if (!found)
		return false;
	*title = title_of(*title);
	*journal = is_journal(patterns, trim(*journal)) ? journal_of(*journal)
							: SPAN_NONE;
	return true;
}

void
reference_title_split(const struct reference_title *patterns, struct span text,
    bool comma, bool begins, struct span *title, struct span *journal)
{
	struct piece pieces[MAX_PIECES];
	struct span name;
	size_t count, at;

	*title = *journal = SPAN_NONE;
	text = trim(text);
	if (begins && split_at_marks(patterns, text, title, journal))
		return;
	if (comma) {
		split_at_comma(patterns, text, title, journal);
		return;
	}
	count = cut_pieces(text, pieces);
	if (count == 0)
		return;
	at = find_border(patterns, pieces, count, begins);
	if (at == 0) {
		take_alone(patterns, text, journal);
		return;
	}
	name = span_from(text, (size_t)(pieces[at].text.ptr - text.ptr));
	if (!is_journal(patterns, name))
		return;
	*journal = journal_of(name);
	if (begins)
		*title = title_of(
		    span_first(text, (size_t)(pieces[at].text.ptr - text.ptr)));
}
