// CUDA devices. With a CPU-only libtorch the queries answer "none" and the rest fail with libtorch's message.
#include "api.h"

#include <torch/cuda.h>
#if defined(AUSCULT_CUDA)
#include <ATen/cuda/CUDAEvent.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include <map>
#include <mutex>
#endif

EXPORT bool at_cuda_is_available() { return torch::cuda::is_available(); }
EXPORT bool at_cuda_cudnn_is_available() { return torch::cuda::cudnn_is_available(); }
EXPORT int64_t at_cuda_device_count() { return static_cast<int64_t>(torch::cuda::device_count()); }
EXPORT int at_cuda_synchronize(int64_t device) DO(torch::cuda::synchronize(device))
EXPORT int at_cuda_manual_seed(uint64_t seed) DO(torch::cuda::manual_seed(seed))
EXPORT int at_cuda_manual_seed_all(uint64_t seed) DO(torch::cuda::manual_seed_all(seed))
EXPORT bool at_allow_tf32() { return at::globalContext().allowTF32CuBLAS(); }
EXPORT int at_set_allow_tf32(bool allow) DO(at::globalContext().setAllowTF32CuBLAS(allow))
EXPORT bool at_cudnn_allow_tf32() { return at::globalContext().allowTF32CuDNN(); }
EXPORT int at_cudnn_set_allow_tf32(bool allow) DO(at::globalContext().setAllowTF32CuDNN(allow))

#if defined(AUSCULT_CUDA)
EXPORT bool at_has_cuda_memory() { return true; }

// out: allocated, peak allocated, reserved, peak reserved; in bytes.
EXPORT int at_cuda_memory(int64_t device, int64_t* out) DO(
    auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(static_cast<at::DeviceIndex>(device));
    out[0] = stats.allocated_bytes[0].current;
    out[1] = stats.allocated_bytes[0].peak;
    out[2] = stats.reserved_bytes[0].current;
    out[3] = stats.reserved_bytes[0].peak)
EXPORT int at_cuda_reset_peak_memory(int64_t device)
    DO(c10::cuda::CUDACachingAllocator::resetPeakStats(static_cast<at::DeviceIndex>(device)))

namespace {
// One stream per device for copies that run beside the computing one.
c10::cuda::CUDAStream copy_stream(int64_t device) {
    static std::mutex gate;
    static std::map<int64_t, c10::cuda::CUDAStream> streams;
    std::lock_guard<std::mutex> held(gate);
    auto found = streams.find(device);
    if (found == streams.end())
        found = streams.emplace(device, c10::cuda::getStreamFromPool(false, static_cast<at::DeviceIndex>(device))).first;
    return found->second;
}
}  // namespace

EXPORT Made at_cuda_send(Tensor self, int64_t device) {
    return returning([&] {
        c10::cuda::CUDAStreamGuard guard(copy_stream(device));
        return self->to(at::Device(at::kCUDA, static_cast<at::DeviceIndex>(device)), self->scalar_type(), /*non_blocking=*/true);
    });
}
EXPORT int at_cuda_receive(Tensor self) DO(
    auto current = c10::cuda::getCurrentCUDAStream(self->device().index());
    at::cuda::CUDAEvent sent;
    sent.record(copy_stream(self->device().index()));
    sent.block(current);
    self->record_stream(current.unwrap()))
EXPORT int at_cuda_await_sent(int64_t device) DO(copy_stream(device).synchronize())
#else
namespace {
constexpr auto no_statistics = "CUDA memory statistics need a CUDA libtorch and the CUDA headers when the native library is built";
}

EXPORT bool at_has_cuda_memory() { return false; }
EXPORT int at_cuda_memory(int64_t, int64_t*) DO(TORCH_CHECK(false, no_statistics))
EXPORT int at_cuda_reset_peak_memory(int64_t) DO(TORCH_CHECK(false, no_statistics))
EXPORT Made at_cuda_send(Tensor self, int64_t device) RETURN(self->to(at::Device(at::kCUDA, static_cast<at::DeviceIndex>(device))))
EXPORT int at_cuda_receive(Tensor) { return 0; }
EXPORT int at_cuda_await_sent(int64_t device) DO(torch::cuda::synchronize(device))
#endif
