/* Shares: src/command/share, and pieces of src/input/digest. */
#include "command/share.h"

#include <unistd.h>

#include "input/digest.h"
#include "support.h"

#define LIST "93a4accffb07a0f38e86bc13f3b7bd8876500574fb7ac384cb3c58f07ac6b4c1"
#define HEAD "{\"schema_version\":1,\"share\":{\"index\":"
#define TAIL ",\"list\":\"" LIST "\"}}"

Test(share, tiles_the_inputs)
{
	for (uint64_t total = 0; total <= 50; total++)
		for (uint64_t of = 1; of <= 60; of++) {
			uint64_t next = 0, most = 0, least = UINT64_MAX;

			for (uint64_t index = 0; index < of; index++) {
				struct share share = {
					.index = index, .of = of, .total = total
				};

				share_divide(&share);
				cr_assert_eq(share.first, next);
				cr_assert_eq(share.first, total * index / of);
				next += share.inputs;
				if (share.inputs > most)
					most = share.inputs;
				if (share.inputs < least)
					least = share.inputs;
			}
			cr_assert_eq(next, total);
			cr_assert(most - least <= 1);
		}
}

Test(share, divides_what_is_large)
{
	struct share share = { .index = SHARE_MOST - 1,
		.of = SHARE_MOST,
		.total = SHARE_LARGEST };

	share_divide(&share);
	cr_assert_eq(share.first + share.inputs, SHARE_LARGEST);
	cr_assert(share.inputs - SHARE_LARGEST / SHARE_MOST <= 1);
	share.index = 0;
	share_divide(&share);
	cr_assert_eq(share.first, 0);
	cr_assert_eq(share.inputs, SHARE_LARGEST / SHARE_MOST);
}

/* Writes it, reads that, and says whether it is the same. */
static bool
comes_back(const struct share *share)
{
	char text[SHARE_ROOM];
	size_t size = share_write(share, text);
	struct share again;

	cr_assert(size > 1 && size < SHARE_ROOM && text[size - 1] == '\n');
	if (!share_read((struct span){ text, size - 1 }, &again))
		return false;
	return again.index == share->index && again.of == share->of &&
	       again.first == share->first && again.inputs == share->inputs &&
	       again.total == share->total && again.lines == share->lines &&
	       strcmp(again.list, share->list) == 0;
}

Test(share, closing_line_comes_back)
{
	struct share share = { .index = 3,
		.of = 8,
		.first = 1126,
		.inputs = 375,
		.total = 3000,
		.lines = 380,
		.list = LIST };
	char text[SHARE_ROOM];

	cr_assert(comes_back(&share));
	cr_assert_gt(share_write(&share, text), 0);
	cr_assert_str_eq(text,
	    HEAD "3,\"of\":8,\"first\":1126,\"inputs\":375,\"total\":3000,"
		 "\"lines\":380" TAIL "\n");
	share = (struct share){ .of = 1, .list = LIST };
	cr_assert(comes_back(&share));
	share = (struct share){ .index = SHARE_MOST - 1,
		.of = SHARE_MOST,
		.first = SHARE_LARGEST,
		.total = SHARE_LARGEST,
		.lines = SHARE_LARGEST,
		.list = LIST };
	cr_assert(comes_back(&share));
}

/* Every piece of a good line, and it with one byte more or another. */
Test(share, refuses_what_is_damaged)
{
	static const char good[] = HEAD "1,\"of\":2,\"first\":1,\"inputs\":1,"
					"\"total\":2,\"lines\":9" TAIL;
	struct share share;
	char text[sizeof(good) + 1];
	size_t len = sizeof(good) - 1;

	cr_assert(share_read((struct span){ good, len }, &share));
	for (size_t cut = 0; cut < len; cut++)
		cr_assert_not(
		    share_read((struct span){ good, cut }, &share), "%zu", cut);
	cr_assert_not(share_read((struct span){ good, len + 1 }, &share));
	for (size_t at = 0; at < len; at++) {
		memcpy(text, good, len);
		text[at] = '\0';
		cr_assert_not(share_read((struct span){ text, len }, &share));
		text[at] = ' ';
		cr_assert_not(share_read((struct span){ text, len }, &share));
		text[at] = '\xff';
		cr_assert_not(share_read((struct span){ text, len }, &share));
	}
	cr_assert_not(share_read(SPAN_NONE, &share));
}

