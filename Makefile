# `make help` lists the targets. Each does its own set-up; run twice, nothing is done twice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# torch is installed alone and without its dependencies: all that it needs on a processor is pinned in
# requirements.txt, and the rest would be gigabytes of GPU packages.
TORCH := torch==2.13.0
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps

.PHONY: help setup setup-dev serve check index test evals bench soak shots browser lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(VENV)/.runtime: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than Python 3.11. Install a newer one, or name it: make PYTHON=python3.12 …" >&2; exit 2; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (once; several minutes, mostly downloads): 1 of 3, torch …" >&2
	@$(PIP) $(TORCH)
	@echo "2 of 3, the other packages …" >&2
	@$(PIP) --require-hashes -r requirements.txt
	@echo "3 of 3, the assistant itself …" >&2
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	@echo "Setting up the tools of the tests …" >&2
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

setup: $(VENV)/.runtime ## virtual environment with everything that the assistant needs

setup-dev: $(VENV)/.dev ## the same with the tools of the tests

serve: setup ## start the assistant at http://127.0.0.1:7860
	$(BIN)/assistant serve

check: setup ## hold the curated pages against the house style
	$(BIN)/assistant check

index: setup ## build a new index version from the pages
	$(BIN)/assistant index

browser: ## a Chromium from the system's packages, for the browser tests
	@.ci/browser

test: setup-dev browser ## format, lint, types, pages and all tests but the long ones
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/assistant check
	$(BIN)/python -m pytest -m "not soak"

evals: setup ## score the answers; fails when a gate falls short
	$(BIN)/python -m evals run --gate

bench: setup-dev ## times, side by side, in one run
	$(BIN)/python -m evals bench

soak: setup-dev browser ## the long runs, by hand
	$(BIN)/python -m pytest -m soak

shots: setup-dev browser ## pictures of the pages into docs/screens
	$(BIN)/python -m tests.shots

lock: ## pin what pyproject.toml asks for (needs uv)
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  $(LOCK_WITHOUT) --quiet --output-file requirements.txt
	uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  $(LOCK_WITHOUT) --quiet --constraint requirements.txt --output-file requirements-dev.txt

GPU := cuda-bindings cuda-pathfinder cuda-toolkit nvidia-cublas nvidia-cuda-cupti nvidia-cuda-nvrtc nvidia-cuda-runtime \
  nvidia-cudnn-cu13 nvidia-cufft nvidia-cufile nvidia-curand nvidia-cusolver nvidia-cusparse nvidia-cusparselt-cu13 \
  nvidia-nccl-cu13 nvidia-nvjitlink nvidia-nvshmem-cu13 nvidia-nvtx triton
LOCK_WITHOUT := $(foreach name,torch $(GPU),--no-emit-package $(name))

clean: ## remove the environment and the index
	rm -rf $(VENV) .index .bench build *.egg-info
