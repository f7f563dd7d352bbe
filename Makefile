# One door. `make help` says what there is; every target makes .venv ready by itself.

PYTHON_HERE := .venv/bin/python
HEARTH      := $(PYTHON_HERE) -m hearth.cli
STORE       := demo-store
RELEASE     := demo-release
SITE        := demo-site
STYLE       := src/hearth_web/core/static/govuk

.DEFAULT_GOAL := setup
.PHONY: setup demo demo-data test check bare fix bench docs lock clean help
MAKEFLAGS += --no-print-directory

setup:
	@sh tools/setup

demo: demo-data
	@$(PYTHON_HERE) -m hearth_web serve --site $(SITE)

# An earlier demonstration is made anew; a folder of that name that is not one stays, and is refused by the command.
demo-data: setup
	@if [ -f $(STORE)/truths.json ]; then rm -rf $(STORE); fi
	@if [ -f $(RELEASE)/manifest.json ]; then rm -rf $(RELEASE) $(RELEASE).trail.csv; fi
	@if [ -f $(SITE)/shelf.json ]; then rm -rf $(SITE); fi
	@$(HEARTH) demo $(STORE)
	@$(HEARTH) measure stockport --store $(STORE) --out $(RELEASE) --key $(STORE)/demo-key.txt
	@$(PYTHON_HERE) -m hearth_web shelve $(RELEASE) --site $(SITE)

# Tests of the site read its pages in a real browser, and fail without one.
test: setup
	@sh tools/browser
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

# Pictures are of the demonstration's site, which is made first if it is not there.
docs: setup
	@$(PYTHON_HERE) tools/docs.py
	@sh tools/browser
	@if [ ! -f $(SITE)/shelf.json ]; then $(MAKE) demo-data; fi
	@$(PYTHON_HERE) tools/pictures/take.py --site $(SITE)

lock: setup
	@tools/lock $(ARGS)

clean:
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .bench
	@rm -rf node_modules $(STYLE)
	@if [ -f $(STORE)/truths.json ]; then rm -rf $(STORE); fi
	@if [ -f $(RELEASE)/manifest.json ]; then rm -rf $(RELEASE) $(RELEASE).trail.csv; fi
	@if [ -f $(SITE)/shelf.json ]; then rm -rf $(SITE); fi
	@find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Clean."

help:
	@echo "make            make .venv and the site's style sheet ready (at once, if they are)"
	@echo "make demo       build an invented authority in $(STORE)/, measure it, write a public release in $(RELEASE)/,"
	@echo "                put it on the site's shelf in $(SITE)/, and serve the site until it is stopped"
	@echo "make demo-data  the same, without serving it"
	@echo "make test       run the tests, with a browser (ARGS='tests/kernel -k months' runs some)"
	@echo "make check      lint, format, types, arrows between rooms, lengths, docs, version, the library by itself"
	@echo "make bare       only the last of these: the wheel, installed alone, builds and measures a small authority"
	@echo "make fix        mend what lint and format can"
	@echo "make bench      what it costs, beside what users would otherwise run"
	@echo "make docs       write docs/reference, the README's excerpt and the docs' pictures"
	@echo "make lock       write requirements/ from pyproject.toml  (ARGS=--upgrade moves the versions)"
	@echo "make clean      remove everything that make has made"
