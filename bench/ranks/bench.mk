.PHONY: bench-ranks
bench-ranks: ## Measure data parallel training on this machine's cores, and bytes per step (RANKS=1,2,4 STEPS=60 JSON=PATH)
	@eng/setup/setup.sh
	@eng/build.sh cli
	@dotnet build bench/ranks -c Release --nologo -v quiet -clp:"ErrorsOnly;NoSummary" -nodeReuse:false
	@artifacts/bin/Auscult.Bench.Ranks/release/Auscult.Bench.Ranks $(if $(RANKS),--ranks $(RANKS)) $(if $(STEPS),--steps $(STEPS)) $(json_option)
