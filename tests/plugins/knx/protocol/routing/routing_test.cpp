// SPDX-License-Identifier: Apache-2.0
// Routing: every rule of a member of the group, frame by frame.
#include "knx/protocol/routing/routing.hpp"

#include <gtest/gtest.h>

#include "knx/protocol/cemi.hpp"
#include "knx/protocol/knxip/frame.hpp"
#include "support/knx/hex.hpp"

namespace knx {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::to_hex;

constexpr Endpoint kGroup{{224, 0, 23, 12}, 3671};
constexpr Endpoint kLocal{{10, 0, 0, 1}, 50000};
constexpr Endpoint kRouter{{10, 0, 0, 2}, 3671};
constexpr IndividualAddress kOwn{0x10fa};     // 1.0.250
constexpr IndividualAddress kDevice{0x1105};  // 1.1.5

Telegram write(std::uint16_t group, IndividualAddress source = {}) {
    return {source, GroupAddress{group}, GroupService::Write, Priority::Low, Payload::small(1)};
}

ByteBuffer indication(const Telegram& telegram) {
    ByteBuffer cemi;
    encode_telegram(MessageCode::LDataIndication, telegram, cemi);
    ByteBuffer frame;
    encode(RoutingIndication{cemi}, frame);
    return frame;
}

template <class Content>
ByteBuffer frame_of(const Content& content) {
    ByteBuffer frame;
    encode(content, frame);
    return frame;
}

class RoutingTest : public ::testing::Test {
 protected:
    void join() {
        step(Routing::Opened{kLocal, kGroup});
        ASSERT_TRUE(routing.joined());
    }
    // What one step asks for is in `actions`.
    void step(const Routing::Event& event) {
        actions.clear();
        routing.step(event, now, actions);
    }
    void arrive(const ByteBuffer& frame, const Endpoint& sender = kRouter) {
        step(Routing::Arrived{frame, sender});
        remember();
    }
    // Lets the time pass and sends what is due; the frames as hex.
    std::vector<std::string> run_for(milliseconds duration) {
        std::vector<std::string> sent;
        const auto end = now + duration;
        while (routing.deadline() <= end) {
            now = std::max(now, routing.deadline());
            step(Routing::TimePassed{});
            remember();
            if (actions.sends().empty()) continue;
            EXPECT_EQ(actions.sends()[0].to, kGroup);
            sent.push_back(to_hex(actions.frame(actions.sends()[0])));
            step(Routing::Sent{});
            remember();
        }
        now = end;
        return sent;
    }
    void remember() {
        for (const auto& event : actions.events()) events.push_back(event);
        if (!actions.transition()) return;
        if (const auto* health = std::get_if<HealthChanged>(&*actions.transition())) {
            trouble = health->trouble;
        }
    }

    TimePoint now{std::chrono::hours(1)};
    double chance = 0;
    Routing routing{RoutingOptions{kOwn}, [this] { return chance; }};
    Actions actions;
    std::vector<TunnelEvent> events;
    std::optional<std::string> trouble;
};

TEST_F(RoutingTest, IsConnectedUnderItsOwnAddressOnceTheGroupIsJoined) {
    EXPECT_FALSE(routing.submit(1, write(1), now));
    step(Routing::Opened{kLocal, kGroup});
    ASSERT_TRUE(actions.transition());
    EXPECT_EQ(std::get<Connected>(*actions.transition()).address, kOwn);
}

TEST_F(RoutingTest, SendsAnIndicationFromItsOwnAddressAndConfirmsWhatHasLeft) {
    join();
    ASSERT_TRUE(routing.submit(7, write(0x0a03), now));
    step(Routing::TimePassed{});
    ASSERT_EQ(actions.sends().size(), 1U);
    // 06 10 | 0530 | 0011 | cEMI L_Data.ind, hop count 6, 1.0.250 -> 1/2/3, write 1
    EXPECT_EQ(to_hex(actions.frame(actions.sends()[0])),
              "061005300011"
              "2900bce010fa0a03010081");
    EXPECT_TRUE(actions.events().empty());
    step(Routing::Sent{});
    ASSERT_EQ(actions.events().size(), 1U);
    EXPECT_EQ(std::get<Confirmed>(actions.events()[0]).id, 7U);
}

TEST_F(RoutingTest, FailsATelegramThatCouldNotLeaveAndAllThatWait) {
    join();
    ASSERT_TRUE(routing.submit(1, write(1), now));
    ASSERT_TRUE(routing.submit(2, write(2), now));
    step(Routing::TimePassed{});
    step(Routing::Closed{"the network is down"});
    ASSERT_EQ(actions.events().size(), 2U);
    EXPECT_EQ(std::get<Failed>(actions.events()[0]), (Failed{1, Failure::ConnectionLost}));
    EXPECT_EQ(std::get<Failed>(actions.events()[1]), (Failed{2, Failure::ConnectionLost}));
    EXPECT_EQ(std::get<Lost>(*actions.transition()).sentence, "the network is down");
    EXPECT_FALSE(routing.joined());
}

TEST_F(RoutingTest, SendsAtMostFiftyTelegramsASecond) {
    join();
    for (RequestId id = 1; id <= 120; ++id) ASSERT_TRUE(routing.submit(id, write(1), now));
    EXPECT_EQ(run_for(milliseconds(999)).size(), 50U);
    EXPECT_EQ(run_for(milliseconds(1000)).size(), 50U);
    EXPECT_EQ(run_for(seconds(1)).size(), 20U);
    EXPECT_EQ(events.size(), 120U);
    EXPECT_EQ(routing.counters().held_back, 119U);
}

TEST_F(RoutingTest, SendsWritesBeforeReadsThatWait) {
    join();
    auto read = write(1);
    read.service = GroupService::Read;
    read.payload = {};
    ASSERT_TRUE(routing.submit(1, read, now));
    ASSERT_TRUE(routing.submit(2, read, now));
    ASSERT_TRUE(routing.submit(3, write(2), now));
    (void)run_for(seconds(1));
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(std::get<Confirmed>(events[0]).id, 3U);
}

TEST_F(RoutingTest, RefusesWhatDoesNotFitTheQueueAndTheBroadcast) {
    join();
    for (RequestId id = 1; id <= 256; ++id) ASSERT_TRUE(routing.submit(id, write(1), now));
    const auto full = routing.submit(257, write(1), now);
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, busbar::ErrorCode::Unavailable);
    const auto broadcast = routing.submit(258, write(0), now);
    ASSERT_FALSE(broadcast);
    EXPECT_EQ(broadcast.error().code, busbar::ErrorCode::InvalidArgument);
}

