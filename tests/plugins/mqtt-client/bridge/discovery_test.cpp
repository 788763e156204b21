// SPDX-License-Identifier: Apache-2.0
// Tests of objects that appear in Home Assistant by themselves, and go with their assignments.
#include <nlohmann/json.hpp>
#include <set>

#include "bridge/settings.hpp"
#include "plugin_fixture.hpp"

namespace mqtt_client::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Json = nlohmann::json;

class Announcing : public APlugin {
 protected:
    static messages::Connection announcing() {
        auto connection = external();
        connection.set_home_assistant(true);
        return connection;
    }
    // As start(), with the light announced.
    void start_announcing() {
        assign("light");
        set("house", announcing());
        commit();
        catalogue();
        loop.advance(11s);
    }
    // Announcements since the last take: "switch/light" or, taken back, "-switch/light".
    std::vector<std::string> announced() {
        std::vector<std::string> words;
        for (const auto& message : broker.take()) {
            if (!message.topic.starts_with("homeassistant/")) continue;
            EXPECT_TRUE(message.retain);
            const auto component = message.topic.substr(14, message.topic.find('/', 14) - 14);
            const auto end = message.topic.rfind('/');
            const auto begin = message.topic.rfind('/', end - 1);
            const auto id = message.topic.substr(begin, end - begin);
            words.push_back((message.payload.empty() ? "-" : "") + component + id);
            if (!message.payload.empty()) newest = Json::parse(message.payload);
            topic = message.topic;
        }
        return words;
    }
    void retained(const std::string& object) {
        auto other = topic;
        other.replace(other.rfind("/light/"), 7, "/" + object + "/");
        Delivery delivery;
        delivery.retained = true;
        arrives(other, "{}", delivery);
    }

    Json newest;
    std::string topic;  // of the last announcement seen
};

