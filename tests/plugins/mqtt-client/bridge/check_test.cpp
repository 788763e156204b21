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
        TopicRow{"WildcardInCommand", "a/#", "", "command_topic", "wildcard", false},
        TopicRow{"ReportedTwice", "", "light/state", "report_topic", "report_topic_taken", true}),
    [](const auto& param) { return param.param.name; });

TEST_F(Check, FindsNothingWrongWithAGoodAssignment) {
    start();
    EXPECT_THAT(of(assignment("lamp/set", "lamp/state")), IsEmpty());
    EXPECT_THAT(of(assignment("light/set", "")), IsEmpty());  // one command for several objects
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
