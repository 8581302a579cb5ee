# Everything a newcomer needs: `make serve`, `make test`. Both install into .venv first.
PYTHON ?= python3
BIN := .venv/bin
RELEASE ?= release

.DEFAULT_GOAL := help
.PHONY: help install build serve test check format bench clean

help: ## show these lines
	@grep -E "^[a-z]+:.*##" Makefile | sed "s/:.*## */ – /"

install: .venv/installed ## create .venv with everything in it

.venv/installed: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[test]'
	@touch .venv/installed

build: install ## convert the five documents into ./release
	$(BIN)/fagui build --out $(RELEASE)

serve: build ## build and serve at http://127.0.0.1:8000
	$(BIN)/fagui serve --release $(RELEASE)

test: install ## run all tests
	$(BIN)/python -m pytest --quiet

check: install ## lint, types, formatting, reasoning
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m ontology.reasoning

format: install ## let ruff format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install ## time every stage on the five documents, and on the corpus where it is present
	$(BIN)/python -m benchmarks.stages

clean: ## remove what the other targets made
	rm -rf .venv build dist $(RELEASE) *.egg-info
