# One word per chore. Each sets up .venv/ itself, may be run twice and in any order, as any user.
# Needs python3 (3.11 or newer, with venv), make and the package index.

PYTHON ?= python3
PORT ?= 8000
SIZE ?= city
VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(wildcard src/zhixing/locale/*/LC_MESSAGES/django.po)
# Tests, checks and tools must not touch the installation in var/.
AS_TEST := ZHIXING_MODE=test

.PHONY: setup demo test test-sqlite test-postgres test-browser check bench pictures coverage requirements clean
.DELETE_ON_ERROR:

setup: $(VENV)/.dev $(VENV)/.catalogues

demo: $(VENV)/.project $(VENV)/.catalogues
	$(BIN)/zhixing demo --port $(PORT)

test: test-sqlite test-postgres test-browser

test-sqlite: setup
	ZHIXING_TEST_DB=sqlite $(BIN)/python -m pytest -n logical --dist loadfile --no-loadscope-reorder

# The suites that meet the database, once more on the product a committee uses in production.
test-postgres: setup
	ZHIXING_TEST_DB=postgres $(BIN)/python -m pytest -n logical --dist loadfile --no-loadscope-reorder --ignore=tests/procedure --ignore=tests/tools --ignore=tests/common --ignore=tests/config

# The browser's event loop disturbs other database tests: a process of its own.
test-browser: setup
	if [ -d tests/browser ]; then DJANGO_ALLOW_ASYNC_UNSAFE=1 $(BIN)/python -m pytest -n logical --dist loadfile -o addopts= --import-mode=importlib tests/browser; fi

# Which lines and branches no test reaches.
coverage: setup
	$(BIN)/python -m pytest -n logical --dist loadfile --cov --cov-report=term-missing:skip-covered

check: setup
	$(AS_TEST) $(BIN)/python tools/check.py

bench: setup
	$(BIN)/python -m bench --size $(SIZE)

# The pictures of the documentation, from the sample city.
pictures: setup
	$(BIN)/python tools/pictures.py

# Pins what requirements*.in ask for. No index address gets into the files. Of cn-sort a table alone is read, so that what
# its code would need is left out; everything else is pinned, and nothing beside it is installed.
requirements: setup
	for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --quiet \
	    --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	    --no-emit-package jieba --no-emit-package numpy $$name.in -o $$name.txt || exit 1; \
	done

clean:
	rm -rf $(VENV) build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/.uv: tools/install.sh requirements-dev.txt
	PYTHON=$(PYTHON) tools/install.sh uv
	touch $@

$(VENV)/.project: $(VENV)/.uv requirements.txt pyproject.toml
	tools/install.sh requirements.txt
	tools/install.sh project
	touch $@

$(VENV)/.dev: $(VENV)/.project requirements-dev.txt
	tools/install.sh requirements-dev.txt
	touch $@

$(VENV)/.catalogues: $(VENV)/.project $(CATALOGUES) tools/catalogue.py
	$(AS_TEST) $(BIN)/python tools/catalogue.py compile
	touch $@
