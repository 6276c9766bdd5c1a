# The repository's commands. Each does the set-up it needs; a second run starts its work at once.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PREFIX ?= $(HOME)/.local
# Where a target that yields figures also writes them as JSON.
JSON ?=
json_option := $(if $(JSON),--json $(JSON))

.PHONY: help setup build demo test check doctor install clean

help: ## Show this list
	@grep -hE '^[a-z][a-z0-9-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-16s %s\n", $$1, $$2 }'

setup: ## Install and build what the solution needs from this machine
	@eng/setup/setup.sh

build: ## Build everything in Release
	@eng/build.sh all

demo: ## Train on data/tiny, evaluate, track, write a report
	@eng/build.sh cli
	@eng/demo.sh $(json_option)

test: ## Run every test (ONLY=Tracking runs one project)
	@eng/build.sh all
	@eng/setup/slurm.sh
	@eng/test.sh $(ONLY)

check: ## Verify formatting and the rules between projects
	@dotnet format whitespace . --folder --verify-no-changes
	@eng/build.sh all
	@eng/test.sh Architecture

doctor: ## Show what this machine has and lacks
	@./auscult doctor $(json_option)

install: ## Install the command line under PREFIX (default ~/.local) with shell completions
	@eng/build.sh cli
	@eng/install.sh "$(PREFIX)"

clean: ## Remove everything that was built
	@rm -rf artifacts

-include bench/*/*.mk
-include eng/targets/*.mk
