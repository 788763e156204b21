// SPDX-License-Identifier: Apache-2.0
// UdpRelay: a router with address translation between one client and one server: the server sees
// the relay's address, and what it sends there goes to the client.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdint>

namespace busbar::testing {

class UdpRelay {
 public:
    using Udp = boost::asio::ip::udp;

    // `context` outlives the relay.
    UdpRelay(boost::asio::io_context& context, Udp::endpoint server)
        : inside_(context, {boost::asio::ip::address_v4::loopback(), 0}),
          outside_(context, {boost::asio::ip::address_v4::loopback(), 0}),
          server_(std::move(server)) {
        from_client();
        from_server();
    }

    // Where the client finds it.
    [[nodiscard]] std::uint16_t port() const { return inside_.local_endpoint().port(); }
    [[nodiscard]] int answers() const { return answers_; }

 private:
    void from_client() {
        inside_.async_receive_from(
            boost::asio::buffer(request_), client_, [this](const auto& error, std::size_t size) {
                if (error) return;
                outside_.send_to(boost::asio::buffer(request_, size), server_);
                from_client();
            });
    }
    void from_server() {
        outside_.async_receive_from(
            boost::asio::buffer(answer_), sender_, [this](const auto& error, std::size_t size) {
                if (error) return;
                ++answers_;
                inside_.send_to(boost::asio::buffer(answer_, size), client_);
                from_server();
            });
    }

    Udp::socket inside_;
    Udp::socket outside_;
    Udp::endpoint server_;
    Udp::endpoint client_;
    Udp::endpoint sender_;
    std::array<std::uint8_t, 1024> request_{};
    std::array<std::uint8_t, 1024> answer_{};
    int answers_ = 0;
};

}  // namespace busbar::testing
