// SPDX-License-Identifier: Apache-2.0
// DescriptionQuery against a server in the same loop, over UDP and over TCP.
#include "knx/io/description_query.hpp"

#include <gtest/gtest.h>

#include "support/knx/socket_server.hpp"

namespace knx {
namespace {

using testing::run_until;
using testing::SocketServer;

class DescriptionQueryTest : public ::testing::TestWithParam<HostProtocol> {
 protected:
    std::optional<DeviceDescription> ask() {
        std::optional<DeviceDescription> found;
        bool answered = false;
        const DescriptionQuery query(context_, GetParam(), "127.0.0.1", server_->port(), false,
                                     [&](std::optional<DeviceDescription> description) {
                                         found = std::move(description);
                                         answered = true;
                                     });
        EXPECT_TRUE(run_until(context_, [&] { return answered; }));
        return found;
    }

    boost::asio::io_context context_;
    std::unique_ptr<SocketServer> server_ = SocketServer::make(context_, GetParam());
};

TEST_P(DescriptionQueryTest, TellsWhatTheServerIs) {
    const auto found = ask();
    ASSERT_TRUE(found && found->device);
    EXPECT_EQ(found->device->name, "Model");
    EXPECT_EQ(server_->model().connects(), 0);
}

TEST_P(DescriptionQueryTest, EndsWithNothingWhenTheServerIsSilent) {
    server_->model().behaviour.answer_description = false;
    EXPECT_FALSE(ask());
    EXPECT_EQ(server_->model().descriptions(), DescriptionQuery::kTriesMax);
}

INSTANTIATE_TEST_SUITE_P(Over, DescriptionQueryTest,
                         ::testing::Values(HostProtocol::Udp, HostProtocol::Tcp),
                         [](const auto& row) {
                             return row.param == HostProtocol::Udp ? "Udp" : "Tcp";
                         });

}  // namespace
}  // namespace knx
