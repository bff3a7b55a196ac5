/* How long to wait: src/fetch/retry. */
#include "fetch/retry.h"
#include "support.h"

TestSuite(retry);

#define NOVEMBER ((time_t)784111777) /* 1994-11-06 08:49:37 */

struct dated {
	const char *text;
	time_t seconds;
};

static const struct dated dates[] = {
	{ "Sun, 06 Nov 1994 08:49:37 GMT", NOVEMBER },
	{ "Sunday, 06-Nov-94 08:49:37 GMT", NOVEMBER },
	{ "Sun Nov  6 08:49:37 1994", NOVEMBER },
	{ "Sun Nov 06 08:49:37 1994", NOVEMBER },
	{ " \tSun, 06 Nov 1994 08:49:37 GMT ", NOVEMBER },
	{ "Mon, 06 Nov 1994 08:49:37 GMT", NOVEMBER }, /* wrong weekday */
	{ "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
	{ "Wed, 31 Dec 1969 23:59:59 GMT", 0 },
	{ "Mon, 01 Jan 0001 00:00:00 GMT", 0 },
	{ "Thu, 01 Jan 1970 00:00:01 GMT", 1 },
	{ "Tue, 29 Feb 2000 00:00:00 GMT", 951782400 },
	{ "Wed, 01 Mar 2000 00:00:00 GMT", 951868800 },
	{ "Sat, 31 Dec 2016 23:59:60 GMT", 1483228800 },
	{ "Fri, 31 Dec 9999 23:59:59 GMT", 253402300799 },
	{ "Tue, 19 Jan 2038 03:14:08 GMT", 2147483648 },
	{ "", -1 },
	{ "Sun", -1 },
	{ "Sun,", -1 },
	{ "120", -1 },
	{ "Sun, 6 Nov 1994 08:49:37 GMT", -1 },
	{ "Sun, 06 Nov 1994 08:49:37", -1 },
	{ "Sun, 06 Nov 1994 08:49:37 CET", -1 },
	{ "Sun, 06 Nov 1994 08:49:37 GMT+1", -1 },
	{ "Sun, 06 Nov 94 08:49:37 GMT", -1 },
	{ "Sun, 06 Nob 1994 08:49:37 GMT", -1 },
	{ "Sun, 00 Nov 1994 08:49:37 GMT", -1 },
	{ "Sun, 31 Nov 1994 08:49:37 GMT", -1 },
	{ "Sun, 29 Feb 1900 08:49:37 GMT", -1 },
	{ "Sun, 06 Nov 1994 24:00:00 GMT", -1 },
	{ "Sun, 06 Nov 1994 08:60:00 GMT", -1 },
	{ "Sun, 06 Nov 1994 08:49:61 GMT", -1 },
	{ "Sun, 06 Nov 0000 08:49:37 GMT", -1 },
	{ "Sunday, 06-Nov-1994 08:49:37 GMT", -1 },
	{ "Sun Nov  6 08:49:37 19945", -1 },
	{ "1994-11-06T08:49:37Z", -1 },
};

Test(retry, dates)
{
	for (size_t i = 0; i < COUNT(dates); i++)
		cr_expect_eq(retry_date(dates[i].text), dates[i].seconds,
		    "'%s': %lld", dates[i].text,
		    (long long)retry_date(dates[i].text));
}

/* Each day of 400 years is one day after the day before. */
Test(retry, every_day)
{
	static const char *const names[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t want = 0, got;
	char text[64];

	for (int year = 1970; year < 2370; year++)
		for (int month = 0; month < 12; month++)
			for (int day = 1; day < 32; day++) {
				snprintf(text, sizeof(text),
				    "Mon, %02d %s %04d 00:00:00 GMT", day,
				    names[month], year);
				got = retry_date(text);
				if (got < 0)
					continue; /* 31 June */
				cr_assert_eq(got, want, "%s", text);
				want += 86400;
			}
	cr_expect_eq(want, (time_t)146097 * 86400);
}

struct asked {
	const char *value;
	double seconds;
};

static const struct asked asked[] = {
	{ "0", 0 },
	{ "120", 120 },
	{ " 7 ", 7 },
	{ "86400", 86400 },
	{ "86401", 86400 },
	{ "99999999999999999999999999999999", 86400 },
	{ "Sun, 06 Nov 1994 08:50:37 GMT", 60 },
	{ "Sunday, 06-Nov-94 08:50:37 GMT", 60 },
	{ "Sun Nov  6 08:50:37 1994", 60 },
	{ "Sun, 06 Nov 1994 08:49:37 GMT", 0 },
	{ "Sun, 06 Nov 1994 08:49:36 GMT", 0 },
	{ "Wed, 31 Dec 1969 08:49:36 GMT", 0 },
	{ "Sun, 06 Nov 2094 08:49:36 GMT", 86400 },
	/* two digits: up to 50 years ahead, else past */
	{ "Sunday, 06-Nov-44 08:49:37 GMT", 86400 },
	{ "Sunday, 06-Nov-44 08:49:38 GMT", 0 },
	{ "Sunday, 06-Nov-45 08:49:37 GMT", 0 },
	{ "Sunday, 06-Nov-00 08:49:37 GMT", 86400 },
	{ "Sunday, 06-Nov-93 08:49:37 GMT", 0 },
	{ "", -1 },
	{ " ", -1 },
	{ "-1", -1 },
	{ "+1", -1 },
	{ "1.5", -1 },
	{ "1 2", -1 },
	{ "0x10", -1 },
	{ "10s", -1 },
	{ "soon", -1 },
};

Test(retry, after)
{
	for (size_t i = 0; i < COUNT(asked); i++)
		cr_expect_eq(retry_after(asked[i].value, NOVEMBER),
		    asked[i].seconds, "'%s': %f", asked[i].value,
		    retry_after(asked[i].value, NOVEMBER));
}

Test(retry, backoff)
{
	cr_expect_eq(retry_backoff(1, 2, 0), 1);
	cr_expect_eq(retry_backoff(2, 2, 0), 2);
	cr_expect_eq(retry_backoff(3, 2, 0), 4);
	cr_expect_eq(retry_backoff(3, 2, 0.5), 6);
	cr_expect_eq(retry_backoff(8, 2, 0), 128);
	cr_expect_eq(retry_backoff(9, 2, 0), 150);
	cr_expect_eq(retry_backoff(2147483647, 2, 0), 150);
	cr_expect_leq(retry_backoff(2147483647, 2, 0.999999), 300);
	cr_expect_eq(retry_backoff(1, 1e308, 0), 150);
	/* what should not be asked */
	cr_expect_eq(retry_backoff(0, 2, 0), 1);
	cr_expect_eq(retry_backoff(-5, 2, -1), 1);
	cr_expect_eq(retry_backoff(1, 2, 7), 2);
	cr_expect_eq(retry_backoff(4, -2, 0.5), 0);
	cr_expect_eq(retry_backoff(1000, 0, 0.5), 0);
}
