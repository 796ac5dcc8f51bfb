#include "emulator/host/kernel_library.h"

#include <algorithm>
#include <cstring>
#include <dlfcn.h>

namespace hawk::emulator {

Result<KernelLibrary> KernelLibrary::load(const std::filesystem::path& file)
{
    void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        const char* why = ::dlerror();
        return Error { Errc::InvalidInput, std::string("the kernel library cannot be loaded: ") + (why != nullptr ? why : "?"),
            file.string(), "a name that only real device compilers provide, or one that was declared and never defined" };
    }
    KernelLibrary library;
    library.m_launch = reinterpret_cast<void (*)(void**)>(::dlsym(handle, "hawk_launch"));
    const auto entryInfo = reinterpret_cast<const hawkabi::EntryInfo* (*)()>(::dlsym(handle, "hawk_entry_info"));
    if (library.m_launch == nullptr || entryInfo == nullptr)
        return Error { Errc::InvalidInput, "the kernel library exports no entry", file.string(),
            "append HAWK_EXPORT_ENTRY(name) after the source when building it" };
    library.m_info = entryInfo();
    if (library.m_info->version != hawkabi::kVersion)
        return Error { Errc::Protocol,
            "the kernel library was built for interface version " + std::to_string(library.m_info->version)
                + ", this program has version " + std::to_string(hawkabi::kVersion),
            file.string(), "build it again" };
    return library;
}

Status KernelLibrary::checkArguments(const Launch& launch) const
{
    const auto fail = [&](std::string message) {
        return Error { Errc::InvalidInput, std::move(message), m_info->name,
            "make the launch plan's arguments follow the kernel's parameters" };
    };
    std::vector<const Argument*> given;
    for (const Argument& argument : launch.arguments)
        if (!argument.member)
            given.push_back(&argument);
    if (m_info->arity != given.size())
        return fail("the kernel takes " + std::to_string(m_info->arity) + " parameters, the launch plan gives "
            + std::to_string(given.size()));
    for (std::size_t i = 0; i < given.size(); ++i) {
        const Argument& argument = *given[i];
        const bool scalar = argument.kind == Argument::Kind::Scalar;
        const std::string which = "parameter " + std::to_string(i + 1) + " ('" + argument.name + "')";
        if (m_info->pointers[i] != 0 && scalar)
            return fail(which + " is a GM address in the kernel and a scalar in the launch plan");
        if (m_info->pointers[i] == 0 && !scalar)
            return fail(which + " is a value of " + std::to_string(m_info->sizes[i])
                + " B in the kernel and a tensor in the launch plan");
        if (scalar && m_info->sizes[i] != argument.value.size())
            return fail(which + " has " + std::to_string(m_info->sizes[i]) + " B in the kernel and "
                + std::to_string(argument.value.size()) + " B in the launch plan");
    }
    return {};
}

ArgumentValues::ArgumentValues(const Launch& launch, const GmArena& gm)
    : m_values(launch.arguments.size(), 0)
{
    for (std::size_t i = 0; i < launch.arguments.size(); ++i) {
        const Argument& argument = launch.arguments[i];
        if (argument.member)
            continue;
        if (argument.kind == Argument::Kind::Scalar)
            std::memcpy(&m_values[i], argument.value.data(), std::min(argument.value.size(), sizeof m_values[i]));
        else
            m_values[i] = reinterpret_cast<std::uint64_t>(gm.argument(i));
        m_pointers.push_back(&m_values[i]);
    }
}

} // namespace hawk::emulator
