"""The model, the vote of the small words, and scripts."""

from __future__ import annotations

import pytest

from briefgen.cleaning import language_detection, language_model
from briefgen.cleaning.language_detection import CERTAIN, SAMPLE, SHORT, language_of

SENTENCES = {
    "en": (
        "The harbour will close for a week in April, the council said, and the ferries have to "
        "wait for it to open."
    ),
    "de": (
        "Der Hafen wird im April für eine Woche geschlossen, und die Fähren müssen warten, bis "
        "er sich wieder öffnet."
    ),
    "id": (
        "Pelabuhan itu akan ditutup selama sepekan pada bulan April, kata dewan, dan kapal "
        "yang ada tidak berangkat dari sana."
    ),
    "es": (
        "El puerto se cierra por una semana en abril, dijo el consejo, y los barcos de la isla no saben "
        "que hacer con su carga."
    ),
    "fr": (
        "Le port est fermé pour une semaine en avril, dit le conseil, et les bacs ne sont pas "
        "sur la mer avec des passagers."
    ),
    "pt": (
        "O porto fecha por uma semana em abril, disse o conselho, e os barcos da ilha não "
        "sabem como se manter com as cargas."
    ),
    "it": (
        "Il porto chiude per una settimana in aprile, dice il consiglio, e le navi che sono al "
        "largo non sanno come tornare."
    ),
    "nl": (
        "De haven gaat in april een week dicht, zegt de raad, en het veer van het eiland moet "
        "dat ook nog met een brief melden."
    ),
    "sv": (
        "Hamnen ska vara stängd en vecka i april, säger rådet, och färjorna som går till ön "
        "kan inte komma fram för att lasta."
    ),
    "bg": (
        "Пристанището ще бъде затворено за една седмица през април, каза съветът, и фериботите трябва да "
        "чакат, за да не се връщат."
    ),
    "bn": ("এই বন্দর এপ্রিল মাসে এক সপ্তাহের জন্য বন্ধ করা হবে এবং এ কথা বলেন কাউন্সিলের প্রধান, কিন্তু তিনি কারণ জানাননি।"),
    "ca": (
        "El port es tanca una setmana a l'abril, ha dit el consell, i els vaixells de l'illa no saben què "
        "fer amb les seves càrregues."
    ),
    "cs": (
        "Přístav bude v dubnu na týden zavřený, řekla rada, a trajekty, které jezdí na ostrov, se musí "
        "vrátit, protože není kam."
    ),
    "el": (
        "Το λιμάνι θα κλείσει για μια εβδομάδα τον Απρίλιο, είπε το συμβούλιο, και τα πλοία "
        "δεν ξέρουν από πού να περάσουν."
    ),
    "et": (
        "Sadam on aprillis nädala kinni, ütles nõukogu, ja praamid, mis saarele sõidavad, ei tea veel, kas "
        "ja kuidas see kõik lõpeb."
    ),
    "fa": (
        "بندر در ماه آوریل برای یک هفته بسته می‌شود، شورا گفت، و کشتی‌ها که از جزیره به شهر "
        "می‌آیند باید تا آن روز صبر کنند."
    ),
    "he": (
        "הנמל ייסגר לשבוע באפריל, כך אמר ראש המועצה, אבל המעבורות של האי לא יודעות מה יהיה "
        "אחרי כן ועד מתי זה יימשך."
    ),
    "hi": (
        "बंदरगाह अप्रैल में एक सप्ताह के लिए बंद रहेगा और नावों को इंतजार करना होगा, परिषद ने कहा कि यह "
        "फैसला लोगों के साथ किया गया है।"
    ),
    "hr": (
        "Luka će u travnju biti zatvorena tjedan dana, rekao je vijećnik, a trajekti koji voze na otok ne "
        "mogu se vratiti jer nije sigurno."
    ),
    "hu": (
        "A kikötő áprilisban egy hétig zárva lesz, mondta a tanács, és a kompok, amelyek a szigetre "
        "mennek, még nem tudják, hogy mi lesz."
    ),
    "is": (
        "Höfnin verður lokuð í viku í apríl, segir ráðið, og ferjurnar sem sigla til eyjarinnar hafa ekki "
        "fengið að vita hvað það er."
    ),
    "lt": (
        "Uostas balandį bus uždarytas savaitei, pranešė taryba, ir keltai, kurie plaukia į salą, dar "
        "nežino, kaip ir kada tai baigsis."
    ),
    "lv": (
        "Osta aprīlī uz nedēļu tiks slēgta, teica padome, un prāmji, kas kuģo uz salu, vēl nezina, kā un "
        "kad tas beigsies, bet gaida."
    ),
    "ro": (
        "Portul va fi închis o săptămână în aprilie, a spus consiliul, iar feriboturile care merg pe "
        "insulă nu știu ce să facă cu marfa."
    ),
    "sk": (
        "Prístav bude v apríli na týždeň zatvorený, povedala rada, a trajekty, ktoré jazdia na ostrov, sa "
        "musia vrátiť, keď už nie je kam."
    ),
    "sl": (
        "Pristanišče bo aprila en teden zaprto, je povedal svet, in trajekti, ki vozijo na otok, še ne "
        "vedo, ali se lahko tja vrnejo."
    ),
    "sw": (
        "Bandari hiyo itafungwa kwa wiki moja katika mwezi wa Aprili, alisema mkuu wa baraza, na meli za "
        "kisiwa hicho ni lazima zisubiri."
    ),
}

