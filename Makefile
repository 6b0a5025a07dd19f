# voc: customer comments and purchases to Parquet tables. `make help` lists what can be made.
CONFIGURATION ?= release
EXPORTS       ?= $(CURDIR)/fixtures/nightly
OUT           ?= $(CURDIR)/out
RUN_DATE      ?= 2026-11-21
PREFIX        ?= /usr/local
ROWS          ?= 1000000
SWIFT         := swift
BUILD         := $(SWIFT) build -c $(CONFIGURATION)
VOC           := .build/$(CONFIGURATION)/voc
VENV          := .venv

.DEFAULT_GOAL := help
.PHONY: help setup build run test check lint layers lexicons golden conformance bench install clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: ## install what the machine lacks (Debian packages)
	@scripts/setup.sh

build: setup ## build the command voc
	$(BUILD) --product voc

run: build ## the main job: EXPORTS= (default: the fixture exports) into OUT=
	EXPORTS="$(abspath $(EXPORTS))" OUT="$(abspath $(OUT))" $(VOC) run pipelines/nightly.yaml --run-date $(RUN_DATE)

test: setup ## set up, build and pass the tests
	$(SWIFT) test -c $(CONFIGURATION) --parallel

check: lint layers test lexicons conformance ## what must pass before a commit

lint: ## formatting and documentation rules
	$(SWIFT) format lint --strict --configuration .swift-format --recursive Sources Tests Package.swift

layers: ## imports follow the table of ARCHITECTURE.md
	@scripts/layers.sh

lexicons: build ## every lexicon entry matches its example, every case is right
	$(VOC) lexicon lint
	$(VOC) lexicon test

golden: ## rewrite the golden files, and fail so that the difference is read
	REWRITE_GOLDEN=1 $(SWIFT) test -c $(CONFIGURATION) --filter 'Golden|Definition' || true
	@git --no-pager diff --stat -- Tests
	@echo "golden files are rewritten: read the difference, then commit it" && false

$(VENV)/ready: scripts/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement scripts/requirements.txt
	@touch $@

conformance: build $(VENV)/ready ## other readers agree on every file of a run, and pandas on every cell
	@rm -rf .build/conformance
	EXPORTS="$(CURDIR)/fixtures/nightly" OUT=.build/conformance $(VOC) run pipelines/nightly.yaml \
	  --run-date $(RUN_DATE) --output .build/conformance --set output.evidence=true --quiet
	$(VENV)/bin/python scripts/conformance.py --voc $(VOC) .build/conformance/run_date=$(RUN_DATE)
	$(VENV)/bin/python scripts/measures.py --pipeline pipelines/nightly.yaml .build/conformance/run_date=$(RUN_DATE)
	$(VOC) verify .build/conformance/run_date=$(RUN_DATE)

bench: build $(VENV)/ready ## voc, a bare libcsv pass and DuckDB, on ROWS= comments or on EXPORTS=
	$(VENV)/bin/python bench/bench.py --voc $(VOC) $(if $(filter command line,$(origin EXPORTS)),--exports $(EXPORTS),--rows $(ROWS)) $(BENCH_ARGUMENTS)

install: setup ## voc with the Swift runtime inside, copied to PREFIX=/bin
	$(BUILD) --product voc --static-swift-stdlib --scratch-path .build-static
	install -D -m 755 .build-static/$(CONFIGURATION)/voc $(DESTDIR)$(PREFIX)/bin/voc

clean: ## remove what was built
	rm -rf .build $(VENV) out
