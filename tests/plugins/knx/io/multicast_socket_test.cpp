// SPDX-License-Identifier: Apache-2.0
// MulticastSocket: members of one group on the loopback.
#include "knx/io/multicast_socket.hpp"

#include <gtest/gtest.h>

#include "plugins/knx/io/multicast_group.hpp"
#include "support/knx/socket_server.hpp"

namespace knx {
namespace {

using testing::loopback;
using testing::own_group;
using testing::run_until;

class Member {
 public:
    explicit Member(boost::asio::io_context& context)
        : socket(context, {[this](std::span<const Arrival> arrivals) {
                               for (const auto& arrival : arrivals) heard.push_back(arrival.sender);
                           },
                           [this](std::string sentence) { failure = std::move(sentence); }}) {}

    std::vector<Endpoint> heard;
    std::string failure;
    MulticastSocket socket;
};

TEST(MulticastSocket, ReachesAllMembersOfThisMachineAndItself) {
    boost::asio::io_context context;
    Member one(context);
    Member other(context);
    const auto group = own_group();
    const auto local = one.socket.open(group, loopback());
    ASSERT_TRUE(local) << local.error().message;
    EXPECT_EQ(local->address, (std::array<std::uint8_t, 4>{127, 0, 0, 1}));
    EXPECT_NE(local->port, group.port);
    ASSERT_TRUE(other.socket.open(group, loopback()));
    ASSERT_TRUE(one.socket.send(ByteBuffer{1, 2, 3}));
    ASSERT_TRUE(run_until(context, [&] { return !one.heard.empty() && !other.heard.empty(); }));
    EXPECT_EQ(one.heard, (std::vector{*local}));
    EXPECT_EQ(other.heard, (std::vector{*local}));
}

TEST(MulticastSocket, DoesNotTakeWhatIsSentToThisMachineAlone) {
    boost::asio::io_context context;
    Member member(context);
    const auto group = own_group();
    ASSERT_TRUE(member.socket.open(group, loopback()));
    boost::asio::ip::udp::socket sender(context, {boost::asio::ip::address_v4::loopback(), 0});
    boost::system::error_code ignored;
    sender.send_to(boost::asio::buffer(ByteBuffer{1}),
                   {boost::asio::ip::address_v4::loopback(), group.port}, 0, ignored);
    ASSERT_TRUE(member.socket.send(ByteBuffer{2}));
    ASSERT_TRUE(run_until(context, [&] { return !member.heard.empty(); }));
    EXPECT_EQ(member.heard.size(), 1U);
}

TEST(MulticastSocket, SaysWhyItCannotJoin) {
    boost::asio::io_context context;
    Member member(context);
    auto nowhere = loopback();
    nowhere.index = 999'999;
    const auto local = member.socket.open(own_group(), nowhere);
    ASSERT_FALSE(local);
    EXPECT_EQ(local.error().message.find("cannot join 239.255."), 0U) << local.error().message;
}

TEST(MulticastSocket, SaysWhyItCannotSend) {
    boost::asio::io_context context;
    Member member(context);
    const auto sent = member.socket.send(ByteBuffer{1});  // not open
    ASSERT_FALSE(sent);
    EXPECT_NE(sent.error().message.find("cannot send on"), std::string::npos);
}

}  // namespace
}  // namespace knx
