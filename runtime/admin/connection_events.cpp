// SPDX-License-Identifier: Apache-2.0
// Connection: a stream of events as the answer.
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include "admin/connection.hpp"
#include "admin/event_queue.hpp"

namespace busbar {
namespace {

constexpr std::chrono::seconds kBeat{15};           // a comment at least so often
constexpr std::chrono::seconds kStreamTimeout{30};  // a client that takes nothing for so long goes
constexpr std::size_t kWriteSize = 64 * 1024;

}  // namespace

// The end of the stream is the end of the connection, so it needs no length.
void Connection::stream_head(ApiResponse response) {
    events_ = std::move(response.events);
    text_ = "HTTP/1.1 200 OK\r\nServer: busbard\r\nContent-Type: " + response.content_type +
            "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
    watch_for_end();
    stream_events();
}

// Writes `text_` and what waits, then waits for more.
void Connection::stream_events() {
    (void)events_->take(text_, kWriteSize);
    stream_.expires_after(kStreamTimeout);
    boost::asio::async_write(
        stream_, boost::asio::buffer(text_),
        [self = shared_from_this()](boost::system::error_code error, std::size_t) {
            if (error || self->events_->closed()) return self->close();
            self->text_.clear();
            self->stream_.expires_never();
            if (self->events_->take(self->text_, kWriteSize)) return self->stream_events();
            self->wait_for_events();
        });
}

void Connection::wait_for_events() {
    events_->when_ready([weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self || !self->stream_.socket().is_open()) return;
        self->beat_.cancel();
        // Not at once: what comes with this event goes out with it.
        boost::asio::post(self->stream_.get_executor(), [self] { self->stream_events(); });
    });
    beat_.expires_after(kBeat);
    beat_.async_wait([self = shared_from_this()](boost::system::error_code error) {
        if (error || !self->stream_.socket().is_open()) return;
        self->events_->when_ready({});
        self->text_ = ":\n\n";
        self->stream_events();
    });
}

// A client has nothing more to say; what it does say is dropped, and when it hangs up we notice.
void Connection::watch_for_end() {
    stream_.socket().async_read_some(
        boost::asio::buffer(&unwanted_, 1),
        [self = shared_from_this()](boost::system::error_code error, std::size_t) {
            if (error) return self->close();
            self->watch_for_end();
        });
}

}  // namespace busbar
