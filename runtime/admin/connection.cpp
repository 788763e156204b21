// SPDX-License-Identifier: Apache-2.0
// Connection on Boost.Beast: requests. Event streams are in connection_events.cpp.
#include "admin/connection.hpp"

#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <utility>

#include "admin/event_queue.hpp"
#include "admin/problem.hpp"
#include "config/project.hpp"

namespace busbar {
namespace {

namespace http = boost::beast::http;

constexpr std::uint32_t kHeaderSizeMax = 16 * 1024;
constexpr std::chrono::seconds kIdleTimeout{60};      // between requests, and for a header
constexpr std::chrono::seconds kTransferTimeout{60};  // for a body or an answer

std::optional<Method> method_of(http::verb verb) {
    switch (verb) {
        case http::verb::get:
            return Method::Get;
        case http::verb::post:
            return Method::Post;
        case http::verb::put:
            return Method::Put;
        case http::verb::patch:
            return Method::Patch;
        case http::verb::delete_:
            return Method::Delete;
        default:
            return std::nullopt;
    }
}

// The problem of what could not be read; nothing where nobody is left to be told.
std::optional<ApiResponse> unreadable(boost::system::error_code error) {
    if (error == http::error::body_limit) {
        return problem(413, "too_large", "the body is larger than 1 MiB (a project: 64 MiB)");
    }
    if (error == http::error::header_limit) {
        return problem(431, "header_too_large", "the header is larger than 16 KiB");
    }
    const bool ours =
        error.category() == http::make_error_code(http::error::end_of_stream).category();
    if (!ours || error == http::error::end_of_stream || error == http::error::partial_message) {
        return std::nullopt;
    }
    return problem(400, "bad_request", "this is not HTTP: " + error.message());
}

}  // namespace

Connection::Connection(Socket socket, Access access, const Router& router,
                       std::function<void()> ended)
    : stream_(std::move(socket)),
      access_(access),
      router_(router),
      ended_(std::move(ended)),
      beat_(stream_.get_executor()) {}

void Connection::close() {
    stream_.close();
    beat_.cancel();
    if (events_) events_->close();
    if (ended_) std::exchange(ended_, {})();
}

void Connection::read_header() {
    parser_.emplace();
    parser_->header_limit(kHeaderSizeMax);
    parser_->body_limit(boost::none);  // known when the header has been read
    stream_.expires_after(kIdleTimeout);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](boost::system::error_code error,
                                                        std::size_t) { self->on_header(error); });
}

void Connection::on_header(boost::system::error_code error) {
    if (error) return refuse(error);
    const auto& header = parser_->get();
    const auto target = parse_target({header.target().data(), header.target().size()});
    const auto limit = Router::body_size_max(target.value_or(Target{}));
    // content_length() counts what is still to come; nothing where the body is chunked.
    if (parser_->content_length().value_or(0) > limit) return refuse(http::error::body_limit);
    parser_->body_limit(limit);
    stream_.expires_after(kTransferTimeout);
    if (!boost::beast::iequals(header[http::field::expect], "100-continue")) return read_body();
    static const std::string kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    boost::asio::async_write(
        stream_, boost::asio::buffer(kContinue),
        [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
            if (failed) return self->close();
            self->read_body();
        });
}

void Connection::read_body() {
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                         self->on_request(error);
                     });
}

void Connection::refuse(boost::system::error_code error) {
    auto response = unreadable(error);
    if (!response) return close();
    keep_ = false;  // where the next request would begin is not known
    write(*std::move(response));
}

void Connection::on_request(boost::system::error_code error) {
    if (error) return refuse(error);
    keep_ = parser_->get().keep_alive();
    stream_.expires_never();  // the answer has time limits of its own
    ApiRequest request;
    if (auto refusal = fill(request)) return write(*std::move(refusal));
    router_.handle(std::move(request), [weak = weak_from_this()](ApiResponse response) {
        if (const auto self = weak.lock()) self->answer(std::move(response));
    });
}

// Takes the request apart; returns what is wrong with it.
std::optional<ApiResponse> Connection::fill(ApiRequest& request) {
    const auto& message = parser_->get();
    if (access_ == Access::Nobody) {
        return problem(403, "forbidden",
                       "only root, the runtime's user and members of the socket's group may");
    }
    const auto method = method_of(message.method());
    if (!method) return problem(405, "wrong_method", "GET, POST, PUT, PATCH and DELETE are known");
    request.method = *method;
    auto target = parse_target({message.target().data(), message.target().size()});
    if (!target) return problem(target.error());
    request.target = *std::move(target);
    const auto if_match = message[http::field::if_match];
    request.if_match.assign(if_match.data(), if_match.size());
    if (message.body().empty()) return std::nullopt;
    auto body = parse_project(message.body());
    if (!body) return problem(400, "not_json", body.error().message);
    request.body = *std::move(body);
    return std::nullopt;
}

void Connection::answer(ApiResponse response) {
    if (!stream_.socket().is_open()) return;
    if (response.events) return stream_head(std::move(response));
    write(std::move(response));
}

void Connection::write(ApiResponse response) {
    constexpr unsigned kVersion11 = 11;
    message_.emplace(static_cast<http::status>(response.status), kVersion11);
    auto& message = *message_;
    message.set(http::field::server, "busbard");
    message.set(http::field::cache_control, "no-store");
    message.set("X-Content-Type-Options", "nosniff");
    const auto set = [&](http::field field, const std::string& text) {
        if (!text.empty()) message.set(field, text);
    };
    set(http::field::content_type, response.content_type);
    set(http::field::etag, response.etag);
    set(http::field::location, response.location);
    set(http::field::allow, response.allow);
    message.body() = std::move(response.body);
    message.keep_alive(keep_);
    message.prepare_payload();
    stream_.expires_after(kTransferTimeout);
    http::async_write(stream_, message,
                      [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                          self->message_.reset();
                          if (error || !self->keep_) return self->close();
                          self->read_header();
                      });
}

}  // namespace busbar
