"""The page in a real browser, and what can be said of it without one. Usage: check_page.py CONVOY-REPORT"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import made_up
from browser import Browser, programs
from structure import Page, faults_of

SKIPPED = 77
WIDTHS = (390, 1400)
ROWS = 100_000

faults = []


def fault(page, text):
    faults.append("%s: %s" % (page, text))
    print("FAILED  %s: %s" % (page, text), flush=True)


def need(condition, page, text):
    if not condition:
        fault(page, text)


def make_pages(report, folder):
    """Paths of the pages by name. `many` holds the rows that a page must stay small for."""
    study = {name: os.path.join(folder, name) for name in ("many", "hostile", "foreign")}
    rows = made_up.write_study(study["many"], kernels=20, launches=20, reps=10)
    need(rows == ROWS, "many", "%d rows instead of %d" % (rows, ROWS))
    made_up.write_hostile(study["hostile"])
    made_up.write_foreign(study["foreign"])
    sources = {
        "many": [study["many"]], "hostile": [study["hostile"]], "foreign": [study["foreign"]],
        "no-plots": ["--no-plots", study["many"]], "one-row": [os.path.join(study["foreign"], "one-row.csv")],
    }
    pages = {}
    for name, arguments in sources.items():
        out = os.path.join(folder, name + "-out")
        subprocess.run([report, "-o", out, *arguments], check=True, stdout=subprocess.DEVNULL)
        pages[name] = os.path.join(out, "report.html")
    return pages


def check_structure(pages):
    for name, path in pages.items():
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for what in faults_of(text):
            fault(name, what)
        pictures = Page(text).pictures
        need((pictures > 0) == (name != "no-plots"), name, "%d pictures" % pictures)
        print("%s: %d bytes, %d pictures" % (name, len(text.encode()), pictures), flush=True)
    with open(pages["many"], encoding="utf-8") as file:
        need("<h1>Does a page of many rows stay small?</h1>" in file.read(), "many", "the study's title is not the page's")


# Pictures with an empty box, without anything drawn, or wider than what they stand in; all details must be open.
PICTURES = """
return [...document.querySelectorAll("figure svg")].filter((svg) => {
  const at = svg.getBoundingClientRect(), frame = svg.closest("figure").parentElement.getBoundingClientRect();
  const drawn = [...svg.querySelectorAll("path, use, polygon, rect, circle, text")].some((e) => {
    const box = e.getBoundingClientRect();
    return box.width > 0 || box.height > 0;
  });
  return !(at.width > 100 && at.height > 50 && drawn && at.left >= frame.left - 6 && at.right <= frame.right + 6);
}).map((svg) => svg.getAttribute("aria-label"));
"""

# Texts whose colour is too near to what they stand on: WCAG 2.2, 1.4.3, 4.5 to 1; of pictures as well.
CONTRAST = """
const parse = (colour) => {
  const canvas = parse.context ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
};
const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
  .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const ground = (e) => {
  for (; e; e = e.parentElement) {
    const colour = parse(getComputedStyle(e).backgroundColor);
    if (colour[3] === 255) return colour;
  }
  return [255, 255, 255, 255];
};
const bad = new Map();
for (const e of document.querySelectorAll("h1, h2, h3, p, li, th, td, a, summary, label, small, span, figure text")) {
  if (!e.textContent.trim() || !e.getClientRects().length) continue;
  const style = getComputedStyle(e);
  const ink = parse(e.tagName === "text" ? style.fill : style.color);
  const [a, b] = [light(ink), light(ground(e))].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < 4.5 && !e.matches(".sign")) bad.set(e.tagName + "." + e.className, ratio.toFixed(2) + " " + e.textContent.slice(0, 30));
}
return [...bad];
"""

OPEN_ALL = "for (const e of document.querySelectorAll('details')) e.open = true;"


def check_looks(browser, name, colours):
    for scheme in ("light", "dark"):
        browser.scheme(scheme)
        for width in WIDTHS:
            browser.width(width)
            wide = browser.run("const d = document.documentElement; return [d.scrollWidth, d.clientWidth];")
            need(wide[0] <= wide[1], name, "scrolls sideways at %d pixels, %s: %s" % (width, scheme, wide))
            for picture in browser.run(PICTURES):
                fault(name, "picture not to be seen at %d pixels, %s: %s" % (width, scheme, picture))
        if colours:
            for what in browser.run(CONTRAST):
                fault(name, "too little contrast, %s: %s" % (scheme, what))
    dark = browser.run("return getComputedStyle(document.body).backgroundColor")
    browser.scheme("light")
    need(dark != browser.run("return getComputedStyle(document.body).backgroundColor"), name, "no dark colours")


def check_nothing_leaves(browser, name, path):
    """All that was asked for since the last look is the page itself."""
    for entry in browser.log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            need(url == "file://" + os.path.realpath(path), name, "asks for " + url[:100])
    for entry in browser.log("browser"):
        fault(name, "console: %s" % entry["message"][:300])


WITH_TIPS = "[...document.querySelectorAll('.panel figure svg')].find((svg) => svg.querySelector('.tip'))"


def check_hovering(browser, name):
    browser.width(1400)
    at = browser.run("""
        const svg = %s;
        svg.scrollIntoView({ block: "center" });
        const tip = [...svg.querySelectorAll(".tip")].at(-1).getBoundingClientRect();
        return [tip.left + tip.width / 2 + 3, tip.top + tip.height / 2 + 3];""" % WITH_TIPS)
    text = "const box = document.querySelector('.tipbox'); return box.hidden ? null : box.textContent;"
    need(browser.run(text) is None, name, "numbers are shown before anybody asks")
    browser.point_at(*at)
    shown = browser.run(text)
    need(shown and re.search(r"\d", shown), name, "hovering shows no numbers: %r" % shown)
    box = browser.run("const at = document.querySelector('.tipbox').getBoundingClientRect(); return [at.left, at.right];")
    need(box[0] >= 0 and box[1] <= 1400, name, "the numbers are outside the window: %s" % box)
    browser.point_at(1, 1)
    need(browser.run(text) is None, name, "the numbers stay when the mouse has gone")
    browser.run("%s.id = 'test_picture';" % WITH_TIPS)
    browser.press("#test_picture", "\ue014")  # arrow to the right
    first = browser.run(text)
    browser.press("#test_picture", "\ue014")
    second = browser.run(text)
    need(first and second and first != second, name, "arrow keys show %r, then %r" % (first, second))


MARKS = """
const article = [...document.querySelectorAll(".panel")].find((e) => e.querySelector(".k1"));
article.id = article.id || "test_article";
return [article.id, [".marks.s1", "tr.s1"].map((what) =>
  [...article.querySelectorAll(what)].filter((e) => e.getClientRects().length).length)];
