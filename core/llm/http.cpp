#include "llm/http.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <curl/curl.h>
#include <memory>
#include <mutex>

namespace hawk::llm {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct EasyDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct MultiDeleter {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct ListDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using EasyHandle = std::unique_ptr<CURL, EasyDeleter>;
using MultiHandle = std::unique_ptr<CURLM, MultiDeleter>;
using HeaderList = std::unique_ptr<curl_slist, ListDeleter>;

/// Why we ended a transfer ourselves; libcurl only says that a callback asked for it.
enum class Ended : std::uint8_t { No, Cancelled, FirstByte, Idle, TooLarge, Enough };

struct Transfer {
    const HttpOptions& options;
    const OnData& onData;
    CURL* handle = nullptr;
    HttpResponse response;
    SteadyClock::time_point begin = SteadyClock::now();
    SteadyClock::time_point lastByte = begin;
    std::uint64_t received = 0;
    bool gotByte = false;
    Ended ended = Ended::No;
};

double millisSince(SteadyClock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - begin).count();
}

int statusOf(CURL* handle)
{
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return static_cast<int>(status);
}

std::size_t onBody(char* data, std::size_t size, std::size_t count, void* user) noexcept
{
    auto& transfer = *static_cast<Transfer*>(user);
    const std::size_t bytes = size * count;
    if (!transfer.gotByte)
        transfer.response.firstByteMs = millisSince(transfer.begin);
    transfer.gotByte = true;
    transfer.lastByte = SteadyClock::now();
    transfer.received += bytes;
    if (transfer.received > transfer.options.maxResponseBytes) {
        transfer.ended = Ended::TooLarge;
        return 0;
    }
    transfer.response.status = statusOf(transfer.handle);
    if (transfer.onData && transfer.response.status >= 200 && transfer.response.status < 300) {
        if (!transfer.onData(transfer.response, std::string_view(data, bytes))) {
            transfer.ended = Ended::Enough;
            return 0;
        }
        return bytes;
    }
    transfer.response.body.append(data, bytes);
    return bytes;
}

std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* user) noexcept
{
    auto& transfer = *static_cast<Transfer*>(user);
    const std::string_view line(data, size * count);
    const std::size_t colon = line.find(':');
    if (line.starts_with("HTTP/"))
        transfer.response.headers.clear(); // the headers of an interim answer (100, proxy) do not count
    if (colon != std::string_view::npos) {
        std::string name(line.substr(0, colon));
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        std::string_view value = line.substr(colon + 1);
        while (!value.empty() && (value.front() == ' ' || value.front() == '\t'))
            value.remove_prefix(1);
        while (!value.empty() && (value.back() == '\r' || value.back() == '\n' || value.back() == ' '))
            value.remove_suffix(1);
        transfer.response.headers[name] = value;
    }
    return size * count;
}

/// When the next of our own deadlines falls due.
SteadyClock::time_point deadline(const Transfer& transfer)
{
    const Timeouts& timeouts = transfer.options.timeouts;
    return transfer.gotByte ? transfer.lastByte + timeouts.idle : transfer.begin + timeouts.firstByte;
}

std::string seconds(milliseconds time)
{
    return time.count() < 1000 ? std::to_string(time.count()) + " ms" : std::to_string((time.count() + 500) / 1000) + " s";
}

/// scheme://host of a URL: what a message may show.
std::string place(std::string_view url)
{
    const std::size_t scheme = url.find("://");
    const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
    std::string_view host = url.substr(begin, url.find_first_of("/?#", begin) - begin);
    if (const std::size_t at = host.rfind('@'); at != std::string_view::npos)
        host.remove_prefix(at + 1);
    return std::string(url.substr(0, begin)) + std::string(host);
}

