"""Datelines without a dash.

They are East Asian, or have the outlet's name beside the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from briefgen.cleaning.lexicon import phrases
from briefgen.util.text import fold

REACH = 90
"""Characters of a line in which a dateline ends."""
_LONGEST = 3
"""Words of a place."""

_HAN = r"[\u3400-\u9fff]"
_KANA = r"[\u3040-\u30ff\u3400-\u9fff]"
_JAPANESE_AGENCY = r"(?:共同|時事|ロイター|ＡＦＰ|AFP|ＡＰ|AP|聯合ニュース)"
_ASIAN = (
    # 【ソウル＝山田太郎】, 【ロンドン共同】
    re.compile(
        rf"【(?P<place>{_KANA}{{1,12}}?)(?:[＝=](?P<agency>{_JAPANESE_AGENCY})?[^】\n]{{0,20}}"
        rf"|(?P<agency2>{_JAPANESE_AGENCY}))】\s?"
    ),
    # ［ロンドン 12日 ロイター］
    re.compile(
        rf"[［\[](?P<place>{_KANA}{{1,12}})[\s\u3000]{{1,2}}[0-9０-９]{{1,2}}日[\s\u3000]{{1,2}}"
        rf"(?P<agency>{_JAPANESE_AGENCY})[］\]](?:\s?[-–—―]\s?)?\s?"
    ),
    # （中央社記者陳小美台北5日電）
    re.compile(
        rf"[（(](?P<agency>{_HAN}{{1,3}}社)[記记]者{_HAN}{{3}}(?P<place>{_HAN}{{2,6}}?)"
        rf"(?:[0-9]{{1,2}}月)?[0-9]{{1,2}}日(?:{_HAN}{{0,2}})[电電][）)][\s\u3000]?"
    ),
    # 新华社北京3月5日电（记者王明）
    re.compile(
        rf"[（(]?(?P<agency>{_HAN}{{1,3}}[社网網])(?P<place>{_HAN}{{2,8}}?)(?:[0-9]{{1,2}}月)?[0-9]{{1,2}}日"
        rf"(?:{_HAN}{{0,2}})[电電讯訊](?:[）)]|[\s\u3000]?[（(][^（()）\n]{{1,30}}[)）])?[\s\u3000:：]{{0,2}}"
    ),
    # (서울=연합뉴스) 김민수 기자 = , [부산=뉴시스]
    re.compile(
        r"[(\[【](?P<place>[가-힣]{2,6})=(?P<agency>[가-힣A-Za-z0-9]{2,10})[)\]】]"
        r"(?:\s?[가-힣]{2,4}(?:[·\s][가-힣]{2,4}){0,3}\s?(?:기자|특파원))?(?:\s?=)?\s?"
    ),
)
_BRACKET = re.compile(
    r"(?P<place>[^\W\d_]+(?:[ .'’-]{1,2}[^\W\d_]+){0,4}\.?(?:, [^\W\d_]+\.?){0,2}) ?"
    r"\((?P<agency>[^()]{2,30})\)\s?"
)
_SITE = re.compile(
    r"(?P<agency>[\w-]{2,30}\.(?:com|co\.id|co|id|net|org|news)),\s(?=[^\W\d_])", re.IGNORECASE
)
_SLASHES = re.compile(
    r"(?P<place>[^\W\d_]+(?:[ -][^\W\d_]+){0,2}), [0-9]{1,2} [^\W\d_]{3,10}\.?"
    r" /(?P<agency>[^/\n]{2,30})/\.\s{1,2}"
)
"""`КИЕВ, 5 марта. /ТАСС/.`"""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Dateline(NamedTuple):
    """What stands before the first sentence, and the column where the sentence begins."""

    place: str
    agency: str
    end: int


def without_dash(text: str, lang: str, is_agency: Callable[[str], bool]) -> Dateline | None:
    """The dateline that ``text`` begins with though no dash or colon ends it, or None."""
    head = text[:REACH]
    if head[:1] in "【［[（(新中法路央人" and (read := _asian(head)):
        return read
    if (slashes := _SLASHES.match(head)) and slashes["place"][0].isupper() and is_agency(slashes["agency"]):
        return Dateline(slashes["place"], slashes["agency"], slashes.end())
    return (_agency_in_brackets(head, is_agency) if "(" in head else None) or _after_site(head, lang)


def _asian(head: str) -> Dateline | None:
    for pattern in _ASIAN:
        if match := pattern.match(head):
            parts = match.groupdict()
            return Dateline(parts["place"], parts["agency"] or parts.get("agency2") or "", match.end())
    return None


def _agency_in_brackets(head: str, is_agency: Callable[[str], bool]) -> Dateline | None:
    """`Hong Kong (CNN Business)` with a sentence right behind it."""
    match = _BRACKET.match(head)
    if not match or not is_agency(match["agency"]):
        return None
    after = head[match.end() : match.end() + 1]
    words = match["place"].replace(",", " ").split()
    is_place = all(word[0].isupper() for word in words) and len(words) <= 2 * _LONGEST
    return Dateline(match["place"], match["agency"], match.end()) if is_place and _begins(after) else None


def _after_site(head: str, lang: str) -> Dateline | None:
    """`Liputan6.com, Jakarta` with a sentence right behind it."""
    site = _SITE.match(head)
    if not site:
        return None
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(head, site.end()):
        if not word[0][0].isupper() or (words and head[words[-1].end() : word.start()] != " "):
            break
        words.append(word)
    for count in range(min(_LONGEST, len(words) - 1), 0, -1):
        place = head[site.end() : words[count - 1].end()]
        if count == 1 or fold(place) in phrases("places", lang):
            return Dateline(place, site["agency"], words[count].start())
    return None


def _begins(char: str) -> bool:
    """Whether a sentence can begin with it."""
    return char.isupper() or char in "\"“‘'«„" or (char.isalpha() and not char.islower())
