// Process groups of c10d: the store through which ranks find each other, collectives, and the reducer that averages gradients in
// buckets while the backward pass runs. AUSCULT_GLOO and AUSCULT_NCCL say which backends libtorch and the headers here have.
#if defined(AUSCULT_GLOO)
#define USE_C10D_GLOO
#endif
#if defined(AUSCULT_NCCL)
#define USE_C10D_NCCL
#endif
#include <torch/torch.h>

#include "api.h"

#if defined(AUSCULT_C10D)
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/csrc/distributed/c10d/reducer.hpp>
#if defined(AUSCULT_GLOO)
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#if defined(AUSCULT_NCCL)
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace {

struct Rendezvous {
    c10::intrusive_ptr<c10d::TCPStore> store;
};

struct Group {
    c10::intrusive_ptr<c10d::ProcessGroup> group;
};

struct GradientReducer {
    std::unique_ptr<c10d::Reducer> reducer;
};

// Since 2.0 a process group holds a backend per device; before, the backend was the group.
template <class Base, class Backend>
c10::intrusive_ptr<Base> as_group(
        const c10::intrusive_ptr<c10d::Store>& store, int rank, int size, c10::intrusive_ptr<Backend> backend, at::DeviceType device,
        bool is_nccl) {
    if constexpr (std::is_base_of_v<Base, Backend>) {
        return backend;
    } else {
        c10::intrusive_ptr<Base> group;
        if constexpr (std::is_constructible_v<Base, const c10::intrusive_ptr<c10d::Store>&, int, int>) {
            group = c10::make_intrusive<Base>(store, rank, size);
        } else {
            group = c10::make_intrusive<Base>(store, rank, size, Base::Options::create(is_nccl ? "nccl" : "gloo"));
        }
        auto type = is_nccl ? Base::BackendType::NCCL : Base::BackendType::GLOO;
        group->setBackend(device, type, backend);
        return group;
    }
}

#if defined(AUSCULT_GLOO)
c10::intrusive_ptr<c10d::ProcessGroup> gloo(
        const c10::intrusive_ptr<c10d::Store>& store, int rank, int size, std::chrono::milliseconds timeout, const std::string& address) {
    auto options = c10d::ProcessGroupGloo::Options::create(timeout);
    const char* interface = std::getenv("GLOO_SOCKET_IFNAME");
    options->devices.push_back(
        interface && *interface ? c10d::ProcessGroupGloo::createDeviceForInterface(interface)
        : address.empty()       ? c10d::ProcessGroupGloo::createDefaultDevice()
                                : c10d::ProcessGroupGloo::createDeviceForHostname(address));
    // One thread keeps the order of collectives; two let a second bucket start while the first one's last part is on its way.
    options->threads = 2;
    auto backend = c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options);
    return as_group<c10d::ProcessGroup>(store, rank, size, backend, at::kCPU, false);
}
#endif

#if defined(AUSCULT_NCCL)
c10::intrusive_ptr<c10d::ProcessGroup> nccl(
        const c10::intrusive_ptr<c10d::Store>& store, int rank, int size, std::chrono::milliseconds timeout) {
    auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = timeout;
    auto backend = c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, size, options);
    return as_group<c10d::ProcessGroup>(store, rank, size, backend, at::kCUDA, true);
}
#endif

c10::intrusive_ptr<c10d::ProcessGroup> group_of(
        const c10::intrusive_ptr<c10d::Store>& store, bool is_nccl, int rank, int size, std::chrono::milliseconds timeout,
        const std::string& address) {
    if (is_nccl) {
#if defined(AUSCULT_NCCL)
        return nccl(store, rank, size, timeout);
#endif
    } else {
#if defined(AUSCULT_GLOO)
        return gloo(store, rank, size, timeout, address);
#endif
    }
    TORCH_CHECK(false, is_nccl ? "the native half was built without NCCL" : "the native half was built without Gloo");
}

// Later versions take more switches (2.10) and no limits of single buckets (2.14); a template, so that only the fitting call is compiled.
template <class Reducer>
std::unique_ptr<Reducer> reducer(
        const std::vector<at::Tensor>& params, const std::vector<std::vector<size_t>>& buckets, const std::vector<size_t>& limits,
        const c10::intrusive_ptr<c10d::ProcessGroup>& group, const std::vector<bool>& dense, int64_t bytes, bool find_unused) {
    using Indices = std::vector<std::vector<size_t>>;
    using Names = std::unordered_map<size_t, std::string>;
    constexpr bool as_views = false, skip_unused = false, in_python = false;
    if constexpr (std::is_constructible_v<Reducer, std::vector<at::Tensor>, Indices, std::vector<size_t>,
                      c10::intrusive_ptr<c10d::ProcessGroup>, std::vector<bool>, int64_t, bool, bool, Names, int64_t>) {
        return std::make_unique<Reducer>(params, buckets, limits, group, dense, bytes, find_unused, as_views, Names(), bytes);
    } else if constexpr (std::is_constructible_v<Reducer, std::vector<at::Tensor>, Indices, std::vector<size_t>,
                             c10::intrusive_ptr<c10d::ProcessGroup>, std::vector<bool>, int64_t, bool, bool, Names, int64_t, bool, bool>) {
        return std::make_unique<Reducer>(
            params, buckets, limits, group, dense, bytes, find_unused, as_views, Names(), bytes, skip_unused, in_python);
    } else {
        return std::make_unique<Reducer>(
            params, buckets, group, dense, bytes, find_unused, as_views, Names(), bytes, skip_unused, in_python,
            std::vector<int64_t>{bytes});
    }
}

}  // namespace

