.PHONY: record-tiny
record-tiny: ## Record data/tiny anew on this machine, 27 minutes, as root (REHEARSE=1: one minute, kept apart)
	@eng/build.sh cli
	@eng/tiny/record.py $(if $(REHEARSE),--rehearse)
