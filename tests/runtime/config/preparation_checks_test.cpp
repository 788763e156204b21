// SPDX-License-Identifier: Apache-2.0
// What items of a collection owe each other: unique values, a bound, references that hold.
#include "config/limits.hpp"
#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PreparationChecksTest : public ConfigurationTest {
 protected:
    Draft prepare(std::vector<Change> changes) {
        auto draft = configuration().prepare(std::move(changes));
        if (!draft) ADD_FAILURE() << draft.error().message;
        return draft.value_or(Draft{});
    }
    std::vector<std::string> problems(std::vector<Change> changes) {
        return brief(prepare(std::move(changes)).problems);
    }
};

const Json kHouse{{"name", "House"}};

TEST_F(PreparationChecksTest, RefusesASecondItemWithTheSameUniqueValue) {
    change({put("connections", "a", kHouse)});
    const auto draft = prepare({put("connections", "b", kHouse)});
    EXPECT_THAT(brief(draft.problems), ElementsAre("name:not_unique"));
    EXPECT_EQ(draft.problems[0].problem.item_id(), "b");
    EXPECT_THAT(problems({put("connections", "b", {{"name", "x"}}),
                          put("connections", "c", {{"name", "x"}})}),
                ElementsAre("name:not_unique", "name:not_unique"));
}

TEST_F(PreparationChecksTest, LetsItemsSwapUniqueValues) {
    change({put("connections", "a", {{"name", "x"}}), put("connections", "b", {{"name", "y"}})});
    EXPECT_THAT(problems({put("connections", "a", {{"name", "y"}}),
                          put("connections", "b", {{"name", "x"}})}),
                IsEmpty());
    EXPECT_THAT(problems({remove("connections", "a"), put("connections", "c", {{"name", "x"}})}),
                IsEmpty());
}

TEST_F(PreparationChecksTest, DoesNotCompareUnsetValues) {
    EXPECT_THAT(problems({put("users", "a", Json::object()), put("users", "b", Json::object())}),
                IsEmpty());
}

TEST_F(PreparationChecksTest, BoundsTheItemsOfACollection) {
    std::vector<Change> fifty;
    for (int i = 0; i < 50; ++i) {
        fifty.push_back(put("connections", "c" + std::to_string(i), {{"name", std::to_string(i)}}));
    }
    change(fifty);
    EXPECT_THAT(problems({put("connections", "more", kHouse)}), ElementsAre(":too_many_items"));
    EXPECT_THAT(problems({put("connections", "more", kHouse), remove("connections", "c0")}),
                IsEmpty());
    EXPECT_THAT(problems({put("connections", "c1", kHouse)}), IsEmpty());
}

TEST_F(PreparationChecksTest, WarnsBeforeAnItemIsRemovedThatOthersReferTo) {
    change({put("connections", "a", kHouse),
            put("assignments", "x", {{"connection", "a"}, {"object", "a"}}),
            put("assignments", "y", {{"connection", "a"}, {"object", "a"}})});
    const auto draft = prepare({remove("connections", "a")});
    ASSERT_THAT(brief(draft.problems), ElementsAre(":still_used?"));
    EXPECT_EQ(draft.problems[0].problem.item_id(), "a");
    EXPECT_THAT(draft.problems[0].problem.message(), ::testing::HasSubstr("2 items"));
    EXPECT_THAT(problems({remove("connections", "a"), remove("assignments", "x"),
                          remove("assignments", "y")}),
                IsEmpty());
}

// A large project that is applied again, with one object more, is far from the bound.
TEST_F(PreparationChecksTest, CountsEachObjectOnceAgainstTheBound) {
    std::vector<Change> changes(kObjectRecordsMax);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        changes[i].kind = Change::Kind::PutObject;
        changes[i].id = std::to_string(i);
        changes[i].value = Json::object();
    }
    const auto last = std::move(changes.back());
    changes.pop_back();
    change(changes);
    changes.push_back(last);
    EXPECT_TRUE(configuration().prepare(changes));
    changes.emplace_back(last).id = "one-too-many";
    EXPECT_FALSE(configuration().prepare(changes));
    changes[0].kind = Change::Kind::RemoveObject;
    EXPECT_TRUE(configuration().prepare(changes));
}

}  // namespace
}  // namespace busbar
