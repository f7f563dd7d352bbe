# One door. `make help` says what there is; every target makes .venv ready by itself.

PYTHON_HERE := .venv/bin/python
HEARTH      := $(PYTHON_HERE) -m hearth.cli
STORE       := demo-store
RELEASE     := demo-release

.DEFAULT_GOAL := setup
.PHONY: setup demo demo-data test check bare fix bench docs lock clean help
MAKEFLAGS += --no-print-directory

setup:
	@sh tools/setup

# Until there is a site to serve, `demo` and `demo-data` are the same.
demo: demo-data

# An earlier demonstration is made anew; a folder of that name that is not one stays, and is refused by the command.
demo-data: setup
	@if [ -f $(STORE)/truths.json ]; then rm -rf $(STORE); fi
	@if [ -f $(RELEASE)/manifest.json ]; then rm -rf $(RELEASE) $(RELEASE).trail.csv; fi
	@$(HEARTH) demo $(STORE)
	@$(HEARTH) measure stockport --store $(STORE) --out $(RELEASE) --key $(STORE)/demo-key.txt

# Tests need nothing but .venv as yet. A browser and PostgreSQL come with the site, and are set up here then.
test: setup
	@$(PYTHON_HERE) -m pytest $(ARGS)

check: setup
	@$(PYTHON_HERE) tools/check.py

bare: setup
	@$(PYTHON_HERE) tools/bare.py

fix: setup
	@$(PYTHON_HERE) -m ruff check --fix --quiet
	@$(PYTHON_HERE) -m ruff format --quiet
	@echo "Mended what could be mended."

bench: setup
	@$(PYTHON_HERE) benchmarks/run.py $(ARGS)

docs: setup
	@$(PYTHON_HERE) tools/docs.py

lock: setup
	@tools/lock $(ARGS)

clean:
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .bench
	@if [ -f $(STORE)/truths.json ]; then rm -rf $(STORE); fi
	@if [ -f $(RELEASE)/manifest.json ]; then rm -rf $(RELEASE) $(RELEASE).trail.csv; fi
	@find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Clean."

help:
	@echo "make            make .venv ready (at once, if it is)"
	@echo "make demo       build an invented authority in $(STORE)/, measure it, and write a public release in $(RELEASE)/"
	@echo "make demo-data  the same, without serving it (there is no site to serve yet)"
	@echo "make test       run the tests                 (ARGS='tests/kernel -k months' runs some)"
	@echo "make check      lint, format, types, arrows between rooms, lengths, docs, version, the library by itself"
	@echo "make bare       only the last of these: the wheel, installed alone, builds and measures a small authority"
	@echo "make fix        mend what lint and format can"
	@echo "make bench      what it costs, beside what users would otherwise run"
	@echo "make docs       write docs/reference and the README's excerpt from the code"
	@echo "make lock       write requirements/ from pyproject.toml  (ARGS=--upgrade moves the versions)"
	@echo "make clean      remove everything that make has made"
