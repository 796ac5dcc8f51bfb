#include "scripted_server.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace hawk::llm::test {
namespace {

constexpr int kPollMs = 10;

SSL_CTX* tlsContext(const Certificate& certificate)
{
    SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
    BIO* const keyText = BIO_new_mem_buf(certificate.keyPem.data(), static_cast<int>(certificate.keyPem.size()));
    EVP_PKEY* const key = PEM_read_bio_PrivateKey(keyText, nullptr, nullptr, nullptr);
    BIO* const text = BIO_new_mem_buf(certificate.certificatePem.data(), static_cast<int>(certificate.certificatePem.size()));
    X509* const x = PEM_read_bio_X509(text, nullptr, nullptr, nullptr);
    const bool good = SSL_CTX_use_certificate(context, x) == 1 && SSL_CTX_use_PrivateKey(context, key) == 1;
    X509_free(x);
    EVP_PKEY_free(key);
    BIO_free_all(text);
    BIO_free_all(keyText);
    if (!good)
        throw std::runtime_error("the test certificate is unusable");
    return context;
}

} // namespace

Connection::Connection(int fd, SSL* ssl, const std::atomic<bool>& stopping)
    : m_fd(fd)
    , m_ssl(ssl)
    , m_stopping(stopping)
{
}

bool Connection::send(std::string_view bytes)
{
    while (!bytes.empty() && !m_stopping) {
        const long n = m_ssl != nullptr ? SSL_write(m_ssl, bytes.data(), static_cast<int>(bytes.size()))
                                        : ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return !m_stopping;
}

void Connection::answer(
    int status, std::string_view body, std::string_view contentType, const std::vector<std::string>& headers)
{
    std::string head = "HTTP/1.1 " + std::to_string(status) + " x\r\nContent-Type: " + std::string(contentType)
        + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n";
    for (const std::string& header : headers)
        head += header + "\r\n";
    send(head + "\r\n" + std::string(body));
}

void Connection::beginEvents()
{
    send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
}

bool Connection::wait(std::chrono::milliseconds time)
{
    const auto end = std::chrono::steady_clock::now() + time;
    while (!m_stopping && std::chrono::steady_clock::now() < end) {
        pollfd fd { m_fd, POLLIN | POLLRDHUP, 0 };
        ::poll(&fd, 1, kPollMs);
        if ((fd.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0)
            return false;
        if (fd.revents != 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

void Connection::reset()
{
    const linger abort { 1, 0 }; // closing with data unsent and no lingering sends RST
    ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
}

long Connection::readSome(char* data, std::size_t size)
{
    while (!m_stopping) {
        if (m_ssl == nullptr || SSL_pending(m_ssl) == 0) {
            pollfd fd { m_fd, POLLIN, 0 };
            if (::poll(&fd, 1, kPollMs) <= 0)
                continue;
        }
        return m_ssl != nullptr ? SSL_read(m_ssl, data, static_cast<int>(size)) : ::recv(m_fd, data, size, 0);
    }
    return 0;
}

std::optional<ReceivedRequest> Connection::read()
{
    std::string data;
    std::array<char, 65536> chunk {};
    std::size_t headEnd = std::string::npos;
    while ((headEnd = data.find("\r\n\r\n")) == std::string::npos) {
        const long n = readSome(chunk.data(), chunk.size());
        if (n <= 0)
            return std::nullopt;
        data.append(chunk.data(), static_cast<std::size_t>(n));
        if (data.front() < 'A' || data.front() > 'Z') { // a TLS greeting, say: what web servers answer to that
            send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            return std::nullopt;
        }
    }
    ReceivedRequest request;
    request.raw = data.substr(0, headEnd + 2);
    std::size_t line = request.raw.find("\r\n");
    const std::string first = request.raw.substr(0, line);
    request.method = first.substr(0, first.find(' '));
    request.path = first.substr(request.method.size() + 1, first.rfind(' ') - request.method.size() - 1);
    for (line += 2; line < request.raw.size();) {
        const std::size_t end = request.raw.find("\r\n", line);
        const std::size_t colon = request.raw.find(':', line);
        std::string name = request.raw.substr(line, colon - line);
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        request.headers[name] = request.raw.substr(colon + 2, end - colon - 2);
        line = end + 2;
    }
    request.body = data.substr(headEnd + 4);
    const auto length = request.headers.find("content-length");
    const std::size_t wanted = length == request.headers.end() ? 0 : std::stoul(length->second);
    if (request.headers.contains("expect"))
        send("HTTP/1.1 100 Continue\r\n\r\n");
    while (request.body.size() < wanted) {
        const long n = readSome(chunk.data(), chunk.size());
        if (n <= 0)
            return std::nullopt;
        request.body.append(chunk.data(), static_cast<std::size_t>(n));
    }
    return request;
}

ScriptedServer::ScriptedServer(Script script, const Certificate* certificate)
    : m_script(std::move(script))
{
    ::signal(SIGPIPE, SIG_IGN);
    if (certificate != nullptr)
        m_tls = tlsContext(*certificate);
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(m_listener, 64) != 0
        || ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("cannot listen on 127.0.0.1");
    m_port = ntohs(address.sin_port);
    m_acceptor = std::jthread([this] { accept(); });
}

ScriptedServer::~ScriptedServer()
{
    m_stopping = true;
    m_acceptor.join();
    m_threads.clear(); // joins
    ::close(m_listener);
    if (m_tls != nullptr)
        SSL_CTX_free(m_tls);
}

std::string ScriptedServer::url(std::string_view path) const
{
    return (m_tls != nullptr ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(m_port) + std::string(path);
}

std::vector<ReceivedRequest> ScriptedServer::requests() const
{
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

void ScriptedServer::accept()
{
    while (!m_stopping) {
        pollfd fd { m_listener, POLLIN, 0 };
        if (::poll(&fd, 1, kPollMs) <= 0)
            continue;
        const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            continue;
        const int on = 1;
        ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ++m_connections;
        m_threads.emplace_back([this, client] { serve(client); });
    }
}

void ScriptedServer::serve(int fd)
{
    SSL* const ssl = m_tls != nullptr ? SSL_new(m_tls) : nullptr;
    bool open = true;
    if (ssl != nullptr) {
        SSL_set_fd(ssl, fd);
        open = SSL_accept(ssl) == 1;
    }
    Connection connection(fd, ssl, m_stopping);
    if (open) {
        if (const auto request = connection.read()) {
            {
                const std::scoped_lock lock(m_mutex);
                m_requests.push_back(*request);
            }
            m_script(connection, *request);
        }
        if (ssl != nullptr)
            SSL_shutdown(ssl);
    }
    if (ssl != nullptr)
        SSL_free(ssl);
    ::close(fd);
}

} // namespace hawk::llm::test
