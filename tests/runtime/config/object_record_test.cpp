// SPDX-License-Identifier: Apache-2.0
// Object records: JSON and back, checks of virtual objects, and the object they define.
#include "config/object_record.hpp"

#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Json kDimmer = Json::parse(R"({
    "name": "Kitchen light", "room": "Kitchen",
    "virtual": {"valueKind": "VALUE_KIND_NUMBER", "representation": "percent", "unit": "%",
                "minimum": 0, "maximum": 100, "step": 0.5, "start": {"number": 50},
                "labels": [{"value": "0", "label": "off"}]},
    "keepAfterRestart": true})");

std::vector<std::string> problems_of(const Json& json) {
    ObjectRecord record;
    Problems problems;
    read_object_record(json, record, problems);
    return brief(problems);
}

Json virtual_one(Json start, Json more = Json::object()) {
    more["start"] = std::move(start);
    more["valueKind"] = more.value("valueKind", "VALUE_KIND_NUMBER");
    return {{"virtual", std::move(more)}};
}

TEST(ObjectRecordTest, WritesBackWhatWasRead) {
    ObjectRecord record;
    Problems problems;
    read_object_record(kDimmer, record, problems);
    EXPECT_THAT(problems, IsEmpty());
    auto expected = kDimmer;
    expected["virtual"]["labels"][0].erase("value");  // zero is not written
    EXPECT_EQ(write_object_record(record), expected);
}

TEST(ObjectRecordTest, DefinesAnObject) {
    ObjectRecord record;
    Problems problems;
    read_object_record(kDimmer, record, problems);
    const auto object = virtual_object("kitchen-light", record);
    EXPECT_EQ(object.id(), "kitchen-light");
    EXPECT_EQ(object.name(), "Kitchen light");
    EXPECT_EQ(object.room(), "Kitchen");
    EXPECT_EQ(object.owner(), "virtual");
    EXPECT_EQ(object.kind(), v1::OBJECT_KIND_STATE);
    EXPECT_TRUE(object.readable());
    EXPECT_TRUE(object.commandable());
    EXPECT_EQ(object.type().value_kind(), v1::VALUE_KIND_NUMBER);
    EXPECT_EQ(object.type().unit(), "%");
    EXPECT_EQ(object.type().minimum(), 0);
    EXPECT_TRUE(object.type().has_minimum());
    EXPECT_EQ(object.type().maximum(), 100);
    EXPECT_EQ(object.type().labels(0).label(), "off");
}

TEST(ObjectRecordTest, NeedsNoVirtualPart) {
    EXPECT_THAT(problems_of({{"name", "Lamp"}}), IsEmpty());
    EXPECT_THAT(problems_of(Json::object()), IsEmpty());
}

TEST(ObjectRecordTest, NamesWhatIsWrong) {
    EXPECT_THAT(problems_of({{"nmae", "Lamp"}}), ElementsAre("nmae:unknown_field"));
    EXPECT_THAT(problems_of({{"name", std::string(129, 'a')}}), ElementsAre("name:too_long"));
    EXPECT_THAT(problems_of({{"virtual", Json::object()}}),
                ElementsAre("virtual.value_kind:required"));
    EXPECT_THAT(problems_of(virtual_one({{"number", 1}}, {{"minimum", 2}, {"maximum", 1}})),
                ElementsAre("virtual.minimum:bad_range", "virtual.start:wrong_start"));
}

TEST(ObjectRecordTest, ChecksTheStartValueAgainstTheType) {
    EXPECT_THAT(problems_of(virtual_one({{"number", 1}})), IsEmpty());
    EXPECT_THAT(problems_of(virtual_one({{"boolean", true}})),
                ElementsAre("virtual.start:wrong_start"));
    EXPECT_THAT(problems_of(virtual_one(Json::object())), ElementsAre("virtual.start:wrong_start"));
    EXPECT_THAT(problems_of(virtual_one({{"number", 101}}, {{"maximum", 100}})),
                ElementsAre("virtual.start:wrong_start"));
    EXPECT_THAT(problems_of(virtual_one(
                    {{"fields", {{"fields", {{{"name", "hour"}, {"value", {{"integer", "7"}}}}}}}}},
                    {{"valueKind", "VALUE_KIND_FIELDS"}})),
                IsEmpty());
}

TEST(ObjectRecordTest, DoesNotDescendWithoutEnd) {
    Json value{{"integer", 1}};
    for (int i = 0; i < 1000; ++i) {
        value = {{"fields", {{"fields", {{{"name", "a"}, {"value", std::move(value)}}}}}}};
    }
    EXPECT_THAT(problems_of(virtual_one(value)), ::testing::SizeIs(1));
}

}  // namespace
}  // namespace busbar
