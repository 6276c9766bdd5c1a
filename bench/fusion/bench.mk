.PHONY: bench-fusion
bench-fusion: ## Measure fusion and windowing beside a copy, DuckDB's scan and pandas (SIZE=100 million samples, JSON=PATH)
	@eng/setup/setup.sh
	@dotnet build bench/fusion -c Release --nologo -v quiet -clp:"ErrorsOnly;NoSummary" -nodeReuse:false
	@artifacts/bin/Auscult.Bench.Fusion/release/Auscult.Bench.Fusion $(if $(SIZE),--size $(SIZE)) $(json_option)
