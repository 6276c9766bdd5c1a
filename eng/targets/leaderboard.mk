.PHONY: leaderboard
# Tables that are rebuilt; empty: all of configs/leaderboard.
TABLES ?=

leaderboard: ## Rebuild the tables of detectors and diagnosers (TABLES="smd-tsb tiny"); measured cells are kept
	@eng/build.sh cli
	@./auscult leaderboard $(TABLES) $(json_option)
