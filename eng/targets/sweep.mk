.PHONY: sweep
# A sweep file or a name of configs/sweep, and trials at a time.
SWEEP ?= tiny
WORKERS ?= 1

sweep: ## Search for settings by 30 short trainings on data/tiny (SWEEP=file WORKERS=n); goes on where it stopped
	@eng/build.sh cli
	@./auscult sweep $(SWEEP) --workers $(WORKERS) --out artifacts/sweep-$(notdir $(basename $(SWEEP))) $(json_option)
