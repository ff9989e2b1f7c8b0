"""A page's own table of contents: links to its headings, which are not read aloud but say where chapters begin."""

import re
from collections.abc import Sequence

from lxml import etree

from functions.convert.readers.markup.elements import HEADINGS
from functions.convert.readers.markup.xml import local_name, text_of
from functions.convert.readers.structure.contents import Entry
from functions.convert.readers.structure.matter import CONTENTS, reason_by_title
from functions.convert.readers.webpage.links import Link, find_links
from functions.convert.readers.webpage.listing import mark_contents
from functions.convert.readers.wording.typography import fold, tidy

_PAGE = re.compile(r"\s*\d*")

_FEWEST = 3
"""Links: two may be a cross-reference."""


def take_contents(path: str, root: etree._Element) -> list[Entry]:
    """Mark the table of contents as one and give its entries; none where headings know more than it."""
    headings = [element for element in root.iter() if local_name(element) in HEADINGS]
    links = _first_run(list(find_links(root, headings)))
    titled = any(reason_by_title(text_of(heading)) == CONTENTS for heading in headings)
    if len(links) < (2 if titled else _FEWEST):
        return []
    mark_contents(root, [link.element for link in links])
    for heading in headings[: links[0].order]:
        if reason_by_title(text_of(heading)) == CONTENTS:
            heading.tag = "p"
            heading.set("role", "doc-toc")
    listed = {link.heading for link in links}
    levels = {local_name(heading) for heading in listed}
    rivals = [heading for heading in headings[links[0].order :] if local_name(heading) in levels]
    return _entries(path, links) if 2 * len(listed) > len(rivals) else []


def _first_run(links: Sequence[Link]) -> list[Link]:
    """Take the links before the first heading that they lead to, as long as they lead ever further."""
    run: list[Link] = []
    for link in links:
        if run and link.order < run[-1].order:
            break
        run.append(link)
    return run


def _entries(path: str, links: Sequence[Link]) -> list[Entry]:
    """Make entries, as deep as the levels of their headings tell."""
    levels = sorted({HEADINGS[local_name(link.heading)] for link in links})
    depths = [levels.index(HEADINGS[local_name(link.heading)]) for link in links]
    following = [*depths[1:], 0]
    return [
        Entry(_title(link), path, link.fragment, depth, parent=after > depth)
        for link, depth, after in zip(links, depths, following, strict=True)
    ]


def _title(link: Link) -> str:
    """Choose the heading as title, unless the table of contents says it and more."""
    listed, headed = tidy(text_of(link.element)), tidy(text_of(link.heading))
    longer = fold(headed) in fold(listed) and not _PAGE.fullmatch(fold(listed).removeprefix(fold(headed)))
    return listed if longer or fold(listed) not in fold(headed) and fold(headed) not in fold(listed) else headed
