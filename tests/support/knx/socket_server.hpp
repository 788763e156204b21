// SPDX-License-Identifier: Apache-2.0
// SocketServer: a ServerModel behind a socket on an ephemeral port of the loopback.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "support/knx/server_model.hpp"

namespace knx::testing {

// Runs `context` until `reached` says so; false when that took longer than five seconds.
[[nodiscard]] bool run_until(boost::asio::io_context& context,
                             const std::function<bool()>& reached);

// For one client at a time. Lives on the test's own loop, like the client.
class SocketServer {
 public:
    explicit SocketServer(HostProtocol transport) : model_(transport) {}
    SocketServer(const SocketServer&) = delete;
    SocketServer& operator=(const SocketServer&) = delete;
    virtual ~SocketServer() = default;

    [[nodiscard]] static std::unique_ptr<SocketServer> make(boost::asio::io_context& context,
                                                            HostProtocol transport);

    [[nodiscard]] virtual std::uint16_t port() const = 0;
    // Sends these octets to the client as they are.
    virtual void send(ByteSpan octets) = 0;
    // Ends the client's stream; nothing over UDP.
    virtual void hang_up() {}

    // After a change of the model from outside, call pump().
    [[nodiscard]] ServerModel& model() { return model_; }
    void indicate(Telegram telegram);
    void pump();

 protected:
    void receive(ByteSpan frame);

 private:
    ServerModel model_;
};

}  // namespace knx::testing
