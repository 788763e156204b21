// SPDX-License-Identifier: Apache-2.0
// Client on Boost.Beast; asynchronous inside, because only that has timeouts.
#include "cli/client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace busbar {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Protocol = asio::local::stream_protocol;

constexpr std::chrono::seconds kTimeout{90};
constexpr std::size_t kAnswerSizeMax = 512UL * 1024 * 1024;

// One connection; every step waits until it is done.
struct Line {
    asio::io_context context{1};
    boost::beast::basic_stream<Protocol> stream{context};
    boost::beast::flat_buffer buffer;
    boost::system::error_code error;

    // Runs `begin`, which starts an operation that ends in `done()`.
    template <class Begin>
    [[nodiscard]] bool wait(Begin begin) {
        begin();
        context.restart();
        context.run();
        return !error;
    }
    auto done() {
        return [this](boost::system::error_code result, auto...) { error = result; };
    }
};

Error words_for(const boost::system::error_code& error, const std::filesystem::path& socket) {
    if (error == boost::beast::error::timeout) {
        return {ErrorCode::Timeout, "the runtime did not answer within 90 s", {}};
    }
    if (error == asio::error::access_denied) {
        return {ErrorCode::Unavailable,
                "no permission for " + socket.string() + "; root and its group may",
                {}};
    }
    if (error == http::error::end_of_stream || error == http::error::partial_message ||
        error == asio::error::eof || error == asio::error::connection_reset) {
        return {ErrorCode::Unavailable, "the runtime has hung up", {}};
    }
    return {ErrorCode::Unavailable,
            "no runtime answers at " + socket.string() + " (" + error.message() +
                "); does busbard run? --socket names another one",
            {}};
}

http::request<http::string_body> make_request(const std::string& method, const std::string& target,
                                              const Json& body) {
    constexpr unsigned kVersion11 = 11;
    http::request<http::string_body> request(http::string_to_verb(method), target, kVersion11);
    request.set(http::field::host, "busbar");
    request.set(http::field::accept, "application/json, text/event-stream");
    request.keep_alive(false);
    if (!body.is_null()) {
        request.set(http::field::content_type, "application/json");
        constexpr int kCompact = -1;
        request.body() = body.dump(kCompact, ' ', false, Json::error_handler_t::replace);
    }
    request.prepare_payload();
    return request;
}

// Connects and sends the request; `line` is then to be read from.
bool ask(Line& line, const std::filesystem::path& socket,
         const http::request<http::string_body>& request) {
    auto& error = line.error;
    if (socket.string().size() >= sizeof(sockaddr_un{}.sun_path)) {
        error = asio::error::name_too_long;
        return false;
    }
    (void)line.stream.socket().open(Protocol(), error);
    if (error) return false;
    (void)line.stream.socket().connect(Protocol::endpoint(socket.string()), error);
    if (error) return false;
    line.stream.expires_after(kTimeout);
    return line.wait([&] { http::async_write(line.stream, request, line.done()); });
}

}  // namespace

Result<Answer> Client::request(const std::string& method, const std::string& target,
                               const Json& body) const {
    Line line;
    const auto message = make_request(method, target, body);
    http::response_parser<http::string_body> parser;
    parser.body_limit(kAnswerSizeMax);
    // An answer may come before all of a body has been taken: it says why.
    const bool asked = ask(line, socket_, message);
    if (!asked && line.error != asio::error::broken_pipe) {
        return tl::unexpected(words_for(line.error, socket_));
    }
    if (!line.wait([&] { http::async_read(line.stream, line.buffer, parser, line.done()); })) {
        return tl::unexpected(words_for(line.error, socket_));
    }
    const auto& response = parser.get();
    Answer answer{static_cast<int>(response.result_int()), nullptr};
    auto json = Json::parse(response.body(), nullptr, false);
    if (!json.is_discarded()) answer.body = std::move(json);
    return answer;
}

Status Client::listen(const std::string& target, const Heard& heard) const {
    Line line;
    if (!ask(line, socket_, make_request("GET", target, nullptr))) {
        return tl::unexpected(words_for(line.error, socket_));
    }
    http::response_parser<http::empty_body> parser;
    if (!line.wait(
            [&] { http::async_read_header(line.stream, line.buffer, parser, line.done()); })) {
        return tl::unexpected(words_for(line.error, socket_));
    }
    if (parser.get().result() != http::status::ok) {
        return fail(ErrorCode::InvalidArgument,
                    "the runtime tells no events: " + std::string(parser.get().reason()));
    }
    line.stream.expires_never();  // it says something every 15 s, or is gone
    EventReader reader;
    for (;;) {
        const auto data = line.buffer.data();
        reader.add({static_cast<const char*>(data.data()), data.size()});
        line.buffer.consume(data.size());
        while (const auto event = reader.next()) {
            if (!heard(&*event)) return {};
        }
        if (!heard(nullptr)) return {};
        constexpr std::size_t kReadSize = 64 * 1024;
        const bool good = line.wait([&] {
            line.stream.async_read_some(
                line.buffer.prepare(kReadSize),
                [&line](boost::system::error_code result, std::size_t size) {
                    line.error = result;
                    line.buffer.commit(size);
                });
        });
        if (!good) return tl::unexpected(words_for(line.error, socket_));
    }
}

std::string percent_encode(const std::string& text) {
    constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (kPlain.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += kDigits[octet >> 4U];
            encoded += kDigits[octet & 0x0FU];
        }
    }
    return encoded;
}

}  // namespace busbar