static const char *const hostile[] = {
	"",
	"{}",
	"null",
	"{\"schema_version\":1,\"page\":{}}",
	HEAD,
	/* another version, none */
	"{\"schema_version\":2,\"share\":{\"index\":0,\"of\":1,\"first\":0,"
	"\"inputs\":1,\"total\":1,\"lines\":1" TAIL,
	"{\"share\":{\"index\":0,\"of\":1,\"first\":0,\"inputs\":1,"
	"\"total\":1,\"lines\":1" TAIL,
	/* an index that is too large, no shares, too many of them */
	HEAD "2,\"of\":2,\"first\":0,\"inputs\":1,\"total\":2,\"lines\":1" TAIL,
	HEAD "0,\"of\":0,\"first\":0,\"inputs\":1,\"total\":1,\"lines\":1" TAIL,
	HEAD "0,\"of\":1000001,\"first\":0,\"inputs\":1,\"total\":1,\"lines\":"
	     "1" TAIL,
	/* inputs that are not there */
	HEAD "0,\"of\":2,\"first\":3,\"inputs\":0,\"total\":2,\"lines\":1" TAIL,
	HEAD "0,\"of\":2,\"first\":1,\"inputs\":2,\"total\":2,\"lines\":1" TAIL,
	HEAD "0,\"of\":2,\"first\":9007199254740991,\"inputs\":"
	     "9007199254740991,\"total\":2,\"lines\":1" TAIL,
	/* numbers that are none, or too large for anything */
	HEAD
	"-1,\"of\":2,\"first\":0,\"inputs\":1,\"total\":2,\"lines\":1" TAIL,
	HEAD
	"00,\"of\":2,\"first\":0,\"inputs\":1,\"total\":2,\"lines\":1" TAIL,
	HEAD
	"01,\"of\":2,\"first\":1,\"inputs\":1,\"total\":2,\"lines\":1" TAIL,
	HEAD
	"1e0,\"of\":2,\"first\":1,\"inputs\":1,\"total\":2,\"lines\":1" TAIL,
	HEAD
	"1.0,\"of\":2,\"first\":1,\"inputs\":1,\"total\":2,\"lines\":1" TAIL,
	HEAD
	"\"1\",\"of\":2,\"first\":1,\"inputs\":1,\"total\":2,\"lines\":1" TAIL,
	HEAD
	"null,\"of\":2,\"first\":1,\"inputs\":1,\"total\":2,\"lines\":1" TAIL,
	HEAD "1,\"of\":2,\"first\":1,\"inputs\":1,\"total\":2,\"lines\":"
	     "9007199254740992" TAIL,
	HEAD "1,\"of\":2,\"first\":1,\"inputs\":1,\"total\":2,\"lines\":"
	     "18446744073709551617" TAIL,
	HEAD "1,\"of\":2,\"first\":1,\"inputs\":1,\"total\":2,\"lines\":"
	     "99999999999999999999999999999999999999999999999999999999" TAIL,
	/* a list that is no fingerprint */
	HEAD "1,\"of\":2,\"first\":1,\"inputs\":1,\"total\":2,\"lines\":1,"
	     "\"list\":\"\"}}",
	HEAD "1,\"of\":2,\"first\":1,\"inputs\":1,\"total\":2,\"lines\":1,"
	     "\"list\":\"93A4ACCFFB07A0F38E86BC13F3B7BD8876500574FB7AC384CB3C58"
	     "F07AC6B4C1\"}}",
	/* more of it, or in another order */
	HEAD "1,\"of\":2,\"first\":1,\"inputs\":1,\"total\":2,\"lines\":1" TAIL
	     "}",
	HEAD "1,\"of\":2,\"first\":1,\"inputs\":1,\"total\":2,\"lines\":1" TAIL
	     "\r",
	HEAD "1,\"first\":1,\"of\":2,\"inputs\":1,\"total\":2,\"lines\":1" TAIL,
};

