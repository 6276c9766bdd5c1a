.PHONY: bench-diagnosis
DIAGNOSIS ?= small
bench-diagnosis: ## Judge the diagnosers on AuscultBench (DIAGNOSIS=tiny for the tiny one), simulating it first where it is not there
	@eng/build.sh cli
	@test -d artifacts/bench-$(DIAGNOSIS) || ./auscult simulate preset=bench-$(DIAGNOSIS) --check --out artifacts/bench-$(DIAGNOSIS)
	@./auscult evaluate-sites evaluate_sites.root=artifacts/bench-$(DIAGNOSIS) --cache artifacts/frames --out artifacts/diagnosis-$(DIAGNOSIS) $(json_option)
