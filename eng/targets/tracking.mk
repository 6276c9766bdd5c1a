.PHONY: test-mlflow
test-mlflow: ## Run the tracking tests against a real MLflow server (AUSCULT_MLFLOW_SERVER=http://host:port)
	@: "$${AUSCULT_MLFLOW_SERVER:?name a server that may be written to}"
	@eng/build.sh all
	@eng/test.sh Tracking
