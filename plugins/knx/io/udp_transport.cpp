// SPDX-License-Identifier: Apache-2.0
// UdpTransport: resolve, bind, send and receive.
#include "knx/io/udp_transport.hpp"

#include <utility>

#include "knx/io/endpoint.hpp"

namespace knx {

UdpTransport::UdpTransport(boost::asio::io_context& context, Callbacks callbacks)
    : callbacks_(std::move(callbacks)), resolver_(context), socket_(context) {}

void UdpTransport::open(const std::string& host, std::uint16_t port) {
    opening_.renew();
    resolver_.cancel();
    host_ = host;
    resolver_.async_resolve(Udp::v4(), host, std::to_string(port), Udp::resolver::numeric_service,
                            opening_.guard([this](const auto& error, const auto& found) {
                                on_resolved(error, found);
                            }));
}

void UdpTransport::on_resolved(const boost::system::error_code& error,
                               const Udp::resolver::results_type& found) {
    if (error || found.empty()) {
        return fail("cannot find the host '" + host_ + "': " + error.message());
    }
    const Udp::endpoint server = *found.begin();
    if (const auto open_error = open_towards(server)) {
        return fail("cannot reach '" + host_ + "': " + open_error.message());
    }
    boost::system::error_code ignored;
    callbacks_.on_open(from_asio(socket_.local_endpoint(ignored)), from_asio(server));
}

// Binds to the address from which the server is reached: that is what it must be told. A connected
// socket finds out, but cannot be kept, because a server may answer from another port.
boost::system::error_code UdpTransport::open_towards(const Udp::endpoint& server) {
    boost::system::error_code error;
    Udp::socket probe(socket_.get_executor());
    if (probe.connect(server, error)) return error;
    const auto local = probe.local_endpoint(error).address();
    if (error) return error;
    const bool same_way =
        socket_.is_open() && server == server_ && socket_.local_endpoint(error).address() == local;
    if (same_way) return error;
    server_ = server;
    return bind({local, 0});
}

boost::system::error_code UdpTransport::bind(const Udp::endpoint& local) {
    close();
    boost::system::error_code error;
    if (socket_.open(Udp::v4(), error)) return error;
    if (socket_.bind(local, error)) return error;
    if (socket_.non_blocking(true, error)) return error;
    wait();
    return error;
}

void UdpTransport::wait() {
    socket_.async_wait(Udp::socket::wait_read, life_.guard([this](const auto& error) {
        if (error) return fail("the socket failed: " + error.message());
        receive();  // first, because acknowledgements are waited for
        if (socket_.is_open()) wait();
    }));
}

void UdpTransport::receive() {
    const auto arrivals = batch_.receive(socket_.native_handle());
    if (!arrivals.empty()) callbacks_.on_arrivals(arrivals);
}

void UdpTransport::send(ByteSpan frame, const Endpoint& to) {
    outgoing_.add(frame, to);
    if (!holding_) flush();
}

// An error is a lost datagram: the protocol repeats what matters and notices when nothing arrives
// any more.
void UdpTransport::flush() {
    holding_ = false;
    if (!outgoing_.empty()) outgoing_.send(socket_.native_handle());
}

void UdpTransport::close() {
    if (socket_.is_open()) flush();
    opening_.renew();
    life_.renew();
    resolver_.cancel();
    boost::system::error_code ignored;
    socket_.close(ignored);
}

void UdpTransport::fail(std::string sentence) {
    close();
    callbacks_.on_failure(std::move(sentence));
}

}  // namespace knx
