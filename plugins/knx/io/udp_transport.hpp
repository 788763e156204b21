// SPDX-License-Identifier: Apache-2.0
// UdpTransport: frames as datagrams. Reads all that wait with one system call and sends at once,
// because over UDP a server sends nothing before it has its acknowledgement.
#pragma once

#include <sys/socket.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <vector>

#include "knx/io/life.hpp"
#include "knx/io/transport.hpp"

namespace knx {

class UdpTransport final : public Transport {
 public:
    // Datagrams of one batch.
    static constexpr std::size_t kBatchMax = 64;
    // Octets of a datagram; longer ones are none of ours and dropped.
    static constexpr std::size_t kDatagramMax = 1024;

    // `context` outlives the transport.
    UdpTransport(boost::asio::io_context& context, Callbacks callbacks);

    void open(const std::string& host, std::uint16_t port) override;
    void send(ByteSpan frame, const Endpoint& to) override;
    void flush() override {}
    void close() override;

 private:
    using Udp = boost::asio::ip::udp;

    void on_resolved(const boost::system::error_code& error,
                     const Udp::resolver::results_type& found);
    [[nodiscard]] boost::system::error_code bind_towards(const Udp::endpoint& server);
    void wait();
    void receive();
    void fail(std::string sentence);

    Callbacks callbacks_;
    Udp::resolver resolver_;
    Udp::socket socket_;
    std::string host_;
    Life life_;

    // One batch: the kernel writes datagrams and senders straight into these.
    std::vector<std::array<std::uint8_t, kDatagramMax>> datagrams_;
    std::array<sockaddr_in, kBatchMax> senders_{};
    std::array<iovec, kBatchMax> pieces_{};
    std::array<mmsghdr, kBatchMax> headers_{};
    std::vector<Arrival> arrivals_;
};

}  // namespace knx
