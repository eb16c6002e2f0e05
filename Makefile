# Shortcuts for people who work on podlab; users need only ./podlab and ./test.

.PHONY: help build test format lint

help: ## Lists what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

build: ## Builds with the import floors checked
	swift build --explicit-target-dependency-import-check error

test: ## Runs the tests
	swift test --disable-xctest

format: ## Formats all Swift files
	swift format --in-place --recursive Sources Tests Package.swift

lint: ## Finds what ./test would refuse
	swift format lint --strict --recursive Sources Tests Package.swift
