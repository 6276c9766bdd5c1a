.PHONY: bench-import
bench-import: ## Measure imports of CSV, JSON and text beside Python's usual way (JSON=PATH)
	@eng/setup/setup.sh
	@dotnet build bench/import -c Release --nologo -v quiet -clp:"ErrorsOnly;NoSummary" -nodeReuse:false
	@artifacts/bin/Auscult.Bench.Import/release/Auscult.Bench.Import $(json_option)
