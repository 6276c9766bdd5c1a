.PHONY: bench-score
bench-score: ## Measure scoring 10,000 entities x 100 signals at 1 Hz (ENTITIES=10000, SIGNALS=100, JSON=PATH)
	@eng/setup/setup.sh
	@dotnet build bench/score -c Release --nologo -v quiet -clp:"ErrorsOnly;NoSummary" -nodeReuse:false
	@artifacts/bin/Auscult.Bench.Score/release/Auscult.Bench.Score $(if $(ENTITIES),--entities $(ENTITIES)) \
		$(if $(SIGNALS),--signals $(SIGNALS)) $(json_option)
