/*
 * One pass over the file keeps two tallies, one of the groups that name the
 * agent and one of those for all, and nothing is allocated: a rule is matched
 * where it stands.  What a rule and a target say is compared a unit at a time
 * (an octet, or a percent-encoded one), so that both are normalised on the way.
 */
#include "fetch/robots.h"

#include <stdint.h>

#define DELAY_MOST 3600.0

/*
 * Comparisons in one call.  An honest file takes some thousands; one that
 * wants more forbids, as nobody knows what it says.
 */
#define STEPS ((size_t)20 << 20)

/* Units above octets. */
#define UNIT_CODED 256 /* + the octet: percent-encoded */
#define UNIT_ANY 512   /* `*` of a rule */
#define UNIT_LAST 513  /* `$` at the end of a rule */

/* What the groups of one kind say. */
struct tally {
	bool seen; /* there is such a group */
	bool forbids;
	size_t octets; /* of the longest rule that fits, + 1; 0: none does */
	struct span line;
	double delay;
};

struct reading {
	const char *agent;
	struct span target;
	size_t steps;
	bool ours, all; /* the group that is being read is of these */
	bool ruled;     /* and has had a rule: an agent begins another */
	struct tally of_ours, of_all;
};

enum key { KEY_OTHER, KEY_AGENT, KEY_ALLOW, KEY_DISALLOW, KEY_DELAY };

static bool
is_blank(char c)
{
	return span_is_space(c) || c == '\v';
}

static struct span
trim(struct span text)
{
	while (text.len > 0 && is_blank(text.ptr[0]))
		text = span_from(text, 1);
	while (text.len > 0 && is_blank(text.ptr[text.len - 1]))
		text.len--;
	return text;
}

/* Letters, `_` and `-` at the beginning: a product token (RFC 9309, 2.2.1). */
static struct span
token(struct span text)
{
	size_t len = 0;

	while (
	    len < text.len && (span_is_alpha(text.ptr[len]) ||
				  text.ptr[len] == '-' || text.ptr[len] == '_'))
		len++;
	return span_first(text, len);
}

