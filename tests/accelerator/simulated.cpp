// A simulated accelerator: the processor behind the manners of a GPU.
//
// Its tensors have an address that the processor may neither read nor write, it refuses tensors of
// another device where a GPU does, it draws from a generator of its own, and it can be told to
// refuse whatever would make the host wait (as torch.cuda.set_sync_debug_mode does). Its numbers
// are the processor's, so a difference is a fault of placement and not of rounding.
// Left out: speed, several devices, and all that hangs on streams that run late.

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/EmptyTensor.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/detail/PrivateUse1HooksInterface.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/convolution.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/set_native.h>
#include <ATen/ops/unfold_native.h>
#include <ATen/ops/view_as_real_native.h>
#include <ATen/ops/view_native.h>
#include <sys/mman.h>
#include <torch/library.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <mutex>
#include <set>

namespace {

using at::Tensor;
using c10::SymIntArrayRef;
using Maybe = std::optional<Tensor>;

constexpr size_t kSpace = size_t{1} << 36;  // addresses; memory is taken when a page is touched
constexpr size_t kSmallest = 64;
const c10::Device kDevice(c10::DeviceType::PrivateUse1, 0);
const c10::Stream kStream(c10::Stream::DEFAULT, kDevice);
std::atomic<bool> may_wait{true};
std::atomic<int64_t> operations{0};

// ---------------------------------------------------------------- memory

// One memory at two addresses: tensors know the far one, which nobody may touch; only what is
// done "on the device" uses the near one.
class Memory final : public c10::Allocator {
 public:
  Memory() {
    const int file = memfd_create("simulated", 0);
    TORCH_CHECK(file >= 0 && ftruncate(file, kSpace) == 0, "no memory for the simulated device");
    near_ = map(file, PROT_READ | PROT_WRITE);
    far_ = map(file, PROT_NONE);
    close(file);
  }

  c10::DataPtr allocate(size_t bytes) override {
    const std::lock_guard<std::mutex> held(mutex_);
    size_t size = kSmallest;
    while (size < bytes) size *= 2;
    auto& shelf = shelves_[size];
    size_t place = next_;
    if (shelf.empty()) {
      TORCH_CHECK(next_ + size <= kSpace, "the simulated device is full");
      next_ += size;
    } else {
      place = *shelf.begin();
      shelf.erase(shelf.begin());
    }
    sizes_[place] = size;
    char* address = far_ + place;
    return {address, address, &give_back, kDevice};
  }

  c10::DeleterFnPtr raw_deleter() const override { return &give_back; }

  void copy_data(void* to, const void* from, std::size_t count) const override {
    std::memmove(near(to), near(from), count);
  }

  void* near(const void* address) const { return near_ + (static_cast<const char*>(address) - far_); }

  static Memory& get() {
    static auto* memory = new Memory();  // tensors may outlive every static
    return *memory;
  }

 private:
  static char* map(int file, int rights) {
    void* address = mmap(nullptr, kSpace, rights, MAP_SHARED | MAP_NORESERVE, file, 0);
    TORCH_CHECK(address != MAP_FAILED, "no addresses for the simulated device");
    return static_cast<char*>(address);
  }

  static void give_back(void* address) {
    auto& self = get();
    const std::lock_guard<std::mutex> held(self.mutex_);
    const auto found = self.sizes_.find(static_cast<char*>(address) - self.far_);
    self.shelves_[found->second].insert(found->first);
    self.sizes_.erase(found);
  }

