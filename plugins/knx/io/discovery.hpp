// SPDX-License-Identifier: Apache-2.0
// Discovery: asks all networks of this machine which KNXnet/IP servers there are.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "knx/io/datagram_batch.hpp"
#include "knx/io/life.hpp"
#include "knx/io/network_interface.hpp"
#include "knx/protocol/discovery/found_servers.hpp"

namespace knx {

// One search. Belongs to one loop; destroying it earlier ends it without a word.
class Discovery {
 public:
    static constexpr Endpoint kGroup{{224, 0, 23, 12}, 3671};
    // Servers spread their answers over some time. The question is asked twice, as datagrams get
    // lost.
    static constexpr std::chrono::milliseconds kDuration{3000};
    static constexpr std::chrono::milliseconds kSecondTime{1000};

    // What was found, and on how many network interfaces it was searched. May destroy the search.
    using Done = std::function<void(const FoundServers& found, std::size_t interfaces)>;

    // Begins; calls `done` once, after kDuration. `context` outlives the search. The group is
    // another one in tests only: servers listen to this one for searches, whatever theirs is.
    Discovery(boost::asio::io_context& context, const std::vector<NetworkInterface>& interfaces,
              Done done, const Endpoint& group = kGroup);

 private:
    using Udp = boost::asio::ip::udp;

    [[nodiscard]] bool open(Udp::socket& socket, const NetworkInterface& interface);
    void ask();
    void wait(Udp::socket& socket);
    void take(std::span<const Arrival> arrivals);

    Done done_;
    const Udp::endpoint group_;
    std::vector<std::unique_ptr<Udp::socket>> sockets_;  // one for each network interface
    boost::asio::steady_timer again_timer_;
    boost::asio::steady_timer end_timer_;
    DatagramBatch batch_;
    FoundServers found_;
    Life life_;
};

}  // namespace knx
