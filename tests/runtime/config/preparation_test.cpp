// SPDX-License-Identifier: Apache-2.0
// From changes to a draft: what is refused, what is left out, what may refer to what.
#include "config/preparation.hpp"

#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PreparationTest : public ConfigurationTest {
 protected:
    Draft prepare(std::vector<Change> changes) {
        auto draft = configuration().prepare(std::move(changes));
        if (!draft) ADD_FAILURE() << draft.error().message;
        return draft.value_or(Draft{});
    }
    ErrorCode refusal(std::vector<Change> changes) {
        const auto draft = configuration().prepare(std::move(changes));
        EXPECT_FALSE(draft);
        return draft ? ErrorCode::Internal : draft.error().code;
    }
    std::vector<std::string> problems(std::vector<Change> changes) {
        return brief(prepare(std::move(changes)).problems);
    }
    std::uint64_t revision(const char* collection, const char* id) {
        return configuration().item("test", collection, id)->revision;
    }
};

const Json kHouse{{"name", "House"}};

TEST_F(PreparationTest, RefusesUnknownPluginsCollectionsAndItems) {
    auto unknown = put("connections", "a", kHouse);
    unknown.plugin = "other";
    EXPECT_EQ(refusal({unknown}), ErrorCode::NotFound);
    EXPECT_EQ(refusal({put("others", "a", kHouse)}), ErrorCode::NotFound);
    EXPECT_EQ(refusal({patch("connections", "a", kHouse)}), ErrorCode::NotFound);
    EXPECT_EQ(refusal({put("service", "second", Json::object())}), ErrorCode::NotFound);
    EXPECT_EQ(refusal({put("connections", "a b", kHouse)}), ErrorCode::InvalidArgument);
}

TEST_F(PreparationTest, ChangesNothing) {
    EXPECT_FALSE(prepare({put("connections", "a", kHouse)}).empty());
    EXPECT_THAT(*configuration().items("test", "connections"), IsEmpty());
    EXPECT_EQ(configuration().revision(), 0U);
}

TEST_F(PreparationTest, LeavesOutWhatWouldChangeNothing) {
    change({put("connections", "a", kHouse), put("users", "u", {{"password", "hush"}})});
    EXPECT_TRUE(prepare({put("connections", "a", kHouse)}).empty());
    EXPECT_TRUE(prepare({put("users", "u", {{"password", "hush"}})}).empty());
    EXPECT_TRUE(prepare({put("users", "u", {{"password", {{"set", true}}}})}).empty());
    EXPECT_TRUE(prepare({remove("connections", "b")}).empty());
    EXPECT_TRUE(
        prepare({put("connections", "b", {{"name", "B"}}), remove("connections", "b")}).empty());
    EXPECT_FALSE(prepare({put("users", "u", {{"password", "louder"}})}).empty());
}

TEST_F(PreparationTest, KeepsErrorsOfAnItemThatWouldNotChange) {
    change({put("connections", "a", kHouse)});
    EXPECT_THAT(problems({patch("connections", "a", {{"gatewayPort", "x"}})}),
                ElementsAre("gateway_port:wrong_type"));
}

TEST_F(PreparationTest, RefusesAStaleRevision) {
    change({put("connections", "a", kHouse)});
    auto again = put("connections", "a", {{"name", "Home"}});
    again.expected_revision = revision("connections", "a");
    EXPECT_FALSE(prepare({again}).empty());
    change({again});
    EXPECT_EQ(refusal({again}), ErrorCode::FailedPrecondition);
    again.expected_revision = 0;
    EXPECT_EQ(refusal({again}), ErrorCode::AlreadyExists);
    again.id = "b";
    EXPECT_FALSE(prepare({again}).empty());
    again.expected_revision = 5;
    EXPECT_EQ(refusal({again}), ErrorCode::FailedPrecondition);
}

