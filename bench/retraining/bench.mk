.PHONY: retrain-month
retrain-month: ## A simulated month of weekly retraining with drift, poison and new fault classes; the decisions as one page
	@eng/build.sh cli
	@dotnet build bench/retraining -c Release --nologo -v quiet -clp:"ErrorsOnly;NoSummary" -nodeReuse:false
	@eng/retrain-month.sh runs/retrain-month
