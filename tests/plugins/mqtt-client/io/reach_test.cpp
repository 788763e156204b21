// SPDX-License-Identifier: Apache-2.0
// Tests of the way to a broker without MQTT; TLS is in transport_test.cpp.
#include "io/reach.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>

#include "busbar/poll_loop.hpp"
#include "support/free_port.hpp"

namespace mqtt_client {
namespace {

class AReach : public testing::Test {
 protected:
    [[nodiscard]] Reach::Outcome go(const std::string& host, std::uint16_t port, bool tls = false) {
        Endpoint endpoint;
        endpoint.host = host;
        endpoint.port = port;
        endpoint.tls = tls;
        std::optional<Reach::Outcome> outcome;
        reach.go(endpoint, [&](const auto& found) {
            outcome = found;
            loop.quit();
        });
        loop.run();
        return *outcome;
    }

    busbar::PollLoop loop;
    SocketReach reach{loop};
};

// Takes connections and never says a word.
class Silent {
 public:
    Silent() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(socket_, generic, size), 0);
        EXPECT_EQ(::listen(socket_, 4), 0);
        EXPECT_EQ(::getsockname(socket_, generic, &size), 0);
        port = ntohs(address.sin_port);
    }
    Silent(const Silent&) = delete;
    Silent& operator=(const Silent&) = delete;
    ~Silent() { ::close(socket_); }

    std::uint16_t port = 0;

 private:
    int socket_;
};

TEST_F(AReach, FindsSomebodyWhoListens) {
    const Silent peer;
    const auto outcome = go("localhost", peer.port);
    EXPECT_EQ(outcome.failed_at, Reach::Step::All);
    EXPECT_EQ(outcome.address, "127.0.0.1");
}

TEST_F(AReach, TellsAnUnknownNameFromAClosedPort) {
    const auto name = go("no-such-host.invalid", 1);
    EXPECT_EQ(name.failed_at, Reach::Step::Name);
    const auto port = go("127.0.0.1", busbar::testing::free_port());
    EXPECT_EQ(port.failed_at, Reach::Step::Tcp);
    EXPECT_EQ(port.failure.reason, Reason::Refused);
}

TEST_F(AReach, GivesUpAPeerThatIsSilentDuringTheHandshake) {
    const Silent peer;
    const auto outcome = go("127.0.0.1", peer.port, true);
    EXPECT_EQ(outcome.failed_at, Reach::Step::Tls);
    EXPECT_EQ(outcome.failure.reason, Reason::NoAnswer);
}

TEST_F(AReach, CallsNobodyWhenItIsGone) {
    auto gone = std::make_unique<SocketReach>(loop);
    Endpoint endpoint;
    endpoint.host = "127.0.0.1";
    endpoint.port = busbar::testing::free_port();
    gone->go(endpoint, [](const auto&) { ADD_FAILURE(); });
    gone.reset();
    EXPECT_EQ(go("127.0.0.1", endpoint.port).failed_at, Reach::Step::Tcp);
}

}  // namespace
}  // namespace mqtt_client
