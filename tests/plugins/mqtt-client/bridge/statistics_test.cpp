// SPDX-License-Identifier: Apache-2.0
// Tests of what is counted for each assignment and of who is told.
#include "plugin_fixture.hpp"

namespace mqtt_client::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Statistics : public APlugin {
 protected:
    v1::ActionResult watch(const std::string& id) {
        v1::Message message;
        auto& action = *message.mutable_action_request();
        action.set_id(7);
        action.set_collection("assignments");
        action.set_item_id(id);
        action.set_action("watch");
        host.give(message);
        loop.turn();
        told = host.take();
        for (const auto& one : told) {
            if (one.has_action_result()) return one.action_result();
        }
        ADD_FAILURE() << "no answer";
        return {};
    }
    std::vector<v1::StatusChanged> statuses() {
        std::vector<v1::StatusChanged> found;
        auto messages = std::exchange(told, {});
        for (auto& message : host.take()) messages.push_back(std::move(message));
        for (const auto& message : messages) {
            if (message.status_changed().collection() == "assignments") {
                found.push_back(message.status_changed());
            }
        }
        return found;
    }
    static std::string words(const v1::StatusChanged& status, const std::string& name) {
        for (const auto& figure : status.figures()) {
            if (figure.name() == name) return figure.text();
        }
        return {};
    }

    std::vector<v1::Message> told;
};

TEST_F(Statistics, AreNotToldOfAnybodyUnasked) {
    start();
    local(kLight, Value::boolean(true));
    arrives("light/set", "0");
    loop.advance(10s);
    EXPECT_THAT(statuses(), IsEmpty());
}

TEST_F(Statistics, AreToldOfAnAssignmentThatIsWatched) {
    start();
    local(kLight, Value::boolean(true));
    arrives("light/set", "0");
    const auto answer = watch("light-house");
    EXPECT_TRUE(answer.succeeded());
    EXPECT_THAT(answer.message(),
                HasSubstr("1 message, of which 1 was a command and 0 were refused; 2 reports."));
    auto now = statuses();
    ASSERT_THAT(now, SizeIs(1));
    EXPECT_EQ(now[0].item_id(), "light-house");
    EXPECT_EQ(now[0].state(), v1::STATUS_STATE_CONNECTED);
    EXPECT_EQ(figure(now[0], "reports"), 2);  // with the one at the start
    EXPECT_THAT(words(now[0], "last_message_time"), ::testing::EndsWith("Z"));

    local(kLight, Value::boolean(false));
    local(kLight, Value::boolean(true));
    arrives("light/set", " 0 ");
    EXPECT_THAT(statuses(), IsEmpty());  // together, later
    loop.advance(2s);
    now = statuses();
    ASSERT_THAT(now, SizeIs(1));
    EXPECT_EQ(figure(now[0], "messages"), 2);
    EXPECT_EQ(figure(now[0], "reports"), 4);
    EXPECT_EQ(words(now[0], "last_message"), "' 0 '");
    EXPECT_EQ(words(now[0], "last_report"), "'1'");
}

TEST_F(Statistics, AreToldOfAnAssignmentThatRefusedAMessageUntilItTakesOne) {
    start();
    arrives("light/set", "on");
    loop.advance(2s);
    auto now = statuses();
    ASSERT_THAT(now, SizeIs(1));
    EXPECT_EQ(now[0].state(), v1::STATUS_STATE_DEGRADED);
    EXPECT_EQ(now[0].text(),
              "The last command was refused: received 'on'; numbers only, with a dot: 21.5");
    EXPECT_EQ(figure(now[0], "refused"), 1);
    EXPECT_EQ(words(now[0], "last_refused"), "received 'on'; numbers only, with a dot: 21.5");
    EXPECT_THAT(words(now[0], "last_refused_time"), Not(IsEmpty()));
    arrives("light/set", "1");
    loop.advance(2s);
    now = statuses();
    ASSERT_THAT(now, SizeIs(1));
    EXPECT_EQ(now[0].state(), v1::STATUS_STATE_CONNECTED);
}

TEST_F(Statistics, CountWhatTheOwnerRefuses) {
    start();
    arrives("light/set", "1");
    answer(commands().at(0), v1::COMMAND_OUTCOME_REFUSED, "the line is not connected");
    loop.advance(2s);
    const auto now = statuses();
    ASSERT_THAT(now, SizeIs(1));
    EXPECT_EQ(figure(now[0], "commands"), 1);
    EXPECT_EQ(figure(now[0], "refused"), 1);
    EXPECT_EQ(words(now[0], "last_refused"), "the line is not connected");
}

TEST_F(Statistics, AreTakenBackWithTheirAssignment) {
    start();
    (void)watch("light-house");
    (void)statuses();
    host.give_item_removed("assignments", "light-house");
    commit();
    loop.advance(2s);
    const auto now = statuses();
    ASSERT_THAT(now, SizeIs(1));
    EXPECT_TRUE(now[0].removed());
    EXPECT_FALSE(watch("light-house").succeeded());
}

TEST_F(Statistics, OfAFloodAreAFewMessages) {
    start();
    for (int i = 0; i < 1000; ++i) arrives("light/set", "on");
    loop.advance(2s);
    EXPECT_THAT(statuses(), SizeIs(1));
}

}  // namespace
}  // namespace mqtt_client::testing