Failure endedFailure(const Transfer& transfer, const std::string& where)
{
    const Timeouts& timeouts = transfer.options.timeouts;
    switch (transfer.ended) {
    case Ended::Cancelled: return cancelledFailure(where);
    case Ended::FirstByte:
        return { FailureKind::Timeout,
            { Errc::Timeout, where + " sent nothing within " + seconds(timeouts.firstByte), {},
                "it may be loading the model, or be overloaded: try again, or raise timeouts.firstByte" },
            true, {} };
    case Ended::Idle:
        return { FailureKind::Timeout,
            { Errc::Timeout, where + " fell silent in the middle of its answer for " + seconds(timeouts.idle), {},
                "try again; if it happens often, raise timeouts.idle" },
            true, {} };
    default:
        return { FailureKind::TooLarge,
            { Errc::Protocol,
                where + " sent more than " + std::to_string(transfer.options.maxResponseBytes >> 10U) + " KiB", {},
                "is this a model server? If such long replies are meant, raise limits.maxResponseMib" },
            false, {} };
    }
}

Failure transportFailure(
    FailureKind kind, std::string message, std::string hint, bool transient, Errc code = Errc::Protocol)
{
    return { kind, { code, std::move(message), {}, std::move(hint) }, transient, {} };
}

Failure timeoutFailure(CURL* handle, const std::string& where, const Timeouts& timeouts)
{
    curl_off_t connected = 0;
    curl_easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &connected);
    if (connected == 0)
        return transportFailure(FailureKind::Timeout, "no connection to " + where + " within " + seconds(timeouts.connect),
            "check the address, the network and the proxy, or raise timeouts.connect", true, Errc::Timeout);
    return transportFailure(FailureKind::Timeout, where + " was not done within " + seconds(timeouts.total),
        "ask for fewer tokens, or raise timeouts.total", true, Errc::Timeout);
}

Failure curlFailure(CURLcode code, CURL* handle, std::string cause, const std::string& where, const HttpOptions& options)
{
    using enum FailureKind;
    if (cause.empty())
        cause = curl_easy_strerror(code);
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return transportFailure(Unreachable, "no such host: " + where, "check the base URL and the network", true);
    case CURLE_COULDNT_RESOLVE_PROXY:
        return transportFailure(
            Unreachable, "the proxy's host name cannot be resolved, on the way to " + where, "check the proxy setting", true);
    case CURLE_COULDNT_CONNECT:
        return transportFailure(Unreachable, "cannot connect to " + where + ": " + cause,
            "is the server (or the proxy) running, and is the port right?", true);
    case CURLE_OPERATION_TIMEDOUT: return timeoutFailure(handle, where, options.timeouts);
    case CURLE_PEER_FAILED_VERIFICATION:
        return transportFailure(Untrusted, "the certificate of " + where + " is not trusted: " + cause,
            "if this server is yours, put its certificate (or its authority's) into a PEM file and set caFile; if the name "
            "does not match, use the name the certificate was made for",
            false);
    case CURLE_SSL_CACERT_BADFILE:
        return transportFailure(Setup, "cannot read the CA file " + options.caFile + ": " + cause,
            "caFile must name a readable PEM file", false, Errc::InvalidInput);
    case CURLE_SSL_CONNECT_ERROR:
        return transportFailure(Unreachable, "no TLS connection to " + where + ": " + cause,
            "does the server speak https at this port? A plain server wants http://", true);
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
        return transportFailure(
            Unreachable, where + " closed the connection before its answer was complete: " + cause, "try again", true);
    case CURLE_UNSUPPORTED_PROTOCOL: // the address was checked before: it is the answer
        return transportFailure(WrongAddress, where + " does not speak HTTP: " + cause,
            "is this the model server's port? Check baseUrl", false, Errc::InvalidInput);
    default: return transportFailure(Unreachable, "talking to " + where + " failed: " + cause, "try again", true);
    }
}

/// An absolute http or https address with a host.
bool usable(const std::string& url)
{
    const std::unique_ptr<CURLU, void (*)(CURLU*)> parsed(curl_url(), [](CURLU* u) { curl_url_cleanup(u); });
    if (!url.starts_with("http://") && !url.starts_with("https://"))
        return false;
    char* host = nullptr;
    const bool good = curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) == CURLUE_OK
        && curl_url_get(parsed.get(), CURLUPART_HOST, &host, 0) == CURLUE_OK && *host != '\0';
    curl_free(host);
    return good;
}

void initialise()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

