// SPDX-License-Identifier: Apache-2.0
// Tests of what is said about settings before they are saved.
#include "bridge/check.hpp"

#include "plugin_fixture.hpp"

namespace mqtt_client::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class Check : public APlugin {
 protected:
    std::vector<v1::Problem> of(const messages::Assignment& assignment) {
        return check("assignments", "new", assignment.SerializeAsString());
    }
    std::vector<v1::Problem> of(const messages::Connection& connection) {
        return check("connections", "new", connection.SerializeAsString());
    }
    static messages::Assignment assignment(const std::string& command, const std::string& report) {
        messages::Assignment assignment;
        assignment.set_connection("house");
        assignment.set_object("lamp");
        assignment.set_command_topic(command);
        assignment.set_report_topic(report);
        return assignment;
    }
};

struct TopicRow {
    const char* name;
    const char* command;
    const char* report;
    const char* field;
    const char* code;
    bool warning;
};

class TopicCheck : public Check, public ::testing::WithParamInterface<TopicRow> {};

TEST_P(TopicCheck, NamesTheFieldAndTheCode) {
    const auto& row = GetParam();
    start();
    const auto problems = of(assignment(row.command, row.report));
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].item_id(), "new");
    EXPECT_EQ(problems[0].field(), row.field);
    EXPECT_EQ(problems[0].code(), row.code);
    EXPECT_EQ(problems[0].is_warning(), row.warning);
    EXPECT_FALSE(problems[0].message().empty());
}

INSTANTIATE_TEST_SUITE_P(
    Topics, TopicCheck,
    ::testing::Values(
        TopicRow{"None", "", "", "", "no_topic", false},
        TopicRow{"Same", "a/b", "a/b", "report_topic", "same_topic", true},
        TopicRow{"WildcardInReport", "", "a/+", "report_topic", "wildcard", false},
        TopicRow{"EmptyLevelInReport", "", "a//b", "report_topic", "empty_level", false},
        TopicRow{"SystemInReport", "", "$SYS/a", "report_topic", "system_topic", false},
        TopicRow{"WildcardAmidACommand", "a/#/b", "", "command_topic", "misplaced_wildcard", false},
        TopicRow{"EverythingAsCommand", "#", "", "command_topic", "misplaced_wildcard", false},
        TopicRow{"ReportAmongTheCommands", "a/+", "a/b", "report_topic", "same_topic", true},
        TopicRow{"ReportedTwice", "", "light/state", "report_topic", "report_topic_taken", true}),
    [](const auto& param) { return param.param.name; });

TEST_F(Check, FindsNothingWrongWithAGoodAssignment) {
    start();
    EXPECT_THAT(of(assignment("lamp/set", "lamp/state")), IsEmpty());
    EXPECT_THAT(of(assignment("light/set", "")), IsEmpty());  // one command for several objects
    EXPECT_THAT(of(assignment("house/+/lamp/#", "lamp/state")), IsEmpty());
}

TEST_F(Check, RefusesAnObjectTwiceOnAConnection) {
    start();
    auto again = assignment("x/set", "x/state");
    again.set_object("light");
    const auto problems = of(again);
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].code(), "object_assigned_twice");
    again.set_connection("other");
    EXPECT_THAT(of(again), IsEmpty());
}

TEST_F(Check, LetsAnAssignmentKeepWhatItHas) {
    start();
    messages::Assignment same;
    same.set_connection("house");
    same.set_object("light");
    same.set_report_topic("light/state");
    EXPECT_THAT(check("assignments", "light-house", same.SerializeAsString()), IsEmpty());
}

TEST_F(Check, WarnsOfACommandTopicForAnObjectThatTakesNoCommands) {
    start();
    auto light = object(kLight);
    light.set_commandable(false);
    host.give_object(light);
    auto commands = assignment("x/set", "");
    commands.set_connection("other");
    commands.set_object("light");
    const auto problems = of(commands);
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].code(), "not_commandable");
    EXPECT_TRUE(problems[0].is_warning());
}

TEST_F(Check, RefusesAFormatThatCannotBeUsed) {
    start();
    auto scaled = assignment("lamp/set", "");
    scaled.mutable_format()->set_scale(0);
    const auto problems = of(scaled);
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].field(), "format.scale");
    EXPECT_EQ(problems[0].code(), "format");
    EXPECT_FALSE(problems[0].is_warning());
}

