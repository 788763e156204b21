// SPDX-License-Identifier: Apache-2.0
// Tests of the hand-over from Paho's threads; here one thread plays both.
#include "io/mailbox.hpp"

#include <gtest/gtest.h>

#include <map>

#include "busbar/testing/fake_loop.hpp"

namespace mqtt_client {
namespace {

class AMailbox : public testing::Test {
 protected:
    void arrives(const std::string& topic, int payload) {
        mailbox->message_arrived(mqtt::make_message(topic, std::to_string(payload)));
    }
    void take() { mailbox->take(events, completions); }

    busbar::testing::FakeLoop loop;
    int wakes = 0;
    std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>(loop, [this] { ++wakes; });
    std::vector<PahoEvent> events;
    std::vector<PahoCompletion> completions;
};

TEST_F(AMailbox, WakesOnceForABurst) {
    for (int i = 0; i < 100; ++i) arrives("a", i);
    loop.turn();
    EXPECT_EQ(wakes, 1);
    take();
    EXPECT_EQ(events.size(), 100U);
    arrives("a", 100);
    loop.turn();
    EXPECT_EQ(wakes, 2);
}

TEST_F(AMailbox, WakesNobodyAfterItIsClosed) {
    arrives("a", 1);
    mailbox->close();
    arrives("a", 2);
    loop.turn();
    EXPECT_EQ(wakes, 0);
}

TEST_F(AMailbox, KeepsTheNewestMessageOfEachTopicWhenThereAreTooMany) {
    constexpr int kTopics = 10;
    constexpr int kMessages = 40000;  // more than twice what may wait
    mailbox->bound_messages(2 * kTopics);
    for (int i = 0; i < kMessages; ++i) arrives(std::to_string(i % kTopics), i);
    take();
    EXPECT_LT(events.size(), 20000U);
    EXPECT_EQ(mailbox->messages_dropped(), kMessages - events.size());
    std::map<std::string, int> last;
    for (const auto& event : events) {
        const auto payload = std::stoi(event.message->to_string());
        EXPECT_LT(last[event.message->get_topic()], payload + 1) << "out of order";
        last[event.message->get_topic()] = payload;
    }
    for (int i = 0; i < kTopics; ++i) {
        EXPECT_EQ(last[std::to_string(i)], kMessages - kTopics + i);
    }
}

TEST_F(AMailbox, KeepsEventsOfTheConnectionWhateverArrives) {
    mailbox->connection_lost("first");
    for (int i = 0; i < 20000; ++i) arrives("a", i);
    take();
    ASSERT_FALSE(events.empty());
    EXPECT_EQ(events.front().type, PahoEvent::Type::Lost);
}

TEST_F(AMailbox, TakesAReasonToCloseForALoss) {
    mailbox->closed(0x8E);
    take();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].type, PahoEvent::Type::Lost);
    EXPECT_EQ(events[0].code, 0x8E);
}

}  // namespace
}  // namespace mqtt_client
