// SPDX-License-Identifier: Apache-2.0
// Discovery: a socket for each network interface, two questions, the answers.
#include "knx/io/discovery.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/multicast.hpp>
#include <utility>

#include "knx/io/endpoint.hpp"
#include "knx/io/multicast_socket.hpp"
#include "knx/protocol/knxip/frame.hpp"

namespace knx {

namespace asio = boost::asio;

Discovery::Discovery(asio::io_context& context, const std::vector<NetworkInterface>& interfaces,
                     Done done, const Endpoint& group)
    : done_(std::move(done)),
      group_(to_asio<Udp::endpoint>(group)),
      again_timer_(context, kSecondTime),
      end_timer_(context, kDuration) {
    for (const auto& interface : interfaces) {
        auto socket = std::make_unique<Udp::socket>(context);
        if (!open(*socket, interface)) continue;  // it may have gone this moment
        wait(*socket);
        sockets_.push_back(std::move(socket));
    }
    ask();
    again_timer_.async_wait(life_.guard([this](const auto&) { ask(); }));
    end_timer_.async_wait(life_.guard([this](const auto&) {
        const auto tell = std::move(done_);
        const auto found = std::move(found_);
        tell(found, sockets_.size());
    }));
}

bool Discovery::open(Udp::socket& socket, const NetworkInterface& interface) {
    const asio::ip::address_v4 address(interface.address);
    boost::system::error_code error;
    socket.open(Udp::v4(), error);
    if (!error) socket.bind({address, 0}, error);
    if (!error) socket.set_option(asio::ip::multicast::outbound_interface(address), error);
    if (!error) socket.set_option(asio::ip::multicast::hops(MulticastSocket::kTimeToLive), error);
    if (!error) socket.non_blocking(true, error);
    return !error;
}

// Both questions: older servers do not know the extended one, newer ones tell more on it.
void Discovery::ask() {
    for (const auto& socket : sockets_) {
        boost::system::error_code ignored;
        const Hpai here{HostProtocol::Udp, from_asio(socket->local_endpoint(ignored))};
        for (const bool extended : {false, true}) {
            ByteBuffer frame;
            encode(SearchRequest{here, extended, {}}, frame);
            socket->send_to(asio::buffer(frame), group_, 0, ignored);
        }
    }
}

void Discovery::wait(Udp::socket& socket) {
    socket.async_wait(Udp::socket::wait_read, life_.guard([this, &socket](const auto& error) {
        if (error) return;
        take(batch_.receive(socket.native_handle()));
        wait(socket);
    }));
}

void Discovery::take(std::span<const Arrival> arrivals) {
    for (const auto& [octets, sender] : arrivals) {
        const auto frame = decode_frame(octets);
        if (!frame) continue;
        if (const auto* response = std::get_if<SearchResponse>(&frame->content)) {
            found_.add(*response, sender);
        }
    }
}

}  // namespace knx