  std::mutex mutex_;
  char *near_, *far_;
  size_t next_ = 0;
  std::map<size_t, std::set<size_t>> shelves_;
  std::map<size_t, size_t> sizes_;
};

bool there(const Tensor& x) { return x.defined() && x.device() == kDevice; }

// The same numbers, as a tensor of the processor at the address it may use.
Tensor near(const Tensor& x) {
  if (!there(x)) return x;
  const auto& storage = x.storage();
  const auto count = static_cast<int64_t>(storage.nbytes() / x.itemsize());
  void* start = Memory::get().near(storage.data());
  return at::from_blob(start, {count}, x.options().device(c10::kCPU))
      .as_strided(x.sizes(), x.strides(), x.storage_offset());
}

Tensor far(const Tensor& x) { return x.defined() && !there(x) ? x.to(kDevice) : x; }

void wait_for(const std::string& what) {
  TORCH_CHECK(may_wait, "called a synchronizing operation: ", what);
}

// ---------------------------------------------------------------- operations with their own rules

Tensor empty(SymIntArrayRef size, std::optional<at::ScalarType> dtype, std::optional<at::Layout>,
             std::optional<at::Device>, std::optional<bool>, std::optional<at::MemoryFormat> format) {
  constexpr c10::DispatchKeySet keys(c10::DispatchKey::PrivateUse1);
  return at::detail::empty_generic(C10_AS_INTARRAYREF_SLOW(size), &Memory::get(), keys, c10::dtype_or_default(dtype),
                                   format);
}

Tensor empty_strided(SymIntArrayRef size, SymIntArrayRef stride, std::optional<at::ScalarType> dtype,
                     std::optional<at::Layout>, std::optional<at::Device>, std::optional<bool>) {
  constexpr c10::DispatchKeySet keys(c10::DispatchKey::PrivateUse1);
  return at::detail::empty_strided_generic(C10_AS_INTARRAYREF_SLOW(size), C10_AS_INTARRAYREF_SLOW(stride),
                                           &Memory::get(), keys, c10::dtype_or_default(dtype));
}

Tensor as_strided(const Tensor& x, SymIntArrayRef size, SymIntArrayRef stride, std::optional<c10::SymInt> offset) {
  const auto start = offset ? std::optional<int64_t>(offset->expect_int()) : std::nullopt;
  return at::native::as_strided_tensorimpl(x, C10_AS_INTARRAYREF_SLOW(size), C10_AS_INTARRAYREF_SLOW(stride), start);
}

Tensor view(const Tensor& x, SymIntArrayRef size) { return at::native::view(x, C10_AS_INTARRAYREF_SLOW(size)); }

Tensor reshape_alias(const Tensor& x, SymIntArrayRef size, SymIntArrayRef stride) {
  return at::native::_reshape_alias(x, C10_AS_INTARRAYREF_SLOW(size), C10_AS_INTARRAYREF_SLOW(stride));
}

const Tensor& resize_(const Tensor& x, SymIntArrayRef size, std::optional<at::MemoryFormat>) {
  const auto wanted = C10_AS_INTARRAYREF_SLOW(size);
  if (x.sizes() == wanted) return x;
  const auto fresh = at::empty(wanted, x.options());
  const auto kept = std::min(fresh.numel(), x.numel());
  if (kept > 0) near(fresh).flatten().narrow(0, 0, kept).copy_(near(x).flatten().narrow(0, 0, kept));
  x.unsafeGetTensorImpl()->set_storage_and_dtype(fresh.storage(), fresh.dtype());
  x.unsafeGetTensorImpl()->set_sizes_and_strides(fresh.sizes(), fresh.strides(), 0);
  return x;
}

Tensor& set_storage(Tensor& x, at::Storage source, c10::SymInt offset, SymIntArrayRef size, SymIntArrayRef stride) {
  auto* impl = x.unsafeGetTensorImpl();
  impl->set_storage_keep_dtype(std::move(source));
  if (stride.empty()) {
    impl->set_sizes_contiguous(C10_AS_INTARRAYREF_SLOW(size));
    impl->set_storage_offset(offset.expect_int());
  } else {
    impl->set_sizes_and_strides(C10_AS_INTARRAYREF_SLOW(size), C10_AS_INTARRAYREF_SLOW(stride), offset.expect_int());
  }
  return x;
}

Tensor copy_from(const Tensor& from, const Tensor& to, bool non_blocking) {
  if (there(from) != there(to) && !non_blocking) wait_for("a copy between the processor and the device");
  near(to).copy_(near(from));
  return to;
}

// PyTorch leaves convolutions to the device: the way for everything else never sees them.
void check_together(const Tensor& x, const Tensor& weight, const Maybe& third) {
  TORCH_CHECK(there(x) && there(weight) && (!third || !third->defined() || there(*third)),
              "The devices of input, weight and bias of a convolution should be the same");
}

Tensor convolution(const Tensor& x, const Tensor& weight, const Maybe& bias, SymIntArrayRef stride,
                   SymIntArrayRef padding, SymIntArrayRef dilation, bool transposed, SymIntArrayRef output_padding,
                   c10::SymInt groups) {
  check_together(x, weight, bias);
  const Maybe shift = bias ? Maybe(near(*bias)) : std::nullopt;
  return far(at::convolution_symint(near(x), near(weight), shift, stride, padding, dilation, transposed,
                                    output_padding, groups));
}

std::tuple<Tensor, Tensor, Tensor> convolution_backward(const Tensor& slope, const Tensor& x, const Tensor& weight,
                                                        SymIntArrayRef stride, SymIntArrayRef padding,
                                                        SymIntArrayRef dilation, bool transposed,
                                                        SymIntArrayRef output_padding, c10::SymInt groups,
                                                        std::array<bool, 3> wanted) {
  check_together(x, weight, slope);
  const std::vector<c10::SymInt> biases{slope.sym_size(1)};
  const auto [to_x, to_weight, to_bias] =
      at::convolution_backward_symint(near(slope), near(x), near(weight), biases, stride, padding, dilation,
                                      transposed, output_padding, groups, wanted);
  return {far(to_x), far(to_weight), far(to_bias)};
}

// Cells of recurrent networks too: here as sums and products that PyTorch differentiates by itself.
Tensor plus(const Tensor& x, const Maybe& bias) { return bias && bias->defined() ? x + *bias : x; }

std::tuple<Tensor, Tensor, Tensor> lstm_cell(const Tensor& of_input, const Tensor& of_state, const Tensor& cell,
                                             const Maybe& input_bias, const Maybe& state_bias) {
  const auto gates = plus(of_input, input_bias) + plus(of_state, state_bias);
  const auto part = gates.chunk(4, 1);  // input, forget, new, output
  const auto next = part[1].sigmoid() * cell + part[0].sigmoid() * part[2].tanh();
  return {part[3].sigmoid() * next.tanh(), next, gates};
}

std::tuple<Tensor, Tensor> gru_cell(const Tensor& of_input, const Tensor& of_state, const Tensor& state,
                                    const Maybe& input_bias, const Maybe& state_bias) {
  const auto seen = plus(of_input, input_bias).chunk(3, 1);  // reset, update, new
  const auto kept = plus(of_state, state_bias).chunk(3, 1);
  const auto update = (seen[1] + kept[1]).sigmoid();
  const auto fresh = (seen[2] + (seen[0] + kept[0]).sigmoid() * kept[2]).tanh();
  return {fresh + update * (state - fresh), of_input};
}

// ---------------------------------------------------------------- random numbers

// The processor's algorithm with a state of its own.
struct FarGenerator final : at::CPUGeneratorImpl {
  explicit FarGenerator(uint64_t seed = c10::default_rng_seed_val) : CPUGeneratorImpl(seed) {
    device_ = kDevice;
    key_set_ = c10::DispatchKeySet(c10::DispatchKey::PrivateUse1);
  }
};

at::Generator& default_generator() {
  static auto generator = at::make_generator<FarGenerator>();
  return generator;
}

// While this lives, the processor's generator draws the device's numbers.
class Borrowed {
 public:
  explicit Borrowed(at::Generator lender)
      : lender_(std::move(lender)), own_(at::detail::getDefaultCPUGenerator()), kept_(own_.get_state()) {
    own_.set_state(lender_.get_state());
  }
  ~Borrowed() {
    lender_.set_state(own_.get_state());
    own_.set_state(kept_);
  }

