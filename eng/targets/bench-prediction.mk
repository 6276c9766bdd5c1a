.PHONY: bench-prediction
# Where the long benchmark and the model are kept; the judged part.
PREDICTION ?= artifacts/bench-prediction
PART ?= validation

bench-prediction: ## Simulate bench-long, learn to foretell faults, print the table (PART=test for the last figure)
	@eng/build.sh cli
	@[[ -f $(PREDICTION)/data/dataset.yaml ]] || ./auscult simulate preset=bench-long --out $(PREDICTION)/data
	@./auscult evaluate-prediction --data $(PREDICTION)/data --cache $(PREDICTION)/frames --out $(PREDICTION)/model --part $(PART) $(json_option)
