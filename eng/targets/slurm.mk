.PHONY: test-slurm
test-slurm: ## Run the tests of jobs on real Slurm daemons, two nodes on this machine
	@eng/build.sh all
	@eng/setup/slurm.sh
	@eng/test.sh Cluster
