// SPDX-License-Identifier: Apache-2.0
// Tests of topics by rule.
#include "plugin_fixture.hpp"

namespace mqtt_client::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Payloads = std::vector<std::string>;

class Rules : public APlugin {
 protected:
    static messages::TopicRule rule(const std::string& command = "house/{id}/set",
                                    const std::string& report = "house/{id}") {
        messages::TopicRule rule;
        rule.set_connection("house");
        rule.set_command_topic(command);
        rule.set_report_topic(report);
        return rule;
    }
    void set_rule(const std::string& id, const messages::TopicRule& rule) {
        host.give_settings("rules", id, rule);
    }
    void start_with(const messages::TopicRule& rule) {
        set_rule("all", rule);
        set("house", external());
        commit();
        catalogue();
        loop.advance(11s);
        (void)broker.take();
    }
    std::string rule_text(const std::string& id = "all") {
        loop.advance(2s);
        std::string text;
        for (const auto& status :
             host.take_all(&v1::Message::has_status_changed, &v1::Message::status_changed)) {
            if (status.collection() == "rules" && status.item_id() == id) text = status.text();
        }
        return text;
    }
};

TEST_F(Rules, HearEveryObject) {
    set_rule("all", rule());
    set("house", external());
    commit();
    const auto subscriptions = host.take_all(&v1::Message::has_subscribe, &v1::Message::subscribe);
    ASSERT_THAT(subscriptions, SizeIs(1));
    EXPECT_TRUE(subscriptions[0].all());
}

TEST_F(Rules, GiveEveryObjectItsTopicsWithOneSubscription) {
    start_with(rule());
    EXPECT_TRUE(broker.subscribed("house/+/set"));
    EXPECT_FALSE(broker.subscribed("house/light/set"));
    local(kSetPoint, Value::number(21.5));
    EXPECT_EQ(broker.take("house/set-point"), (Payloads{"21.5"}));
    arrives("house/light/set", "1");
    const auto sent = commands();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].object(), kLight);
    obey(sent[0]);
    EXPECT_EQ(broker.take("house/light"), (Payloads{"1"}));
}

TEST_F(Rules, ReportTheStatesThereAreAtTheStart) {
    set_rule("all", rule());
    set("house", external());
    commit();
    catalogue(Value::boolean(true));
    EXPECT_EQ(broker.take("house/light"), (Payloads{"1"}));
}

TEST_F(Rules, DropEchoesLikeAnyAssignment) {
    start_with(rule());
    local(kLight, Value::boolean(true));
    local(kLight, Value::boolean(false));
    arrives("house/light/set", "1");
    EXPECT_THAT(commands(), IsEmpty());
}

TEST_F(Rules, CountAMessageForAnObjectThatIsNotThere) {
    start_with(rule());
    arrives("house/nobody/set", "1");
    const auto now = later_status();
    EXPECT_EQ(figure(now, "messages_refused"), 1);
    EXPECT_EQ(now.figures(now.figures_size() - 1).text(),
              "house/nobody/set: no object has this topic");
}

TEST_F(Rules, TakeOnlyTheObjectsThatFit) {
    auto some = rule();
    some.set_objects("s*e*");
    start_with(some);
    for (const auto* id : {"light", "twin", "set-point", "scene"}) {
        arrives(std::string("house/") + id + "/set", "1");
    }
    EXPECT_THAT(commands(), SizeIs(2));
}

TEST_F(Rules, GiveWhatAnObjectCanDo) {
    start_with(rule());
    auto light = object(kLight);
    light.set_commandable(false);
    host.give_object(light);
    loop.turn();
    (void)broker.take();
    arrives("house/light/set", "1");
    EXPECT_THAT(commands(), IsEmpty());
    local(kLight, Value::boolean(true));
    EXPECT_EQ(broker.take("house/light"), (Payloads{"1"}));
}

TEST_F(Rules, ServeAnObjectThatAppearsLater) {
    start_with(rule());
    auto blind = object(kLight);
    blind.set_id("blind");
    blind.set_handle(9);
    host.give_object(blind);
    host.give_state(9, Value::boolean(true));
    loop.turn();
    EXPECT_EQ(broker.take("house/blind"), (Payloads{"1"}));
    arrives("house/blind/set", "0");
    EXPECT_THAT(commands(), SizeIs(1));
}

TEST_F(Rules, FollowARoomThatGetsAnotherName) {
    start_with(rule("{room}/{id}/set", "{room}/{id}"));
    auto light = object(kLight);
    light.set_room("Hall");
    host.give_object(light);
    loop.turn();
    EXPECT_EQ(broker.take("Hall/light"), (Payloads{"0"}));  // at once: its state is known
    local(kLight, Value::boolean(true));
    EXPECT_EQ(broker.take("Hall/light"), (Payloads{"1"}));
    loop.advance(11s);  // no echo any more
    arrives("Hall/light/set", "0");
    EXPECT_THAT(commands(), SizeIs(1));
}

