// SPDX-License-Identifier: Apache-2.0
// Schemas: loading right and wrong ones, and items through them.
#include "config/schema.hpp"

#include <ctime>

#include "config/limits.hpp"
#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Schema, KnowsItsCollections) {
    const auto schema = test_schema();
    std::vector<std::string> names;
    for (const auto& collection : schema->collections()) names.push_back(collection.name);
    EXPECT_THAT(names, ElementsAre("connections", "assignments", "users", "service", "everything"));
    EXPECT_FALSE(schema->find("connections")->singular);
    EXPECT_TRUE(schema->find("service")->singular);
    EXPECT_TRUE(schema->find("users")->on_update());
    EXPECT_FALSE(schema->find("connections")->on_update());
    EXPECT_EQ(schema->find("connections")->items_max(), 50U);
    EXPECT_EQ(schema->find("assignments")->items_max(), kItemsMax);
    EXPECT_EQ(schema->find("others"), nullptr);
}

TEST(Schema, RefusesWhatIsNoDescriptorSet) {
    EXPECT_FALSE(Schema::load("nonsense", "busbar.test.v1.Settings"));
    EXPECT_FALSE(Schema::load("", "busbar.test.v1.Settings"));
    EXPECT_FALSE(Schema::load(descriptors("settings"), "busbar.test.v1.Setings"));
}

struct Wrong {
    const char* message;
    const char* field;
    const char* why;
};

class WrongSchema : public ::testing::TestWithParam<Wrong> {};

constexpr Wrong kWrong[] = {
    {"NoMessage", "items", "is a message"},
    {"Reserved", "started", "reserved"},
    {"SecretNumber", "pin", "single strings only"},
    {"SecretInRow", "password", "field of the item itself"},
    {"RangeOfText", "name", "numbers only"},
    {"EmptyRange", "port", "minimum is above maximum"},
    {"BadPattern", "name", "not a regular expression"},
    {"BadReference", "name", "no collection others"},
    {"ReferenceNumber", "object", "strings only"},
    {"BadVisibility", "name", "names no single field"},
    {"UniqueList", "names", "unique is for single"},
    {"HasMap", "names", "no maps"},
    {"HasDuration", "timeout", "google.protobuf.Duration"},
    {"Endless", "children", "contain itself"},
};

TEST_P(WrongSchema, IsRefusedByTheNameOfItsField) {
    const auto schema =
        Schema::load(descriptors("wrong"), std::string("busbar.test.v1.") + GetParam().message);
    ASSERT_FALSE(schema);
    EXPECT_EQ(schema.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(schema.error().field, GetParam().field);
    EXPECT_THAT(schema.error().message, HasSubstr(std::string(".") + GetParam().field));
    EXPECT_THAT(schema.error().message, HasSubstr(GetParam().why));
}

INSTANTIATE_TEST_SUITE_P(Rows, WrongSchema, ::testing::ValuesIn(kWrong),
                         [](const auto& row) { return row.param.message; });

TEST(Schema, ReplacesOrPatchesAnItem) {
    const auto schema = test_schema();
    const auto& at = *schema->find("connections");
    Problems problems;
    const auto first = schema->read(at, {{"name", "a"}, {"gatewayPort", 1}}, Schema::Mode::Replace,
                                    "", everything_exists(), problems);
    const auto patched = schema->read(at, {{"name", "b"}}, Schema::Mode::Patch, first,
                                      everything_exists(), problems);
    const auto replaced = schema->read(at, {{"name", "b"}}, Schema::Mode::Replace, first,
                                       everything_exists(), problems);
    EXPECT_THAT(problems, IsEmpty());
    EXPECT_EQ(schema->write(at, patched)["gatewayPort"], 1);
    EXPECT_EQ(schema->write(at, patched)["name"], "b");
    EXPECT_FALSE(schema->write(at, replaced).contains("gatewayPort"));
}

TEST(Schema, DoesNotMissAFieldThatCouldNotBeRead) {
    const auto schema = test_schema();
    Problems problems;
    (void)schema->read(*schema->find("connections"), {{"name", 5}, {"gatewayPort", 70000}},
                       Schema::Mode::Replace, "", everything_exists(), problems);
    EXPECT_THAT(brief(problems), ElementsAre("gateway_port:too_large", "name:wrong_type"));
}

TEST(Schema, RefusesAnItemThatIsTooLarge) {
    const auto schema = test_schema();
    Json json;
    for (int i = 0; i < 100; ++i) json["rows"].push_back({{"rowName", std::string(400, 'x')}});
    Problems problems;
    (void)schema->read(*schema->find("everything"), json, Schema::Mode::Replace, "",
                       everything_exists(), problems);
    EXPECT_THAT(brief(problems), ElementsAre(":item_too_large"));
}

TEST(Schema, ChangesSecretsAndNothingElse) {
    const auto schema = test_schema();
    const auto& at = *schema->find("users");
    Problems problems;
    const auto item = schema->read(at, {{"name", "anna"}, {"password", "hush"}},
                                   Schema::Mode::Replace, "", everything_exists(), problems);
    const auto louder = schema->change_secrets(
        at, item, [](const std::string& field, const std::string& text) -> Result<std::string> {
            EXPECT_EQ(field, "password");
            return text + "!";
        });
    ASSERT_TRUE(louder);
    EXPECT_THAT(*louder, HasSubstr("hush!"));
    EXPECT_EQ(schema->write(at, *louder), schema->write(at, item));
    EXPECT_FALSE(schema->change_secrets(at, "\xff", [](const auto&, const std::string& text) {
        return Result<std::string>(text);
    }));
}

TEST(Schema, FindsReferencesToAnItem) {
    const auto schema = test_schema();
    const auto& at = *schema->find("assignments");
    Problems problems;
    const auto item = schema->read(at, {{"connection", "house"}, {"object", "a"}, {"user", "anna"}},
                                   Schema::Mode::Replace, "", everything_exists(), problems);
    EXPECT_THAT(schema->item_references(at, "test", {"test", "connections"}, item),
                ElementsAre("house"));
    EXPECT_THAT(schema->item_references(at, "other", {"test", "connections"}, item), IsEmpty());
    EXPECT_THAT(schema->item_references(at, "other", {"test", "users"}, item), ElementsAre("anna"));
}

// Meant to take 150 ms of processor time; the bound is loose for plain builds and sanitizers, and
// still catches anything that is not linear.
TEST(Schema, ConvertsTenThousandItemsInNoTime) {
    const auto schema = test_schema();
    const auto& at = *schema->find("assignments");
    const auto begin = std::clock();
    Problems problems;
    for (int i = 0; i < 10'000; ++i) {
        const Json json{{"connection", "house"},
                        {"object", "object-" + std::to_string(i)},
                        {"commandTopic", "house/room/object-" + std::to_string(i) + "/set"}};
        (void)schema->read(at, json, Schema::Mode::Replace, "", everything_exists(), problems);
    }
    const auto took = 1000 * (std::clock() - begin) / CLOCKS_PER_SEC;
    EXPECT_THAT(problems, IsEmpty());
    RecordProperty("milliseconds", std::to_string(took));
    EXPECT_LT(took, 3'000);
}

}  // namespace
}  // namespace busbar