#if defined(AUSCULT_GLOO)
EXPORT bool at_has_gloo() { return true; }
#else
EXPORT bool at_has_gloo() { return false; }
#endif
#if defined(AUSCULT_NCCL)
EXPORT bool at_has_nccl() { return true; }
#else
EXPORT bool at_has_nccl() { return false; }
#endif

// Port 0 lets the server choose one; port receives the one in use.
EXPORT Rendezvous* at_store_new(Text host, int32_t* port, bool is_server, int64_t timeout_ms) {
    Rendezvous* made = nullptr;
    doing([&] {
        c10d::TCPStoreOptions options;
        options.port = static_cast<uint16_t>(*port);
        options.isServer = is_server;
        options.waitWorkers = false;
        options.timeout = std::chrono::milliseconds(timeout_ms);
        auto store = c10::make_intrusive<c10d::TCPStore>(std::string(host), options);
        *port = store->getPort();
        made = new Rendezvous{store};
    });
    return made;
}
EXPORT void at_store_free(Rendezvous* store) { delete store; }
EXPORT int at_store_set(Rendezvous* store, Text key, Text value)
    DO(std::string text(value); store->store->set(key, std::vector<uint8_t>(text.begin(), text.end())))
EXPORT Text at_store_get(Rendezvous* store, Text key) {
    thread_local std::string text;
    return doing([&] {
        auto value = store->store->get(key);
        text.assign(value.begin(), value.end());
    }) == 0 ? text.c_str() : nullptr;
}
EXPORT int at_store_add(Rendezvous* store, Text key, int64_t change, int64_t* sum) DO(*sum = store->store->add(key, change))
EXPORT int at_store_wait(Rendezvous* store, Text key, int64_t timeout_ms)
    DO(store->store->wait({std::string(key)}, std::chrono::milliseconds(timeout_ms)))

EXPORT Group* at_group_new(Rendezvous* store, Text prefix, bool is_nccl, int32_t rank, int32_t size, int64_t timeout_ms, Text address) {
    Group* made = nullptr;
    doing([&] {
        auto own = c10::make_intrusive<c10d::PrefixStore>(std::string(prefix), store->store);
        made = new Group{group_of(own, is_nccl, rank, size, std::chrono::milliseconds(timeout_ms), address)};
    });
    return made;
}
EXPORT void at_group_free(Group* group) {
    doing([&] { delete group; });
}
EXPORT int at_group_all_reduce(Group* group, Tensor self, int32_t op) DO(
    std::vector<at::Tensor> tensors{*self};
    c10d::AllreduceOptions options;
    options.reduceOp = static_cast<c10d::ReduceOp::RedOpType>(op);
    group->group->allreduce(tensors, options)->wait())
EXPORT int at_group_broadcast(Group* group, Tensor self, int32_t root) DO(
    std::vector<at::Tensor> tensors{*self};
    c10d::BroadcastOptions options;
    options.rootRank = root;
    group->group->broadcast(tensors, options)->wait())

EXPORT GradientReducer* at_reducer_new(
        Group* group, at::Tensor* const* params, int64_t length, int64_t bucket_bytes, bool find_unused) {
    GradientReducer* made = nullptr;
    doing([&] {
        auto tensors = list(params, length);
        auto dense = std::vector<bool>(tensors.size(), false);
        auto limits = std::vector<size_t>{static_cast<size_t>(bucket_bytes)};
        auto [buckets, bucket_limits] = c10d::compute_bucket_assignment_by_size(tensors, limits, dense);
        // The last layers have their gradients first.
        std::reverse(buckets.begin(), buckets.end());
        std::reverse(bucket_limits.begin(), bucket_limits.end());
        made = new GradientReducer{
            reducer<c10d::Reducer>(tensors, buckets, bucket_limits, group->group, dense, bucket_bytes, find_unused)};
    });
    return made;
}
EXPORT void at_reducer_free(GradientReducer* reducer) {
    doing([&] { delete reducer; });
}
EXPORT int at_reducer_prepare(GradientReducer* reducer, Tensor output) DO(
    reducer->reducer->prepare_for_forward();
    reducer->reducer->prepare_for_backward({*output}))
#else
namespace {
constexpr auto no_groups = "process groups need a libtorch with c10d";
}
struct Rendezvous;
struct Group;
struct GradientReducer;

EXPORT bool at_has_gloo() { return false; }
EXPORT bool at_has_nccl() { return false; }
EXPORT Rendezvous* at_store_new(Text, int32_t*, bool, int64_t) {
    doing([] { TORCH_CHECK(false, no_groups); });
    return nullptr;
}
EXPORT void at_store_free(Rendezvous*) {}
EXPORT int at_store_set(Rendezvous*, Text, Text) DO(TORCH_CHECK(false, no_groups))
EXPORT Text at_store_get(Rendezvous*, Text) { return nullptr; }
EXPORT int at_store_add(Rendezvous*, Text, int64_t, int64_t*) DO(TORCH_CHECK(false, no_groups))
EXPORT int at_store_wait(Rendezvous*, Text, int64_t) DO(TORCH_CHECK(false, no_groups))
EXPORT Group* at_group_new(Rendezvous*, Text, bool, int32_t, int32_t, int64_t, Text) { return nullptr; }
EXPORT void at_group_free(Group*) {}
EXPORT int at_group_all_reduce(Group*, Tensor, int32_t) DO(TORCH_CHECK(false, no_groups))
EXPORT int at_group_broadcast(Group*, Tensor, int32_t) DO(TORCH_CHECK(false, no_groups))
EXPORT GradientReducer* at_reducer_new(Group*, at::Tensor* const*, int64_t, int64_t, bool) { return nullptr; }
EXPORT void at_reducer_free(GradientReducer*) {}
EXPORT int at_reducer_prepare(GradientReducer*, Tensor) DO(TORCH_CHECK(false, no_groups))
#endif
