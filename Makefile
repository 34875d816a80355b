# make demo   see the violation table of a real plan
# make test   everything that must hold before a change lands
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BANSHI := $(BIN)/banshi
STAMP := $(VENV)/.ready
# Results must not depend on who runs make.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONHASHSEED ?= 0

.PHONY: help venv demo test lint types tests fuzz bench bench-large bench-peers bench-hostile schemas messages reference docs pictures lock dist clean

help:
	@sed -n 's/^# make/make/p' $(firstword $(MAKEFILE_LIST))

# Everything that use and tests need, at the versions and hashes of constraints.txt. The list is
# whole, so pip resolves nothing: older ones take coverage[toml] for another project than coverage.
venv: $(STAMP)
$(STAMP): constraints.txt pyproject.toml hatch_build.py $(wildcard src/banshi/locale/*/LC_MESSAGES/*.po)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "banshi needs Python 3.11 or newer; set PYTHON=python3.x" >&2; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python hatch_build.py
	@touch $@

# The examples hold violations on purpose, so that the exit code 1 is what must come.
demo: venv
	@$(BANSHI) check examples/yingkou-2019/*.csv --as-of 2019-12-31 --plan yingkou-2019-26; code=$$?; \
	if [ $$code -eq 1 ]; then echo "(exit code 1: the sample data holds violations on purpose)"; \
	else echo "expected exit code 1, got $$code" >&2; exit 1; fi

test: lint types tests

lint: venv
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

types: venv
	$(BIN)/mypy

tests: venv
	$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=term --cov-fail-under=95

# Damaged files of every kind through the whole command line, for FUZZ_SECONDS (300).
fuzz: venv
	$(BIN)/python -m tests.fuzz

# The worst files that anybody thought of: time and memory of each.
bench-hostile: venv
	$(BIN)/python -m compileall -q src
	$(BIN)/python bench/hostile.py

# Other tools on the same work; they are installed beside the project, into build/peers.
bench-peers: venv
	$(BIN)/python -m compileall -q src
	$(BIN)/python bench/peer_table.py --venvs build/peers

bench: venv
	$(BIN)/python -m compileall -q src
	$(BIN)/python bench/run.py

# Ten million rows against DuckDB by hand; needs a gigabyte of disk and some minutes.
bench-large: venv
	$(BIN)/python -m compileall -q src
	$(BIN)/python bench/run.py --large

# Rewrite schemas/ from the types; a test fails where they differ.
schemas: venv
	$(BANSHI) schema --lang en --out schemas

# Bring the Chinese catalogue up to date with the sentences in the code.
messages: venv
	$(BIN)/python tests/catalogue.py --update

# Rewrite docs/reference/ from the commands, rules and types; a test fails where they differ.
reference: venv
	PYTHONPATH=docs $(BIN)/python -m website.reference

# The pages as a site, in both languages, in build/docs/site.
docs: venv
	PYTHONPATH=docs $(BIN)/python -m website.site

# The page of the sample data as pictures: two for the READMEs, the others into build/pictures.
pictures: venv
	$(BIN)/python -m tests.pictures

# Resolve anew, for every platform, with hashes and without naming an index.
lock: venv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --extra dev --python-version 3.11 \
	  pyproject.toml -o constraints.txt

dist: venv
	$(BIN)/python -m build --no-isolation --outdir dist .

clean:
	rm -rf $(VENV) dist build .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
