// SPDX-License-Identifier: Apache-2.0
// Tests of rows: from a template, as CSV, and as assignments.
#include "mqtt-client/tool/topic_table.hpp"

#include <gmock/gmock.h>

namespace mqtt_client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Json = nlohmann::json;

Json object(const std::string& id, const std::string& name, const std::string& room,
            bool commandable = true) {
    return {{"id", id},
            {"name", name},
            {"room", room},
            {"readable", true},
            {"commandable", commandable},
            {"type", {{"valueKind", "VALUE_KIND_BOOLEAN"}}}};
}

TopicWish wish(const std::string& command, const std::string& report) {
    return {"house", command, report, "Villa #1", {}};
}

// ── topics of a template ────────────────────────────────────────────────────────────────────────

TEST(TopicsOfATemplate, AreThoseOfEachObject) {
    const Json objects{object("lamp-1", "Table lamp", "Kitchen"), object("temp", "", "", false)};
    const auto rows = topics_of(objects, wish("{project}/{room}/{name}/set", "{id}/state"));
    ASSERT_TRUE(rows) << rows.error().message;
    ASSERT_THAT(*rows, SizeIs(2));
    EXPECT_EQ((*rows)[0], (TopicRow{0, "lamp-1", "Table lamp", "Kitchen", "house",
                                    "Villa__1/Kitchen/Table_lamp/set", "lamp-1/state"}));
    EXPECT_EQ((*rows)[1].command_topic, "");  // it takes none
    EXPECT_EQ((*rows)[1].report_topic, "temp/state");
}

TEST(TopicsOfATemplate, LeaveOutWhatHasNoTopic) {
    auto bytes = object("raw", "", "");
    bytes["type"]["valueKind"] = "VALUE_KIND_BYTES";
    const auto rows = topics_of({object("temp", "", "", false), bytes}, wish("{id}/set", ""));
    ASSERT_TRUE(rows);
    EXPECT_THAT(*rows, IsEmpty());
}

TEST(TopicsOfATemplate, AreOnlyOfTheObjectsThatAreWanted) {
    auto kitchen = wish("{id}", "");
    kitchen.objects = {"Kitchen", "hall-"};
    const auto rows = topics_of({object("a", "", "Kitchen"), object("b", "", "Bath"),
                                 object("hall-1", "", ""), object("c", "Kitchen fan", "")},
                                kitchen);
    ASSERT_TRUE(rows);
    EXPECT_THAT(*rows, SizeIs(3));
}

TEST(TopicsOfATemplate, AreRefusedWhenTwoObjectsShareOne) {
    const auto rows = topics_of({object("a", "Lamp", "Hall"), object("b", "Lamp", "Hall")},
                                wish("", "{room}/{name}"));
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().message,
              "a and b would have the same topic; {id} in the template tells them apart");
}

TEST(TopicsOfATemplate, AreRefusedWhenItIsNone) {
    EXPECT_FALSE(topics_of(Json::array(), wish("{floor}", "")));
    EXPECT_FALSE(topics_of(Json::array(), wish("", "a//b")));
}

// ── CSV ─────────────────────────────────────────────────────────────────────────────────────────

TEST(TopicTable, ReadsBackWhatItWrote) {
    const std::vector<TopicRow> rows{{2, "a", "Lamp, \"big\"", "Küche", "house", "a/set", "a"},
                                     {3, "b", "", "", "garden", "", "b/state"}};
    const auto table = read_table(write_table(rows));
    EXPECT_THAT(table.errors, IsEmpty());
    EXPECT_EQ(table.rows, rows);
}

TEST(TopicTable, TakesItsColumnsInAnyOrderAndOthersBesides) {
    const auto table = read_table(
        "report_topic;note;object;connection;command_topic\r\na/state;mine;a;house;\r\n");
    EXPECT_THAT(table.errors, IsEmpty());
    EXPECT_THAT(table.rows, ElementsAre(TopicRow{2, "a", "", "", "house", "", "a/state"}));
}

TEST(TopicTable, NamesTheLineOfEachError) {
    const auto table = read_table(
        "object,connection,command_topic,report_topic\n"
        ",house,a,b\n"
        "a,,a,b\n"
        "a,house,,\n"
        "a,house,a/b+,\n"
        "a,house,,a//b\n"
        "a,house,,$SYS/b\n"
        "a,house,b\n"
        "a,ho\"use,a,b\n"
        "ok,house,a,b\n"
        "ok,house,c,d\n"
        "ok,garden,c,d\n");
    EXPECT_THAT(table.errors,
                ElementsAre(LineError{2, "no object"}, LineError{3, "no connection"},
                            LineError{4, "no topic"},
                            LineError{5,
                                      "a/b+: + is a whole level, # the whole last one, and one "
                                      "level is a name"},
                            LineError{6, "a//b: an empty level"},
                            LineError{7, "$SYS/b: topics that begin with $ are the broker's own"},
                            LineError{8, "3 fields instead of 4"},
                            LineError{9, "a quote inside of a field without quotes around it"},
                            LineError{11, "ok has a line of this connection already"}));
    EXPECT_THAT(table.rows, SizeIs(2));
}

TEST(TopicTable, SaysWhichColumnIsMissing) {
    EXPECT_EQ(read_table("").errors.at(0).message, "the file is empty");
    EXPECT_EQ(read_table("object,topic\na,b\n").errors.at(0).message,
              "no column connection; the first line names the columns: object, connection, "
              "command_topic, report_topic");
}

// ── assignments ─────────────────────────────────────────────────────────────────────────────────

const Json kItems = {
    {"x", {{"connection", "house"}, {"object", "b"}, {"reportTopic", "old"}, {"tolerance", 0.5}}},
    {"c.house", {{"connection", "garden"}, {"object", "a"}, {"commandTopic", "a/set"}}}};

TEST(TopicTable, IsMadeOfTheAssignmentsThereAre) {
    const Json objects{object("a", "Lamp", "Hall")};
    EXPECT_THAT(rows_of(kItems, objects),
                ElementsAre(TopicRow{0, "a", "Lamp", "Hall", "garden", "a/set", ""},
                            TopicRow{0, "b", "", "", "house", "", "old"}));
}

TEST(TopicTable, BecomesAssignmentsThatKeepTheirOtherSettings) {
    const auto made = project_of({{2, "b", "", "", "house", "b/set", "b/state"},
                                  {3, "c", "", "", "house", "", "c/state"},
                                  {4, "d", "", "", "house", "", "d/state"}},
                                 kItems);
    const auto& assignments = made.project["plugins"]["mqtt-client"]["assignments"];
    ASSERT_THAT(assignments, SizeIs(3));
    EXPECT_EQ(assignments["x"], (Json{{"connection", "house"},
                                      {"object", "b"},
                                      {"commandTopic", "b/set"},
                                      {"reportTopic", "b/state"},
                                      {"tolerance", 0.5}}));
    EXPECT_EQ(assignments["d.house"]["object"], "d");
    EXPECT_EQ(assignments["c.house_"]["object"], "c");  // the id was taken
    EXPECT_EQ(made.lines.at("x"), 2U);
    EXPECT_EQ(made.lines.at("c.house_"), 3U);
}

}  // namespace
}  // namespace mqtt_client