TEST_F(Announcing, SaysNothingUnlessItIsWished) {
    start();
    EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(Announcing, TellsOfAnAssignedObjectWithItsNameAndRoom) {
    auto light = object(kLight);
    light.set_name("Table lamp");
    light.set_room("Kitchen");
    assign("light");
    set("house", announcing());
    commit();
    host.give_object(light);
    loop.turn();
    EXPECT_THAT(announced(), ElementsAre("switch/light"));
    EXPECT_EQ(newest["name"], "Table lamp");
    EXPECT_EQ(newest["command_topic"], "light/set");
    EXPECT_EQ(newest["state_topic"], "light/state");
    EXPECT_EQ(newest["device"]["suggested_area"], "Kitchen");
}

TEST_F(Announcing, SaysWhereToHearWhetherTheConnectionIsThere) {
    auto connection = announcing();
    connection.set_availability_topic("house/there");
    connection.set_availability_offline("gone");
    assign("light");
    set("house", connection);
    commit();
    catalogue();
    EXPECT_THAT(announced(), ElementsAre("switch/light"));
    EXPECT_EQ(newest["availability_topic"], "house/there");
    EXPECT_EQ(newest["payload_available"], "online");
    EXPECT_EQ(newest["payload_not_available"], "gone");
}

TEST_F(Announcing, TellsAgainWhenSomethingOfTheObjectChanges) {
    start_announcing();
    EXPECT_THAT(announced(), ElementsAre("switch/light"));
    auto light = object(kLight);
    light.set_name("Ceiling");
    host.give_object(light);
    loop.turn();
    EXPECT_THAT(announced(), ElementsAre("switch/light"));
    EXPECT_EQ(newest["name"], "Ceiling");
    light.set_commandable(false);
    host.give_object(light);
    loop.turn();
    EXPECT_THAT(announced(), ElementsAre("binary_sensor/light", "-switch/light"));
}

TEST_F(Announcing, TellsAllAgainAfterAReconnect) {
    start_announcing();
    (void)announced();
    broker.drop();
    loop.advance(1s);
    EXPECT_THAT(announced(), ElementsAre("switch/light"));
}

TEST_F(Announcing, TakesBackWhatIsNoLongerAssigned) {
    start_announcing();
    (void)announced();
    host.give_item_removed("assignments", "light-house");
    commit();
    EXPECT_THAT(announced(), ElementsAre("-switch/light"));
}

TEST_F(Announcing, DoesNotTakeBackAnAssignmentThatChanges) {
    start_announcing();
    (void)announced();
    messages::Assignment other;
    other.set_connection("house");
    other.set_object("light");
    other.set_command_topic("other/set");
    assign("light-house", other);
    commit();
    EXPECT_THAT(announced(), ElementsAre("switch/light"));
    EXPECT_EQ(newest["command_topic"], "other/set");
}

TEST_F(Announcing, TakesEverythingBackWhenItIsSwitchedOff) {
    start_announcing();
    (void)announced();
    set("house", external());
    commit();
    EXPECT_THAT(announced(), ElementsAre("-switch/light"));
    EXPECT_FALSE(broker.subscribed(announcement_filter(
        {"homeassistant", generated_client_id("", "house"), "", "", "", "", {}})));
}

TEST_F(Announcing, TakesBackWhenItIsBackWhatWasSwitchedOffMeanwhile) {
    start_announcing();
    ASSERT_THAT(announced(), ElementsAre("switch/light"));
    broker.failure = Failure{Reason::Refused, {}};
    broker.drop();
    loop.advance(1s);
    set("house", external());
    commit();
    EXPECT_THAT(announced(), IsEmpty());
    broker.failure.reset();
    loop.advance(60s);
    EXPECT_THAT(announced(), ElementsAre("-switch/light"));
    retained("of-an-earlier-start");
    EXPECT_THAT(announced(), ElementsAre("-switch/of-an-earlier-start"));
    broker.drop();
    loop.advance(60s);
    const AnnouncingNode node{
        "homeassistant", generated_client_id("", "house"), "", "", "", "", {}};
    EXPECT_FALSE(broker.subscribed(announcement_filter(node)));  // once is enough
}

// ── several objects ─────────────────────────────────────────────────────────────────────────────

class AnnouncingThings : public Announcing {
 protected:
    // A light that is switched by "light" and dimmed by "set-point".
    static messages::Connection dimmer() {
        auto connection = announcing();
        auto& lamp = *connection.add_home_assistant_entities();
        lamp.set_name("Lamp");
        lamp.set_component(messages::ENTITY_COMPONENT_LIGHT);
        lamp.set_on_off("light");
        lamp.set_brightness("set-point");
        return connection;
    }
};

TEST_F(AnnouncingThings, TellsOfSeveralObjectsAsOne) {
    assign("light");
    assign("set-point");
    assign("twin");
    set("house", dimmer());
    commit();
    catalogue();
    const auto words = announced();
    EXPECT_THAT(words, ::testing::Contains("light/light"));
    EXPECT_THAT(words, ::testing::Contains("switch/twin"));
    EXPECT_THAT(words, ::testing::Not(::testing::Contains("number/set-point")));
}

TEST_F(AnnouncingThings, TellsOfTheOthersAloneWhenTheFirstIsGone) {
    assign("light");
    assign("set-point");
    set("house", dimmer());
    commit();
    catalogue();
    (void)announced();
    host.give_item_removed("assignments", "light-house");
    commit();
    EXPECT_THAT(announced(), ::testing::UnorderedElementsAre("-light/light", "number/set-point"));
    assign("light");
    commit();
    host.give_object(object(kLight));
    loop.turn();
    const auto words = announced();
    EXPECT_THAT(words, ::testing::Contains("light/light"));
    EXPECT_EQ(words.back(), "-number/set-point");
}

TEST_F(AnnouncingThings, FollowTheirSettings) {
    assign("light");
    assign("set-point");
    set("house", dimmer());
    commit();
    catalogue();
    (void)announced();
    set("house", announcing());
    commit();
    EXPECT_THAT(announced(), ::testing::UnorderedElementsAre("-light/light", "switch/light",
                                                             "number/set-point"));
}

TEST_F(AnnouncingThings, AreCheckedBeforeTheyAreSaved) {
    const auto code = [&](const messages::Connection& connection) {
        const auto problems = check("connections", "new", connection.SerializeAsString());
        return problems.empty() ? "" : problems[0].field() + ":" + problems[0].code();
    };
    auto connection = dimmer();
    EXPECT_EQ(code(connection), "");
    connection.add_home_assistant_entities()->set_on_off("set-point");
    EXPECT_EQ(code(connection), "home_assistant_entities[1]:object_taken");
    connection.mutable_home_assistant_entities(1)->clear_on_off();
    EXPECT_EQ(code(connection), "home_assistant_entities[1]:no_objects");
}

TEST_F(Announcing, MovesToAnotherPrefix) {
    start_announcing();
    (void)announced();
    auto moved = announcing();
    moved.set_home_assistant_prefix("ha");
    set("house", moved);
    commit();
    std::set<std::string> prefixes;
    for (const auto& message : broker.take()) {
        prefixes.insert((message.payload.empty() ? "-" : "") +
                        message.topic.substr(0, message.topic.find('/')));
    }
    EXPECT_THAT(prefixes, ElementsAre("-homeassistant", "ha"));
}

TEST_F(Announcing, HearsOfObjectsAgainWhenItBeginsLate) {
    start();
    set("house", announcing());
    commit();
    const auto dropped = host.take_all(&v1::Message::has_unsubscribe, &v1::Message::unsubscribe);
    EXPECT_THAT(dropped, SizeIs(4));
    EXPECT_THAT(announced(), SizeIs(4));  // by their ids until then
}

TEST_F(Announcing, TakesBackWhatAnEarlierStartHasLeft) {
    start_announcing();
    ASSERT_THAT(announced(), ElementsAre("switch/light"));
    retained("light");
    EXPECT_THAT(announced(), IsEmpty());
    retained("gone");
    EXPECT_THAT(announced(), ElementsAre("-switch/gone"));
}

TEST_F(Announcing, KeepsWhatIsRetainedOfAnObjectThatIsNotThereYet) {
    start_announcing();
    ASSERT_THAT(announced(), ElementsAre("switch/light"));
    assign("later");
    commit();
    retained("later");
    EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(Announcing, IsNotCountedAsWhatNobodyUnderstands) {
    start_announcing();
    (void)announced();
    arrives(topic, "{}");  // the broker tells us what we say
    EXPECT_EQ(figure(later_status(), "messages_refused"), 0);
}

TEST_F(Announcing, LeavesOutFormatsThatNeedTemplates) {
    messages::Assignment assignment;
    assignment.set_connection("house");
    assignment.set_object("light");
    assignment.set_report_topic("light/state");
    auto& word = *assignment.mutable_format()->add_words();
    word.set_value("1");
    word.set_word("ON");
    assign("light-house", assignment);
    set("house", announcing());
    commit();
    catalogue();
    EXPECT_THAT(announced(), ElementsAre("binary_sensor/light"));
    EXPECT_EQ(newest["payload_on"], "ON");
    assignment.mutable_format()->set_report_template("[{value}]");
    assign("light-house", assignment);
    commit();
    EXPECT_THAT(announced(), ElementsAre("-binary_sensor/light"));
}

TEST_F(Announcing, FollowsTheRules) {
    messages::TopicRule rule;
    rule.set_connection("house");
    rule.set_report_topic("house/{id}");
    rule.set_objects("*light");
    host.give_settings("rules", "all", rule);
    set("house", announcing());
    commit();
    catalogue();
    EXPECT_THAT(announced(), ElementsAre("binary_sensor/light"));
    host.give_item_removed("rules", "all");
    commit();
    EXPECT_THAT(announced(), ElementsAre("-binary_sensor/light"));
}

TEST_F(Announcing, WaitsForRoomAndTellsAllOfThem) {
    constexpr int kObjects = 1000;  // five times the window
    for (int i = 0; i < kObjects; ++i) {
        messages::Assignment assignment;
        assignment.set_connection("house");
        assignment.set_object("o" + std::to_string(i));
        assignment.set_report_topic("o/" + std::to_string(i));
        assign("a" + std::to_string(i), assignment);
    }
    set("house", announcing());
    commit();
    for (int i = 0; i < kObjects; ++i) {
        auto lamp = object(kLight);
        lamp.set_id("o" + std::to_string(i));
        lamp.set_handle(static_cast<busbar::Handle>(100 + i));
        host.give_object(lamp);
    }
    loop.turn();
    loop.advance(1s);
    EXPECT_THAT(announced(), SizeIs(kObjects));
}

}  // namespace
}  // namespace mqtt_client::testing
