// SPDX-License-Identifier: Apache-2.0
// Drafts: ids, what goes to a plugin's check, what is in the way.
#include "config/draft.hpp"

#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Problem problem(const std::string& code, bool is_warning) {
    v1::Problem made;
    made.set_code(code);
    made.set_is_warning(is_warning);
    return made;
}

TEST(Ids, AreOfTheLettersTheContractAllows) {
    EXPECT_TRUE(is_id("Kitchen_light-1.2"));
    EXPECT_TRUE(is_id(std::string(128, 'a')));
    EXPECT_FALSE(is_id(""));
    EXPECT_FALSE(is_id(std::string(129, 'a')));
    EXPECT_FALSE(is_id("kitchen light"));
    EXPECT_FALSE(is_id("küche"));
    EXPECT_FALSE(is_id("a/b"));
}

TEST(Draft, GivesPluginsTheNewAndChangedItemsToCheck) {
    Draft draft;
    draft.items = {{{"knx", "objects", "a"}, std::nullopt, "new", false, true},
                   {{"knx", "objects", "b"}, "old", std::nullopt, false, false},
                   {{"mqtt", "users", "c"}, "old", "new", false, false}};
    const auto deliveries = draft.to_check();
    ASSERT_EQ(deliveries.size(), 2U);
    EXPECT_EQ(deliveries[0].plugin, "knx");
    EXPECT_EQ(deliveries[0].items.collection(), "objects");
    ASSERT_EQ(deliveries[0].items.items_size(), 1);
    EXPECT_EQ(deliveries[0].items.items(0).id(), "a");
    EXPECT_EQ(deliveries[0].items.items(0).settings(), "new");
    EXPECT_EQ(deliveries[1].items.items(0).id(), "c");
}

TEST(Draft, IsBlockedByErrorsAndUnconfirmedWarnings) {
    Draft draft;
    draft.add_problems("mqtt", "assignments",
                       {problem("no_topic", false), problem("same_topic", true),
                        problem(std::string(kUnknownObject), true), problem("unknown_user", true)});
    EXPECT_THAT(brief(draft.blocking({})), ElementsAre(":no_topic", ":same_topic?"));
    EXPECT_THAT(brief(draft.blocking({"same_topic"})), ElementsAre(":no_topic"));
    EXPECT_THAT(brief(draft.blocking({"no_topic", "same_topic"})), ElementsAre(":no_topic"));
    EXPECT_THAT(Draft{}.blocking({}), IsEmpty());
}

}  // namespace
}  // namespace busbar
