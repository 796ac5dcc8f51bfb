#include "llm/http.h"

#include <algorithm>
#include <cctype>
#include <curl/curl.h>
#include <memory>
#include <mutex>

namespace hawk::llm {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct EasyDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using EasyHandle = std::unique_ptr<CURL, EasyDeleter>;
using HeaderList = std::unique_ptr<curl_slist, ListDeleter>;

/// Why we ended a transfer ourselves; libcurl only says that a callback asked for it.
enum class Ended : std::uint8_t { No, Cancelled, FirstByte, Stalled, TooLarge, Enough };

struct Transfer {
    const HttpOptions& options;
    const OnData& onData;
    std::stop_token stop;
    CURL* handle = nullptr;
    HttpResponse response;
    SteadyClock::time_point begin = SteadyClock::now();
    SteadyClock::time_point lastByte = begin;
    std::uint64_t received = 0;
    bool gotByte = false;
    Ended ended = Ended::No;
};

long statusOf(CURL* handle)
{
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

std::size_t onBody(char* data, std::size_t size, std::size_t count, void* user) noexcept
{
    auto& transfer = *static_cast<Transfer*>(user);
    const std::size_t bytes = size * count;
    transfer.gotByte = true;
    transfer.lastByte = SteadyClock::now();
    transfer.received += bytes;
    if (transfer.received > transfer.options.maxResponseBytes) {
        transfer.ended = Ended::TooLarge;
        return 0;
    }
    const long status = statusOf(transfer.handle);
    if (transfer.onData && status >= 200 && status < 300) {
        if (!transfer.onData(std::string_view(data, bytes))) {
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

int onProgress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept
{
    auto& transfer = *static_cast<Transfer*>(user);
    const auto now = SteadyClock::now();
    if (transfer.stop.stop_requested())
        transfer.ended = Ended::Cancelled;
    else if (!transfer.gotByte && now - transfer.begin > transfer.options.firstByteTimeout)
        transfer.ended = Ended::FirstByte;
    else if (transfer.gotByte && now - transfer.lastByte > transfer.options.stallTimeout)
        transfer.ended = Ended::Stalled;
    return transfer.ended == Ended::No ? 0 : 1;
}

std::string seconds(std::chrono::milliseconds time) { return std::to_string((time.count() + 500) / 1000) + " s"; }

/// scheme://host of a URL: what an error may show. Never user info, path or query, which can hold a key.
std::string place(std::string_view url)
{
    const std::size_t scheme = url.find("://");
    const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
    std::string_view host = url.substr(begin, url.find_first_of("/?#", begin) - begin);
    if (const std::size_t at = host.rfind('@'); at != std::string_view::npos)
        host.remove_prefix(at + 1);
    return std::string(url.substr(0, begin)) + std::string(host);
}

Error endedError(const Transfer& transfer, const std::string& where)
{
    switch (transfer.ended) {
    case Ended::Cancelled: return { Errc::Cancelled, "the request to " + where + " was cancelled", {}, {} };
    case Ended::FirstByte:
        return { Errc::Timeout, where + " sent nothing within " + seconds(transfer.options.firstByteTimeout), {},
            "the server may be loading the model; try again, or raise the first-byte timeout" };
    case Ended::Stalled:
        return { Errc::Timeout, where + " stopped in the middle of its answer for " + seconds(transfer.options.stallTimeout),
            {}, "try again; if it happens often, raise the stall timeout" };
    default:
        return { Errc::Protocol, where + " sent more than " + std::to_string(transfer.options.maxResponseBytes >> 20U)
                + " MiB", {}, "is this the right address? It does not answer like a model server" };
    }
}

Error curlError(CURLcode code, const std::string& where, const HttpOptions& options)
{
    const std::string cause = curl_easy_strerror(code);
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return { Errc::Protocol, "no such host: " + where, {}, "check the base URL and the network" };
    case CURLE_COULDNT_RESOLVE_PROXY:
        return { Errc::Protocol, "the proxy's host name cannot be resolved", {}, "check the proxy setting" };
    case CURLE_COULDNT_CONNECT:
        return { Errc::Protocol, "cannot connect to " + where, {}, "is the server running, and is the port right?" };
    case CURLE_OPERATION_TIMEDOUT:
        return { Errc::Timeout, where + " did not connect or finish in time (connect " + seconds(options.connectTimeout)
                + ", whole " + seconds(options.totalTimeout) + ")", {}, "check the network, or raise the timeout" };
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return { Errc::Protocol, "the certificate of " + where + " is not trusted: " + cause, {},
            "for a server with its own certificate authority, set the CA file" };
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
        return { Errc::Protocol, where + " closed the connection before its answer was complete: " + cause, {}, "try again" };
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return { Errc::InvalidInput, "not a usable address: " + where, {}, "write it as https://host[:port]/path" };
    default: return { Errc::Protocol, "talking to " + where + " failed: " + cause, {}, "try again" };
    }
}

void initialise()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
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
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "hawk-workbench");
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connectTimeout.count()));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(options.totalTimeout.count()));
    if (!options.proxy.empty())
        curl_easy_setopt(handle, CURLOPT_PROXY, options.proxy.c_str());
    if (!options.caFile.empty())
        curl_easy_setopt(handle, CURLOPT_CAINFO, options.caFile.c_str());
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, onBody);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, onHeader);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, onProgress);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
}

/// Drives the transfer with a short poll, so that a cancellation is noticed at once and not when libcurl next wakes.
CURLcode drive(CURL* handle, Transfer& transfer)
{
    constexpr int kPollMs = 20;
    const std::unique_ptr<CURLM, void (*)(CURLM*)> multi(curl_multi_init(), [](CURLM* m) { curl_multi_cleanup(m); });
    curl_multi_add_handle(multi.get(), handle);
    CURLcode code = CURLE_OK;
    int running = 1;
    while (running > 0) {
        curl_multi_perform(multi.get(), &running);
        if (running > 0) {
            if (onProgress(&transfer, 0, 0, 0, 0) != 0) {
                code = CURLE_ABORTED_BY_CALLBACK;
                break;
            }
            curl_multi_poll(multi.get(), nullptr, 0, kPollMs, nullptr);
        }
    }
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left))
        if (message->msg == CURLMSG_DONE)
            code = message->data.result;
    curl_multi_remove_handle(multi.get(), handle);
    return code;
}

} // namespace

Result<HttpResponse> exchange(
    const HttpRequest& request, const HttpOptions& options, const OnData& onData, std::stop_token stop)
{
    initialise();
    const std::string where = place(request.url);
    const EasyHandle handle(curl_easy_init());
    if (!handle)
        return Error { Errc::Internal, "cannot create an HTTP handle", {}, {} };
    curl_slist* list = nullptr;
    for (const auto& [name, value] : request.headers)
        list = curl_slist_append(list, (name + ": " + value).c_str());
    const HeaderList headers(list);
    Transfer transfer { .options = options, .onData = onData, .stop = std::move(stop), .handle = handle.get() };
    apply(handle.get(), request, options, transfer, headers.get());
    const CURLcode code = drive(handle.get(), transfer);
    if (transfer.ended != Ended::No && transfer.ended != Ended::Enough)
        return endedError(transfer, where);
    if (code != CURLE_OK && transfer.ended != Ended::Enough)
        return curlError(code, where, options);
    transfer.response.status = static_cast<int>(statusOf(handle.get()));
    return std::move(transfer.response);
}

} // namespace hawk::llm
