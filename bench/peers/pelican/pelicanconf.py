"""Pelican's entry in the benchmark."""

SITENAME = "Daily Brief"
SITEURL = "https://brief.example"
DESCRIPTION = "What the outlets wrote, day by day."
NAV = [
    "world",
    "politics",
    "economy",
    "technology",
    "science",
    "health",
    "climate",
    "security",
    "energy",
    "education",
    "culture",
    "sport",
]
PATH = "content"
ARTICLE_PATHS = ["a"]
OUTPUT_PATH = "public"
THEME = "theme"
THEME_STATIC_DIR = "."
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
MARKDOWN = {
    "extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.meta": {}},
    "output_format": "html5",
}

ARTICLE_URL, ARTICLE_SAVE_AS = "a/{slug}/", "a/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "topics/{slug}/", "topics/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"
DAY_ARCHIVE_URL = "days/{date:%Y}-{date:%m}-{date:%d}/"
DAY_ARCHIVE_SAVE_AS = "days/{date:%Y}-{date:%m}-{date:%d}/index.html"
DIRECT_TEMPLATES = ["index", "categories", "tags", "sitemap"]
CATEGORIES_SAVE_AS, TAGS_SAVE_AS, SITEMAP_SAVE_AS = "topics/index.html", "tags/index.html", "sitemap.xml"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ARCHIVES_SAVE_AS = ""
DEFAULT_PAGINATION = 50
PAGINATED_TEMPLATES = {"category": None, "tag": None}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_ALL_RSS, CATEGORY_FEED_RSS = "index.xml", "topics/{slug}/index.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 50
RSS_FEED_SUMMARY_ONLY = True
