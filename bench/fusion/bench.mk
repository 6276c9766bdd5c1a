.PHONY: bench-fusion
bench-fusion: ## Measure fusion and windowing against a copy of the same bytes (JSON=PATH)
	@eng/setup/setup.sh
	@dotnet build bench/fusion -c Release --nologo -v quiet -clp:"ErrorsOnly;NoSummary" -nodeReuse:false
	@artifacts/bin/Auscult.Bench.Fusion/release/Auscult.Bench.Fusion $(json_option)
