.PHONY: test-slow
# Damaged inputs of each source that reads files.
DAMAGE_CASES ?= 1000

test-slow: ## Throw thousands of damaged inputs at every source (DAMAGE_CASES=N each)
	@eng/build.sh all
	@eng/test-slow.sh $(DAMAGE_CASES)