TEST_F(Check, RefusesAWordForAValueThatTheObjectDoesNotTake) {
    start();
    auto words = assignment("x/set", "");
    words.set_connection("other");
    words.set_object("light");
    auto& word = *words.mutable_format()->add_words();
    word.set_value("2");
    word.set_word("DIM");
    const auto problems = of(words);
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].field(), "format.words");
    EXPECT_EQ(problems[0].message(), "The word DIM stands for 2, which the object does not take.");
    word.set_value("1");
    EXPECT_THAT(of(words), IsEmpty());
}

TEST_F(Check, NamesALoopThroughTheBroker) {
    start();
    auto twin = assignment("light/state", "light/set");
    const auto problems = of(twin);
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].code(), "loop");
    EXPECT_TRUE(problems[0].is_warning());
    EXPECT_EQ(problems[0].message(),
              "This makes a loop: 'lamp' is reported on 'light/set', which commands 'light', "
              "'light' is reported on 'light/state', which commands 'lamp'.");
}

TEST_F(Check, NamesALoopThroughTwoConnectionsToOneBroker) {
    auto here = external("Here");
    here.set_address("localhost");
    set("here", here, false);
    here.set_name("Here too");
    here.set_address("127.0.0.1");
    set("here-too", here, false);
    start();
    messages::Assignment light;
    light.set_connection("here");
    light.set_object("light");
    light.set_command_topic("x/set");
    light.set_report_topic("x/state");
    assign("light-here", light);
    commit();
    auto twin = assignment("x/state", "x/set");
    twin.set_connection("here-too");
    ASSERT_THAT(of(twin), SizeIs(1));
    EXPECT_EQ(of(twin)[0].code(), "loop");
    twin.set_connection("house");
    EXPECT_THAT(of(twin), IsEmpty());
}

TEST_F(Check, NamesALoopThatAConnectionMakesByGoingToAnotherBroker) {
    auto there = external("There");
    there.set_address("other.example");
    set("there", there, false);
    messages::Assignment back;
    back.set_connection("there");
    back.set_object("twin");
    back.set_command_topic("light/state");
    back.set_report_topic("light/set");
    assign("twin-there", back);
    start();
    EXPECT_THAT(check("connections", "there", there.SerializeAsString()), IsEmpty());
    there.set_address("Broker.example");
    const auto problems = check("connections", "there", there.SerializeAsString());
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].item_id(), "there");
    EXPECT_EQ(problems[0].field(), "address");
    EXPECT_EQ(problems[0].code(), "loop");
    EXPECT_TRUE(problems[0].is_warning());
    EXPECT_THAT(problems[0].message(),
                ::testing::HasSubstr("'light' is reported on 'light/state'"));
    // Once it is so, nobody is asked again for another change of the connection.
    set("there", there, false);
    commit();
    there.set_name("Over there");
    EXPECT_THAT(check("connections", "there", there.SerializeAsString()), IsEmpty());
}

struct AddressRow {
    const char* name;
    const char* address;
    const char* code;  // empty: good
};

class AddressCheck : public Check, public ::testing::WithParamInterface<AddressRow> {};

TEST_P(AddressCheck, TakesANameOrAnAddressOnly) {
    auto connection = external();
    connection.set_address(GetParam().address);
    const auto problems = of(connection);
    if (*GetParam().code == '\0') {
        EXPECT_THAT(problems, IsEmpty());
        return;
    }
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].field(), "address");
    EXPECT_EQ(problems[0].code(), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Addresses, AddressCheck,
    ::testing::Values(AddressRow{"Name", "broker.example", ""}, AddressRow{"IPv4", "192.0.2.1", ""},
                      AddressRow{"IPv6", "2001:db8::1", ""},
                      AddressRow{"Missing", "", "address_missing"},
                      AddressRow{"Url", "mqtt://broker.example:1883", "address_is_url"},
                      AddressRow{"Path", "broker.example/mqtt", "address_is_url"},
                      AddressRow{"WithPort", "broker.example:1883", "address_is_url"},
                      AddressRow{"Blank", "broker example", "address_has_blanks"}),
    [](const auto& param) { return param.param.name; });

TEST_F(Check, NamesThePartsOfAPastedUrl) {
    auto connection = external();
    connection.set_address("mqtts://me:secret@broker.example:8884");
    EXPECT_EQ(of(connection).at(0).message(),
              "Enter 'broker.example' as address, 8884 as port, and switch on SSL encryption.");
    connection.set_address("wss://broker.example/socket");
    EXPECT_EQ(of(connection).at(0).message(),
              "Enter 'broker.example' as address, '/socket' as WebSocket path, and switch on SSL "
              "encryption and WebSocket.");
    connection.set_address("broker.example:1884");
    EXPECT_EQ(of(connection).at(0).message(), "Enter 'broker.example' as address, 1884 as port.");
    connection.set_address("http://broker.example");
    EXPECT_EQ(of(connection).at(0).message(),
              "Enter only the name, without mqtt:// , port or path.");
}

