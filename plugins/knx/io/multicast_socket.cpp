// SPDX-License-Identifier: Apache-2.0
// MulticastSocket: options, joining, sending.
#include "knx/io/multicast_socket.hpp"

#include <netinet/in.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/multicast.hpp>
#include <cstring>
#include <utility>

#include "knx/io/endpoint.hpp"

namespace knx {
namespace {

// Sets the options of a member, which Asio has only in part: the first that fails decides.
bool join(int socket, const Endpoint& group, const NetworkInterface& interface) {
    ip_mreqn membership{};
    std::memcpy(&membership.imr_multiaddr, group.address.data(), group.address.size());
    std::memcpy(&membership.imr_address, interface.address.data(), interface.address.size());
    membership.imr_ifindex = static_cast<int>(interface.index);
    const auto set = [socket](int option, const auto& value) {
        return setsockopt(socket, IPPROTO_IP, option, &value, sizeof(value)) == 0;
    };
    // Without IP_MULTICAST_ALL 0 we would hear what other programs joined on other interfaces.
    return set(IP_MULTICAST_ALL, 0) && set(IP_ADD_MEMBERSHIP, membership);
}

}  // namespace

MulticastSocket::MulticastSocket(boost::asio::io_context& context, Callbacks callbacks)
    : callbacks_(std::move(callbacks)), socket_(context), sender_(context) {}

busbar::Result<Endpoint> MulticastSocket::open(const Endpoint& group,
                                               const NetworkInterface& interface) {
    close();
    group_ = to_asio<Udp::endpoint>(group);
    interface_name_ = interface.name;
    boost::system::error_code error;
    const auto failed = [&](const std::string& reason) {
        close();
        return busbar::fail(
            busbar::ErrorCode::Unavailable,
            "cannot join " + to_string(group) + " on " + interface.name + ": " + reason);
    };
    if (socket_.open(Udp::v4(), error)) return failed(error.message());
    if (socket_.set_option(Udp::socket::reuse_address(true), error)) return failed(error.message());
    // To the group and not to any address: what is sent to this machine alone on the same port is
    // for a server that may run here as well.
    if (socket_.bind(group_, error)) return failed(error.message());
    if (socket_.non_blocking(true, error)) return failed(error.message());
    if (!join(socket_.native_handle(), group, interface)) return failed(std::strerror(errno));
    if (const auto sender_error = open_sender(interface)) return failed(sender_error.message());
    wait();
    return from_asio(sender_.local_endpoint(error));
}

// Loops back to this machine, where other members may be.
boost::system::error_code MulticastSocket::open_sender(const NetworkInterface& interface) {
    namespace multicast = boost::asio::ip::multicast;
    const boost::asio::ip::address_v4 address(interface.address);
    boost::system::error_code error;
    sender_.open(Udp::v4(), error);
    if (!error) sender_.bind({address, 0}, error);
    if (!error) sender_.set_option(multicast::outbound_interface(address), error);
    if (!error) sender_.set_option(multicast::hops(kTimeToLive), error);
    if (!error) sender_.set_option(multicast::enable_loopback(true), error);
    if (!error) sender_.non_blocking(true, error);
    return error;
}

void MulticastSocket::wait() {
    socket_.async_wait(Udp::socket::wait_read, life_.guard([this](const auto& error) {
        if (error) {
            close();
            return callbacks_.on_failure("the socket failed: " + error.message());
        }
        const auto arrivals = batch_.receive(socket_.native_handle());
        if (!arrivals.empty()) callbacks_.on_arrivals(arrivals);
        if (socket_.is_open()) wait();
    }));
}

busbar::Status MulticastSocket::send(ByteSpan frame) {
    boost::system::error_code error;
    sender_.send_to(boost::asio::buffer(frame.data(), frame.size()), group_, 0, error);
    const bool full =
        error == boost::asio::error::would_block || error == boost::asio::error::no_buffer_space;
    if (!error || full) return {};
    return busbar::fail(busbar::ErrorCode::Unavailable,
                        "cannot send on " + interface_name_ + ": " + error.message());
}

void MulticastSocket::close() {
    life_.renew();
    boost::system::error_code ignored;
    socket_.close(ignored);
    sender_.close(ignored);
}

}  // namespace knx