"""


def check_switches(browser, name, scripts):
    article, before = browser.run(MARKS)
    browser.click("[id='%s'] .k1" % article)
    after = browser.run(MARKS)[1]
    browser.click("[id='%s'] .k1" % article)
    again = browser.run(MARKS)[1]
    word = "with" if scripts else "without"
    need(before[0] > 0 and after == [0, 0] and again == before, name,
         "switching a series off and on, %s scripts: %s marks, then %s, then %s" % (word, before, after, again))


def check_print(browser, name):
    pages = len(re.findall(rb"/Type\s*/Page[^s]", browser.pdf()))
    need(pages > 0, name, "prints no page")
    print("%s: prints %d pages" % (name, pages), flush=True)


def check_without_scripts(browser, name, path):
    with_scripts = browser.run("return [document.querySelectorAll('tr, li, figure').length, document.body.innerText.length]")
    browser.scripts(False)
    browser.open(path)
    browser.run(OPEN_ALL)
    without = browser.run("return [document.querySelectorAll('tr, li, figure').length, document.body.innerText.length]")
    need(not browser.run("return document.querySelector('.tipbox')"), name, "scripts were not off")
    need(without[0] == with_scripts[0] and without[1] > 0.95 * with_scripts[1], name,
         "without scripts %s rows, lines and pictures and letters instead of %s" % (without, with_scripts))
    check_switches(browser, name, scripts=False)
    titles = browser.run("return document.querySelectorAll('.tip > title').length")
    need(titles > 0, name, "without scripts points have no title of their own")
    browser.scripts(True)


def check_in_browser(pages):
    with Browser() as browser:
        browser.open(os.devnull)
        browser.log("performance")
        browser.log("browser")
        for name, path in pages.items():
            browser.scheme("light")
            browser.open(path)
            if name == "many":
                check_print(browser, name)
            browser.run(OPEN_ALL)
            check_looks(browser, name, colours=name in ("many", "foreign"))
            if name == "many":
                check_hovering(browser, name)
                check_switches(browser, name, scripts=True)
            need(not browser.run("return window.hit"), name, "a name became a script")
            check_nothing_leaves(browser, name, path)
        browser.open(pages["foreign"])
        browser.run(OPEN_ALL)
        check_without_scripts(browser, "foreign", pages["foreign"])


def missing():
    """What this machine lacks, in words; None: nothing."""
    lacking = [name for name, path in zip(("chromium", "chromedriver (package chromium-driver)"), programs()) if not path]
    if not shutil.which("gnuplot"):
        lacking.append("gnuplot")
    return " and ".join(lacking) or None


def main():
    lacking = missing()
    if lacking:
        in_ci = os.environ.get("CI") == "true"
        print("%s: the page cannot be looked at without %s" % ("FAILED" if in_ci else "SKIPPED", lacking))
        sys.exit(1 if in_ci else SKIPPED)
    with tempfile.TemporaryDirectory(prefix="convoy-page-") as folder:
        pages = make_pages(sys.argv[1], folder)
        check_structure(pages)
        check_in_browser(pages)
    print("%d faults" % len(faults))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
