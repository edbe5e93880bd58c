# `make serve` and `make test` do all the set-up themselves; nothing but Python 3.11+, git and make is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PORT ?= 8000
SIZE ?= 100000
CODE := briefgen bench docs fuzz training tests hatch_build.py noxfile.py
# Within -n no test can fork (its workers have threads), so what holds -j 2 to the same bytes is run once more without it.
FORKING := tests/test_incremental.py tests/test_extension.py tests/test_law.py tests/test_parallel.py tests/reading/test_library.py

LAW ?= 100,11,12,13,14
LOAD ?= 500,200,50

.PHONY: docs-site lock audit pathological redos fuzz malformed-feeds harness serve build test coverage differential law load site-check screenshots lint format renew reference bench clean

serve: $(READY)  ## build the demo briefing and serve it on 127.0.0.1:8000
	$(BIN)/briefgen serve --port $(PORT)

build: $(READY)  ## build the demo briefing into site/
	$(BIN)/briefgen build

test: $(READY)  ## lint, types and tests: what CI runs
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto
	$(BIN)/python -m pytest -q $(FORKING)

# They walk over the same code again and again, or wait for browsers: traced, they would take most of the time.
AGAIN := tests/test_settings.py tests/test_law.py tests/test_languages.py tests/test_cache.py tests/test_dask.py \
  tests/test_bench.py tests/grouping/test_quality.py tests/cleaning/test_standard.py tests/test_architecture.py \
  tests/theming/test_pages_in_browser.py tests/theming/test_menu_shown.py tests/theming/test_languages_shown.py \
  tests/server/test_load.py tests/server/test_serve_hostile.py tests/desk/test_desk_browser.py

coverage: $(READY)  ## the branches that tests reach, in programs that tests start as well
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto $(addprefix --ignore=,$(AGAIN))
	$(BIN)/coverage run -m pytest -q $(filter-out $(AGAIN),$(FORKING))
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

differential: $(READY)  ## read SIZE generated bodies both in pieces and whole; the same SEED makes the same bodies
	BRIEFGEN_DIFFERENTIAL=$(SIZE) BRIEFGEN_SEED=$(or $(SEED),1) $(BIN)/python -m pytest -q tests/reading/test_paragraphs.py

law: $(READY)  ## walk far: steps, then the seeds (LAW=100,11,12,13,14); without -n, so that -j 2 forks
	BRIEFGEN_LAW=$(LAW) $(BIN)/python -m pytest -q tests/test_law.py

load: $(READY)  ## the dev server under load: listeners, requests in flight, rebuilds (LOAD=500,200,50), and a checkout of 5,000 files
	BRIEFGEN_LOAD=$(LOAD) BRIEFGEN_STORM=5000 $(BIN)/python -m pytest -q -rP tests/server/test_load.py tests/server/test_serve_process.py -k "bodies or checkout"

SITE_CHECK := build/site-check

site-check: $(READY)  ## every kind of page of every theme in a browser (axe, keyboard, zoom, print), html-validate, vnu and Lighthouse; needs chromium, npm, java
	mkdir -p $(SITE_CHECK)
	npm install --prefix $(SITE_CHECK) --no-audit --no-fund html-validate vnu-jar lighthouse axe-core
	BRIEFGEN_SITE_CHECK=$(abspath $(SITE_CHECK)) $(BIN)/python -m pytest -q -rs tests/theming/test_pages_in_browser.py

screenshots: $(READY)  ## take the pictures of docs/screenshots anew: every kind of page of the demo, wide and narrow, light and dark
	$(BIN)/python tests/theming/screenshots.py docs/screenshots

FUZZED := front_matter body cleaning urls feed page mail saved_page dump dates drawing picture rewriting

fuzz: $(READY)  ## look for bytes that break a target: make fuzz TARGET=body SECONDS=600 (all targets, a minute each, without)
	$(BIN)/python -m pip install --quiet --editable . --group fuzz
	for target in $(or $(TARGET),$(FUZZED)); do $(BIN)/python -m fuzz $$target $(or $(SECONDS),60) || exit 1; done

malformed-feeds: $(READY)  ## read 3,000 malformed feeds (COUNT=…): no crash, no entity, no network, seconds at most
	$(BIN)/python -m fuzz.malformed_feeds $(or $(COUNT),3000)

harness: $(READY)  ## the faults, malformed input, abuse and reproducibility of ../shared/harness, whole: an hour or two
	BRIEFGEN_BIN=$(abspath $(BIN)) bash tests/harness.sh

pathological: $(READY)  ## read what sends Markdown parsers back over their text, a megabyte of each: none may take 5 s
	$(BIN)/python -m tests.reading.pathological

redos: $(READY)  ## hold every regular expression of cleaning by recheck (npm): none may be slow on any input
	npm install --silent --no-save --prefix .cache/recheck recheck
	$(BIN)/python -m tests.cleaning.redos .cache/recheck

lock: $(READY)  ## pin what development and CI install, anew
	mkdir -p build
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --group dev --python-version 3.11 --no-annotate --no-header --output-file build/lock pyproject.toml
	{ head -n 1 requirements-dev.lock; cat build/lock; } > build/lock.new && mv build/lock.new requirements-dev.lock

audit:  ## ask whether any pinned package has a known hole; it says so where nobody can be asked
	.ci/audit

lint: $(READY)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

docs-site: $(READY)  ## build the site of the documentation, with the demo inside, and check it: build/docs-site/site
	$(BIN)/python -m docs.site_project build/docs-site
	$(BIN)/briefgen publish --check build/docs-site

renew: $(READY)  ## write the golden files anew; read the difference in review
	$(BIN)/python -m pytest -q --renew

reference: $(READY)  ## write the generated pages of docs/reference again
	$(BIN)/python -m docs.generate_reference
	$(BIN)/python -m docs.licences

bench: $(READY)  ## compare with Hugo and Pelican where they are installed: make bench ARGS="--sizes 1000 --serve"
	$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf $(VENV) site dist build .briefgen .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): pyproject.toml requirements-dev.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'  # the first that knows groups
	$(BIN)/python -m pip install --quiet --only-binary :all: --constraint requirements-dev.lock --editable . --group dev
	$(BIN)/python -m compileall -q briefgen  # as an installed package is: the first start need not compile
	touch $@
