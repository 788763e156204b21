// SPDX-License-Identifier: Apache-2.0
// UdpTransport: frames as datagrams. Reads all that wait with one system call, and sends what was
// held together with one.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include "knx/io/datagram_batch.hpp"
#include "knx/io/life.hpp"
#include "knx/io/transport.hpp"

namespace knx {

class UdpTransport final : public Transport {
 public:
    // `context` outlives the transport.
    UdpTransport(boost::asio::io_context& context, Callbacks callbacks);

    void open(const std::string& host, std::uint16_t port) override;
    void send(ByteSpan frame, const Endpoint& to) override;
    void hold() override { holding_ = true; }
    void flush() override;
    void close() override;

 private:
    using Udp = boost::asio::ip::udp;

    void on_resolved(const boost::system::error_code& error,
                     const Udp::resolver::results_type& found);
    [[nodiscard]] boost::system::error_code open_towards(const Udp::endpoint& server);
    [[nodiscard]] boost::system::error_code bind(const Udp::endpoint& local);
    void wait();
    void receive();
    void fail(std::string sentence);

    Callbacks callbacks_;
    Udp::resolver resolver_;
    Udp::socket socket_;
    std::string host_;
    Udp::endpoint server_;  // while open
    Life opening_;
    Life life_;

    DatagramBatch batch_;
    OutgoingDatagrams outgoing_;
    bool holding_ = false;
};

}  // namespace knx