Test(share, refuses_what_is_hostile)
{
	struct share share;

	for (size_t i = 0; i < COUNT(hostile); i++)
		cr_assert_not(
		    share_read(span_of(hostile[i]), &share), "%zu", i);
}

Test(share, work_takes_its_inputs)
{
	static const char *const names[] = { "a", "b", "b", "", "e" };
	struct share_work *work = share_work_new(1, 2);
	const struct share *share;
	char hex[65];

	for (size_t i = 0; i < COUNT(names); i++)
		cr_assert_not(share_work_takes(work, names[i]));
	cr_assert_not(share_work_begun(work));
	share_work_begin(work);
	share = share_work_is(work);
	cr_assert_eq(share->total, 5);
	cr_assert_eq(share->first, 2);
	cr_assert_eq(share->inputs, 3);
	cr_assert_eq(digest_sha256(SPAN("a\0b\0b\0\0e\0"), hex), PSC_OK);
	cr_assert_str_eq(share->list, hex);
	for (size_t i = 0; i < COUNT(names); i++)
		cr_assert_eq(share_work_takes(work, names[i]), i >= 2);
	share_work_line(work, 1);
	cr_assert_eq(share_work_is(work)->lines, 1);
	share_work_free(work);
	/* Work that is not divided. */
	cr_assert(share_work_takes(NULL, "a"));
	cr_assert_not(share_work_begun(NULL));
	cr_assert_null(share_work_is(NULL));
	cr_assert(share_work_end(NULL, NULL));
	share_work_line(NULL, 1);
	share_work_free(NULL);
}

/* Counts a and b, then names them again as told, writing so many lines. */
static bool
ends(const char *second, size_t lines)
{
	struct share_work *work = share_work_new(0, 1);
	FILE *file = tmpfile();
	struct sink out;
	char text[SHARE_ROOM] = "";
	bool good;

	share_work_takes(work, "a");
	share_work_takes(work, "b");
	share_work_begin(work);
	share_work_takes(work, "a");
	if (second != NULL)
		share_work_takes(work, second);
	for (size_t i = 0; i < lines; i++)
		share_work_line(work, 1);
	sink_adopt(&out, "share", dup(fileno(file)));
	good = share_work_end(work, &out);
	cr_assert(sink_close(&out, true));
	rewind(file);
	cr_assert_eq(fread(text, 1, sizeof(text), file) > 0, good);
	fclose(file);
	share_work_free(work);
	return good;
}

Test(share, ends_only_where_it_is_whole)
{
	cr_assert(ends("b", 2));
	cr_assert(ends("b", 7));
	cr_assert_not(ends("b", 1));
	cr_assert_not(ends("c", 2));
	cr_assert_not(ends(NULL, 2));
}

Test(share, digest_of_pieces)
{
	struct digest *digest = digest_new();
	char pieces[65], whole[65];

	cr_assert_neq(digest, NULL);
	cr_assert(digest_add(digest, SPAN("ab")));
	cr_assert(digest_add(digest, SPAN_NONE));
	cr_assert(digest_add(digest, SPAN("c")));
	cr_assert_eq(digest_end(digest, pieces), PSC_OK);
	digest_free(digest);
	digest_free(NULL);
	cr_assert_eq(digest_sha256(SPAN("abc"), whole), PSC_OK);
	cr_assert_str_eq(pieces, whole);
	cr_assert_str_eq(whole, "ba7816bf8f01cfea414140de5dae2223b00361a396177a"
				"9cb410ff61f20015ad");
}
