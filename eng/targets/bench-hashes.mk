.PHONY: bench-hashes
# Presets whose fingerprint is renewed.
PRESETS ?= bench-tiny bench-small

bench-hashes: ## Simulate the benchmark's presets and write their fingerprints into them (PRESETS="bench-tiny bench-full")
	@eng/build.sh cli
	@eng/bench-hashes.sh $(PRESETS)