TEST_F(PreparationTest, RefusesAStaleRevisionOfAnObject) {
    Change object;
    object.kind = Change::Kind::PutObject;
    object.id = "lamp";
    object.value = {{"name", "Lamp"}};
    object.expected_revision = 0;
    change({object});
    EXPECT_EQ(refusal({object}), ErrorCode::AlreadyExists);
    object.expected_revision = 99;
    EXPECT_EQ(refusal({object}), ErrorCode::FailedPrecondition);
}

TEST_F(PreparationTest, TakesSeveralChangesOfOneItemInTheirOrder) {
    const auto draft =
        prepare({put("connections", "a", kHouse), patch("connections", "a", {{"gatewayPort", 5}}),
                 patch("connections", "a", {{"name", "Home"}})});
    ASSERT_THAT(draft.items, SizeIs(1));
    const auto& schema = *configuration().schema("test");
    const auto json = schema.write(*schema.find("connections"), *draft.items[0].after);
    EXPECT_EQ(json["name"], "Home");
    EXPECT_EQ(json["gatewayPort"], 5);
}

TEST_F(PreparationTest, LetsItemsReferToItemsOfTheSameDraftInAnyOrder) {
    const auto assignment =
        put("assignments", "x", {{"connection", "a"}, {"object", "lamp"}, {"user", "u"}});
    Change object;
    object.kind = Change::Kind::PutObject;
    object.id = "lamp";
    EXPECT_THAT(problems({assignment}), ElementsAre("connection:unknown_item",
                                                    "object:unknown_object?", "user:unknown_item"));
    EXPECT_THAT(problems({assignment, put("connections", "a", kHouse),
                          put("users", "u", Json::object()), object}),
                IsEmpty());
}

TEST_F(PreparationTest, DoesNotLetItemsReferToRemovedOnes) {
    change({put("connections", "a", kHouse)});
    EXPECT_THAT(problems({remove("connections", "a"),
                          put("assignments", "x", {{"connection", "a"}, {"object", "x"}})}),
                ElementsAre(":still_used?", "connection:unknown_item"));
}

TEST_F(PreparationTest, TakesAnObjectForKnownWhenAnybodyKnowsIt) {
    change({put("connections", "a", kHouse), put("connections", "by-item", {{"name", "b"}})});
    configuration().set_object_lookup([](std::string_view id) { return id == "on-the-bus"; });
    const auto assignment = [](const char* object) {
        return put("assignments", "x", {{"connection", "a"}, {"object", object}});
    };
    EXPECT_THAT(problems({assignment("on-the-bus")}), IsEmpty());
    EXPECT_THAT(problems({assignment("by-item")}), IsEmpty());
    const auto draft = prepare({assignment("nowhere")});
    EXPECT_THAT(brief(draft.problems), ElementsAre("object:unknown_object?"));
    EXPECT_THAT(draft.blocking({}), IsEmpty());
}

TEST_F(PreparationTest, StartsOnlyWhatCanBeStarted) {
    auto change_of_user = put("users", "u", Json::object());
    change_of_user.started = true;
    EXPECT_EQ(refusal({change_of_user}), ErrorCode::InvalidArgument);
    auto connection = put("connections", "a", kHouse);
    connection.kind = Change::Kind::SetStarted;
    EXPECT_EQ(refusal({connection}), ErrorCode::NotFound);
    change({put("connections", "a", kHouse)});
    EXPECT_EQ(refusal({connection}), ErrorCode::InvalidArgument);
    connection.started = true;
    EXPECT_FALSE(prepare({connection}).empty());
}

TEST_F(PreparationTest, ChecksTheProjectsName) {
    Change name;
    name.kind = Change::Kind::SetProjectName;
    name.value = 5;
    EXPECT_EQ(refusal({name}), ErrorCode::InvalidArgument);
    name.value = std::string(129, 'a');
    EXPECT_EQ(refusal({name}), ErrorCode::InvalidArgument);
    name.value = "Demo";
    EXPECT_EQ(prepare({name}).project_name, "Demo");
}

}  // namespace
}  // namespace busbar
