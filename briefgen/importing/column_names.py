"""The names that tables give to their columns, in the languages in which dumps come."""

from __future__ import annotations

from briefgen.importing.date_columns import DATE_COLUMNS
from briefgen.reading.frontmatter import FIELDS

TEXT = "text"
"""The column of what an article says; the others are front-matter keys."""

_MORE = {
    TEXT: """
        text body content maintext article isi konten articlebody article_text full_text fulltext
        isi_berita isi_artikel article_body content_html content_text body_html body_text html plaintext
        plain_text article_content news_content post_content news_text main_text full_content story_text
        teks isi_teks inhalt artikeltext artikel volltext texto cuerpo contenido texte contenu corps
        testo contenuto corpo conteúdo conteudo tekst treść tresc inhoud innehåll indhold innhold
        brödtext sisältö teksti szöveg conținut continut obsah текст содержание тело текст_статьи
        текст_новости зміст metin içerik icerik haber_metni nội_dung noi_dung 正文 内容 內容 内文 內文
        文章内容 新闻内容 全文 本文 記事本文 본문 내용 기사본문 النص المحتوى متن محتوا תוכן טקסט सामग्री
        पाठ κείμενο เนื้อหา kandungan nội_dung_bài
    """,
    "title": """
        subject heading article_title news_title post_title judul_berita judul_artikel tajuk titel
        überschrift ueberschrift schlagzeile título titulo titular titre titolo titulek tytuł tytul
        rubrik_text otsikko cím cim titlu názov název nazev заголовок название назва наслов başlık
        baslik tiêu_đề tieu_de 标题 標題 题目 題名 タイトル 見出し 제목 기사제목 العنوان عنوان כותרת
        शीर्षक τίτλος หัวข้อ ชื่อเรื่อง
    """,
    "url": """
        permalink article_url news_url page_url web_url weburl sourceurl article_link news_link href uri
        tautan pranala alamat url_berita link_berita adresse webadresse enlace dirección lien
        adresse_web collegamento indirizzo ligação ligacao endereço odnośnik länk lenke lnk ссылка адрес
        посилання bağlantı baglanti liên_kết lien_ket đường_dẫn 链接 鏈接 連結 网址 網址 地址 リンク
        링크 주소 الرابط رابط لینک קישור लिंक σύνδεσμος ลิงก์ pautan
    """,
    "source": """
        source outlet publisher publication newspaper site_name sitename source_name sourcename
        source_title medium media news_source website newspaper_name feed_title feed source_domain
        domain host sumber nama_media sumber_berita portal penerbit quelle zeitung herausgeber fuente
        medio diario periódico editorial journal fonte testata giornale veículo veiculo jornal źródło
        zrodlo gazeta bron krant källa tidning kilde avis lähde forrás sursă sursa zdroj источник
        издание сми джерело kaynak gazete nguồn nguon báo 来源 來源 媒体 媒體 出处 出典 媒体名 情報源
        매체 언론사 출처 المصدر منبع מקור स्रोत πηγή แหล่งที่มา sumber_media
    """,
    "author": """
        byline creator journalist reporter writers author_name authorname creators penulis_berita
        wartawan reporter_name autor autorin verfasser autoren autore auteur auteurs autores autori
        redacteur schrijver författare forfatter kirjoittaja szerző autor_name автор авторы автори yazar
        muhabir tác_giả tac_gia 作者 记者 記者 著者 筆者 저자 기자 الكاتب نویسنده מחבר लेखक συγγραφέας
        ผู้เขียน pengarang
    """,
    "summary": """
        summary_text short_description snippet lead kurzfassung zusammenfassung beschreibung vorspann
        anreißer resumen descripción descripcion entradilla résumé resume chapô sommario riassunto
        descrizione occhiello resumo descrição descricao streszczenie opis samenvatting omschrijving
        sammanfattning ingress resumé анотация аннотация описание кратко опис özet ozet tóm_tắt tom_tat
        摘要 概要 简介 簡介 要約 요약 الملخص خلاصه תקציר सारांश περίληψη deskripsi keterangan
    """,
    "tags": """
        schlagwörter schlagworte stichwörter stichworte etiquetas palabras_clave mots_clés mots_cles
        étiquettes parole_chiave etichette palavras_chave tagi słowa_kluczowe trefwoorden nyckelord
        emneord avainsanat теги метки ключевые_слова etiketler từ_khóa tu_khoa kata_kunci tagar 标签
        標籤 关键词 關鍵詞 タグ 태그 키워드 الوسوم
    """,
    "topic": """
        kategorie rubrik ressort categoría categoria catégorie rubrique sección categoria_news kategoria
        categorie kategori_berita категория рубрика раздел рубрики kategori_haber chuyên_mục 栏目 分类
        分類 カテゴリ カテゴリー 분류 카테고리 التصنيف
    """,
    "lang": """
        lang_code language_code sprache idioma langue lingua język taal språk язык мова dil ngôn_ngữ
        bahasa 语言 語言 言語 언어 اللغة
    """,
    "image": """
        urltoimage image_url imageurl picture picture_url top_image main_image lead_image gambar foto
        bild imagen imagem immagine изображение картинка 图片 圖片 画像 이미지
    """,
    "publish_from": """
        embargo_until embargoed_until embargo_date embargo_end embargo_ends embargo_ends_at embargo_expires
        embargo_lifted embargo_bis embargo_hasta embargo_jusqu_au embargo_fino_al embargo_até embargo_tot
        sperrfrist sperrfrist_bis publish_after publish_not_before not_before visible_from live_from
    """,
    "expires": """
        expires_at expires_on expiry expiry_date expiration expiration_date unpublish_at unpublish_on
        unpublish_date publish_to publish_until visible_until live_until valid_until
    """,
    "updated": """
        updatedat modified_at last_modified diperbarui aktualisiert geändert actualizado mis_à_jour
        aggiornato atualizado обновлено изменено 更新时间 更新日
    """,
}

KNOWN: dict[str, tuple[str, ...]] = {
    TEXT: tuple(dict.fromkeys(_MORE[TEXT].split())),
    **{
        field.name: tuple(dict.fromkeys((field.name, *field.aka, *_MORE.get(field.name, "").split())))
        for field in FIELDS
        if field.name not in ("clean", "draft", "slug", "raw")
    },
}
KNOWN["date"] = tuple(dict.fromkeys((*KNOWN["date"], *DATE_COLUMNS)))
"""The names under which a dump may hold each field."""


def known_columns(names: list[str]) -> int:
    """How many of these normalised names say what their column holds."""
    return sum(any(name in known for known in KNOWN.values()) for name in names)
