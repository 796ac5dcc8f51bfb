#pragma once

#include "hawk/api_ids.h"

#include <stddef.h>
#include <stdint.h>

/// The C interface between a kernel's shared object and the program that runs it. The device headers fill one Call
/// per Ascend C call; nothing here computes or checks. C++17, no library.
namespace hawkabi {

/// Raised whenever a structure or the meaning of a field changes.
inline constexpr uint32_t kLayout = 2;

/// Of a text, FNV-1a.
constexpr uint32_t fingerprint(const char* text, uint32_t start)
{
    uint32_t hash = start;
    for (; *text != 0; ++text)
        hash = (hash ^ static_cast<uint8_t>(*text)) * 16777619U;
    return hash;
}

/// In front of whatever fills a record: one body for all of a kernel's calls, as most of a kernel's compile time would go into
/// the same stores at every call. With HAWK_PREBUILT the bodies are in an object beside the kernel (shared.cpp); otherwise
/// they are in every source, weak: the linker takes one and the compiler inlines none.
#if defined(HAWK_PREBUILT)
#define HAWK_SHARED
#else
#define HAWK_SHARED [[gnu::weak]]
#endif

/// What headers and host must share: the layout and the numbers of all APIs. The host refuses other versions.
#define HAWK_API_TEXT(name) #name ","
inline constexpr uint32_t kVersion = fingerprint(HAWK_API_LIST(HAWK_API_TEXT), 2166136261U + kLayout);
#undef HAWK_API_TEXT

#define HAWK_API_ENUMERATOR(name) name,
enum class Api : uint16_t { HAWK_API_LIST(HAWK_API_ENUMERATOR) Count };
#undef HAWK_API_ENUMERATOR

/// Same numbers as hawk::emulator::Space and hawk::DType.
enum class Space : uint8_t { None, Gm, Ub, L1, L0A, L0B, L0C, Bt, Fb };
enum class Type : uint8_t {
    None, Float16, BFloat16, Float32, Float64, Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64, Bool, Int4
};

/// Place in the author's source. Made by default arguments only.
struct Site {
    const char* file;
    uint32_t line;
    constexpr explicit Site(const char* f, uint32_t l)
        : file(f)
        , line(l)
    {
    }
};
#define HAWK_SITE ::hawkabi::Site site = ::hawkabi::Site(__builtin_FILE(), static_cast<uint32_t>(__builtin_LINE()))

/// One tensor operand. `address` is a pointer for GM, a byte offset for local memories. `handle` names the queue
/// buffer hand-over or TBuf the tensor came from (0: neither). Strides are in 32 B blocks.
struct Operand {
    uint64_t address = 0;
    uint64_t bytes = 0; ///< extent of the tensor object, 0 unknown
    uint32_t handle = 0;
    Space space = Space::None;
    Type type = Type::None;
    uint8_t position = 0; ///< TPosition
    uint8_t reserved = 0;
    uint32_t blockStride = 1;
    uint32_t repeatStride = 8;
};

/// How the elements of a vector call are chosen.
enum class Form : uint8_t {
    None,
    Count, ///< the first `count` elements
    MaskCount, ///< `mask[0]` leading elements of each of `repeat` repeats
    MaskBits, ///< bit i of mask[0..1]: element i of each repeat takes part
    Registers, ///< mask registers decide (isSetMask = false); `count`/`repeat` as given
    CountRegisters ///< count call with isSetMask = false
};

inline constexpr uint32_t kMaxOperands = 4;

struct Call {
    Api api = Api::None;
    Form form = Form::None;
    Type scalarType = Type::None;
    uint32_t operandCount = 0;
    Site site;
    uint64_t count = 0;
    uint32_t repeat = 0;
    uint32_t mode = 0; ///< RoundMode, CMPMODE, SELMODE, ReduceOrder, pipe: depends on the API
    uint64_t mask[2] = { 0, 0 };
    uint64_t scalar = 0; ///< bits of the scalar operand
    int64_t params[6] = { 0, 0, 0, 0, 0, 0 };
    Operand operands[kMaxOperands] {};

    [[gnu::noinline]] constexpr Call(Api a, const Site& s)
        : api(a)
        , site(s)
    {
    }
};

/// What a library function does with an operand.
enum class Role : uint8_t { Read, Write, ReadWrite, Scratch };

inline constexpr uint32_t kMaxLibraryOperands = 12;

/// A function of the high-level library: more operands than an instruction has. `elements[i]` is the extent the function
/// touches of operand i. Meaning of params and values per API: host/library_*.cpp.
struct LibraryCall {
    Api api = Api::None;
    bool needsStack = false; ///< no temporary was given: it comes from the pipe's free UB
    uint32_t operandCount = 0;
    Site site;
    Operand operands[kMaxLibraryOperands] {};
    Role roles[kMaxLibraryOperands] {};
    uint64_t elements[kMaxLibraryOperands] {};
    int64_t params[16] {};
    double values[4] {};

    [[gnu::noinline]] constexpr LibraryCall(Api a, const Site& s)
        : api(a)
        , site(s)
    {
    }
};

/// What a kernel library says about its entry.
struct EntryInfo {
    uint32_t version;
    uint32_t arity;
    const uint32_t* sizes; ///< bytes per parameter
    const uint8_t* pointers; ///< 1 where the parameter is a GM address
    const char* name;
};

} // namespace hawkabi

extern "C" {
/// Vector instructions.
void hawk_vector(const hawkabi::Call* call);
/// DataCopy and DataCopyPad; params: blockCount, blockLen, srcStride, dstStride, leftPadding, rightPadding.
void hawk_copy(const hawkabi::Call* call);
/// High-level library functions.
void hawk_library(const hawkabi::LibraryCall* call);
/// Scalar element access: element `index` of a tensor, as raw bits.
uint64_t hawk_scalar_read(const hawkabi::Operand* tensor, uint64_t index, const hawkabi::Site* site);
void hawk_scalar_write(const hawkabi::Operand* tensor, uint64_t index, uint64_t bits, const hawkabi::Site* site);
/// Everything that changes the core's state: registers, pipe, queues, flags. Meaning of params and result per API, see
/// host/control_calls.cpp.
uint64_t hawk_control(const hawkabi::Call* call);
/// Fills `out` with the tensor a queue, buffer or declaration hands out.
void hawk_tensor(const hawkabi::Call* call, hawkabi::Operand* out);
/// Pointer to a byte of a local memory of this core.
void* hawk_local_pointer(uint32_t space, uint64_t offset);
/// The UB offset of a pointer that hawk_local_pointer gave; 2^63 and more for any other address.
uint64_t hawk_local_offset(const volatile void* pointer);
/// A copy of the bytes that lives as long as the launch; the same one for equal bytes.
const void* hawk_keep(const void* bytes, uint64_t size);
uint32_t hawk_block_index(void);
uint32_t hawk_block_count(void);
uint64_t hawk_system_cycle(void);
/// What GetArchVersion gives.
uint64_t hawk_core_version(void);
/// Room of this core for the 64 addresses that set_va_reg_sb keeps.
void* hawk_address_registers(void);
/// Current TPipe object of this core, for GetTPipePtr.
void* hawk_pipe_object(void);
void hawk_print(const char* format, ...);
void hawk_dump(const hawkabi::Operand* tensor, uint32_t description, uint32_t count, const hawkabi::Site* site);
[[noreturn]] void hawk_assert_failed(const char* text, const hawkabi::Site* site);
}
