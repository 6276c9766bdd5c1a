.PHONY: check-torchsharp
check-torchsharp: ## Compile the model code against a local TorchSharp (DLL=path/TorchSharp.dll)
	@eng/check-torchsharp.sh "$(DLL)"
