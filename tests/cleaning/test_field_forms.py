"""Dates with labels and zones, and places before the first sentence, in many languages."""

from __future__ import annotations

import pytest

from briefgen.cleaning.rules.stamps import moments_in
from briefgen.model import Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.prepare import Prepared, prepare

PIPELINE = default_pipeline()
PUBLISHED = """
en Published 05 March 2024, 14:05 GMT+7 | +07:00
en Posted on March 5, 2024 at 2:05 PM EST | -05:00
de Veröffentlicht am 05.03.2024 um 14:05 Uhr MEZ | +01:00
fr Publié le 05/03/2024 à 14:05 CET | +01:00
es Publicado: 5 marzo 2024 - 14:05 CET | +01:00
pt Publicado em 05/03/2024 14h05 BRT | -03:00
it Pubblicato: 5 Marzo 2024 ore 14:05
nl Geplaatst op 5 maart 2024 14:05 CET | +01:00
id Tayang: Selasa, 5 Maret 2024 14:05 WIB | +07:00
id Dipublikasikan pada 5 Maret 2024, 14.05 WITA | +08:00
ms Disiarkan: Selasa, 5 Mac 2024 2:05 PM
ru Опубликовано 5 марта 2024, 14:05 МСК | +03:00
uk Опубліковано: 05.03.2024 14:05 EET | +02:00
bg Публикувана на 05.03.2024 г. 14:05
pl Opublikowano 05.03.2024 o godz. 14:05
cs Zveřejněno: 5. 3. 2024 14:05
sk Publikované 5. marca 2024 o 14:05
hr Objavljeno: 5. ožujka 2024. u 14:05
ro Publicat: 05.03.2024 14:05 EET | +02:00
hu Publikálva: 2024.03.05. 14:05
fi Julkaistu 5.3.2024 klo 14:05
sv Publicerat 5 mars 2024 kl. 14.05 CET | +01:00
da Offentliggjort: 5. marts 2024 14.05
no Publisert 5. mars 2024 kl. 14:05
is Birt 5. mars 2024 kl. 14:05
tr Yayınlandı: 5 Mart 2024 14:05 TSİ | +03:00
el Δημοσίευση: 05/03/2024 14:05
vi Xuất bản: 05/03/2024 14:05 GMT+7 | +07:00
ar تاريخ النشر: 5 مارس 2024 14:05
fa منتشر شده: 2024-03-05 14:05
he פורסם בתאריך 05/03/2024 14:05
hi प्रकाशित: 5 मार्च 2024 14:05 IST | +05:30
ca Publicat el 5 de març de 2024 a les 14:05
lt Paskelbta 2024 m. kovo 5 d. 14:05
ja 公開日：2024年3月5日 14時05分
ja 掲載日 2024/03/05 14:05 JST | +09:00
zh 发布时间：2024年3月5日 14:05
zh 刊登：2024年3月5日 14:05 HKT | +08:00
ko 입력 2024.03.05 14:05
ko 발행 2024.03.05. 오후 2:05
"""
UPDATED = """
en Last updated on March 6, 2024
de Zuletzt aktualisiert: 6. März 2024
fr Mis à jour le 6 mars 2024
es Actualizado: 06/03/2024
id Diperbarui: 6 Maret 2024
ru Обновлено: 06.03.2024
hr Ažurirano: 6. ožujka 2024.
hu Frissítve: 2024. március 6.
tr Son Güncelleme: 06.03.2024
ja 更新日：2024年3月6日
ja 最終更新：2024/03/06
zh 更新时间：2024年3月6日
zh 最後更新：2024/03/06
ko 최종수정 2024-03-06
"""
SENTENCES = """
en The bridge was opened on 5 March 2024.
en It came back on 4 May 2024.
de Die Brücke wurde am 5. März 2024 eröffnet.
hr Most je otvoren 5. ožujka 2024.
hu A hidat megnyitották: 2024. március 6.
"""


def rows(table: str) -> list[list[str]]:
    return [line.split(" ", 1) for line in table.strip().split("\n")]


