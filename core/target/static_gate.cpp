#include "target/static_gate.h"

#include "target/device_names.h"
#include "target/device_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <iterator>
#include <set>

namespace hawk::target {
namespace {

using emulator::Diagnostic;

using Token = SourceToken;

struct Forbidden {
    std::string_view name;
    std::string_view why;
    bool function = true; ///< only meant when called or declared
};

constexpr std::string_view kProcess = "starts or controls another process";
constexpr std::string_view kFile = "reaches files or the environment";
constexpr std::string_view kLoader = "loads or runs code that is not in this source";
constexpr std::string_view kThread = "starts host threads";
constexpr std::string_view kNetwork = "reaches the network";
constexpr std::string_view kAssembly = "is inline assembly of the host processor";

// Identifiers that no device kernel uses. Sorted by reason.
constexpr std::array<Forbidden, 56> kForbidden { {
    { "system", kProcess },
    { "popen", kProcess },
    { "fork", kProcess },
    { "vfork", kProcess },
    { "execl", kProcess },
    { "execle", kProcess },
    { "execlp", kProcess },
    { "execv", kProcess },
    { "execve", kProcess },
    { "execvp", kProcess },
    { "posix_spawn", kProcess },
    { "posix_spawnp", kProcess },
    { "ptrace", kProcess },
    { "waitpid", kProcess },
    { "syscall", kProcess },
    { "sigaction", kProcess },
    { "setrlimit", kProcess },
    { "prctl", kProcess },
    { "__builtin_trap", kProcess },
    { "_exit", kProcess },
    { "quick_exit", kProcess },
    { "setjmp", kProcess },
    { "longjmp", kProcess },
    { "fopen", kFile },
    { "freopen", kFile },
    { "fdopen", kFile },
    { "openat", kFile },
    { "creat", kFile },
    { "mmap", kFile },
    { "munmap", kFile },
    { "mprotect", kFile },
    { "getenv", kFile },
    { "setenv", kFile },
    { "unsetenv", kFile },
    { "environ", kFile, false },
    { "ifstream", kFile, false },
    { "ofstream", kFile, false },
    { "fstream", kFile, false },
    { "unlink", kFile },
    { "opendir", kFile },
    { "dlopen", kLoader },
    { "dlsym", kLoader },
    { "dlmopen", kLoader },
    { "dl_iterate_phdr", kLoader },
    { "_Pragma", kLoader, false },
    { "pthread_create", kThread },
    { "thrd_create", kThread },
    { "thread_local", kThread, false },
    { "clone", kThread },
    { "socket", kNetwork },
    { "connect", kNetwork },
    { "sendto", kNetwork },
    { "recvfrom", kNetwork },
    { "asm", kAssembly, false },
    { "__asm", kAssembly, false },
    { "__asm__", kAssembly, false },
} };

// Compile-time helpers of std that device compilers accept and real kernels use.
constexpr std::array<std::string_view, 14> kStdAllowed { "conditional", "conditional_t", "enable_if",
    "enable_if_t", "integral_constant", "bool_constant", "true_type", "false_type", "remove_reference",
    "remove_reference_t", "decay_t", "numeric_limits", "declval", "void_t" };

// Headers of the C and C++ library that declare nothing but types and constants.
constexpr std::array<std::string_view, 10> kHeadersAllowed { "cstdint", "stdint.h", "cstddef", "stddef.h",
    "type_traits", "limits", "climits", "limits.h", "cfloat", "float.h" };

// Headers of the host library; everything else that is not found is the compiler's to report.
constexpr std::array<std::string_view, 40> kHostHeaders { "iostream", "fstream", "sstream", "cstdlib",
    "stdlib.h", "cstdio", "stdio.h", "unistd.h", "thread", "mutex", "atomic", "filesystem", "memory",
    "vector", "string", "map", "algorithm", "functional", "random", "chrono", "future", "cstring", "string.h",
    "dlfcn.h", "pthread.h", "fcntl.h", "signal.h", "csignal", "ctime", "time.h", "errno.h", "cerrno",
    "setjmp.h", "csetjmp", "iterator", "array", "utility", "tuple", "numeric", "complex" };

std::string joined(std::initializer_list<std::string_view> parts)
{
    std::string text;
    for (const std::string_view part : parts)
        text += part;
    return text;
}

bool isNameStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool isNameChar(char c) { return isNameStart(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// What code of the host side may not use although std has it.
constexpr std::array<std::string_view, 7> kStdForbiddenOnHost { "thread", "jthread", "async", "system", "filesystem", "getenv", "raise" };

// Headers of the host library that neither a tiling function nor a launching program needs.
constexpr std::array<std::string_view, 14> kHeadersForbiddenOnHost { "thread", "future", "dlfcn.h", "pthread.h", "signal.h", "csignal",
    "setjmp.h", "csetjmp", "filesystem", "spawn.h", "immintrin.h", "x86intrin.h", "omp.h", "arm_neon.h" };

// File calls that a program may make on its own folder.
constexpr std::array<std::string_view, 6> kProgramFiles { "fopen", "freopen", "ifstream", "ofstream", "fstream", "openat" };

class SourceCheck {
public:
    SourceCheck(const SourceText& source, std::vector<Diagnostic>& problems)
        : m_fileName(source.fileName)
        , m_role(source.role)
        , m_ownFiles(source.ownFiles)
        , m_problems(problems)
    {
    }

    void tokens(const std::vector<Token>& tokens, const std::string& entry)
    {
        for (std::size_t i = 0; i < tokens.size(); ++i)
            token(tokens, i);
        checkEntry(tokens, entry);
    }

    void directives(std::string_view text)
    {
        for (int line = 1; !text.empty(); ++line) {
            const std::size_t end = text.find('\n');
            directive(text.substr(0, end), line);
            text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        }
    }

private:
    void report(int line, int column, std::string message)
    {
        m_problems.push_back(
            { .file = m_fileName, .line = line, .column = column, .message = std::move(message) });
    }

    static std::string_view at(const std::vector<Token>& tokens, std::size_t i)
    {
        return i < tokens.size() ? tokens[i].text : std::string_view();
    }

    void token(const std::vector<Token>& tokens, std::size_t i)
    {
        const Token& one = tokens[i];
        const std::string_view next = at(tokens, i + 1);
        const std::string_view before = i > 0 ? tokens[i - 1].text : std::string_view();
        const bool member = before == "." || (before == ">" && i > 1 && tokens[i - 2].text == "-");
        if (member)
            return;
        if (one.text == "std" && next == "::")
            standardName(one, at(tokens, i + 2));
        else if ((one.text == "at" || one.text == "torch" || one.text == "c10") && next == "::")
            report(one.line, one.column,
                joined({ "'", one.text, "::' calls the framework; the kernel must compute" }));
        else if ((one.text.starts_with("aclnn") || one.text.starts_with("aclop") || one.text.starts_with("aclblas")
                     || (one.text.starts_with("aclrt") && m_role != SourceRole::Program))
            && next == "(")
            report(one.line, one.column,
                joined({ "'", one.text,
                    "' is a host call of the vendor library; the kernel must compute itself" }));
        else if (one.text.starts_with("pthread_"))
            report(one.line, one.column, joined({ "'", one.text, "' ", kThread }));
        else if (one.text == "constructor" && before == "(")
            report(one.line, one.column, "a constructor attribute would run code outside the kernel");
        else if (m_role == SourceRole::Host && (one.text == "__aicore__" || one.text == "__global__"))
            report(one.line, one.column, "op_host holds kernel code: only op_kernel may compute");
        else
            forbiddenName(one, next);
    }

    void standardName(const Token& token, std::string_view name)
    {
        if (m_role != SourceRole::Device) {
            if (std::ranges::find(kStdForbiddenOnHost, name) != kStdForbiddenOnHost.end())
                report(token.line, token.column, joined({ "'std::", name, "' has no place in code that only launches a kernel" }));
            return;
        }
        const bool allowed
            = name.starts_with("is_") || std::ranges::find(kStdAllowed, name) != kStdAllowed.end();
        if (!allowed)
            report(token.line, token.column,
                joined({ "'std::", name,
                    "' does not exist on the device; only type traits and numeric_limits do" }));
    }

    void forbiddenName(const Token& token, std::string_view next)
    {
        const auto found = std::ranges::find(kForbidden, token.text, &Forbidden::name);
        if (m_role == SourceRole::Program && std::ranges::find(kProgramFiles, token.text) != kProgramFiles.end())
            return;
        // A function must be declared or called to be used; an author's variable may be called `system`.
        if (found != kForbidden.end() && (!found->function || next == "("))
            report(token.line, token.column,
                joined({ "'", token.text, "' ", found->why, m_role == SourceRole::Device ? ": not possible in a device kernel" : ": not allowed in a candidate" }));
    }

    void checkEntry(const std::vector<Token>& tokens, const std::string& entry)
    {
        std::vector<std::string> kernels;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (tokens[i].text != "__global__")
                continue;
            for (std::size_t j = i + 1;
                 j + 1 < tokens.size() && tokens[j].text != "{" && tokens[j].text != ";"; ++j)
                if (isNameStart(tokens[j].text.front()) && tokens[j + 1].text == "("
                    && !tokens[j].text.starts_with("__attribute")) {
                    kernels.emplace_back(tokens[j].text);
                    break;
                }
        }
        if (entry.empty() || std::ranges::find(kernels, entry) != kernels.end())
            return;
        std::string message = joined({ "no kernel function '", entry, "': " });
        if (kernels.empty()) {
            message += joined(
                { R"(the source has no 'extern "C" __global__ __aicore__ void )", entry, "(...)'" });
        } else {
            message += "the source defines";
            for (const std::string& kernel : kernels)
                message += joined({ " '", kernel, "'" });
        }
        report(0, 0, message);
    }

    void directive(std::string_view line, int number)
    {
        const auto skipSpace = [&] {
            while (!line.empty() && std::isspace(static_cast<unsigned char>(line.front())) != 0)
                line.remove_prefix(1);
        };
        skipSpace();
        if (line.starts_with("%:")) // a digraph for #
            line.remove_prefix(2);
        else if (line.starts_with('#'))
            line.remove_prefix(1);
        else
            return;
        skipSpace();
        std::size_t length = 0;
        while (length < line.size() && isNameChar(line[length]))
            ++length;
        const std::string_view word = line.substr(0, length);
        line.remove_prefix(length);
        skipSpace();
        if (word == "include")
            include(line, number);
        else if (word == "include_next" || word == "import" || word == "embed" || word == "line")
            report(number, 1, joined({ "the directive '#", word, "' is not allowed in a kernel source" }));
    }

    void include(std::string_view rest, int line)
    {
        const char close = rest.starts_with('<') ? '>' : '"';
        const std::size_t end = rest.find(close, 1);
        if (rest.empty() || (rest.front() != '<' && rest.front() != '"') || end == std::string_view::npos) {
            report(line, 1, joined({ "an include must name its file directly: ", rest.substr(0, 60) }));
            return;
        }
        const std::string name(rest.substr(1, end - 1));
        if (name.find("..") != std::string::npos && isOwnPath(name))
            return;
        if (name.starts_with('/') || name.find("..") != std::string::npos)
            report(line, 1, joined({ "the include '", name, "' leaves the kernel's own headers" }));
        else if (m_role != SourceRole::Device)
            hostInclude(name, line);
        else if (std::ranges::find(kHeadersAllowed, name) != kHeadersAllowed.end() || deviceNames().headers.contains(name))
            return;
        else if (isHostHeader(name))
            report(line, 1,
                joined({ "the header <", name, "> belongs to the host; a device kernel cannot use it" }));
        else if (!isOwnHeader(name) && !deviceNames().headers.empty())
            report(line, 1,
                joined({ "the include '", name, "' is neither an Ascend C header nor a file of the candidate" }));
    }

    void hostInclude(const std::string& name, int line)
    {
        const bool vendorOperator = name.starts_with("aclnn") || name.starts_with("acl/acl_op") || name.starts_with("torch/") || name.starts_with("ATen/");
        const bool system = name.starts_with("sys/") || name.starts_with("linux/") || name.starts_with("bits/")
            || std::ranges::find(kHeadersForbiddenOnHost, name) != kHeadersForbiddenOnHost.end();
        if (vendorOperator || system)
            report(line, 1, joined({ "the header <", name, vendorOperator ? "> declares ready operators; the kernel must compute" : "> has no place in a candidate" }));
    }

    /// Includes of a project name a file by its last part: both halves are in the include path.
    bool isOwnHeader(const std::string& name) const
    {
        return std::ranges::any_of(m_ownFiles, [&](const std::string& file) { return file == name || file.ends_with("/" + name); });
    }

    /// "../base.h" in op_kernel/arch22/a.h is op_kernel/base.h.
    bool isOwnPath(const std::string& name) const
    {
        const std::string path = (std::filesystem::path(m_fileName).parent_path() / name).lexically_normal().string();
        return std::ranges::find(m_ownFiles, path) != m_ownFiles.end();
    }

    static bool isHostHeader(const std::string& name)
    {
        return std::ranges::find(kHostHeaders, name) != kHostHeaders.end() || name.starts_with("sys/")
            || name.starts_with("linux/") || name.starts_with("bits/") || name.starts_with("acl/")
            || name.starts_with("aclnn") || name.starts_with("torch/");
    }

    const std::string& m_fileName;
    SourceRole m_role;
    const std::vector<std::string>& m_ownFiles;
    std::vector<Diagnostic>& m_problems;
};

} // namespace

std::vector<Diagnostic> checkSource(const SourceText& source)
{
    std::vector<Diagnostic> problems;
    SourceCheck check(source, problems);
    check.directives(stripComments(source.text, true));
    const std::string code = stripComments(source.text, false);
    const std::vector<Token> tokens = tokenize(code);
    check.tokens(tokens, source.entry);
    if (source.role == SourceRole::Device)
        std::ranges::move(persistentState(tokens, source.fileName), std::back_inserter(problems));
    std::ranges::stable_sort(problems, {}, &Diagnostic::line);
    return problems;
}

} // namespace hawk::target
