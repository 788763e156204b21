// SPDX-License-Identifier: Apache-2.0
// TcpTransport: frames on a stream. Frames sent in one turn of the loop leave in one write.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <vector>

#include "knx/io/life.hpp"
#include "knx/io/transport.hpp"
#include "knx/protocol/knxip/frame_stream.hpp"

namespace knx {

class TcpTransport final : public Transport {
 public:
    // To look the name up and connect.
    static constexpr std::chrono::seconds kOpenMax{10};
    // Octets that may wait for a server that does not read; beyond them the connection is given up.
    static constexpr std::size_t kUnsentMax = 64 * 1024;

    // `context` outlives the transport.
    TcpTransport(boost::asio::io_context& context, Callbacks callbacks);

    void open(const std::string& host, std::uint16_t port) override;
    void send(ByteSpan frame, const Endpoint& to) override;
    void hold() override {}  // it always does
    void flush() override;
    void close() override;

 private:
    using Tcp = boost::asio::ip::tcp;

    void on_resolved(const boost::system::error_code& error,
                     const Tcp::resolver::results_type& found);
    void on_connected(const boost::system::error_code& error);
    void wait_readable();
    void receive();
    void take_frames();
    void wait_writable();
    void fail(std::string sentence);

    boost::asio::io_context& context_;
    Callbacks callbacks_;
    Tcp::resolver resolver_;
    Tcp::socket socket_;
    boost::asio::steady_timer open_timer_;
    std::string host_;
    Endpoint server_;
    Life life_;

    FrameStream stream_;
    std::vector<Arrival> arrivals_;
    ByteBuffer unsent_;
    bool flush_posted_ = false;
    bool waiting_writable_ = false;
};

}  // namespace knx
