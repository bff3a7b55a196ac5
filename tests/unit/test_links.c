/* The links and images of a page to be read: src/output/links. */
#include "output/links.h"

#include "base/buffer.h"
#include "support.h"

static struct arena arena;
static struct reading reading;
static struct cleaned cleaned;

static void
set_up(void)
{
	arena_init(&arena, 0);
}

static void
tear_down(void)
{
	arena_free(&arena);
}

TestSuite(links, .init = set_up, .fini = tear_down);

static bool
collect(struct span page, const char *dropped)
{
	struct document document = { .dom = &reading.dom };
	struct selector *drop;
	uint8_t *marks;

	parse_text(&arena, page, &reading);
	marks = arena_zeros(&arena, reading.dom.count, 1);
	if (dropped != NULL) {
		drop = selector_new(dropped);
		for (uint32_t node = select_first(&reading.index, drop, 0);
		     node != DOM_NONE;
		     node = select_next(&reading.index, drop, 0, node))
			marks[node] = 1;
		selector_free(drop);
		document.marks = marks;
	}
	cleaned_init(&cleaned);
	return links_read(&arena, &document, &cleaned);
}

static void
add(struct buffer *out, struct span text, const char *end)
{
	buffer_add(out, text.ptr == NULL ? SPAN("-") : text);
	buffer_add(out, span_of(end));
}

/* "text>url; " for each link. */
static struct span
links_of(const char *page)
{
	const struct cleaned_link *links;
	struct buffer out;

	cr_assert(collect(span_of(page), NULL));
	links = cleaned.links.items;
	buffer_init(&out, &arena, 100000);
	for (size_t i = 0; i < cleaned.links.count; i++) {
		add(&out, links[i].text, ">");
		add(&out, links[i].url, ";");
	}
	return buffer_text(&out);
}

/* "alt>url>caption; " for each image. */
static struct span
images_of(const char *page)
{
	const struct cleaned_image *images;
	struct buffer out;

	cr_assert(collect(span_of(page), NULL));
	images = cleaned.images.items;
	buffer_init(&out, &arena, 100000);
	for (size_t i = 0; i < cleaned.images.count; i++) {
		add(&out, images[i].alt, ">");
		add(&out, images[i].url, ">");
		add(&out, images[i].caption, ";");
	}
	return buffer_text(&out);
}

struct said {
	const char *page;
	const char *found;
};

static const struct said links[] = {
	{ "", "" },
	{ "<a>x</a><a name=y>z</a>", "" },
	{ "<a href=/1>one</a> <a href=https://a.example/2>t<b>w</b>o</a>",
	    "one>/1;two>https://a.example/2;" },
	{ "<a href=' \n/a\tb\r\n '>x</a>", "x>/ab;" },
	{ "<a href='mailto:a@b'>m</a><a href=tel:1>t</a><a href=ftp://f>f</a>",
	    "m>mailto:a@b;t>tel:1;f>ftp://f;" },
	{ "<a href=HTTP://a.example>x</a>", "x>HTTP://a.example;" },
	/* each once */
	{ "<a href=/1>x</a><a href=/1>x</a><a href=/1>y</a><a href=/2>x</a>",
	    "x>/1;y>/1;x>/2;" },
	/* not fit */
	{ "<a href='javascript:x()'>x</a>", "" },
	{ "<a href=' java\nscript:x()'>x</a>", "" },
	{ "<a href='&#1;JaVaScRiPt:x()'>x</a>", "" },
	{ "<a href=data:text/html,x>x</a><a href=vbscript:x>x</a>"
	  "<a href=file:///x>x</a><a href=blob:x>x</a>",
	    "" },
	{ "<a href=#x>x</a><a href=''>x</a><a href=' '>x</a>", "" },
	{ "<a href=/a:b>x</a><a href=a/b:c>x</a><a href=?q=a:b>x</a>",
	    "x>/a:b;x>a/b:c;x>?q=a:b;" },
	/* pictures in the place of a text */
	{ "<a href=/1><img src=/i alt=' A  bee '></a>", "A bee>/1;" },
	{ "<a href=/1><img src=/i></a>", "->/1;" },
	{ "<a href=/1><svg><title>s</title></svg></a>", "->/1;" },
	{ "<map><area href=/1 alt=Left></map>", "Left>/1;" },
	/* what is not for readers */
	{ "<p><noscript><a href=/1>x</a></noscript>"
	  "<template><a href=/2>x</a></template>",
	    "" },
};

Test(links, are_found)
{
	for (size_t i = 0; i < COUNT(links); i++)
		EXPECT_TEXT(links_of(links[i].page), links[i].found, "%s",
		    links[i].page);
}

