"""What a browser can measure about a page: findings of axe, targets too small for a finger, the weight on the wire."""

import gzip
from importlib.resources import files

from playwright.sync_api import APIResponse, Page, Request

AXE = files("axe_playwright_python").joinpath("axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TARGET_PX = 44

_RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false});
  return found.violations.flatMap((rule) => rule.nodes.map(
    (node) => `${rule.id}: ${node.target.join(" ")}: ${(node.failureSummary || "").replace(/\\s+/g, " ")}`));
}"""

# A link in the run of a sentence is exempt (WCAG 2.5.5), as is what cannot be seen or clicked; a box or circle to tick
# counts with its label.
_SMALL = """(least) => {
  const areaOf = (node) => {
    const rect = node.getBoundingClientRect();
    return {width: rect.width, height: rect.height, left: rect.left, top: rect.top};
  };
  const isInSentence = (node) => {
    if (node.tagName !== "A" || getComputedStyle(node).display !== "inline") return false;
    return [...node.parentElement.childNodes].some((part) => part.nodeType === 3 && part.textContent.trim());
  };
  return [...document.querySelectorAll(
    "a[href], button, summary, input:not([type=hidden]), select, textarea, [role=button], [tabindex='0']"
  )].flatMap((node) => {
    if (!node.checkVisibility({visibilityProperty: true}) || isInSentence(node) || node.disabled) return [];
    const label = node.matches("[type=checkbox], [type=radio]") && node.closest("label");
    const area = areaOf(label || node);
    const isUnseen = area.width <= 1 || area.height <= 1 || area.top + area.height + scrollY < 1
      || getComputedStyle(node).clipPath !== "none";
    if (isUnseen || (area.width >= least - 0.5 && area.height >= least - 0.5)) return [];
    const name = (node.getAttribute("aria-label") || node.textContent || node.name || "").trim().slice(0, 30);
    return [`${node.tagName.toLowerCase()}.${node.className} "${name}": `
      + `${Math.round(area.width)}x${Math.round(area.height)}`];
  });
}"""


def axe_findings(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA: rule, place and why; empty where all is well.

    The page's context must be made with `bypass_csp=True`: the content policy lets no foreign script in.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.add_script_tag(content=AXE.read_text())
    return [str(line) for line in page.evaluate(_RUN, TAGS)]


def small_targets(page: Page, least: int = TARGET_PX) -> list[str]:
    """The things to click that are smaller than `least` px in either direction; links within a sentence are exempt."""
    return [str(line) for line in page.evaluate(_SMALL, least)]


def page_weight(page: Page, url: str) -> dict[str, int]:
    """Compressed bytes of everything that the page at `url` loads, by address.

    What the server sends uncompressed counts as gzip would make it: the development server does not compress.
    """
    addresses: list[str] = []

    def note(request: Request) -> None:
        addresses.append(request.url)

    page.on("request", note)
    page.goto(url, wait_until="networkidle")
    page.remove_listener("request", note)
    answers = [page.request.get(address) for address in dict.fromkeys(addresses) if not address.startswith("data:")]
    return {answer.url: _weight(answer) for answer in answers if answer.ok}


def _weight(answer: APIResponse) -> int:
    kind = answer.headers.get("content-type", "")
    is_text = any(part in kind for part in ("text", "javascript", "json", "xml"))
    return len(gzip.compress(answer.body(), 6)) if is_text else len(answer.body())
