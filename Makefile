.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAM_VENV := .venv-sam
CHECKOV_VENV := .venv-checkov
# SAM runs make again for the packages; what was given to this make is not meant for that one.
SAM := env -u MAKEFLAGS SAM_CLI_TELEMETRY=0 PYTHON=$(SAM_VENV)/bin/python $(SAM_VENV)/bin/sam
STAGES := dev staging prod

help: ## Show what there is to make
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "%-12s %s\n", $$1, $$2}'

$(VENV)/.run: requirements/run.txt requirements/constraints.txt pyproject.toml $(wildcard layers/*/requirements.txt functions/*/requirements.txt)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/dev.txt
	@touch $@

$(SAM_VENV)/.sam: requirements/sam.txt requirements/constraints-sam.txt
	@test -x $(SAM_VENV)/bin/python || $(PYTHON) -m venv $(SAM_VENV)
	$(SAM_VENV)/bin/pip install --quiet --disable-pip-version-check -r requirements/sam.txt
	@touch $@

$(CHECKOV_VENV)/.checkov: requirements/checkov.txt requirements/constraints-checkov.txt
	@test -x $(CHECKOV_VENV)/bin/python || $(PYTHON) -m venv $(CHECKOV_VENV)
	$(CHECKOV_VENV)/bin/pip install --quiet --disable-pip-version-check -r requirements/checkov.txt
	@touch $@

# A module's tests stay together, for they share what is dear to start; in order, for the long ones come first.
PYTEST := $(BIN)/pytest -n auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder

# What measures time wants the machine for itself.
test: $(VENV)/.dev ## Run all the tests
	$(PYTEST) -m "not timing"
	$(BIN)/pytest -m timing

unit: $(VENV)/.dev ## Run the tests that need nothing but Python
	$(PYTEST) tests/unit

integration: $(VENV)/.dev ## Run the tests against a real Postgres, object store and queues
	$(PYTEST) tests/integration

e2e: $(VENV)/.dev ## Run the tests of the whole service
	$(PYTEST) tests/e2e

year: $(VENV)/.dev ## Live a whole year of daily use on the embedded cloud, in some minutes
	EBOOKVOICE_YEAR_DAYS=365 $(BIN)/pytest -s tests/e2e/test_year.py

outage: $(VENV)/.dev ## Lose the speech service for two minutes in the middle of a book, twice; takes a quarter of an hour
	EBOOKVOICE_OUTAGE_SECONDS=120 $(BIN)/pytest -s tests/e2e/test_edge_outages.py

corpus: $(VENV)/.run ## Read all the books of CORPUS=folder, and say what came of each
	@$(BIN)/python -m benchmarks.corpus $(CORPUS)

lint: $(VENV)/.dev ## Check style and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(VENV)/.dev ## Put style and formatting right
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(VENV)/.dev ## Check the types
	$(BIN)/mypy

docs: $(VENV)/.run ## Write docs/api.md anew, from the API's own description
	$(BIN)/python -m local.describe

validate: $(SAM_VENV)/.sam ## Check the template
	$(SAM) validate --lint

scan: $(CHECKOV_VENV)/.checkov ## Check the template for what is insecure; what is meant to be so says why, in its place
	$(CHECKOV_VENV)/bin/checkov --file template.yaml --framework cloudformation --compact --quiet --skip-download

build: $(SAM_VENV)/.sam ## Build the deployment packages for this Python's version and check them
	@version=$$($(SAM_VENV)/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])') && \
	PYTHON_VERSION=$$version $(SAM) build --parameter-overrides PythonRuntime=python$$version
	$(SAM_VENV)/bin/python .ci/packages.py .aws-sam/build

PACKAGES := $(wildcard layers/*/Makefile functions/*/Makefile)

host: $(VENV)/.run ## Build the same packages for this machine's processor (Linux), to run them here
	@$(BIN)/python .ci/rebuild.py build/host $$(uname -m) $(PACKAGES) .ci/runtime/Makefile benchmarks/bare/Makefile

reproduce: $(SAM_VENV)/.sam host ## Build the packages of make build once more, and compare them file by file
	@$(SAM_VENV)/bin/python .ci/rebuild.py build/again aarch64 $(PACKAGES)
	$(SAM_VENV)/bin/python .ci/twins.py .aws-sam/build build/again build/host

invoke: host ## Run a book and the sample events through the packages that make host has built
	$(BIN)/python .ci/invoke.py

cold: host ## Measure cold starts from the packages that make host has built
	@$(BIN)/python -m benchmarks.cold_start

deploy: $(SAM_VENV)/.sam ## Build for the template's runtime and deploy ENV=dev|staging|prod
	$(if $(filter $(STAGES),$(ENV)),,$(error Say what to deploy: make deploy ENV=dev, staging or prod))
	$(SAM) build
	$(SAM_VENV)/bin/python .ci/deploy.py $(ENV) $(SAM)

doctor: $(VENV)/.run ## Check a deployment and say what to do: ENV=local (an embedded one) or dev|staging|prod
	@$(BIN)/ebookvoice doctor --env $(or $(ENV),local)

ci: ## Run everything that has to pass before a change is merged
	.ci/run

clean: ## Remove what was built and cached
	rm -rf .aws-sam build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -path './.venv*' -prune -o -type d -name __pycache__ -exec rm -rf {} +

run: export EBOOKVOICE_HOME ?= $(CURDIR)/.ebookvoice
SAMPLE := build/the-foghorn-library.epub
OUT ?= out

run: $(VENV)/.run $(if $(BOOK),,$(SAMPLE)) ## Convert BOOK=path [VOICE=engine:name] [OUT=dir]; without BOOK, the sample book
	@$(BIN)/ebookvoice convert "$(or $(BOOK),$(SAMPLE))" --out "$(OUT)" $(if $(VOICE),--voice "$(VOICE)")

$(SAMPLE): $(wildcard local/sample/*.py local/sample/book/*/*) | $(VENV)/.run
	@$(BIN)/python -m local.sample.build $@

.PHONY: help run test unit integration e2e year outage corpus lint format types docs validate scan build host reproduce invoke cold deploy doctor ci clean
