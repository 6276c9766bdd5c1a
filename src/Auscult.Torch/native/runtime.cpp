// Errors, versions, threads and process-wide switches.
#include "api.h"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/autocast_mode.h>

namespace {
thread_local std::string last_error;
}

namespace auscult {
void record_error() noexcept {
    try {
        throw;
    } catch (const c10::Error& error) {
        last_error = error.what_without_backtrace();
    } catch (const std::exception& error) {
        last_error = error.what();
    } catch (...) {
        last_error = "unknown native error";
    }
}
}  // namespace auscult

EXPORT Text at_last_error() { return last_error.c_str(); }
EXPORT Text at_version() { return TORCH_VERSION; }
EXPORT Text at_show_config() {
    static const std::string text = at::show_config();
    return text.c_str();
}
EXPORT Text at_parallel_info() {
    thread_local std::string text;
    text = at::get_parallel_info();
    return text.c_str();
}

EXPORT int32_t at_get_num_threads() { return at::get_num_threads(); }
EXPORT int32_t at_get_num_interop_threads() { return at::get_num_interop_threads(); }
EXPORT int at_set_num_threads(int32_t threads) DO(at::set_num_threads(threads))
EXPORT int at_set_num_interop_threads(int32_t threads) DO(at::set_num_interop_threads(threads))

EXPORT bool at_deterministic() { return at::globalContext().deterministicAlgorithms(); }
EXPORT int at_set_deterministic(bool enabled, bool warn_only) DO(at::globalContext().setDeterministicAlgorithms(enabled, warn_only))
EXPORT int at_set_flush_denormal(bool enabled) DO(TORCH_CHECK(
    at::globalContext().setFlushDenormal(enabled), "this processor cannot flush denormal numbers"))

// Before 2.4 the CPU and CUDA had functions of their own.
#if AUSCULT_TORCH_AT_LEAST(2, 4)
EXPORT bool at_autocast_enabled(int32_t device_type) {
    return at::autocast::is_autocast_enabled(static_cast<at::DeviceType>(device_type));
}
EXPORT int32_t at_autocast_dtype(int32_t device_type) {
    return static_cast<int32_t>(at::autocast::get_autocast_dtype(static_cast<at::DeviceType>(device_type)));
}
EXPORT int at_set_autocast(int32_t device_type, bool enabled, int32_t dtype) DO(
    auto device = static_cast<at::DeviceType>(device_type);
    at::autocast::set_autocast_dtype(device, static_cast<at::ScalarType>(dtype));
    at::autocast::set_autocast_enabled(device, enabled))
#else
EXPORT bool at_autocast_enabled(int32_t device_type) {
    return device_type == 0 ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
}
EXPORT int32_t at_autocast_dtype(int32_t device_type) {
    return static_cast<int32_t>(device_type == 0 ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype());
}
EXPORT int at_set_autocast(int32_t device_type, bool enabled, int32_t dtype) DO(
    auto type = static_cast<at::ScalarType>(dtype);
    if (device_type == 0) {
        at::autocast::set_autocast_cpu_dtype(type);
        at::autocast::set_cpu_enabled(enabled);
    } else {
        at::autocast::set_autocast_gpu_dtype(type);
        at::autocast::set_enabled(enabled);
    })
#endif
EXPORT int32_t at_autocast_nesting(int32_t change) {
    return change > 0 ? at::autocast::increment_nesting() : at::autocast::decrement_nesting();
}
EXPORT void at_autocast_clear_cache() { at::autocast::clear_cache(); }
