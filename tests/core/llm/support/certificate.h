#pragma once

#include <string>

namespace hawk::llm::test {

/// A key and a certificate that signs itself, PEM, made anew for each test program: valid for 127.0.0.1 and `hostName`.
struct Certificate {
    std::string keyPem;
    std::string certificatePem;
};
Certificate makeSelfSigned(const std::string& hostName = "localhost");

} // namespace hawk::llm::test
