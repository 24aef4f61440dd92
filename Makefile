# One verb a check; .ci/run calls the same verbs.
SHELL := /bin/bash
export PATH := $(PATH):/opt/swift/usr/bin:/usr/libexec/swift/bin
SWIFT := swift
CONFIGURATION := release
PROGRAM := .build/$(CONFIGURATION)/deferral
PYTHON := .build/python/bin/python3
# Tests that compute hold the few threads there are: with all at once, those that wait for a server would wait for these.
TESTS_AT_ONCE := 3
PYTHON_READY := .build/python/.ready

PACKAGES := libsimdjson-dev libssl-dev zlib1g-dev libsqlite3-dev pkg-config g++ \
  dataset-fashion-mnist curl
# OpenBLAS is for NumPy and PyTorch, which are slow without it.
TEST_PACKAGES := python3 python3-venv python3-numpy python3-torch python3-requests libopenblas0-pthread \
  openssl sslscan chromium

.PHONY: run build test test-slow fuzz sanitize lint format bench bench-http docs image clean setup test-setup

run: setup build ## Train the demo model if there is none, and serve it
	@Scripts/demo $(PROGRAM)

setup:
	@command -v $(SWIFT) >/dev/null || { echo "Swift is not on the PATH; install Swift 6.2 or later from swift.org." >&2; exit 1; }
	@Scripts/install-packages $(PACKAGES)

build:
	$(SWIFT) build -c $(CONFIGURATION) --product deferral

test: setup test-setup ## Every test, in release: one build serves run, test and bench
	$(SWIFT) build -c $(CONFIGURATION) --build-tests
	DEFERRAL_PYTHON=$(abspath $(PYTHON)) $(SWIFT) test -c $(CONFIGURATION) --skip-build --disable-xctest \
	  --experimental-maximum-parallelization-width $(TESTS_AT_ONCE)

test-slow: setup ## slowhttptest's 2,000 connections against the server; a minute and a half, best on an idle machine
	@Scripts/install-packages slowhttptest
	$(SWIFT) build -c $(CONFIGURATION) --build-tests
	DEFERRAL_SLOW_TESTS=1 $(SWIFT) test -c $(CONFIGURATION) --skip-build --disable-xctest --filter SlowAttackTests

test-setup: $(PYTHON_READY)

# PyTorch from Debian and safetensors from PyPI: what a user who trains elsewhere writes bundles with.
$(PYTHON_READY):
	@Scripts/install-packages $(TEST_PACKAGES)
	@rm -rf .build/python && mkdir -p .build
	/usr/bin/python3 -m venv --system-site-packages .build/python
	.build/python/bin/pip install --quiet safetensors
	@touch $(PYTHON_READY)

fuzz: ## The parsers under libFuzzer, each for SECONDS=60 or RUNS=10000000; TARGETS="head chunks" for some
	SECONDS_EACH=$(or $(SECONDS),60) RUNS=$(RUNS) Scripts/fuzz

# A build of its own for each, in debug: its bounds checks see what a release build leaves out.
SANITIZERS := address thread
sanitize: $(SANITIZERS:%=sanitize-%) ## The server's tests under AddressSanitizer and ThreadSanitizer

sanitize-%:
	$(SWIFT) build --build-tests --sanitize $* --scratch-path .build-$*
	TSAN_OPTIONS=suppressions=$(abspath Scripts/thread-sanitizer.suppressions) \
	LSAN_OPTIONS=suppressions=$(abspath Scripts/leak-sanitizer.suppressions) \
	  $(SWIFT) test --skip-build --sanitize $* --scratch-path .build-$* --disable-xctest --filter HTTPServerTests

lint: ## Format, doc comments, file lengths
	$(SWIFT) format lint --strict --recursive Sources Tests Fuzz Package.swift
	Scripts/check-house

format:
	$(SWIFT) format format --in-place --recursive Sources Tests Fuzz Package.swift

bench: setup build ## Beside real peers, in one run
	Benchmarks/run

bench-http: setup ## The HTTP server alone, beside nginx, hummingbird and FlyingFox
	Benchmarks/http

docs: setup ## The doc comments as one static site
	Scripts/document

image: ## Needs a Docker engine
	docker build --tag deferral .

clean:
	rm -rf .build $(SANITIZERS:%=.build-%) data/demo
