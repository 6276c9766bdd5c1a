.PHONY: test-report
test-report: ## Open the HTML report in Chromium (CHROMIUM=/path/to/it) and use it: tabs, clicks, keys, dark mode, 100,000 points
	@eng/setup/setup.sh
	@eng/test-report.sh