TEST_F(RoutingTest, KeepsQuietWhileRoutersAreBusyAndARandomTimeLonger) {
    join();
    chance = 0.5;
    arrive(frame_of(RoutingBusy{0, milliseconds(100), 0}));
    ASSERT_TRUE(routing.submit(1, write(1), now));
    EXPECT_TRUE(run_for(milliseconds(124)).empty());
    EXPECT_EQ(run_for(milliseconds(1)).size(), 1U);
    EXPECT_EQ(routing.counters().busy, 1U);
    EXPECT_EQ(routing.counters().held_back, 1U);
}

TEST_F(RoutingTest, IgnoresABusyThatIsForOthers) {
    join();
    arrive(frame_of(RoutingBusy{0, milliseconds(100), 0x0001}));
    ASSERT_TRUE(routing.submit(1, write(1), now));
    EXPECT_EQ(run_for(milliseconds(1)).size(), 1U);
}

TEST_F(RoutingTest, DoesNotSendATelegramLate) {
    join();
    arrive(frame_of(RoutingBusy{0, seconds(60), 0}));
    ASSERT_TRUE(routing.submit(1, write(1), now));
    EXPECT_TRUE(run_for(seconds(9)).empty());
    EXPECT_TRUE(events.empty());
    EXPECT_TRUE(run_for(seconds(60)).empty());
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(std::get<Failed>(events[0]), (Failed{1, Failure::NotSent}));
    EXPECT_EQ(routing.counters().expired, 1U);
}

TEST_F(RoutingTest, DeliversTelegramsOfOthersAndNotItsOwn) {
    join();
    arrive(indication(write(1, kDevice)));
    arrive(indication(write(1, kOwn)), kLocal);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(std::get<Telegram>(events[0]), write(1, kDevice));
    EXPECT_EQ(routing.counters().own, 1U);
    EXPECT_FALSE(trouble);
}

TEST_F(RoutingTest, SaysThatAnotherDeviceHasItsAddress) {
    join();
    arrive(indication(write(1, kOwn)), kRouter);
    EXPECT_EQ(events.size(), 1U);
    EXPECT_EQ(trouble,
              "10.0.0.2:3671 sends as 1.0.250 too: give this interface an individual address of "
              "its own");
}

TEST_F(RoutingTest, CountsLostTelegramsAndSaysSoForAMinute) {
    join();
    arrive(frame_of(RoutingLostMessage{0, 3}));
    arrive(frame_of(RoutingLostMessage{0, 2}));
    EXPECT_EQ(routing.counters().lost, 5U);
    ASSERT_TRUE(trouble);
    EXPECT_EQ(trouble->find("the router 10.0.0.2:3671 loses telegrams"), 0U) << *trouble;
    (void)run_for(seconds(60));
    EXPECT_EQ(trouble, "");
    EXPECT_EQ(routing.deadline(), TimePoint::max());
}

TEST_F(RoutingTest, SaysThatARouterHasLostItsLine) {
    join();
    arrive(frame_of(RoutingLostMessage{1, 3}));
    ASSERT_TRUE(trouble);
    EXPECT_NE(trouble->find("has no connection to its KNX line"), std::string::npos) << *trouble;
}

TEST_F(RoutingTest, CountsWhatCannotBeReadAndIgnoresWhatIsForOthers) {
    join();
    arrive({0x06, 0x10, 0x05, 0x30});
    arrive({0x06, 0x10, 0x05, 0x30, 0x00, 0x07, 0x29});
    arrive({0x06, 0x10, 0x05, 0x32, 0x00, 0x08, 0x06, 0x00});
    EXPECT_EQ(routing.counters().malformed, 3U);
    arrive(frame_of(SearchRequest{{HostProtocol::Udp, kRouter}, false, {}}));
    EXPECT_EQ(routing.counters().malformed, 3U);
    EXPECT_TRUE(events.empty());
}

TEST_F(RoutingTest, AnswersEveryRequestWhenItStops) {
    join();
    ASSERT_TRUE(routing.submit(1, write(1), now));
    step(Routing::StopAsked{});
    ASSERT_EQ(actions.events().size(), 1U);
    EXPECT_EQ(std::get<Failed>(actions.events()[0]), (Failed{1, Failure::Stopped}));
    EXPECT_TRUE(std::holds_alternative<Stopped>(*actions.transition()));
    EXPECT_EQ(routing.deadline(), TimePoint::max());
}

}  // namespace
}  // namespace knx
