# Two commands do everything: `make demo` and `make test`. Each makes its own environment first.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO ?= demo
PIP := $(BIN)/python -m pip install --quiet --quiet --no-compile --disable-pip-version-check -c constraints.txt

.PHONY: demo test check bench clean

## Install avsynth and generate a small labelled dataset with pictures under demo/.
demo: $(VENV)/.installed
	@rm -rf $(DEMO)
	$(BIN)/avsynth generate urban_crossing -n 2 --frames 3 -o $(DEMO)/dataset
	$(BIN)/avsynth preview urban_crossing -o $(DEMO)/pictures
	@echo "The dataset is in $(DEMO)/dataset (KITTI layout), the pictures are in $(DEMO)/pictures."

## Install what tests need and run style, design and behaviour checks.
test: $(VENV)/.tested check
	$(BIN)/python -m pytest -q

check: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

bench: $(VENV)/.tested
	$(BIN)/python -m tools.bench

clean:
	rm -rf $(VENV) $(DEMO) build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11)' 2>/dev/null || \
	  { echo "avsynth needs Python 3.11 or newer; found: `$(PYTHON) --version 2>&1`. Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || \
	  { rm -rf $(VENV); echo "Python cannot make an environment; type: sudo apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing avsynth into $(VENV) (about a minute) ..."
	@$(PIP) -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	@echo "Installing what the tests need into $(VENV) (a few minutes) ..."
	@sh tools/system_packages.sh
	@$(PIP) -e ".[dev]"
	@touch $@