 private:
  at::Generator lender_, own_;
  Tensor kept_;
};

// ---------------------------------------------------------------- every other operation

// A GPU takes two things from the processor: a number (no dimensions, only read), and the places
// of an indexing.
void refuse_mixture(const c10::OperatorHandle& op, c10::ArrayRef<c10::IValue> arguments) {
  const auto& schema = op.schema();
  const auto look = [&](const Tensor& x, bool written) {
    TORCH_CHECK(!x.defined() || there(x) || (x.dim() == 0 && !written),
                "Expected all tensors to be on the same device, but found at least two devices, ", kDevice, " and ",
                x.device(), "! (", schema.name(), ", shape ", x.sizes(), ")");
  };
  for (size_t k = 0; k < arguments.size(); ++k) {
    const auto* alias = schema.arguments()[k].alias_info();
    const bool written = alias && alias->isWrite();
    if (arguments[k].isTensor()) look(arguments[k].toTensor(), written);
    if (arguments[k].isTensorList()) {
      for (const Tensor& x : arguments[k].toTensorVector()) look(x, written);
    }
  }
}

// Does the answer, or its shape, hang on values that are on the device?
bool waits(const c10::OperatorHandle& op, c10::ArrayRef<c10::IValue> arguments) {
  for (const auto& argument : arguments) {
    if (!argument.isOptionalTensorList()) continue;
    for (const Maybe& place : argument.toOptionalTensorList()) {  // a mask as index: how many are true?
      if (place && (place->scalar_type() == at::kBool || place->scalar_type() == at::kByte)) return true;
    }
    return false;
  }
  return op.hasTag(at::Tag::data_dependent_output) || op.hasTag(at::Tag::dynamic_output_shape);
}

class Call {
 public:
  Call(const c10::OperatorHandle& op, torch::jit::Stack* stack) : op_(op), stack_(stack) {}

