#pragma once

#include "llm/provider.h"

#include <iosfwd>
#include <memory>
#include <string>

namespace hawk::llm {

/// Where a person is shown a prompt and hands in a reply. The window implements it with a pane, the command line with the
/// terminal. One question at a time: the provider sees to it.
class ManualPort {
public:
    virtual ~ManualPort() = default;
    /// Blocks until the person is done. Cancelled when asked to stop, or when the person gives up.
    virtual Result<std::string> ask(const std::string& label, const std::string& prompt, std::stop_token stop) = 0;
};

/// Prompts on `out`, replies from a file descriptor: all lines until one that is the end mark alone, or the end of input.
class TerminalPort final : public ManualPort {
public:
    static constexpr const char* kEndMark = "END-OF-REPLY";
    /// `out` must outlive the port; the descriptor stays open.
    TerminalPort(int in, std::ostream& out);
    Result<std::string> ask(const std::string& label, const std::string& prompt, std::stop_token stop) override;

private:
    int m_in;
    std::ostream& m_out;
    std::string m_buffer; ///< read beyond the end mark: the next reply
};

/// A model that is a person with another program beside them. `port` must outlive the provider.
std::unique_ptr<Provider> makeManualProvider(std::string name, std::string model, Parameters parameters, ManualPort& port);

} // namespace hawk::llm
