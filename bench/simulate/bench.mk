.PHONY: bench-simulate
bench-simulate: ## Measure simulating and writing 1,024 hosts of 8 accelerators (NODES=1024, SECONDS=256, FOLDER=, JSON=PATH)
	@eng/setup/setup.sh
	@dotnet build bench/simulate -c Release --nologo -v quiet -clp:"ErrorsOnly;NoSummary" -nodeReuse:false
	@artifacts/bin/Auscult.Bench.Simulate/release/Auscult.Bench.Simulate $(if $(NODES),--nodes $(NODES)) \
		$(if $(SECONDS),--seconds $(SECONDS)) $(if $(FOLDER),--folder $(FOLDER)) $(json_option)