void applyProxy(CURL* handle, const HttpOptions& options)
{
    if (options.proxy == "none")
        curl_easy_setopt(handle, CURLOPT_PROXY, "");
    else if (!options.proxy.empty())
        curl_easy_setopt(handle, CURLOPT_PROXY, options.proxy.c_str());
    if (!options.proxyLogin.empty())
        curl_easy_setopt(handle, CURLOPT_PROXYUSERPWD, options.proxyLogin.reveal().c_str());
    // What is meant for the server must not be read by the proxy of a tunnel.
    curl_easy_setopt(handle, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
}

void apply(CURL* handle, const HttpRequest& request, const HttpOptions& options, Transfer& transfer, curl_slist* headers)
{
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    if (!request.body.empty()) {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L); // a name look-up under way must not delay a cancellation
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "hawk-workbench");
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.timeouts.connect.count()));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeouts.total.count()));
    applyProxy(handle, options);
    if (!options.caFile.empty())
        curl_easy_setopt(handle, CURLOPT_CAINFO, options.caFile.c_str());
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, onBody);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, onHeader);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
}

/// Runs the transfer. The multi interface, because its poll can be woken from another thread: a cancellation does not wait
/// for the next byte or a timer.
CURLcode drive(Transfer& transfer, const std::stop_token& stop)
{
    constexpr milliseconds kLongestPoll { 500 };
    const MultiHandle multi(curl_multi_init());
    const std::stop_callback wake(stop, [&multi] { curl_multi_wakeup(multi.get()); });
    curl_multi_add_handle(multi.get(), transfer.handle);
    CURLcode code = CURLE_OK;
    int running = 1;
    while (running > 0 && transfer.ended == Ended::No) {
        curl_multi_perform(multi.get(), &running);
        const auto now = SteadyClock::now();
        const auto due = deadline(transfer);
        if (running == 0)
            break;
        if (stop.stop_requested()) {
            transfer.ended = Ended::Cancelled;
        } else if (now >= due) {
            transfer.ended = transfer.gotByte ? Ended::Idle : Ended::FirstByte;
        } else {
            const auto left = std::chrono::ceil<milliseconds>(due - now);
            curl_multi_poll(multi.get(), nullptr, 0, static_cast<int>(std::min(left, kLongestPoll).count()), nullptr);
        }
    }
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left))
        if (message->msg == CURLMSG_DONE)
            code = message->data.result;
    curl_multi_remove_handle(multi.get(), transfer.handle);
    return code;
}

} // namespace

std::string_view HttpResponse::header(const std::string& lowerCaseName) const
{
    const auto found = headers.find(lowerCaseName);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::variant<HttpResponse, Failure> exchange(
    const HttpRequest& request, const HttpOptions& options, const OnData& onData, std::stop_token stop)
{
    initialise();
    const std::string where = place(request.url);
    if (!usable(request.url))
        return transportFailure(FailureKind::Setup, "not a usable address: " + where,
            "write it as https://host[:port]/path", false, Errc::InvalidInput);
    const EasyHandle handle(curl_easy_init());
    if (!handle)
        return transportFailure(FailureKind::Setup, "cannot create an HTTP handle", {}, false, Errc::Internal);
    curl_slist* list = nullptr;
    for (const auto& [name, value] : request.headers)
        list = curl_slist_append(list, (name + ": " + value.reveal()).c_str());
    const HeaderList headers(list);
    std::array<char, CURL_ERROR_SIZE> cause {};
    curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, cause.data());
    Transfer transfer { .options = options, .onData = onData, .handle = handle.get() };
    apply(handle.get(), request, options, transfer, headers.get());
    const CURLcode code = drive(transfer, stop);
    if (transfer.ended != Ended::No && transfer.ended != Ended::Enough)
        return endedFailure(transfer, where);
    if (code != CURLE_OK && transfer.ended != Ended::Enough)
        return curlFailure(code, handle.get(), cause.data(), where, options);
    transfer.response.status = statusOf(handle.get());
    transfer.response.totalMs = millisSince(transfer.begin);
    return std::move(transfer.response);
}

} // namespace hawk::llm
