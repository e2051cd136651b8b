# The doors of the house. The work itself is in `cargo xtask`; this installs what is missing and opens them.

# Outside the checkout, so that a fresh clone finds the dependencies compiled.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/kitei-target
export KITEI_TOOLS ?= $(HOME)/.cache/kitei-tools
export PATH := $(PATH):$(KITEI_TOOLS)/bin

# Only where the pinned toolchain is installed under another name.
toolchain := $(shell scripts/toolchain.sh)
ifneq ($(toolchain),)
export RUSTUP_TOOLCHAIN := $(toolchain)
endif

.DEFAULT_GOAL := help
.PHONY: help demo test check fix bench

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

# `--bins --examples`, though there are no examples, makes Cargo pick the features that the tests pick (it counts
# development dependencies only then): so no dependency is ever compiled twice.
demo: ## start Kitei with a sample operator; ARGS="--json" and the like are passed on
	@scripts/setup.sh demo
	@scripts/adopt-target.sh
	cargo build --locked --workspace --bins --examples
	@exec $(CARGO_TARGET_DIR)/debug/kitei demo $(ARGS)

test: ## everything CI runs: lints, generated files, browser, tests
	@scripts/setup.sh test
	@scripts/adopt-target.sh
	@cargo xtask ci

check: ## the part without tests: formatting, tidy, spelling, licences, lints
	@scripts/setup.sh test
	@scripts/adopt-target.sh
	@cargo xtask ci --only format,tidy,spelling,licenses,lints

fix: ## format, and mend what clippy can mend
	@cargo xtask fix

bench: ## measure; ARGS="-p store" and the like are passed on
	@scripts/adopt-target.sh
	@cargo xtask bench $(ARGS)