@pytest.mark.parametrize(("lang", "text"), rows(PUBLISHED))
def test_a_published_date_is_read_with_time_and_zone(lang: str, text: str) -> None:
    text, _, zone = text.partition(" | ")
    moments = moments_in(text, lang)
    assert moments is not None
    assert (moments.published, moments.updated, moments.others) == (f"2024-03-05T14:05{zone}", "", ())


@pytest.mark.parametrize(("lang", "text"), rows(UPDATED))
def test_a_date_of_change_is_not_that_of_publication(lang: str, text: str) -> None:
    moments = moments_in(text, lang)
    assert moments is not None
    assert (moments.published, moments.updated) == ("", "2024-03-06")


@pytest.mark.parametrize(("lang", "text"), rows(SENTENCES))
def test_a_sentence_is_no_date_line(lang: str, text: str) -> None:
    assert moments_in(text, lang) is None


TEXTS = {
    "en": "The council voted on Tuesday to rebuild the old bridge, which has been closed since the floods.",
    "de": "Der Stadtrat hat am Dienstag beschlossen, die Brücke neu zu bauen, die seit der Flut zu ist.",
    "es": "El concejo votó el martes a favor de reconstruir el viejo puente, cerrado desde las inundaciones.",
    "it": "Il consiglio comunale ha deciso martedì di ricostruire il vecchio ponte, chiuso dalle alluvioni.",
    "id": "Dewan kota memutuskan pada hari Selasa untuk membangun kembali jembatan tua yang ditutup itu.",
    "ru": "Городской совет во вторник решил восстановить старый мост, который закрыт после наводнения.",
    "tr": "Belediye meclisi salı günü, ilkbahardaki selden beri kapalı olan köprüyü yapmaya karar verdi.",
    "ja": "市議会は火曜日、春の洪水以来閉鎖されている古い橋を再建することを決めた。工事は来年に始まる。",
    "zh": "市议会星期二投票决定重建自春季洪水以来一直关闭的旧桥。市长表示，工程将于明年春天开始。",
    "ko": "시의회는 화요일 봄 홍수 이후 폐쇄된 오래된 다리를 다시 짓기로 의결했다. 공사는 내년에 시작된다.",
}
PLACES = """
en|DeKalb, Ill. — |DeKalb, Ill.
en|Hong Kong (CNN Business) |Hong Kong
en|ABUJA, March 5 (Reuters) - |ABUJA
es|Asunción: |Asunción
es|Asunción, 5 mar (EFE).- |Asunción
it|(ANSA) - ROMA, 5 MAR - |ROMA
it|Milano, 5 mar. (Adnkronos) - |Milano
ru|КИЕВ, 5 марта. /ТАСС/. |КИЕВ
tr|İzmir (DHA) - |İzmir
id|Liputan6.com, Jakarta |Jakarta
id|Bandung, CNN Indonesia -- |Bandung
ja|【ソウル＝山田太郎】|ソウル
zh|新华社北京3月5日电（记者王明）|北京
ko|(서울=연합뉴스) 김민수 기자 = |서울
en|Analysis: |
en|Update — |
en|Breaking: |
en|NATO — |
en|JUST IN: |
en|Washington Post: |
de|Kommentar: |
de|EILMELDUNG: |
es|ÚLTIMA HORA: |
id|VIRAL - |
ru|СРОЧНО — |
tr|SON DAKİKA - |
ja|【速報】|
zh|【编者按】|
"""


@pytest.mark.parametrize("row", PLACES.strip().split("\n"))
def test_a_place_stands_before_the_first_sentence_and_a_label_is_none(row: str) -> None:
    lang, opening, place = row.split("|")
    text = f"---\nlang: {lang}\ntitle: A bridge\n---\n{opening}{TEXTS[lang]}\n\n{TEXTS[lang]}\n"
    prepared = prepare(Source("article.txt", text, ""), PIPELINE)
    assert isinstance(prepared, Prepared)
    assert prepared.value("place") == place


def test_a_word_that_is_always_in_capitals_is_no_place() -> None:
    text = f"---\ntitle: A bridge\n---\nZVKB — {TEXTS['en']}\n\nA ZVKB engineer said that work begins soon.\n"
    prepared = prepare(Source("article.txt", text, ""), PIPELINE)
    assert isinstance(prepared, Prepared)
    assert prepared.value("place") == ""