  void run() {
    const auto& schema = op_.schema();
    const auto arguments = torch::jit::last(*stack_, schema.arguments().size());
    refuse_mixture(op_, arguments);
    if (waits(op_, arguments)) wait_for(schema.name());
    auto generator = default_generator();
    for (size_t k = 0; k < schema.arguments().size(); ++k) {
      auto& argument = (*stack_)[stack_->size() - schema.arguments().size() + k];
      if (argument.isGenerator()) {
        generator = argument.toGenerator();
        TORCH_CHECK(generator.device() == kDevice, "Expected a 'simulated' device type for generator but found '",
                    generator.device().type(), "'");
        argument = c10::IValue();
      } else {
        argument = brought(argument, schema.arguments()[k]);
      }
    }
    if (op_.hasTag(at::Tag::nondeterministic_seeded)) {
      const Borrowed borrowed(generator);
      op_.redispatchBoxed(c10::DispatchKeySet(c10::DispatchKey::CPU), stack_);
    } else {
      op_.redispatchBoxed(c10::DispatchKeySet(c10::DispatchKey::CPU), stack_);
    }
    for (const auto& [original, shadow] : made_) near(original.resize_(shadow.sizes())).copy_(shadow);
    for (size_t k = 0; k < schema.returns().size(); ++k) {
      auto& answer = (*stack_)[stack_->size() - schema.returns().size() + k];
      const auto* alias = schema.returns()[k].alias_info();
      TORCH_CHECK(!alias || alias->isWrite(), "the simulated device has no view ", schema.name());
      answer = taken(answer);
    }
  }

 private:
  // What is only made here (`out`) may get another size than it comes with.
  Tensor brought(const Tensor& x, const c10::Argument& said) {
    if (!there(x)) return x;
    const auto shadow = said.is_out() ? at::empty({0}, x.options().device(c10::kCPU)) : near(x);
    if (said.is_out()) made_.emplace_back(x, shadow);
    if (said.alias_info() && said.alias_info()->isWrite()) written_.emplace_back(x, shadow);
    return shadow;
  }

  c10::IValue brought(const c10::IValue& argument, const c10::Argument& said) {
    if (argument.isTensor()) return brought(argument.toTensor(), said);
    if (argument.isDevice()) return c10::Device(c10::kCPU);
    if (argument.isTensorList()) {
      c10::List<Tensor> all;
      for (const Tensor& x : argument.toTensorVector()) all.push_back(brought(x, said));
      return all;
    }
    if (argument.isOptionalTensorList()) {
      c10::List<Maybe> all;
      for (const Maybe& x : argument.toOptionalTensorList()) all.push_back(x ? Maybe(near(*x)) : std::nullopt);
      return all;
    }
    return argument;
  }

  Tensor taken(const Tensor& x) const {
    for (const auto& [original, shadow] : written_) {
      if (x.is_same(shadow)) return original;
    }
    if (!x.defined()) return x;
    const auto moved = at::empty_strided(x.sizes(), x.strides(), x.options().device(kDevice));
    near(moved).copy_(x);
    return moved;
  }

  c10::IValue taken(const c10::IValue& answer) const {
    if (answer.isTensor()) return taken(answer.toTensor());
    if (!answer.isTensorList()) return answer;
    c10::List<Tensor> all;
    for (const Tensor& x : answer.toTensorVector()) all.push_back(taken(x));
    return all;
  }

