#pragma once

#include "certificate.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;

namespace hawk::llm::test {

struct ReceivedRequest {
    std::string method;
    std::string path; ///< as on the request line: absolute for a proxy
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
    std::string raw; ///< the head, byte for byte
};

/// What a script does with one connection. Writes go out as they are, at once, in a packet of their own.
class Connection {
public:
    Connection(int fd, SSL* ssl, const std::atomic<bool>& stopping);
    /// False when the other side has gone.
    bool send(std::string_view bytes);
    /// A whole answer with its length.
    void answer(int status, std::string_view body, std::string_view contentType = "application/json",
        const std::vector<std::string>& headers = {});
    /// The head of an event stream without length: it ends when the connection does.
    void beginEvents();
    /// Sleeps, but not longer than the server lives. False when the other side has gone.
    bool wait(std::chrono::milliseconds time);
    /// Ends the connection with a TCP reset.
    void reset();

private:
    friend class ScriptedServer;
    std::optional<ReceivedRequest> read();
    long readSome(char* data, std::size_t size);
    int m_fd;
    SSL* m_ssl;
    const std::atomic<bool>& m_stopping;
};

/// A small HTTP server on 127.0.0.1, one request a connection, one thread each. Real sockets, optionally real TLS, so that
/// clients are tested against what a network does to them.
class ScriptedServer {
public:
    using Script = std::function<void(Connection&, const ReceivedRequest&)>;
    explicit ScriptedServer(Script script, const Certificate* certificate = nullptr);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    int port() const { return m_port; }
    /// "http://127.0.0.1:PORT" + path
    std::string url(std::string_view path = "/v1") const;
    std::vector<ReceivedRequest> requests() const;
    int connections() const { return m_connections; }

private:
    void accept();
    void serve(int fd);

    Script m_script;
    SSL_CTX* m_tls = nullptr;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_stopping { false };
    std::atomic<int> m_connections { 0 };
    mutable std::mutex m_mutex;
    std::vector<ReceivedRequest> m_requests;
    std::list<std::jthread> m_threads;
    std::jthread m_acceptor;
};

} // namespace hawk::llm::test
