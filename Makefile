# Fine-Tuning, Derived and Measured. `make help` lists the targets.
# Each target makes .venv by itself when it is missing or when the pins have changed.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# Windows (Git Bash): make book BIN=.venv/Scripts
STAMP  := $(VENV)/.installed
EXTRAS ?= book,tensorflow,test
CONSTRAINTS := requirements/constraints.txt
# A GPU is simulated where it can be built: on Linux, with a C++ compiler.
SIMULATED := $(if $(filter Linux,$(shell uname)),$(if $(shell command -v c++ || command -v g++),device))
PIP_VERSION := $(shell sed -n 's/^pip==//p' $(CONSTRAINTS))

.DEFAULT_GOAL := help
.PHONY: help install assets book test lint unit device check site nbval lab notebooks exercises grade bench lock clean

help:  ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP)  ## make .venv with the pinned versions

$(STAMP): pyproject.toml $(CONSTRAINTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Python 3.11 or newer is needed; $(PYTHON) is {sys.version.split()[0]}. Try: make PYTHON=python3.11 …")'
	@test -x $(BIN)/python || { echo "· making $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@echo "· installing the pinned versions (the first time takes some minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check pip==$(PIP_VERSION)
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -c $(CONSTRAINTS) -e '.[$(EXTRAS)]'
	@touch $@

assets: $(STAMP)  ## pull the models and data of the book
	@$(BIN)/ftlib assets pull

book: assets  ## build the site to book/_build/html
	@$(BIN)/jupyter-book build --warningiserror --keep-going book

lab: assets  ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab book/foundations/binary_cross_entropy.ipynb

notebooks: assets  ## re-execute changed chapters and collect the generated pages
	@$(BIN)/ftlib book notebooks

exercises: $(STAMP)  ## generate the students' notebooks from their single source
	@$(BIN)/ftlib exercises build

test: lint check unit $(SIMULATED) book site nbval  ## prove the project: lint, drift, unit tests, grading, site, notebooks
	@echo "all proofs passed"

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

unit: $(STAMP)
	@$(BIN)/ftlib assets pull --all
	@$(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/site

device: $(STAMP)  ## run the tests that need a GPU on a simulated one
	@$(BIN)/ftlib assets pull
	@$(BIN)/python -m pytest --accelerator simulated

check: $(STAMP)
	@$(BIN)/ftlib book check
	@$(BIN)/ftlib exercises check-drift

site: $(STAMP)
	@$(BIN)/python -m pytest tests/site

nbval: $(STAMP)
	@$(BIN)/ftlib assets pull
	@$(BIN)/ftlib book test

grade: $(STAMP)  ## grade a folder: make grade SUBMISSION=path/to/folder
	@$(BIN)/ftlib grade $(SUBMISSION)

bench: assets  ## run the benchmarks that print the tables
	@for script in $$(ls benchmarks/*.py | grep -v -e measuring.py -e loops.py -e grading_class.py -e watching.py); do echo "· $$script"; $(BIN)/python $$script || exit 1; done

lock: $(STAMP)  ## write requirements/constraints.txt anew from what is installed
	@$(BIN)/python requirements/lock.py

clean:  ## remove what was built (not .venv, not the assets)
	rm -rf book/_build .pytest_cache .mypy_cache .ruff_cache
