.PHONY: bench-windows
bench-windows: ## Measure batches of windows against a copy of the same bytes (JSON=PATH)
	@eng/setup/setup.sh
	@dotnet build bench/windows -c Release --nologo -v quiet -clp:"ErrorsOnly;NoSummary" -nodeReuse:false
	@artifacts/bin/Auscult.Bench.Windows/release/Auscult.Bench.Windows $(json_option)