SCRIPTS = {
    "ja": "港を春に一週間閉鎖へ。市議会は月曜日の夜に発表した。",
    "ko": "항구는 4월에 일주일 동안 폐쇄된다고 시의회가 밝혔다.",
    "zh": "市议会星期一晚上宣布，港口将于四月关闭一周。",
    "th": "สภาเมืองประกาศว่าท่าเรือจะปิดหนึ่งสัปดาห์ในเดือนเมษายน",
    "el": "Γαζέτα πόλη λιμάνι θάλασσα πλοίο καπετάνιος",
}


HEADLINES = {
    "en": "Ferry strike leaves thousands of islanders waiting at the quay",
    "de": "Streik der Fähren: Tausende Inselbewohner warten am Kai",
    "es": "La huelga de los barcos deja a miles de isleños en el muelle",
    "fr": "Grève des bacs : des milliers d'habitants de l'île attendent à quai",
    "pt": "Greve das barcas deixa milhares de moradores da ilha no cais",
    "ru": "Забастовка паромов оставила на причале тысячи жителей острова",
    "uk": "Страйк поромів залишив на причалі тисячі мешканців острова",
    "pl": "Strajk promów: tysiące mieszkańców wyspy czekają na nabrzeżu",
    "ar": "إضراب العبارات يترك آلاف سكان الجزيرة في انتظار على الرصيف",
    "ja": "フェリーのストライキで島民数千人が港で足止め",
    "zh": "渡轮罢工,数千岛民滞留码头",
    "vi": "Đình công phà khiến hàng nghìn người dân đảo phải chờ ở bến",
    "id": "Mogok kapal feri, ribuan warga pulau menunggu di dermaga",
}


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_detection, "probabilities", lambda text: {})


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_sentence_is_enough(lang: str) -> None:
    assert language_of(SENTENCES[lang]) == lang


@pytest.mark.parametrize("lang", SENTENCES)
def test_the_small_words_alone_know_an_article(lang: str, without_model: None) -> None:
    assert language_of(f"{SENTENCES[lang]} " * (SHORT // len(SENTENCES[lang]) + 1)) == lang


@pytest.mark.parametrize("lang", HEADLINES)
def test_a_headline_is_enough_in_any_case(lang: str) -> None:
    assert language_of(HEADLINES[lang]) == language_of(HEADLINES[lang].upper()) == lang


@pytest.mark.parametrize("lang", ["en", "de", "id", "fr"])
def test_code_and_addresses_do_not_count(lang: str) -> None:
    code = "`for word in the_list_of_all_words: print(word)` https://example.org/what-is-this-about "
    assert language_of(f"{code * 3}[{HEADLINES[lang]}](https://example.org/the/harbour)") == lang


@pytest.mark.parametrize(
    "text", ["Nintendo", "12 January 2010", "Ajax - PSV 2-1", "https://example.org/der/die/das"]
)
def test_a_name_a_date_or_a_result_has_no_language(text: str) -> None:
    assert language_of(text) == ""


def test_confidence_can_be_asked_for() -> None:
    assert language_of(SENTENCES["de"], floor=CERTAIN) == "de"
    assert language_of(HEADLINES["en"], floor=1.01) == ""


def test_indonesian_and_malay_are_told_apart_by_their_own_words_then_by_the_site() -> None:
    both = "Nelayan di pulau kecil itu menunggu kapal feri"
    assert language_of("Dia tidak pulang kerana ribut, iaitu ribut besar di laut") == "ms"
    assert language_of("Dia tidak pulang karena badai, yakni badai besar di laut") == "id"
    assert [language_of(both, expected) for expected in ("", "id", "ms")] == ["id", "id", "ms"]


@pytest.mark.parametrize("lang", ["en", "ru", "id"])
def test_without_the_model_a_headline_has_no_language(lang: str, without_model: None) -> None:
    assert language_of(HEADLINES[lang]) == ""


def test_a_missing_model_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "model_file", lambda: None)
    language_model._model.cache_clear()
    try:
        assert language_model.probabilities("anything") == {}
    finally:
        language_model._model.cache_clear()


def test_no_text_breaks_the_model() -> None:
    for text in ("\ud800 half of a character and some more words", "a\0b c d\re\vf g", "\n" * 50 + "x y z é"):
        language_of(text)


@pytest.mark.parametrize("lang", SCRIPTS)
def test_a_script_of_one_language_tells_it(lang: str, without_model: None) -> None:
    assert language_of(SCRIPTS[lang]) == lang


def test_a_name_in_another_script_does_not_tell_it(without_model: None) -> None:
    assert language_of("Lorem ipsum dolor sit amet consectetur adipiscing elit Ελλάδα 東京") == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "April",
        "the of and to",  # too few words to say
        "Lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod",
        "1 2 3 4 5 6 7 8 9",
    ],
)
def test_what_nobody_votes_for_is_left_open(text: str, without_model: None) -> None:
    assert language_of(text) == ""


def test_two_languages_alike_are_left_open(without_model: None) -> None:
    words = "the of and to in der die das und ist "
    assert language_of(words) == language_of(words * 20) == ""


def test_capitals_and_what_comes_late_do_not_matter() -> None:
    assert language_of(SENTENCES["id"].upper()) == language_of(SENTENCES["id"].upper() * 8) == "id"
    early = (SENTENCES["sv"] + " ") * (SAMPLE // len(SENTENCES["sv"]) + 1)
    assert language_of(early + SENTENCES["en"] * 200) == "sv"