TEST_F(Check, TakesFurtherAddressesWithAndWithoutPort) {
    auto connection = external();
    connection.add_fallback_addresses("second.example:1884");
    EXPECT_THAT(of(connection), IsEmpty());
    connection.add_fallback_addresses("mqtt://third.example");
    EXPECT_EQ(of(connection).at(0).code(), "address_malformed");
}

TEST_F(Check, WantsAnAvailabilityTopicThatNobodyElseUses) {
    start();
    auto connection = external();
    connection.set_availability_topic("light/state");
    const auto taken = check("connections", "house", connection.SerializeAsString());
    ASSERT_THAT(taken, SizeIs(1));
    EXPECT_EQ(taken[0].code(), "topic_taken");
    assign("scene-house", assignment("house/+", ""));
    commit();
    connection.set_availability_topic("house/there");
    EXPECT_EQ(check("connections", "house", connection.SerializeAsString()).at(0).code(),
              "topic_taken");
    connection.set_availability_topic("house/#");
    EXPECT_EQ(of(connection).at(0).code(), "wildcard");
    connection.set_availability_topic("house/there");
    connection.set_availability_offline("online");
    EXPECT_EQ(of(connection).at(0).code(), "same_payload");
}

TEST_F(Check, WantsACertificateAndItsKeyTogetherAndReadable) {
    auto connection = external();
    connection.set_tls(true);
    connection.set_client_certificate_file("/nonexistent.crt");
    EXPECT_EQ(of(connection).at(0).code(), "half_missing");
    connection.set_client_key_file("/nonexistent.key");
    EXPECT_EQ(of(connection).at(0).code(), "file_unusable");
    connection.set_ca_file("/nonexistent.ca");
    EXPECT_EQ(of(connection).at(0).code(), "file_missing");
}

TEST_F(Check, RefusesWebSocketByTheLibraryThatHasNone) {
    auto connection = external();
    connection.set_websocket(true);
    connection.set_websocket_path("mqtt");
    EXPECT_EQ(of(connection).at(0).code(), "path_without_slash");
    connection.set_websocket_path("/mqtt");
    EXPECT_THAT(of(connection), IsEmpty());
    connection.set_transport(messages::TRANSPORT_MOSQUITTO);
    EXPECT_EQ(of(connection).at(0).code(), "no_websocket");
}

TEST_F(Check, WarnsOfASessionThatTheBrokerWouldNotKeep) {
    auto connection = external();
    connection.set_clean_start(false);
    EXPECT_THAT(of(connection), IsEmpty());
    connection.set_mqtt_version(messages::MQTT_VERSION_5);
    EXPECT_EQ(of(connection).at(0).code(), "session_not_kept");
    connection.set_session_expiry_s(3600);
    EXPECT_THAT(of(connection), IsEmpty());
}

TEST_F(Check, RefusesADiscoveryPrefixThatIsNoTopic) {
    auto connection = external();
    connection.set_home_assistant_prefix("a/#");
    EXPECT_THAT(of(connection), IsEmpty());  // not used
    connection.set_home_assistant(true);
    const auto problems = of(connection);
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].field(), "home_assistant_prefix");
    EXPECT_EQ(problems[0].code(), "wildcard");
    EXPECT_EQ(problems[0].message(), "+ and # are not allowed in a discovery topic.");
    connection.set_home_assistant_prefix("home/assistant");
    EXPECT_THAT(of(connection), IsEmpty());
}

TEST_F(Check, AsksForUserNameAndPassword) {
    auto connection = external();
    connection.set_authentication(true);
    const auto problems = of(connection);
    ASSERT_THAT(problems, SizeIs(2));
    EXPECT_EQ(problems[0].code(), "username_missing");
    EXPECT_EQ(problems[1].code(), "password_missing");
}

TEST_F(Check, RefusesAClientIdThatAnotherConnectionHas) {
    auto first = external("First");
    first.set_client_id("gateway");
    set("first", first, false);
    commit();
    const auto problems = of(first);
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].code(), "client_id_taken");
    EXPECT_THAT(check("connections", "first", first.SerializeAsString()), IsEmpty());
    first.set_client_id("with blanks");
    EXPECT_EQ(of(first).at(0).code(), "client_id_characters");
}

}  // namespace
}  // namespace mqtt_client::testing
