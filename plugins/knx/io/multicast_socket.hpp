// SPDX-License-Identifier: Apache-2.0
// MulticastSocket: a member of one multicast group on one network interface.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <functional>
#include <span>
#include <string>

#include "busbar/result.hpp"
#include "knx/io/datagram_batch.hpp"
#include "knx/io/life.hpp"
#include "knx/io/network_interface.hpp"
#include "knx/io/transport.hpp"

namespace knx {

// Belongs to one loop. Can be opened again after close().
class MulticastSocket {
 public:
    // Lets a datagram pass routers between networks, which a house may have; the scope of the
    // group's address ends its way.
    static constexpr int kTimeToLive = 16;

    // What the owner hears; it may call any function of the socket from here.
    struct Callbacks {
        // All that was waiting, what we sent ourselves as well; valid during the call.
        std::function<void(std::span<const Arrival>)> on_arrivals;
        // The socket has failed and is closed now. For people.
        std::function<void(std::string sentence)> on_failure;
    };

    // `context` outlives the socket.
    MulticastSocket(boost::asio::io_context& context, Callbacks callbacks);

    // Joins, and returns where our datagrams come from, which is nobody else's: a port of its own,
    // because a KNX server on this machine takes what comes from the group's port for its own.
    // Several programs of this machine may be members. Fails with Unavailable, for people.
    [[nodiscard]] busbar::Result<Endpoint> open(const Endpoint& group,
                                                const NetworkInterface& interface);
    // To the group. Fails with Unavailable, for people, when it could not leave; a queue of the
    // system that is full counts as sent, as the network may lose it too.
    [[nodiscard]] busbar::Status send(ByteSpan frame);
    // Nothing is heard afterwards.
    void close();

 private:
    using Udp = boost::asio::ip::udp;

    [[nodiscard]] boost::system::error_code open_sender(const NetworkInterface& interface);
    void wait();

    Callbacks callbacks_;
    Udp::socket socket_;  // hears the group
    Udp::socket sender_;
    Udp::endpoint group_;
    std::string interface_name_;
    Life life_;
    DatagramBatch batch_;
};

}  // namespace knx
