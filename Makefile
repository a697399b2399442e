# A fresh clone -> a running demo, or a tested one. `make help` says what there is.
#
# Each target installs what it needs into .venv by itself: with uv where it is there, else with venv and pip.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
# One stamp for what running needs, one for what the tests need besides; each is as old as its last installation.
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev

UV := $(shell command -v uv)
# 3.11 first: it is the oldest that we promise, so it is what everything is tested on.
PYTHONS := python3.11 python3.12 python3.13 python3 python
is-new-enough = -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
PYTHON := $(shell for name in $(PYTHONS); do if $$name $(is-new-enough); then echo $$name; break; fi; done)

# Where .ci/run puts the programs that it builds itself.
BUILT := $(CURDIR)/.cache/bin
export PATH := $(abspath $(BIN)):$(BUILT):$(PATH)

.PHONY: help demo test lint lock tools clean

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUN) ## Run the whole line on sample articles (make demo ONCE=1: until every alert arrived, then end)
	@$(BIN)/tocsin demo $(if $(filter-out 0,$(ONCE)),--once)

test: $(DEV) tools ## Check style, types and layers, then run every test
	@$(call step,ruff check,ruff check)
	@$(call step,ruff format,ruff format --check)
	@$(call step,mypy,mypy)
	@$(call step,lint-imports,lint-imports)
	@$(call step,pytest,pytest -ra)

lint: $(DEV) ## Check style, types and layers only
	@$(call step,ruff check,ruff check)
	@$(call step,ruff format,ruff format --check)
	@$(call step,mypy,mypy)
	@$(call step,lint-imports,lint-imports)

lock: ## Write the lock files anew from pyproject.toml (needs uv)
	@test -n '$(UV)' || { echo 'make lock: uv is needed to resolve for every platform at once; see its manual' >&2; exit 1; }
	uv pip compile $(lock-options) pyproject.toml --output-file requirements.lock
	uv pip compile $(lock-options) pyproject.toml --group dev --constraints requirements.lock --output-file requirements-dev.lock

tools: ## Say which programs are absent and which tests that leaves out
	@java -version 2>&1 | grep -qE 'version "(1[7-9]|[2-9][0-9])' || echo '$(call absent,Java 17 or newer,a real Kafka)'
	@command -v mvn >/dev/null || echo '$(call absent,Maven,a real Kafka)'
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
		echo '$(call absent,PostgreSQL server programs,a real PostgreSQL)'
	@{ command -v chromium && command -v chromedriver; } >/dev/null || echo '$(call absent,Chromium with ChromeDriver,a browser)'
	@command -v helm >/dev/null || echo '$(call absent,helm,the rendered chart)'

clean: ## Remove the environment and every cache
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .nox
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

step = echo '== $(1)'; $(2) || { echo 'make $@: $(1) failed' >&2; exit 1; }
absent = $(1) not found: tests that need $(2) are skipped$(if $(filter true,$(CI)),$(comma) which fails them since CI=true).
comma := ,
# No header and no index: the files say what is installed, not where somebody's mirror was.
lock-options := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet $(if $(UPGRADE),--upgrade)

$(RUN): requirements.lock pyproject.toml | $(VENV)
	@echo 'Installing what Tocsin needs to run into $(VENV) ...'
	@$(call install,requirements.lock)
	@touch $@

$(DEV): requirements-dev.lock pyproject.toml | $(VENV)
	@echo 'Installing what Tocsin and its tests need into $(VENV) ...'
	@$(call install,requirements-dev.lock)
	@touch $@ $(RUN)

ifneq ($(UV),)
install = uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) && \
	uv pip install --quiet --python $(BIN)/python --no-deps --editable .
$(VENV):
	@uv venv --quiet --python $(or $(PYTHON),'>=3.11') $@ || { $(no-python); }
else
install = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) && \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
$(VENV):
	@test -n '$(PYTHON)' || { $(no-python); }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments: install its venv package (Debian: apt-get install python3-venv) or uv" >&2; exit 1; }
	@$(PYTHON) -m venv $@ || { rm -rf $@; exit 1; }
endif

define no-python
echo 'Tocsin needs Python 3.11 or newer. Looked for $(PYTHONS) and found:' >&2; \
for name in $(PYTHONS); do $$name -c 'import sys; print(" ", sys.executable, "is", sys.version.split()[0])' 2>/dev/null; done >&2; \
echo 'Install Python 3.11 (Debian: apt-get install python3 python3-venv) and try again.' >&2; exit 1
endef
