# Holdfast. The two commands that matter: `make run` and `make test`.
# What each target promises: README.md. The work is done by the scripts of the same name in scripts/.

PORT ?= 8080
SIZE ?= small
SEED ?= 1
DATA ?= ./data
# Outside data that may not be shipped; tests that need it say so where it is absent.
HOLDFAST_SHARED ?= ../shared

export PORT SIZE SEED DATA
export HOLDFAST_SHARED := $(abspath $(HOLDFAST_SHARED))

.PHONY: run test build check bench bench-matching bench-statistics durability fresh tools assets clean

## run: build what changed, fill ./data with the example district if it is empty, serve http://127.0.0.1:$(PORT)
run:
	@scripts/run

## test: install what tests need, then all tests: units, properties, both databases, browser journeys, accessibility
test:
	@scripts/test

## build: the release binary, target/release/holdfast
build: assets
	cargo build --release --workspace

## check: format, lints, licences, advisories
check:
	@scripts/check

## bench: Holdfast beside its limits and peers
bench:
	@scripts/bench

## bench-statistics: charts, trends, disclosure control and the figure check on every labelled case set, beside the anchors
bench-statistics:
	@scripts/bench-statistics

## bench-matching: matching beside Splink, accuracy, CPU and memory, three times, median (RECORDS=1000000 for the million)
RECORDS ?= 100000
bench-matching:
	@benches/matching/run $(RECORDS)

## durability: kill -9 and power cuts under load; what was acknowledged is still there (power cuts: as root)
durability: build
	@benches/durability/run

## fresh: both README commands in a fresh clone in a temporary folder
fresh:
	@scripts/fresh

## tools: cargo-deny, for the advisories part of `make check`
tools:
	@scripts/install-check-tools

assets:
	@scripts/assets

clean:
	rm -rf target house/web/assets/dist house/web/assets/node_modules journeys/node_modules journeys/shots
