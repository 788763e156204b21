// SPDX-License-Identifier: Apache-2.0
// LineProbe: one attempt against a server in the same loop.
#include "knx/line_probe.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "busbar/asio_loop.hpp"
#include "support/knx/socket_server.hpp"

namespace knx {
namespace {

using testing::run_until;
using testing::SocketServer;

class LineProbeTest : public ::testing::Test {
 protected:
    // What a test of the server's interface answers.
    busbar::Result<std::string> probe() {
        settings::Interface item;
        item.set_host("127.0.0.1");
        item.set_port(server->port());
        std::optional<busbar::Result<std::string>> answer;
        const LineProbe probe(loop, loop.context(), item,
                              [&](const auto& outcome) { answer = outcome; });
        EXPECT_TRUE(run_until(loop.context(), [&] { return answer.has_value(); }));
        return answer.value_or(std::string());
    }

    busbar::AsioLoop loop;
    std::unique_ptr<SocketServer> server = SocketServer::make(loop.context(), HostProtocol::Udp);
};

TEST_F(LineProbeTest, SaysTheAddressItWasGivenAndLeaves) {
    const auto answer = probe();
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(*answer, "\"Model\", 0.0.0 can be used, as 1.1.250");
    EXPECT_FALSE(server->model().connected());
}

TEST_F(LineProbeTest, SaysWhyTheInterfaceRefuses) {
    server->model().behaviour.connect_status = StatusCode::NoMoreConnections;
    const auto answer = probe();
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().message.find("no free tunnel"), std::string::npos)
        << answer.error().message;
}

}  // namespace
}  // namespace knx