TEST_F(Rules, LeaveAnObjectAloneThatIsAssigned) {
    start_with(rule());
    assign("light");
    commit();
    (void)broker.take();
    local(kLight, Value::boolean(true));
    const auto published = broker.take();
    ASSERT_THAT(published, SizeIs(1));
    EXPECT_EQ(published[0].topic, "light/state");
    host.give_item_removed("assignments", "light-house");
    commit();
    (void)broker.take();
    local(kLight, Value::boolean(false));
    EXPECT_EQ(broker.take("house/light"), (Payloads{"0"}));
}

TEST_F(Rules, GiveAnObjectOneAssignmentOfAConnection) {
    set_rule("b", rule("b/{id}/set", "b/{id}"));
    start_with(rule());
    local(kLight, Value::boolean(true));
    const auto published = broker.take();
    ASSERT_THAT(published, SizeIs(1));
    EXPECT_EQ(published[0].topic, "house/light");  // "all" comes before "b"
    host.give_item_removed("rules", "all");
    commit();
    (void)broker.take();
    local(kLight, Value::boolean(false));
    EXPECT_EQ(broker.take("b/light"), (Payloads{"0"}));
}

TEST_F(Rules, ShareASubscriptionUntilTheLastIsGone) {
    auto scenes = rule();
    scenes.set_objects("scene");
    set_rule("scenes", scenes);
    start_with(rule());
    host.give_item_removed("rules", "all");
    commit();
    arrives("house/scene/set", "3");
    EXPECT_THAT(commands(), SizeIs(1));
    host.give_item_removed("rules", "scenes");
    commit();
    EXPECT_FALSE(broker.subscribed("house/+/set"));
}

TEST_F(Rules, StayWithAConnectionThatComesBack) {
    start_with(rule());
    broker.drop();
    loop.advance(1s);
    ASSERT_EQ(broker.connected(), 1U);
    arrives("house/light/set", "1");
    EXPECT_THAT(commands(), SizeIs(1));
}

TEST_F(Rules, SayHowManyObjectsTheyServe) {
    set_rule("all", rule());
    set("house", external());
    commit();
    catalogue();
    EXPECT_EQ(rule_text(), "Gives topics to 4 objects.");
    v1::Message gone;
    gone.mutable_object_removed()->set_handle(kScene);
    host.give(gone);
    loop.turn();
    EXPECT_EQ(rule_text(), "Gives topics to 3 objects.");
    EXPECT_EQ(rule_text(), "");  // nothing new
}

TEST_F(Rules, SayWhatTheirObjectsHaveCarriedWhenSomethingIsRefused) {
    start_with(rule());
    arrives("house/light/set", "on");
    loop.advance(2s);
    v1::StatusChanged now;
    for (auto& status :
         host.take_all(&v1::Message::has_status_changed, &v1::Message::status_changed)) {
        if (status.collection() == "rules") now = std::move(status);
    }
    EXPECT_EQ(figure(now, "objects"), 4);
    EXPECT_EQ(figure(now, "messages"), 1);
    EXPECT_EQ(figure(now, "refused"), 1);
    EXPECT_EQ(now.figures(now.figures_size() - 1).text(),
              "'light': received 'on'; numbers only, with a dot: 21.5");
}

TEST_F(Rules, HearAgainOfTheObjectsThatWereAssignedBefore) {
    start();
    set_rule("all", rule("{room}/{id}/set", ""));
    commit();
    const auto dropped = host.take_all(&v1::Message::has_unsubscribe, &v1::Message::unsubscribe);
    EXPECT_THAT(dropped, SizeIs(4));
}

// ── checks ──────────────────────────────────────────────────────────────────────────────────────

TEST_F(Rules, AreCheckedBeforeTheyAreSaved) {
    start();
    const auto codes = [&](const messages::TopicRule& rule) {
        std::vector<std::string> found;
        for (const auto& problem : check("rules", "new", rule.SerializeAsString())) {
            found.push_back(problem.field() + ":" + problem.code());
        }
        return found;
    };
    EXPECT_THAT(codes(rule()), IsEmpty());
    EXPECT_THAT(codes(rule("", "")), Contains(":no_topic"));
    EXPECT_THAT(codes(rule("{id}", "{id}")), Contains("report_topic:same_topic"));
    EXPECT_THAT(codes(rule("house/{name}/set", "")), Contains("command_topic:no_id"));
    EXPECT_THAT(codes(rule("", "{project}/{id}")), Contains("report_topic:project"));
    EXPECT_THAT(codes(rule("house/+/{id}", "")), Contains("command_topic:template"));
    auto scaled = rule();
    scaled.mutable_format()->set_scale(0);
    EXPECT_THAT(codes(scaled), Contains("format.scale:format"));
}

TEST_F(Rules, DoNotKeepAnObjectFromBeingAssigned) {
    start_with(rule());
    messages::Assignment own;
    own.set_connection("house");
    own.set_object("light");
    own.set_report_topic("house/light");
    EXPECT_THAT(check("assignments", "new", own.SerializeAsString()), IsEmpty());
}

TEST_F(Rules, ThatCannotBeUsedAreNotThere) {
    set_rule("all", rule("house/{floor}/set", ""));
    set("house", external());
    commit();
    EXPECT_THAT(host.take_all(&v1::Message::has_subscribe, &v1::Message::subscribe), IsEmpty());
}

}  // namespace
}  // namespace mqtt_client::testing
