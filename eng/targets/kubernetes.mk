.PHONY: test-kubernetes
test-kubernetes: ## Hold the manifests of jobs against the official schemas (KUBERNETES_SCHEMAS=folder, docs/guide/cluster.md)
	@: "$${KUBERNETES_SCHEMAS:?name the folder with swagger.json and jobset.x-k8s.io_jobsets.yaml}"
	@eng/build.sh all
	@AUSCULT_KUBERNETES_SCHEMAS="$$(realpath "$$KUBERNETES_SCHEMAS")" eng/test.sh Cluster
