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
static const char *const cut_words[] = { "abstr", "abus", "acad", "accid",
	"acoust", "acta", "addict", "adhes", "adm", "adol", "adolesc", "adv",
	"aeronaut", "aerosp", "aff", "affil", "afr", "agribus", "agric",
	"agrofor", "allerg", "alzheimers", "am", "anaesth", "anal", "anat",
	"androl", "angew", "angiol", "anim", "ann", "annu", "anthropol",
	"antimicrob", "apic", "appl", "aquac", "aquacult", "aquat", "arch",
	"archaeol", "artif", "assoc", "astron", "astronaut", "astrophys",
	"atmos", "audiol", "aust", "australas", "autom", "avail", "bacteriol",
	"behav", "belg", "bibl", "biochem", "biochim", "biodivers",
	"bioelectron", "bioeng", "bioeth", "biogeosci", "bioinform", "biol",
	"biom", "biomark", "biomater", "biomech", "biomed", "biomol", "biophys",
	"bioprocess", "bioresour", "biosci", "biosens", "biosyst", "biotechnol",
	"bot", "br", "braz", "brief", "bull", "bus", "calif", "can", "cannab",
	"carcinog", "cardiol", "cardiovasc", "cem", "cent", "ceram", "cereb",
	"cerebrovasc", "chem", "chemother", "chim", "chin", "chir",
	"chromatogr", "chron", "circ", "civ", "clean", "clim", "clin", "coat",
	"cogn", "coleopt", "collect", "colloid", "colloq", "combin", "combust",
	"commun", "comp", "complement", "compos", "compr", "comput", "concr",
	"condens", "conf", "conserv", "constr", "consum", "contemp",
	"contracept", "contrib", "convers", "coord", "corros", "cosmet",
	"couns", "counsel", "craniofac", "crim", "criminol", "crit", "cryptol",
	"cryst", "crystallogr", "curr", "cybern", "cybernet", "cytogenet",
	"cytol", "cytopathol", "decis", "deliv", "democr", "demogr", "dent",
	"dermatol", "des", "desalin", "dev", "devel", "diabetol", "diagn",
	"diff", "dig", "digit", "dis", "disabil", "discret", "disord",
	"distrib", "doc", "dtsch", "dyn", "earthq", "ecol", "econ", "econometr",
	"ecosyst", "ecotoxicol", "educ", "electr", "electroanal",
	"electroceram", "electrochem", "electromagn", "electron", "electrotech",
	"embryol", "emerg", "endocr", "endocrinol", "endod", "endosc",
	"endovasc", "eng", "entomol", "environ", "enzym", "enzymol",
	"epidemiol", "equip", "ergon", "ethn", "ethnopharmacol", "eur", "eval",
	"evol", "exp", "expo", "faraday", "fed", "ferment", "fertil", "financ",
	"fisch", "forens", "fract", "freshw", "front", "funct", "fundam",
	"gastroenterol", "gastrointest", "gaz", "gen", "gener", "genet",
	"genom", "geochem", "geochim", "geod", "geogr", "geol", "geom",
	"geophys", "geosci", "geosystems", "geotech", "geriatr", "gerodontol",
	"geront", "gerontechnol", "gerontol", "glaciol", "gov", "govern",
	"guid", "gynaecol", "gynecol", "haematol", "handb", "handicap",
	"hazard", "helv", "hematol", "hepatol", "herpetol", "heterocycl",
	"hetil", "hist", "histochem", "histol", "histopathol", "holzforsch",
	"hortic", "hosp", "hum", "humaniz", "hung", "hydraul", "hydrobiol",
	"hydrogeol", "hydrol", "hyg", "hypertens", "hypn", "ichthyol", "immun",
	"immunol", "immunother", "implantol", "incl", "ind", "indus", "indust",
	"inf", "infect", "inflamm", "inform", "innov", "inorg", "insectol",
	"inst", "instrum", "insul", "int", "integr", "intell", "interdiscipl",
	"intern", "interv", "invertebr", "investig", "ir", "ischem", "isot",
	"isr", "ital", "j", "jpn", "jt", "just", "knowl", "lab", "lang",
	"laryngol", "learn", "leg", "leis", "lepid", "lett", "leuk", "libr",
	"lifespan", "limnol", "linn", "lipidol", "liq", "lit", "logist", "lond",
	"lubr", "macromol", "mag", "magn", "magnet", "malar", "mamm", "manag",
	"manage", "manuf", "mar", "marit", "mark", "mater", "matern", "math",
	"maxillofac", "meas", "mech", "med", "mediat", "mediterr", "mem",
	"ment", "metab", "metall", "metas", "meteorol", "microb", "microbiol",
	"microcirc", "microsc", "mil", "mineral", "mob", "mod", "mol", "monogr",
	"morphol", "mov", "multimed", "mutagen", "mutat", "mycol",
	"nanobiotechnol", "nanosci", "nanotechnol", "nat", "natl", "naturwiss",
	"negl", "neonatol", "nephrol", "neth", "netw", "neurobiol", "neurochem",
	"neuroendocrinol", "neuroimaging", "neuroimmunol", "neurol",
	"neuropathol", "neuropharmacol", "neurophysiol", "neuropsychiatr",
	"neuropsychol", "neuropsychopharmacol", "neuroradiol", "neurosci",
	"neurosurg", "newsl", "nonlin", "nucl", "numer", "nurs", "nutr", "obes",
	"obstet", "occup", "oceanogr", "odontol", "oncol", "oper", "ophthalmol",
	"opt", "optim", "org", "organ", "ornithol", "orthod", "orthop",
	"orthopaed", "orthot", "orv", "otol", "otolaryngol", "paediatr",
	"palaeoclimatol", "palaeoecol", "palaeogeogr", "palaeontol", "panam",
	"pancreatol", "pap", "parasit", "parasitol", "pathog", "pathol",
	"pediatr", "peptid", "percept", "percutan", "perinat", "periodontol",
	"perioper", "pers", "perspect", "pestic", "pharm", "pharmacol",
	"pharmacother", "philos", "phoniatr", "photobiol", "photochem",
	"phycol", "phys", "physiol", "phytochem", "phytopathol", "pigm",
	"plast", "plat", "pol", "polic", "polit", "pollut", "polym", "popul",
	"poult", "pract", "prehosp", "prenat", "prepr", "prev", "prim",
	"primatol", "probab", "probabil", "proc", "proctol", "prod", "prog",
	"propuls", "prosthet", "prosthodont", "prot", "proteom", "protoc",
	"psychiatr", "psychoanal", "psychol", "psychopharmacol", "psychosom",
	"psychother", "publ", "pulm", "q", "quant", "radiat", "radiobiol",
	"radiochem", "radiogr", "radiol", "radiother", "rec", "reconstr", "reg",
	"regen", "regul", "rehabil", "relat", "reliab", "renew", "rep", "repr",
	"reprod", "res", "reson", "resour", "respir", "respirat", "retard",
	"retin", "rev", "rheum", "rheumatol", "roy", "saf", "salud", "sanit",
	"scand", "sch", "schizophr", "sci", "scient", "scr", "secur",
	"sediment", "seismol", "sel", "semin", "sens", "sep", "ser", "serv",
	"simul", "soc", "sociol", "softw", "solut", "spectr", "spectrom",
	"spectrosc", "sprach", "stand", "stat", "statist", "stereotact",
	"steril", "stomatol", "strateg", "struct", "stud", "subst", "suppl",
	"surf", "surg", "surv", "surveill", "sustain", "symp", "synth", "syst",
	"taxon", "tech", "technol", "tecton", "telecommun", "teratol",
	"tetrahedron", "theor", "ther", "theriogenol", "thermochim",
	"thermodyn", "thorac", "thromb", "tidsskr", "tijdschr", "tob", "topogr",
	"tour", "toxicol", "traffick", "trans", "transl", "transp",
	"transplant", "transplantat", "transport", "traumatol", "tribol",
	"trop", "tuberc", "turbomach", "ultrason", "ultrastruct", "univ",
	"urol", "urolog", "vaccin", "vasc", "veg", "veh", "ventur", "verh",
	"vestib", "vet", "vib", "vibr", "victim", "viol", "virol", "vis",
	"volcanol", "weld", "wildl", "wirel", "wkly", "xenotransplant", "yearb",
	"z", "zentralbl", "zh", "zool" };