Test(links, are_those_of_kept_nodes)
{
	const struct cleaned_link *found;

	collect(SPAN("<nav><a href=/1>x</a><img src=/i></nav><p><a href=/2>"
		     "a<i>b</i></a>"),
	    "nav, i");
	cr_assert_eq(cleaned.links.count, 1);
	cr_assert_eq(cleaned.images.count, 0);
	found = cleaned.links.items;
	EXPECT_TEXT(found[0].text, "a", "text");
	EXPECT_TEXT(found[0].url, "/2", "url");
}

static const struct said images[] = {
	{ "<img>", "" },
	{ "<img src=/1>", "->/1>-;" },
	{ "<img src=/1 alt=''><img src=/2 alt=' a  b '>", ">/1>-;a b>/2>-;" },
	{ "<img src=/1><img src=/1><img src=/1 alt=x>", "->/1>-;x>/1>-;" },
	{ "<img src='data:image/gif;base64,R0'>", "" },
	{ "<img src=/1 width=1 height=1><img src=/2 height=0>", "" },
	{ "<img src='javascript:x'><img src=mailto:x>", "" },
	/* loaded later */
	{ "<img src=/blank.gif data-src=/1>", "->/1>-;" },
	{ "<img src=data:x data-lazy-src=/1>", "->/1>-;" },
	{ "<img src=/1 data-src=true>", "->/1>-;" },
	{ "<img src=data:x srcset='/1 1x, /2 2x,/3 1.5x'>", "->/2>-;" },
	{ "<img src=/b data-srcset='/1 100w, /2 640w, /3 640w'>", "->/2>-;" },
	{ "<img srcset='/1, /2'>", "->/1>-;" },
	{ "<img srcset='data:x,y 2x, /2 1x'>", "->/2>-;" },
	{ "<img src=/1 srcset='/2 2x'>", "->/1>-;" },
	{ "<picture><source srcset='/1 1x, /2 2x'><img src=data:x></picture>",
	    "->/2>-;" },
	{ "<img srcset=' , ,, '>", "" },
	/* captions */
	{ "<figure><img src=/1><figcaption>Of <b>bees</b></figcaption></figure>"
	  "<img src=/2>",
	    "->/1>Of bees;->/2>-;" },
	{ "<figure><div><img src=/1></div><img src=/2><figcaption>x"
	  "</figcaption></figure>",
	    "->/1>x;->/2>x;" },
	{ "<figure><figure><img src=/1><figcaption>in</figcaption></figure>"
	  "<img src=/2><figcaption>out</figcaption></figure>",
	    "->/1>in;->/2>in;" },
	{ "<figure><img src=/1></figure>", "->/1>-;" },
};

Test(links, images_are_found)
{
	for (size_t i = 0; i < COUNT(images); i++)
		EXPECT_TEXT(images_of(images[i].page), images[i].found, "%s",
		    images[i].page);
}

/* Against the page's own address, which is no link of the page. */
Test(links, absolute_where_the_address_is_known)
{
	static const char page[] =
	    "<a href=b>1</a><a href='#x'>2</a><a href=''>3</a>"
	    "<a href='http://e/d/\xc3\xa9#y'>4</a><a href=' //h/p'>5</a>"
	    "<a href='?q'>6</a><img src=''><img src=i.png>";
	static const char *const want[] = { "http://e/d/b", "http://h/p",
		"http://e/d/%C3%A9?q" };
	struct document document = { .dom = &reading.dom,
		.base = SPAN("http://e/d/%C3%A9") };

	parse_text(&arena, SPAN(page), &reading);
	cleaned_init(&cleaned);
	cr_assert(links_read(&arena, &document, &cleaned));
	cr_assert_eq(cleaned.links.count, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++)
		EXPECT_TEXT(((struct cleaned_link *)cleaned.links.items)[i].url,
		    want[i], "link");
	cr_assert_eq(cleaned.images.count, 1);
	EXPECT_TEXT(((struct cleaned_image *)cleaned.images.items)[0].url,
	    "http://e/d/i.png", "image");
}

Test(links, are_so_many_at_most)
{
	struct buffer page;

	buffer_init(&page, &arena, (size_t)4 << 20);
	for (int i = 0; i < LINKS_MOST; i++)
		buffer_print(&page, "<a href=/%d>x</a>", i);
	cr_assert(collect(buffer_text(&page), NULL));
	cr_assert_eq(cleaned.links.count, LINKS_MOST);
	for (int i = 0; i <= LINKS_IMAGES_MOST; i++)
		buffer_print(&page, "<img src=/%d>", i);
	cr_assert(!collect(buffer_text(&page), NULL));
	cr_assert_eq(cleaned.images.count, LINKS_IMAGES_MOST);
	buffer_print(&page, "<a href=/x>x</a>");
	cr_assert(!collect(buffer_text(&page), NULL));
	cr_assert_eq(cleaned.links.count, LINKS_MOST);
}
