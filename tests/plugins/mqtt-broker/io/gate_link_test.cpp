// SPDX-License-Identifier: Apache-2.0
// Messages through the socket, as the process at its other end has it.
#include "mqtt-broker/io/gate_link.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/socket.h>

#include "io/turning.hpp"

namespace mqtt_broker {
namespace {

using ::testing::ElementsAre;

class GateLinkTest : public ::testing::Test {
 protected:
    GateLinkTest() {
        link = std::move(*GateLink::open(
            loop, [this](const GateMessage& message) { heard.push_back(message); }));
        other = Descriptor(::fcntl(link->other_end(), F_DUPFD_CLOEXEC, 0));
        link->release_other_end();
    }
    void say(std::string_view octets) {
        EXPECT_EQ(::send(other.get(), octets.data(), octets.size(), 0),
                  static_cast<ssize_t>(octets.size()));
    }

    busbar::PollLoop loop;
    std::vector<GateMessage> heard;
    std::unique_ptr<GateLink> link;
    Descriptor other;
};

TEST_F(GateLinkTest, HearsWholeMessagesAndLeavesOutWhatIsNone) {
    say(encode_gate_message(ClientGone{1}));
    say("nonsense");
    say(encode_gate_message(ClientGone{2}));
    ASSERT_TRUE(turn_until(loop, [this] { return heard.size() == 2; }));
    EXPECT_THAT(heard, ElementsAre(ClientGone{1}, ClientGone{2}));
}

TEST_F(GateLinkTest, SaysMessages) {
    ASSERT_TRUE(link->send(LoadTable{}));
    std::string octets(100, '\0');
    const auto size = ::recv(other.get(), octets.data(), octets.size(), 0);
    ASSERT_GT(size, 0);
    EXPECT_EQ(decode_gate_message(octets.substr(0, static_cast<std::size_t>(size))),
              GateMessage(LoadTable{}));
}

TEST_F(GateLinkTest, SendsNothingToABrokerThatHasEnded) {
    other.close();
    EXPECT_FALSE(link->send(LoadTable{}));
    bool turned = false;
    busbar::Timer timer(loop);
    timer.after({}, [&] { turned = true; });
    ASSERT_TRUE(turn_until(loop, [&] { return turned; }));
    EXPECT_FALSE(link->send(LoadTable{}));
}

TEST_F(GateLinkTest, SendsNothingMoreToABrokerThatDoesNotRead) {
    int sent = 0;
    while (link->send(LoadTable{})) ++sent;
    EXPECT_GT(sent, 10);
}

}  // namespace
}  // namespace mqtt_broker
