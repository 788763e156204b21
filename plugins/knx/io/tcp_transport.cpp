// SPDX-License-Identifier: Apache-2.0
// TcpTransport: resolve, connect, reassemble, coalesce.
#include "knx/io/tcp_transport.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "knx/io/endpoint.hpp"

namespace knx {

namespace asio = boost::asio;

TcpTransport::TcpTransport(asio::io_context& context, Callbacks callbacks)
    : context_(context),
      callbacks_(std::move(callbacks)),
      resolver_(context),
      socket_(context),
      open_timer_(context) {}

void TcpTransport::open(const std::string& host, std::uint16_t port) {
    close();
    host_ = host;
    open_timer_.expires_after(kOpenMax);
    open_timer_.async_wait(life_.guard([this](const auto& error) {
        if (!error) fail("no TCP connection to '" + host_ + "' within 10 seconds");
    }));
    resolver_.async_resolve(
        Tcp::v4(), host, std::to_string(port), Tcp::resolver::numeric_service,
        life_.guard([this](const auto& error, const auto& found) { on_resolved(error, found); }));
}

void TcpTransport::on_resolved(const boost::system::error_code& error,
                               const Tcp::resolver::results_type& found) {
    if (error) return fail("cannot find the host '" + host_ + "': " + error.message());
    asio::async_connect(socket_, found, life_.guard([this](const auto& connect_error, const auto&) {
        on_connected(connect_error);
    }));
}

void TcpTransport::on_connected(const boost::system::error_code& error) {
    if (error) {
        return fail("no TCP connection to '" + host_ + "': " + error.message() +
                    "; many interfaces offer UDP only");
    }
    boost::system::error_code ignored;
    open_timer_.cancel();
    socket_.set_option(Tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    const auto local = socket_.local_endpoint(ignored);
    boost::system::error_code gone;
    const auto server = socket_.remote_endpoint(gone);
    if (gone) return fail("the connection to '" + host_ + "' ended at once: " + gone.message());
    server_ = from_asio(server);
    wait_readable();
    callbacks_.on_open(from_asio(local), server_);
}

void TcpTransport::wait_readable() {
    socket_.async_wait(Tcp::socket::wait_read, life_.guard([this](const auto& error) {
        if (error) return fail("the socket failed: " + error.message());
        receive();
    }));
}

// One read per turn: what does not fit into the buffer waits, so that others get their turn.
void TcpTransport::receive() {
    boost::system::error_code error;
    const auto room = stream_.room();
    const auto size = socket_.read_some(asio::buffer(room.data(), room.size()), error);
    if (error == asio::error::eof) return fail("the interface closed the TCP connection");
    if (error && error != asio::error::would_block) return fail(error.message());
    stream_.filled(size);
    take_frames();
    if (socket_.is_open()) wait_readable();
}

void TcpTransport::take_frames() {
    arrivals_.clear();
    auto frame = stream_.next();
    for (; frame && *frame; frame = stream_.next()) arrivals_.push_back({**frame, server_});

    if (!arrivals_.empty()) callbacks_.on_arrivals(arrivals_);
    // What came before the rubbish was good and is handed over; it may have made the owner close.
    if (!frame && socket_.is_open()) fail("the stream is out of step: " + frame.error().message);
}

void TcpTransport::send(ByteSpan frame, const Endpoint&) {
    if (unsent_.size() + frame.size() > kUnsentMax) {
        // Not from here: whoever sends does not expect to be called back.
        return asio::post(
            context_, life_.guard([this] { fail("the interface does not read what is sent"); }));
    }
    append_octets(unsent_, frame);
    if (flush_posted_ || waiting_writable_) return;
    flush_posted_ = true;
    asio::post(context_, life_.guard([this] {
        flush_posted_ = false;
        flush();
    }));
}

void TcpTransport::flush() {
    if (unsent_.empty() || waiting_writable_ || !socket_.is_open()) return;
    boost::system::error_code error;
    const auto size = socket_.write_some(asio::buffer(unsent_), error);
    if (error && error != asio::error::would_block) {
        // Reading fails too, and says so where a callback is expected.
        unsent_.clear();
        return;
    }
    unsent_.erase(unsent_.begin(), unsent_.begin() + static_cast<std::ptrdiff_t>(size));
    if (!unsent_.empty()) wait_writable();
}

void TcpTransport::wait_writable() {
    waiting_writable_ = true;
    socket_.async_wait(Tcp::socket::wait_write, life_.guard([this](const auto& error) {
        waiting_writable_ = false;
        if (error) return fail("the socket failed: " + error.message());
        flush();
    }));
}

void TcpTransport::close() {
    life_.renew();
    resolver_.cancel();
    open_timer_.cancel();
    boost::system::error_code ignored;
    socket_.close(ignored);
    stream_.clear();
    unsent_.clear();
    flush_posted_ = false;
    waiting_writable_ = false;
}

void TcpTransport::fail(std::string sentence) {
    close();
    callbacks_.on_failure(std::move(sentence));
}

}  // namespace knx
