.PHONY: gpu-bundle check-gpu-bundle
gpu-bundle: ## Pack what a GPU machine with PyTorch and g++ needs (artifacts/gpu-bundle.tar.xz, below 60 MB)
	@eng/setup/setup.sh
	@eng/gpu-bundle.sh

check-gpu-bundle: gpu-bundle ## Run the bundle's checks on the CPU, outside the checkout and without .NET
	@eng/check-gpu-bundle.sh
