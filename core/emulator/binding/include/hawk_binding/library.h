#pragma once

#include "hawk_binding/call.h"

/// Operator registration by name (public torch/library.h reference). Functions that are registered for the device can be called
/// like those of a PYBIND11_MODULE, when there is none.
namespace torch {

class Library {
public:
    explicit Library(bool onDevice)
        : m_onDevice(onDevice)
    {
    }
    /// A schema without an implementation.
    Library& def(const char*) { return *this; }
    template <class F>
    Library& def(const char* schema, F function)
    {
        const std::string text(schema);
        return add(text.substr(0, text.find('(')), function);
    }
    template <class F>
    Library& impl(const char* name, F function)
    {
        return m_onDevice ? add(name, function) : *this;
    }

private:
    template <class R, class... A>
    Library& add(std::string name, R (*function)(A...))
    {
        if (const std::size_t space = name.find("::"); space != std::string::npos)
            name = name.substr(space + 2);
        hawk_binding::module().implementations[name] = hawk_binding::callable(function);
        return *this;
    }
    bool m_onDevice;
};

} // namespace torch

#define TORCH_FN(function) &function
#define HAWK_BINDING_JOIN2(a, b) a##b
#define HAWK_BINDING_JOIN(a, b) HAWK_BINDING_JOIN2(a, b)
#define HAWK_BINDING_LIBRARY(unique, onDevice, m) \
    static void HAWK_BINDING_JOIN(hawkBindingLibrary, unique)(torch::Library & m); \
    [[maybe_unused]] static const bool HAWK_BINDING_JOIN(hawkBindingRegistered, unique) = [] { \
        torch::Library library(onDevice); \
        HAWK_BINDING_JOIN(hawkBindingLibrary, unique)(library); \
        return true; \
    }(); \
    static void HAWK_BINDING_JOIN(hawkBindingLibrary, unique)([[maybe_unused]] torch::Library & m)
#define HAWK_BINDING_KEY_PrivateUse1 true
#define HAWK_BINDING_KEY_XLA true
#define HAWK_BINDING_KEY_CompositeExplicitAutograd true
#define HAWK_BINDING_KEY_CompositeImplicitAutograd true
#define HAWK_BINDING_KEY_AutogradPrivateUse1 false
#define HAWK_BINDING_KEY_Autograd false
#define HAWK_BINDING_KEY_Meta false
#define HAWK_BINDING_KEY_CPU false
#define HAWK_BINDING_KEY_CUDA false
#define TORCH_LIBRARY(name, m) HAWK_BINDING_LIBRARY(__COUNTER__, true, m)
#define TORCH_LIBRARY_FRAGMENT(name, m) HAWK_BINDING_LIBRARY(__COUNTER__, true, m)
#define TORCH_LIBRARY_IMPL(name, key, m) HAWK_BINDING_LIBRARY(__COUNTER__, HAWK_BINDING_KEY_##key, m)
