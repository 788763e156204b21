// SPDX-License-Identifier: Apache-2.0
// Connection: one client of the API, request after request, in HTTP/1.1.
//
//   reading header ─► reading body ─► answering ─► writing ─► reading header …
//                                         └──────► streaming events, until either side closes
//
// Thread: the admin thread.
#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "admin/router.hpp"

namespace busbar {

// Owned by the Listener; every operation under way holds it as well (hence shared).
class Connection : public std::enable_shared_from_this<Connection> {
 public:
    using Socket = boost::asio::local::stream_protocol::socket;
    enum class Access : std::uint8_t { Administrator, Nobody };

    // Somebody without access gets 403 for whatever he asks. `ended` is called once.
    Connection(Socket socket, Access access, const Router& router, std::function<void()> ended);

    void start() { read_header(); }
    void close();

 private:
    using Stream = boost::beast::basic_stream<boost::asio::local::stream_protocol>;
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
    using Message = boost::beast::http::response<boost::beast::http::string_body>;

    void read_header();
    void on_header(boost::system::error_code error);
    void read_body();
    void on_request(boost::system::error_code error);
    void refuse(boost::system::error_code error);
    [[nodiscard]] std::optional<ApiResponse> fill(ApiRequest& request);
    void answer(ApiResponse response);
    void write(ApiResponse response);
    void stream_head(ApiResponse response);
    void stream_events();
    void wait_for_events();
    void watch_for_end();

    Stream stream_;
    Access access_;
    const Router& router_;
    std::function<void()> ended_;
    boost::beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::optional<Message> message_;  // being written
    bool keep_ = true;                // for another request
    std::shared_ptr<EventQueue> events_;
    boost::asio::steady_timer beat_;  // of an idle stream
    std::string text_;                // of the stream, being written
    char unwanted_ = 0;               // what a streaming client sends
};

}  // namespace busbar
