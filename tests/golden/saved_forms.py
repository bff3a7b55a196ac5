#!/usr/bin/env python3
"""Writes a page as browsers and programs save it, one file a form.

	saved_forms.py PAGE FOLDER

Each form is made of the page's own tags: what a saver changes is changed,
the rest stays.  saved.sh holds their records side by side.
"""
import html
import os
import re
import sys
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link",
        "meta", "source", "track", "wbr"}
RAW = {"script", "style"}
# No text may be wrapped where only elements may stand.
NO_TEXT = {"html", "head", "ul", "ol", "dl", "table", "tr", "select", "title",
           "option", "textarea", "noscript"}
SAVED = "Mon Nov 23 2026 19:36:11 GMT+0100 (Central European Standard Time)"


class Writer(HTMLParser):
    """Writes the page again; subclasses change a tag, or a text."""

    quote = True

    def __init__(self, address):
        super().__init__(convert_charrefs=False)
        self.address, self.out, self.open = address, [], []
        self.site = re.match(r"https://[^/]+", address)[0]

    def attributes(self, tag, attrs):
        return attrs

    def text(self, data):
        return data

    def value(self, value):
        escaped = value.replace("&", "&amp;").replace('"', "&quot;")
        if not self.quote and re.fullmatch(r"[^\s\"'=<>`&]+", value):
            return escaped
        return '"%s"' % escaped

    def tag(self, tag, attrs):
        words = [tag]
        for name, value in self.attributes(tag, attrs):
            words.append(name if value is None
                         else name + "=" + self.value(value))
        return "<%s>" % " ".join(words)

    def before(self, tag, attrs):
        return ""

    def after(self, tag, attrs):
        return ""

    def handle_starttag(self, tag, attrs):
        self.out.append(self.before(tag, attrs) + self.tag(tag, attrs) +
                        self.after(tag, attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        self.out.append("</%s>" % tag)

    def handle_data(self, data):
        raw = any(tag in RAW for tag in self.open)
        self.out.append(data if raw else self.text(data))

    def handle_entityref(self, name):
        self.out.append("&%s;" % name)

    def handle_charref(self, name):
        self.out.append("&#%s;" % name)

    def handle_comment(self, data):
        self.out.append("<!--%s-->" % data)

    def handle_decl(self, decl):
        self.out.append("<!%s>" % decl)

    def write(self, page):
        self.feed(page)
        self.close()
        return "".join(self.out)


class Plain(Writer):
    """As the server sent it, but for quotes and the case of tags."""


class Complete(Writer):
    """"Webpage, complete": links in full, images in a folder beside it."""

    folder = "./A page_files/"

    def full(self, value):
        if re.match(r"[a-z]+:", value) or not value:
            return value
        if value.startswith("//"):
            return "https:" + value
        if value.startswith("/"):
            return self.site + value
        return self.address + value

    def attributes(self, tag, attrs):
        made = []
        for name, value in attrs:
            if name == "src" and value is not None:
                value = self.folder + value.rsplit("/", 1)[-1]
            elif name == "href" and tag == "link" and "css" in (value or ""):
                value = self.folder + "a.css"
            elif name == "href" and value is not None:
                value = self.full(value)
            made.append((name, value))
        return made


class Chromium(Complete):
    def handle_decl(self, decl):
        super().handle_decl(decl)
        self.out.append("\n<!-- saved from url=(%04d)%s -->\n" %
                        (len(self.address), self.address))


class Firefox(Complete):
    folder = "A page-Dateien/"


class SavePage(Complete):
    """An extension that keeps the page's own addresses beside its own."""

    def attributes(self, tag, attrs):
        made = []
        for name, value in attrs:
            if name == "src" and value is not None:
                made += [("data-savepage-src", self.full(value)),
                         ("src", "data:image/gif;base64,R0lGODlhAQABAAA=")]
            else:
                made.append((name, value))
        return made

    def after(self, tag, attrs):
        if tag != "head":
            return ""
        return ('<meta name="savepage-url" content="%s">'
                '<meta name="savepage-title" content="A page">'
                '<meta name="savepage-date" content="%s">' %
                (self.address, SAVED))


class SingleFile(Complete):
    quote = False

    def attributes(self, tag, attrs):
        made = []
        for name, value in super().attributes(tag, attrs):
            if name == "src":
                value = "data:,"
            made.append((name, value))
        return made

    def before(self, tag, attrs):
        if tag != "head":
            return ""
        return ("<!--\n Page saved with SingleFile \n url: %s \n saved date: "
                "%s\n-->" % (self.address, SAVED))

    def after(self, tag, attrs):
        if tag == "head":
            return ('<meta http-equiv=content-security-policy content="'
                    "default-src 'none'; font-src 'self' data:;\">"
                    "<style>.sf-hidden{display:none!important}</style>")
        if ("class", "inline-authors") in attrs:
            return ("<x-badge><template shadowrootmode=open><style>:host{}"
                    "</style><p>Nobody Atall</p></template></x-badge>")
        return ""

    def handle_comment(self, data):
        pass


class Scripts(Writer):
    """The DOM after scripts ran, with what extensions leave in it."""

    def attributes(self, tag, attrs):
        made = list(attrs)
        if tag == "html":
            made += [("data-darkreader-mode", "dynamic"),
                     ("data-lt-installed", "true"), ("class", "js flexbox")]
        elif tag in ("p", "h1", "h2", "span"):
            made += [("data-darkreader-inline-color", ""),
                     ("style", "--darkreader-inline-color: #e8e6e3;")]
        elif tag == "body":
            made += [("data-new-gr-c-s-check-loaded", "14.1"),
                     ("cz-shortcut-listen", "true")]
        return made

    def after(self, tag, attrs):
        if tag == "body":
            return ('<div id="extension-bar"><h2 class="title">Rate me</h2>'
                    '</div>')
        if tag == "head":
            return '<style class="darkreader">html{color:#fff}</style>'
        if tag == "h1" or ("id", "abstract") in attrs:
            return ("<style>mark{}</style><script>var x = 1;</script>"
                    '<template><p>A leftover</p></template>')
        return ""

    def handle_endtag(self, tag):
        if tag == "body":
            self.out.append(
                '<grammarly-desktop-integration data-grammarly-shadow-root='
                '"true"></grammarly-desktop-integration>'
                '<div id="gtx-trans"><h2>Translate this?</h2></div>')
        super().handle_endtag(tag)


class Highlighted(Writer):
    """Words marked by an extension, or by a search."""

    def text(self, data):
        if self.open and self.open[-1] not in NO_TEXT:
            return re.sub(r"\b([aeiou]\w{3,})",
                          r'<mark class="hl" data-id="1">\1</mark>', data)
        return data


class Translated(Writer):
    """Each text in two elements, as translators wrap it."""

    def attributes(self, tag, attrs):
        return ([(n, "translated-ltr" if n == "class" else v)
                 for n, v in attrs] + [("class", "translated-ltr")]
                if tag == "html" else attrs)

    def wrap(self, text):
        if not text.strip() or not self.open or self.open[-1] in NO_TEXT:
            return text
        return ('<font style="vertical-align: inherit;"><font style='
                '"vertical-align: inherit;">%s</font></font>' % text)

    def text(self, data):
        return self.wrap(data)

    def write(self, page):
        return super().write(page).replace(
            "</body>", '<div id="goog-gt-tt" class="skiptranslate">'
            "<h1>Original text</h1></div></body>")


class Translator(Complete):
    """Got through a translator: its host in all addresses of the site."""

    def full(self, value):
        value = super().full(value)
        path = value[len(self.site):]
        if not value.startswith(self.site):
            return value
        path, mark, fragment = path.partition("#")
        return (self.site.replace(".", "-") + ".translate.goog" + path +
                ("&" if "?" in path else "?") +
                "_x_tr_sl=en&_x_tr_tl=de&_x_tr_hl=de" + mark + fragment)

    def attributes(self, tag, attrs):
        return [(n, self.full(v) if n == "href" and v is not None and
                 tag == "a" else v) for n, v in attrs]


class Archive(Complete):
    """As the Wayback Machine gives it out."""

    def attributes(self, tag, attrs):
        return [(n, "https://web.archive.org/web/20240102030405%s/%s" %
                 ("im_" if n == "src" else "", self.full(v))
                 if n in ("href", "src") and v is not None and
                 tag in ("a", "img") and not v.startswith("#") else v)
                for n, v in attrs]


class Reopened(Writer):
    """Saved, opened from the file, saved once more."""

    def attributes(self, tag, attrs):
        return [(n, "file:///C:" + v if n == "href" and tag == "a" and
                 (v or "").startswith("/") else v) for n, v in attrs]


def chromium_source(page, address):
    rows = []
    for number, line in enumerate(page.split("\n"), 1):
        shown = html.escape(line, quote=False).replace("\xa0", "&nbsp;")
        shown = re.sub(r"(&lt;/?[a-z][^\s&]*)", r'<span class="html-tag">\1'
                       "</span>", shown)
        rows.append('<tr><td class="line-number" value="%d"></td>'
                    '<td class="line-content">%s</td></tr>' % (number, shown))
    return ('<html><head><meta name="color-scheme" content="light dark">'
            '</head><body><div class="line-gutter-backdrop"></div>'
            '<form autocomplete="off"><label class="line-wrap-control">Line '
            'wrap<input type="checkbox" aria-label="Line wrap"></label></form>'
            '<table><tbody>%s</tbody></table></body></html>' % "".join(rows))


def firefox_source(page, address):
    lines = []
    for number, line in enumerate(page.split("\n"), 1):
        shown = html.escape(line, quote=False).replace("\xa0", "&nbsp;")
        shown = re.sub(r"&lt;(/?)([a-z][^\s&/]*)", r"<span>&lt;\1<span class="
                       r'"start-tag">\2</span></span>', shown)
        lines.append('<span id="line%d"></span>%s' % (number, shown))
    return ("<!DOCTYPE html><html><head><title>view-source:%s</title><link "
            'rel="stylesheet" href="resource://content-accessible/'
            'viewsource.css"></head><body id="viewsource" class="highlight" '
            'style="-moz-tab-size: 4"><pre id="line1">%s</pre></body></html>' %
            (address, "\n".join(lines)))


def plain_text(page, address):
    return ('<html><head><meta name="color-scheme" content="light dark">'
            '</head><body><pre style="word-wrap: break-word; white-space: '
            'pre-wrap;">%s</pre></body></html>' %
            html.escape(page, quote=False).replace("\xa0", "&nbsp;"))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        page = file.read()
    address = "https://pubmed.ncbi.nlm.nih.gov/%s/"
    if 'name="ncbi_app" content="entrez"' in page:
        address = "https://www.ncbi.nlm.nih.gov/pubmed/%s"
    address %= re.search(r'name="(?:citation_pmid|ncbi_uidlist)" '
                         r'content="(\d+)"', page)[1]
    forms = {form.__name__.lower(): form(address).write(page)
             for form in (Plain, Chromium, Firefox, SavePage, SingleFile,
                          Scripts, Highlighted, Translated, Translator,
                          Archive, Reopened)}
    forms["chromium-source"] = chromium_source(page, address)
    forms["firefox-source"] = firefox_source(page, address)
    forms["plain-text"] = plain_text(page, address)
    for name, text in forms.items():
        path = os.path.join(sys.argv[2], name + ".html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


main()
