# voc: customer comments and purchases to Parquet tables. `make help` lists what can be made.
CONFIGURATION ?= release
EXPORTS       ?= $(CURDIR)/fixtures/nightly
OUT           ?= $(CURDIR)/out
RUN_DATE      ?= 2026-11-21
PIPELINE      ?= pipelines/nightly.yaml
PREFIX        ?= /usr/local
ROWS          ?= 1000000
BASE          ?= main
T             ?= csv-splitter
SECONDS       ?= 60
FUZZ          ?= address
SWIFT         := swift
BUILD         := $(SWIFT) build -c $(CONFIGURATION)
VOC           := .build/$(CONFIGURATION)/voc
VENV          := .venv

.DEFAULT_GOAL := help
.PHONY: help setup build run test check lint layers lexicons golden conformance pollutions bench bench-compare gates gates-rewrite fuzz tsan asan install clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: ## install what the machine lacks (Debian packages)
	@scripts/setup.sh

build: setup ## build the command voc
	$(BUILD) --product voc

run: build ## the main job: EXPORTS= (default: the fixture exports) into OUT=
	EXPORTS="$(abspath $(EXPORTS))" OUT="$(abspath $(OUT))" $(VOC) run $(PIPELINE) --run-date $(RUN_DATE)

test: setup ## set up, build and pass the tests
	$(SWIFT) test -c $(CONFIGURATION) --parallel

check: lint layers test lexicons conformance gates ## what must pass before a commit

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

conformance: build $(VENV)/ready ## other readers and slow twins agree on every file and every cell of a run
	@rm -rf .build/conformance
	EXPORTS="$(CURDIR)/fixtures/nightly" OUT=.build/conformance $(VOC) run pipelines/satisfaction.yaml \
	  --run-date $(RUN_DATE) --output .build/conformance --set output.evidence=true --quiet
	$(VENV)/bin/python scripts/conformance.py --voc $(VOC) .build/conformance/run_date=$(RUN_DATE)
	$(VENV)/bin/python scripts/measures.py --pipeline pipelines/satisfaction.yaml .build/conformance/run_date=$(RUN_DATE)
	$(VENV)/bin/python scripts/insights_twin.py --lexicons lexicons --scale web_survey=1,5 --scale shop_cards=0,10 \
	  .build/conformance/run_date=$(RUN_DATE)
	$(VOC) verify .build/conformance/run_date=$(RUN_DATE)

pollutions: build ## how well voc clean reads one table damaged in 3,800 ways
	python3 scripts/pollutions.py --voc $(VOC)

bench: build $(VENV)/ready ## voc, a bare libcsv pass, DuckDB, polars and pandas, on ROWS= comments or on EXPORTS=
	$(VENV)/bin/python bench/bench.py --voc $(VOC) $(if $(filter command line,$(origin EXPORTS)),--exports $(EXPORTS),--rows $(ROWS)) $(BENCH_ARGUMENTS)

bench-compare: build ## instructions, time and memory beside revision BASE=
	python3 bench/compare.py --voc $(VOC) --base $(BASE) $(BENCH_ARGUMENTS)

gates: build ## what a comment costs, in instructions and allocations, is admitted
	python3 bench/gates.py --voc $(VOC)

gates-rewrite: build ## admit what a comment costs now
	python3 bench/gates.py --voc $(VOC) --rewrite

fuzz: setup ## feed a target T= with made-up inputs for SECONDS=; FUZZ=coverage is faster and checks no addresses
	FUZZ=$(FUZZ) $(SWIFT) build -c release --product fuzz --scratch-path .build-fuzz-$(FUZZ)
	@mkdir -p .build-fuzz/$(T)
	SWIFT_BACKTRACE=enable=no .build-fuzz-$(FUZZ)/release/fuzz $(T) -max_total_time=$(SECONDS) -max_len=4096 \
	  -timeout=10 -rss_limit_mb=4096 -detect_leaks=0 -artifact_prefix=.build-fuzz/$(T)- .build-fuzz/$(T) fixtures/fuzz/$(T)

tsan: setup ## the tests under the thread sanitizer
	$(SWIFT) test -c release --sanitize=thread --scratch-path .build-tsan --skip vocTests

asan: setup ## the tests under the address sanitizer
	# Leaks are not looked for: those it finds are of the test library and of Foundation, in the tests.
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test -c release --sanitize=address --scratch-path .build-asan --skip vocTests

install: setup ## voc with the Swift runtime inside, copied to PREFIX=/bin
	$(BUILD) --product voc --static-swift-stdlib --scratch-path .build-static
	install -D -m 755 .build-static/$(CONFIGURATION)/voc $(DESTDIR)$(PREFIX)/bin/voc

clean: ## remove what was built
	rm -rf .build $(VENV) out