  const c10::OperatorHandle& op_;
  torch::jit::Stack* stack_;
  std::vector<std::pair<Tensor, Tensor>> written_, made_;  // (on the device, here)
};

void on_the_device(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  ++operations;
  Call(op, stack).run();
}

// ---------------------------------------------------------------- what PyTorch asks of a device

// One device with one stream, whose work is done when a call returns: every event has happened.
struct Guard final : c10::impl::NoOpDeviceGuardImpl<c10::DeviceType::PrivateUse1> {
  c10::Device exchangeDevice(c10::Device) const override { return kDevice; }
  c10::Device getDevice() const override { return kDevice; }
  c10::Stream getStream(c10::Device) const noexcept override { return kStream; }
  c10::Stream getNewStream(c10::Device, int) const override { return kStream; }
  c10::Stream exchangeStream(c10::Stream) const noexcept override { return kStream; }
  void record(void**, const c10::Stream&, c10::DeviceIndex, c10::EventFlag) const override {}
  void block(void*, const c10::Stream&) const override {}
  bool queryEvent(void*) const override { return true; }
  void synchronizeEvent(void*) const override {}
};

struct Hooks final : at::PrivateUse1HooksInterface {
  bool isBuilt() const override { return true; }
  bool isAvailable() const override { return true; }
  bool hasPrimaryContext(c10::DeviceIndex) const override { return true; }
  c10::DeviceIndex deviceCount() const override { return 1; }
  c10::DeviceIndex getCurrentDevice() const override { return 0; }
  void setCurrentDevice(c10::DeviceIndex) const override {}
  c10::DeviceIndex exchangeDevice(c10::DeviceIndex) const override { return 0; }
  c10::DeviceIndex maybeExchangeDevice(c10::DeviceIndex) const override { return 0; }
  const at::Generator& getDefaultGenerator(c10::DeviceIndex) const override { return default_generator(); }
  at::Generator getNewGenerator(c10::DeviceIndex) const override { return at::make_generator<FarGenerator>(); }
};

const bool registered = [] {
  c10::SetAllocator(kDevice.type(), &Memory::get());
  at::RegisterPrivateUse1HooksInterface(new Hooks());
  return true;
}();

}  // namespace

C10_REGISTER_GUARD_IMPL(PrivateUse1, Guard)

TORCH_LIBRARY(simulated, m) {
  m.def("manual_seed(int seed) -> ()", [](int64_t seed) { default_generator().set_current_seed(seed); });
  m.def("get_rng_state() -> Tensor", [] { return default_generator().get_state(); });
  m.def("set_rng_state(Tensor state) -> ()", [](const Tensor& state) { default_generator().set_state(state); });
  m.def("operations() -> int", [] { return operations.load(); });
  m.def("allow_waiting(bool allowed) -> ()", [](bool allowed) { may_wait = allowed; });
}

TORCH_LIBRARY_IMPL(_, PrivateUse1, m) { m.fallback(torch::CppFunction::makeFromBoxedFunction<&on_the_device>()); }

TORCH_LIBRARY_IMPL(aten, PrivateUse1, m) {
  m.impl("empty.memory_format", &empty);
  m.impl("empty_strided", &empty_strided);
  m.impl("as_strided", &as_strided);
  m.impl("view", &view);
  m.impl("_reshape_alias", &reshape_alias);
  m.impl("unfold", &at::native::unfold);
  m.impl("view_as_real", &at::native::view_as_real);
  m.impl("resize_", &resize_);
  m.impl("set_.source_Storage_storage_offset", &set_storage);
  m.impl("set_.source_Storage", static_cast<Tensor& (*)(Tensor&, at::Storage)>(&at::native::set_));
  m.impl("set_.source_Tensor", &at::native::set_tensor_);
  m.impl("_copy_from", &copy_from);
  m.impl("convolution_overrideable", &convolution);
  m.impl("convolution_backward_overrideable", &convolution_backward);
}

TORCH_LIBRARY_IMPL(aten, AutogradPrivateUse1, m) {
  m.impl("_thnn_fused_lstm_cell", &lstm_cell);
  m.impl("_thnn_fused_gru_cell", &gru_cell);
}

// Under autocast the device rounds what PyTorch's list for accelerators says.
#define LOWER(...) KERNEL_PRIVATEUSEONE(__VA_ARGS__, lower_precision_fp)
#define FLOAT32(...) KERNEL_PRIVATEUSEONE(__VA_ARGS__, fp32)
#define FLOAT32_UNLESS_TOLD(...) KERNEL_PRIVATEUSEONE(__VA_ARGS__, fp32_set_opt_dtype)
#define WIDEST(...) KERNEL_PRIVATEUSEONE(__VA_ARGS__, promote)

TORCH_LIBRARY_IMPL(_, AutocastPrivateUse1, m) { m.fallback(torch::CppFunction::makeFallthrough()); }

TORCH_LIBRARY_IMPL(aten, AutocastPrivateUse1, m) {
  AT_FORALL_LOWER_PRECISION_FP(LOWER)
  AT_FORALL_FP32(FLOAT32)
  AT_FORALL_FP32_SET_OPT_DTYPE(FLOAT32_UNLESS_TOLD)
  AT_FORALL_PROMOTE(WIDEST)
}
