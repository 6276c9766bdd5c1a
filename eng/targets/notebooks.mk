.PHONY: notebooks test-notebooks
# The first characters of the notebooks to run; empty: all.
NOTEBOOK ?=

notebooks: ## Run every notebook in Jupyter and write them as HTML to artifacts/notebooks (NOTEBOOK=3 runs one)
	@eng/build.sh cli
	@eng/notebooks.sh $(NOTEBOOK)

test-notebooks: ## Test the C# kernel under the real Jupyter client
	@eng/build.sh cli
	@eng/test-notebooks.sh
