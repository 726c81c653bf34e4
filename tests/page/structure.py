"""What can be said of a page without a browser: every tag closed, ids unique, links that lead somewhere, nothing from
elsewhere, headings in order, tables and pictures with words for those who do not see them."""

import re
from html.parser import HTMLParser

VOID = {"meta", "br", "input", "link", "img", "hr", "wbr"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
SIZE_MAX = 5_000_000


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.faults, self.open, self.ids, self.links = [], [], [], []
        self.headings, self.scripts, self.pictures, self.links_of_answers = [], 0, 0, 0
        self.feed(text)
        self.close()
        for tag in self.open:
            self.faults.append("<%s> is never closed" % tag)

    def handle_starttag(self, tag, attrs):
        self.note(tag, dict(attrs))
        if len(dict(attrs)) != len(attrs):
            self.faults.append("<%s> has an attribute twice: %r" % (tag, attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.note(tag, dict(attrs))
        if "svg" not in self.open:
            self.faults.append("<%s/> outside a picture" % tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.faults.append("</%s> at line %d closes %s" % (tag, self.getpos()[0], self.open[-1:]))
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def note(self, tag, attrs):
        if "id" in attrs:
            self.ids.append(attrs["id"])
        for name, value in attrs.items():
            self.note_attribute(tag, name, value or "")
        if tag in HEADINGS:
            self.headings.append(int(tag[1]))
        if tag == "script":
            self.scripts += 1
        if tag == "svg":
            self.pictures += 1
            if attrs.get("role") != "img" or not attrs.get("aria-label"):
                self.faults.append("a picture has no words: %r" % attrs)
        if tag == "th" and "scope" not in attrs:
            self.faults.append("a head of a table without scope, line %d" % self.getpos()[0])

    def note_attribute(self, tag, name, value):
        if name.startswith("on"):
            self.faults.append("<%s %s>: a script in an attribute" % (tag, name))
        if name == "src" or (name in ("href", "xlink:href") and not value.startswith("#")):
            self.faults.append("<%s %s=%r> needs something outside the page" % (tag, name, value))
        if name in ("href", "xlink:href"):
            self.links.append(value[1:])
        if name in ("aria-labelledby", "aria-describedby", "for"):
            self.links += value.split()
        self.links += re.findall(r"url\(#([^)]*)\)", value)


def faults_of(text):
    page = Page(text)
    faults = list(page.faults)
    known = set(page.ids)
    if len(known) != len(page.ids):
        faults.append("ids twice: %s" % sorted({i for i in page.ids if page.ids.count(i) > 1})[:5])
    faults += ["#%s leads nowhere" % link for link in sorted(set(page.links) - known)[:5]]
    if page.headings.count(1) != 1 or any(b - a > 1 for a, b in zip(page.headings, page.headings[1:])):
        faults.append("headings out of order: %s" % page.headings)
    if page.scripts != 1:
        faults.append("%d scripts" % page.scripts)
    if len(text.encode()) >= SIZE_MAX:
        faults.append("%d bytes, the bound is %d" % (len(text.encode()), SIZE_MAX))
    for part in ("Answers", "What may be wrong with this measurement", "The set-up"):
        if part not in text:
            faults.append("there is no part '%s'" % part)
    return faults
