// SPDX-License-Identifier: Apache-2.0
// Tests of whom a message is for: command topics with wildcards.
#include "plugin_fixture.hpp"

namespace mqtt_client::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Payloads = std::vector<std::string>;

class Wildcards : public APlugin {
 protected:
    void listen(const std::string& object, const std::string& command,
                const std::string& report = {}) {
        messages::Assignment assignment;
        assignment.set_connection("house");
        assignment.set_object(object);
        assignment.set_command_topic(command);
        assignment.set_report_topic(report);
        assign(object, assignment);
    }
    void connect(const messages::Connection& connection = external()) {
        set("house", connection);
        commit();
        catalogue();
        loop.advance(11s);
        (void)broker.take();
    }
    static messages::Connection of_version_5() {
        auto connection = external();
        connection.set_mqtt_version(messages::MQTT_VERSION_5);
        return connection;
    }
};

TEST_F(Wildcards, TakeEveryMessageThatMatchesForACommand) {
    listen("set-point", "house/+/target/#");
    connect();
    EXPECT_TRUE(broker.subscribed("house/+/target/#"));
    arrives("house/kitchen/target", "20");
    arrives("house/hall/target/now", "21");
    arrives("house/hall/actual", "22");  // not delivered: it does not match
    const auto sent = commands();
    ASSERT_THAT(sent, SizeIs(2));
    EXPECT_EQ(sent[0].object(), kSetPoint);
    EXPECT_EQ(sent[1].value().number(), 21);
    EXPECT_EQ(figure(later_status(), "messages_refused"), 0);
}

TEST_F(Wildcards, SayOnWhichTopicSomethingWasWrong) {
    listen("light", "house/+/set");
    connect();
    arrives("house/kitchen/set", "on");
    const auto now = later_status();
    EXPECT_EQ(now.figures(now.figures_size() - 1).text(),
              "house/kitchen/set: received 'on'; numbers only, with a dot: 21.5");
}

TEST_F(Wildcards, DropEchoesLikeAnyAssignment) {
    listen("light", "peer/+/state", "light/state");
    connect();
    local(kLight, Value::boolean(true));
    local(kLight, Value::boolean(false));
    arrives("peer/kitchen/state", "1");
    EXPECT_THAT(commands(), IsEmpty());
    EXPECT_EQ(figure(later_status(), "dropped_echo"), 1);
}

TEST_F(Wildcards, DoNotCommandAnObjectByItsOwnReport) {
    for (const auto& connection : {external(), of_version_5()}) {
        listen("light", "light/+", "light/state");
        connect(connection);
        broker.latency = 1ms;
        local(kLight, Value::boolean(true));
        loop.advance(1s);
        arrives("light/set", "0");
        const auto sent = commands();
        ASSERT_THAT(sent, SizeIs(1));
        obey(sent[0]);
        loop.advance(20s);
        EXPECT_EQ(broker.take("light/state"), (Payloads{"1", "0"}));
        arrives("light/state", "1");  // whoever said it
        EXPECT_THAT(commands(), IsEmpty());
        EXPECT_EQ(figure(later_status(), "messages_refused"), 0);
    }
}

TEST_F(Wildcards, AreSubscribedOnceForAllThatHaveThem) {
    listen("light", "house/+/set");
    listen("scene", "house/+/set");
    connect();
    arrives("house/x/set", "1");
    EXPECT_THAT(commands(), SizeIs(2));
    host.give_item_removed("assignments", "light");
    commit();
    EXPECT_TRUE(broker.subscribed("house/+/set"));
    arrives("house/x/set", "1");
    EXPECT_THAT(commands(), SizeIs(1));
    host.give_item_removed("assignments", "scene");
    commit();
    EXPECT_FALSE(broker.subscribed("house/+/set"));
}

TEST_F(Wildcards, MayBeThoseOfARule) {
    messages::TopicRule rule;
    rule.set_connection("house");
    rule.set_command_topic("house/{id}/set");
    rule.set_objects("scene");
    host.give_settings("rules", "scenes", rule);
    listen("light", "house/+/set");
    connect();
    arrives("house/scene/set", "1");
    EXPECT_THAT(commands(), SizeIs(2));
    host.give_item_removed("rules", "scenes");
    commit();
    EXPECT_TRUE(broker.subscribed("house/+/set"));
    host.give_settings("rules", "scenes", rule);
    host.give_item_removed("assignments", "light");
    commit();
    EXPECT_TRUE(broker.subscribed("house/+/set"));
    host.give_item_removed("rules", "scenes");
    commit();
    EXPECT_FALSE(broker.subscribed("house/+/set"));
}

TEST_F(Wildcards, StayWithAConnectionThatComesBack) {
    listen("light", "house/+/set");
    connect();
    broker.drop();
    loop.advance(1s);
    arrives("house/x/set", "1");
    EXPECT_THAT(commands(), SizeIs(1));
}

// A scene counts every time it is recalled, so a copy would be seen.
class Copying : public Wildcards, public ::testing::WithParamInterface<bool> {};

TEST_P(Copying, BrokersBringAMessageOnceHoweverManySubscriptionsMatch) {
    broker.makes_copies = GetParam();
    listen("scene", "house/+/scene");
    listen("light", "house/hall/#");
    listen("twin", "house/hall/scene");
    connect();
    arrives("house/hall/scene", "1");
    EXPECT_THAT(commands(), SizeIs(3));
    EXPECT_EQ(figure(later_status(), "dropped_duplicate"), GetParam() ? 2 : 0);
    arrives("house/hall/scene", "1");  // again, a while later
    EXPECT_THAT(commands(), SizeIs(1));
    arrives("house/kitchen/scene", "1");  // only one of them hears it
    arrives("house/kitchen/scene", "1");
    EXPECT_THAT(commands(), SizeIs(2));
}

INSTANTIATE_TEST_SUITE_P(Brokers, Copying, ::testing::Bool(), [](const auto& param) {
    return param.param ? "ThatMakeCopies" : "ThatDoNot";
});

TEST_F(Wildcards, OfARuleAndAnAssignmentBringAMessageOnce) {
    broker.makes_copies = true;
    messages::TopicRule rule;
    rule.set_connection("house");
    rule.set_command_topic("house/{id}/set");
    rule.set_objects("light");
    host.give_settings("rules", "lights", rule);
    listen("scene", "house/scene/set");
    connect();
    arrives("house/scene/set", "3");
    EXPECT_THAT(commands(), SizeIs(1));
}

}  // namespace
}  // namespace mqtt_client::testing
