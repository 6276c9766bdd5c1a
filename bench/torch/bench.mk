.PHONY: bench-torch

bench-torch: ## Train one encoder in C# and in Python by turns (JSON=PATH)
	@eng/build.sh all
	@bench/torch/run.sh $(json_option)