#define CUT_WORDS (sizeof(cut_words) / sizeof(cut_words[0]))

/* Words that may have a small letter in any name. */
#define SMALL \
	"(?:of|and|the|in|for|on|to|with|from|by|de|del|della|des|di|do|dos|" \
	"da|das|du|la|le|les|el|los|las|y|e|et|und|der|die|für|zur|van|het|" \
	"voor|en|och|i)\\b"
/* A word that starts with a small letter and is none of these. */
#define SMALL_WORD "(?:^|[ (/-])(?!" SMALL ")\\p{Ll}{2}"
/* What a journal's name may be made of. */
#define JOURNAL \
	"^(?:\\p{Lu}|\\d{1,2} \\p{Lu}|[a-z]{1,3}\\p{Lu}|\\p{Lu}\\d)" \
	"(?:[\\p{L}\\p{M}.,&/' \xe2\x80\x99-]|\xe2\x80\x93|\xe2\x80\x90|: " \
	"|(?<=\\p{L})\\d|" \
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
	"^\\(?(?:\\p{Lu}|vs|v|spp?|subsp|ssp|var|cf|al|St|Dr|No|no|ca|" \
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
	size_t count = 0, from = 0, depth = 0;

	for (size_t i = 0; i + 1 < text.len; i++) {
		depth += text.ptr[i] == '(';
		depth -= text.ptr[i] == ')' && depth > 0;
		if (strchr(".?!", text.ptr[i]) == NULL ||
		    text.ptr[i + 1] != ' ' || depth > 0)
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

/* The kind of a piece that is not the last one. */
static enum kind
kind_of(const struct reference_title *title, const struct piece *piece)
{
	const struct span text = piece->text, last = last_word(text);
	const size_t words = count_words(text);

	if (piece->end != '.' || words > 5)
		return OF_TITLE;
	if (text.len == 0)
		return UNSURE;
	if (is(title, SMALL_WORDS, text))
		return words == 1 && is_cut(last) ? UNSURE : OF_TITLE;
	/* "Lee A" is an author. */
	if (is_cut(last) && (last.len > 1 || words == 1))
		return OF_JOURNAL;
	return UNSURE;
}

/* Do cut words end like this?  Most end before a vowel. */
static bool
ends_as_cut(struct span word)
{
	return strchr("aeiousy", span_lower(word.ptr[word.len - 1])) == NULL;
}

/* Is it one cut word, behind which a full stop may stand? */
static bool
is_cut_piece(struct span text)
{
	while (text.len > 0 && strchr(" .,;:", text.ptr[text.len - 1]) != NULL)
		text.len--;
	return text.len > 0 && is_cut(text);
}

/*
 * Is an unsure piece of the journal after all?  One word between two that are
 * cut is, or before one, if it can be cut itself; two or three between two.
 */
static bool
is_between(const struct reference_title *title, const struct piece *pieces,
    size_t at, bool dotted)
{
	const struct span text = pieces[at].text;
	const size_t words = count_words(text);
	const bool behind =
	    at > 0 && kind_of(title, &pieces[at - 1]) == OF_JOURNAL;

	if (text.len == 0 || words > 3)
		return false;
	if (words > 1)
		return dotted && behind;
	return behind || (dotted && ends_as_cut(text));
}

/* Is it the title's end, before a journal's first piece? */
static bool
is_end(const struct reference_title *title, const struct piece *piece)
{
	return piece->end != '.' ||
	       (!is(title, NO_ENDS, last_word(piece->text)) &&
		   !is(title, BARE, piece->text) &&
		   !is_cut(last_word(piece->text)));
}

/*
 * Can pieces of which the first is not sure only be a title and a journal?
 * "Pond. Chem." is more likely a journal without a title.
 */
static bool
is_title_alone(const struct piece *pieces, size_t count)
{
	const struct span last = pieces[count - 1].text;
	const size_t words = count_words(pieces[0].text);

	if (count > 2)
		return words >= 3;
	return words > 1 || count_words(last) > 1 || !is_cut(last);
}

/* "Ladders in ponds, Pond" may end with a journal's first word. */
static bool
ends_in_short_part(struct span text)
{
	size_t at = text.len;

	while (at > 1 && !(text.ptr[at - 2] == ',' && text.ptr[at - 1] == ' '))
		at--;
	return at > 1 && count_words(span_from(text, at)) <= 2;
}

/*
 * Where a title in pieces ends for sure: the first piece behind; 0: unsure.
 * `comma`: it might end at a comma as well.
 */
static size_t
find_border(const struct reference_title *title, const struct piece *pieces,
    size_t count, bool comma, bool begins)
{
	enum kind kind = OF_JOURNAL;
	size_t at = count - 1;
	bool dotted = is_cut_piece(pieces[at].text);

	for (; at > 0; at--) {
		kind = kind_of(title, &pieces[at - 1]);
		if (kind == UNSURE && is_between(title, pieces, at - 1, dotted))
			continue;
		if (kind != OF_JOURNAL)
			break;
		dotted = true;
	}
	if (at == 0)
		return 0;
	/* What cannot be told is the title where nothing else can be it. */
	if (kind == UNSURE &&
	    (at > 1 || !begins || comma || !is_title_alone(pieces, count)))
		return 0;
	if (comma && ends_in_short_part(pieces[at - 1].text))
		return 0;
	return is_end(title, &pieces[at - 1]) ? at : 0;
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

/* Is it, for sure, all of a journal's name and nothing else? */
static bool
is_all_journal(const struct reference_title *patterns, struct span text)
{
	struct piece pieces[MAX_PIECES];
	size_t count;

	if (!is_journal(patterns, text) || count_words(text) > 8 ||
	    is(patterns, SMALL_WORDS, text) ||
	    memchr(text.ptr, ',', text.len) != NULL)
		return false;
	count = cut_pieces(text, pieces);
	for (size_t i = 0; i + 1 < count; i++)
		if (kind_of(patterns, &pieces[i]) != OF_JOURNAL &&
		    !is_between(patterns, pieces, i, i > 0))
			return false;
	return count > 0;
}

/*
 * "The title, The journal" where commas stand for full stops.  A full stop may
 * stand there all the same: what is behind the comma must be all a journal's.
 */
static bool
split_at_comma(const struct reference_title *patterns, struct span text,
    struct span *title, struct span *journal)
{
	size_t at = text.len;
	struct span name;

	while (at > 1 && !(text.ptr[at - 2] == ',' && text.ptr[at - 1] == ' '))
		at--;
	if (at <= 1)
		return false;
	name = span_from(text, at);
	if (!is_all_journal(patterns, name) &&
	    !(is_journal(patterns, name) && is(patterns, NAME_WORDS, name) &&
		memchr(name.ptr, '.', name.len) == NULL))
		return false;
	*journal = journal_of(name);
	*title = title_of(span_first(text, at - 2));
	return true;
}

/* "A title (with remarks) J. Imag. Limnol.": the stop is left out by some. */
static bool
split_at_bare_end(const struct reference_title *patterns, struct span text,
    struct span *title, struct span *journal)
{
	struct span name;

	for (size_t at = text.len; at > 8; at--) {
		if (text.ptr[at - 1] != ' ' || text.ptr[at - 2] != ')')
			continue;
		name = span_from(text, at);
		if (!is_all_journal(patterns, name))
			return false;
		*title = title_of(span_first(text, at - 1));
		*journal = journal_of(name);
		return true;
	}
	return false;
}

/* A text without a title, or without what ends one. */
static void
take_alone(const struct reference_title *patterns, struct span text,
    struct span *journal)
{
	if (is_all_journal(patterns, text))
		*journal = journal_of(text);
}

/* A title in quotation marks, or one that is marked by its kind. */
static bool
split_at_marks(const struct reference_title *patterns, struct span text,
    struct span *title, struct span *journal)
{
	struct pattern_match match;

	if (text.len == 0)
		return false;
	if (pattern_find(patterns->patterns[KINDS], text, &match)) {
		*title = title_of(match.group[1]);
		*journal = trim(match.group[2]);
	} else if ((text.ptr[0] == '"' || text.ptr[0] == '\xe2') &&
		   pattern_find(patterns->patterns[QUOTES], text, &match)) {
		*title =
		    title_of(match.group[match.group[1].ptr == NULL ? 2 : 1]);
		*journal = trim(match.group[3]);
	} else {
		return false;
	}
	*journal =
	    is_journal(patterns, *journal) ? journal_of(*journal) : SPAN_NONE;
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
	if (comma && split_at_comma(patterns, text, title, journal)) {
		if (!begins)
			*title = SPAN_NONE;
		return;
	}
	count = cut_pieces(text, pieces);
	if (count == 0)
		return;
	at = find_border(patterns, pieces, count, comma, begins);
	if (at == 0) {
		if (!begins ||
		    !split_at_bare_end(patterns, text, title, journal))
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