/* Slips that are common in real files count as what was meant. */
static enum key
key_of(struct span name)
{
	static const struct {
		const char *name;
		enum key key;
	} keys[] = {
		{ "user-agent", KEY_AGENT },
		{ "useragent", KEY_AGENT },
		{ "user agent", KEY_AGENT },
		{ "allow", KEY_ALLOW },
		{ "disallow", KEY_DISALLOW },
		{ "dissallow", KEY_DISALLOW },
		{ "dissalow", KEY_DISALLOW },
		{ "disalow", KEY_DISALLOW },
		{ "diasllow", KEY_DISALLOW },
		{ "disallaw", KEY_DISALLOW },
		{ "crawl-delay", KEY_DELAY },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (span_equal_nocase(name, span_of(keys[i].name)))
			return keys[i].key;
	return KEY_OTHER;
}

static int
hex(char c)
{
	if (span_is_digit(c))
		return c - '0';
	c = span_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
is_unreserved(unsigned char c)
{
	return span_is_alpha((char)c) || span_is_digit((char)c) ||
	       (c != '\0' && strchr("-._~", c) != NULL);
}

/* Does this octet stand for itself in an address? */
static bool
is_plain(unsigned char c)
{
	return is_unreserved(c) ||
	       (c != '\0' && strchr(":/?#[]@!&'()+,;=", c) != NULL);
}

/*
 * The unit at `at`, which is before the end, and how many bytes it has.  An
 * octet that needs no encoding is itself either way; `*` and `$` of a target,
 * and a `$` within a rule, are as if encoded.
 */
static unsigned
unit_at(struct span text, size_t at, bool rule, size_t *len)
{
	unsigned char c = (unsigned char)text.ptr[at];
	int high, low;

	*len = 1;
	if (rule && c == '*')
		return UNIT_ANY;
	if (rule && c == '$' && at + 1 == text.len)
		return UNIT_LAST;
	if (c == '%' && text.len - at > 2) {
		high = hex(text.ptr[at + 1]);
		low = hex(text.ptr[at + 2]);
		if (high >= 0 && low >= 0) {
			*len = 3;
			c = (unsigned char)(high * 16 + low);
			return is_unreserved(c) ? c : UNIT_CODED + c;
		}
	}
	return is_plain(c) ? c : UNIT_CODED + c;
}

/* How long a rule is: the octets of its normalised form. */
static size_t
octets_of(struct span rule)
{
	size_t octets = 0, len;
	unsigned unit;

	for (size_t at = 0; at < rule.len; at += len) {
		unit = unit_at(rule, at, true, &len);
		octets += unit >= UNIT_CODED && unit < UNIT_ANY ? 3 : 1;
	}
	return octets;
}

/* Where the walks through a rule and a target are. */
struct place {
	size_t rule, target;
};

/*
 * Does the rule fit the beginning of the target?  The shortest text does for
 * each `*`: when what is behind it does not fit, the last one takes one unit
 * more.  Those before it never need to.
 */
static bool
fits(struct span rule, struct span target, size_t *steps)
{
	struct place at = { 0, 0 }, back = { 0, 0 };
	size_t rule_len, target_len;
	bool star = false;
	unsigned unit;

	for (; *steps > 0; --*steps) {
		if (at.rule == rule.len)
			return true;
		unit = unit_at(rule, at.rule, true, &rule_len);
		if (unit == UNIT_ANY) {
			at.rule += rule_len;
			back = at;
			star = true;
			continue;
		}
		if (at.target == target.len)
			return unit == UNIT_LAST;
		if (unit == unit_at(target, at.target, false, &target_len)) {
			at.rule += rule_len;
			at.target += target_len;
			continue;
		}
		if (!star)
			return false;
		unit_at(target, back.target, false, &target_len);
		back.target += target_len;
		at = back;
	}
	return true; /* whoever looks at `steps` knows better */
}

static void
take_agent(struct reading *reading, struct span value)
{
	if (reading->ruled)
		reading->ours = reading->all = reading->ruled = false;
	if (value.len > 0 && value.ptr[0] == '*' &&
	    (value.len == 1 || is_blank(value.ptr[1])))
		reading->all = true;
	else if (token(value).len > 0 && span_equal_nocase(token(value),
					     token(span_of(reading->agent))))
		reading->ours = true;
	reading->of_all.seen |= reading->all;
	reading->of_ours.seen |= reading->ours;
}

static void
weigh(struct tally *tally, size_t octets, bool forbids, struct span line)
{
	if (octets < tally->octets ||
	    (octets == tally->octets && (forbids || !tally->forbids)))
		return;
	tally->octets = octets;
	tally->forbids = forbids;
	tally->line = line;
}

static void
take_rule(
    struct reading *reading, struct span path, bool forbids, struct span line)
{
	size_t octets;

	reading->ruled = true;
	if (path.len == 0 || (!reading->ours && !reading->all) ||
	    !fits(path, reading->target, &reading->steps))
		return;
	octets = octets_of(path) + 1;
	if (reading->steps == 0) { /* nobody knows whether it fits */
		octets = SIZE_MAX;
		forbids = true;
	}
	if (reading->ours)
		weigh(&reading->of_ours, octets, forbids, line);
	if (reading->all)
		weigh(&reading->of_all, octets, forbids, line);
}

/* Seconds as a decimal number; 0 for what is none. */
static double
read_delay(struct span value)
{
	double seconds = 0, unit = 1;
	bool fraction = false;

	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (!span_is_digit(value.ptr[i]))
			return 0;
		if (fraction)
			unit /= 10;
		else if (seconds < DELAY_MOST)
			seconds *= 10;
		else
			continue;
		seconds += (value.ptr[i] - '0') * unit;
	}
	return seconds < DELAY_MOST ? seconds : DELAY_MOST;
}

/*
 * Crawl-delay does not end the list of agents of a group, as nothing but
 * Allow and Disallow may (RFC 9309, 2.2.4).
 */
static void
take_delay(struct reading *reading, struct span value)
{
	double delay = read_delay(value);

	if (reading->ours && delay > reading->of_ours.delay)
		reading->of_ours.delay = delay;
	if (reading->all && delay > reading->of_all.delay)
		reading->of_all.delay = delay;
}

/* Where the key ends: at its colon, or, where that was forgotten, a blank. */
static size_t
key_end(struct span line)
{
	const char *colon = memchr(line.ptr, ':', line.len);
	size_t end = 0;

	if (colon != NULL)
		return (size_t)(colon - line.ptr);
	while (end < line.len && !is_blank(line.ptr[end]))
		end++;
	return end;
}

static void
take_line(struct reading *reading, struct span line)
{
	const char *comment =
	    line.len == 0 ? NULL : memchr(line.ptr, '#', line.len);
	struct span value;
	size_t end;

	if (comment != NULL)
		line.len = (size_t)(comment - line.ptr);
	line = trim(line);
	if (line.len == 0)
		return;
	end = key_end(line);
	value = trim(span_from(line, end + 1));
	switch (key_of(trim(span_first(line, end)))) {
	case KEY_AGENT:
		take_agent(reading, value);
		break;
	case KEY_ALLOW:
		take_rule(reading, value, false, line);
		break;
	case KEY_DISALLOW:
		take_rule(reading, value, true, line);
		break;
	case KEY_DELAY:
		take_delay(reading, value);
		break;
	case KEY_OTHER:
		break;
	}
}

static void
take_lines(struct reading *reading, struct span text)
{
	bool cut = text.len > ROBOTS_BYTES;
	size_t end;

	text = span_first(text, ROBOTS_BYTES);
	if (span_starts(text, SPAN("\xef\xbb\xbf")))
		text = span_from(text, 3);
	while (text.len > 0) {
		for (end = 0; end < text.len; end++)
			if (text.ptr[end] == '\n' || text.ptr[end] == '\r')
				break;
		if (end == text.len && cut)
			break; /* half a rule is another rule */
		take_line(reading, span_first(text, end));
		text = span_from(text, end + 1);
	}
}

/* The path and query of a target. */
static struct span
read_target(const char *target)
{
	if (target[0] != '/')
		return SPAN("/");
	return (struct span){ target, strcspn(target, "#") };
}

bool
robots_allow(struct span text, const char *agent, const char *target,
    double *delay, struct span *line)
{
	struct reading reading = {
		.agent = agent, .target = read_target(target), .steps = STEPS
	};
	const struct tally *tally;

	take_lines(&reading, text);
	tally = reading.of_ours.seen ? &reading.of_ours : &reading.of_all;
	if (delay != NULL)
		*delay = tally->delay;
	if (line != NULL)
		*line = tally->octets > 0 ? tally->line : SPAN_NONE;
	if (!tally->forbids || !span_equal(reading.target, SPAN("/robots.txt")))
		return !tally->forbids;
	if (line != NULL)
		*line = SPAN_NONE;
	return true;
}
