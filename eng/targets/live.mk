.PHONY: live-demo
live-demo: ## Fuse a live Prometheus and node_exporter with the training they watch
	@eng/build.sh cli
	@eng/live-demo.sh
