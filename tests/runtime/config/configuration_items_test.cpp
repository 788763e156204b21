// SPDX-License-Identifier: Apache-2.0
// Items as people see them and as plugins get them.
#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using ConfigurationItemsTest = ConfigurationTest;

const Json kHouse{{"name", "House"}, {"login", "LOGIN_NAME"}, {"password", "hush"}};

TEST_F(ConfigurationItemsTest, ShowsItemsWithoutTheirSecrets) {
    change({put("connections", "a", kHouse)});
    const auto items = configuration().items("test", "connections");
    ASSERT_TRUE(items);
    ASSERT_THAT(*items, SizeIs(1));
    EXPECT_EQ(items->at(0).settings,
              Json({{"name", "House"}, {"login", "LOGIN_NAME"}, {"password", {{"set", true}}}}));
    EXPECT_EQ(items->at(0).revision, 1U);
    EXPECT_EQ(items->at(0).applied_revision, 1U);
}

TEST_F(ConfigurationItemsTest, GivesASingularCollectionItsItemAlways) {
    EXPECT_EQ(configuration().item("test", "service", "main")->settings, Json::object());
    EXPECT_THAT(*configuration().items("test", "service"), SizeIs(1));
    ASSERT_THAT(configuration().for_plugin("test", "service"), SizeIs(1));
    EXPECT_EQ(configuration().for_plugin("test", "service")[0].id(), "main");
}

TEST_F(ConfigurationItemsTest, SaysWhatItDoesNotKnow) {
    EXPECT_EQ(configuration().items("other", "connections").error().code, ErrorCode::NotFound);
    EXPECT_EQ(configuration().items("test", "others").error().code, ErrorCode::NotFound);
    EXPECT_EQ(configuration().item("test", "connections", "a").error().code, ErrorCode::NotFound);
    EXPECT_EQ(configuration().set_started("test", "connections", "a", true).error().code,
              ErrorCode::NotFound);
    EXPECT_THAT(configuration().for_plugin("other", "connections"), IsEmpty());
}

TEST_F(ConfigurationItemsTest, DeliversWithoutASecretThatDoesNotOpen) {
    change({put("connections", "a", kHouse)});
    configuration_.reset();
    {
        // Somebody copied a row with its sealed password to another id.
        auto store = Store::open(directory_.path() / "config.db").value();
        auto items = store->load()->items;
        StoreBatch batch;
        batch.items = {{{"test", "connections", "b"}, items.at(0).second}};
        ASSERT_TRUE(store->write(batch));
    }
    configuration_ = Configuration::open(directory_.path()).value();
    const auto problems = configuration().add_schema("test", test_schema());
    EXPECT_THAT(brief(problems), ElementsAre("password:unreadable"));
    EXPECT_EQ(delivered("connections", "a"), kHouse);
    EXPECT_EQ(delivered("connections", "b")["password"], Json({{"set", false}}));
}

TEST_F(ConfigurationItemsTest, RemembersThatASingularItemWithoutSettingsWasStarted) {
    ASSERT_TRUE(configuration().set_started("test", "service", "main", true));
    reopen();
    const auto items = configuration().for_plugin("test", "service");
    ASSERT_THAT(items, SizeIs(1));
    EXPECT_TRUE(items[0].started());
    EXPECT_EQ(items[0].settings(), "");
    EXPECT_FALSE(configuration().update_needed("test"));
    EXPECT_EQ(configuration().item("test", "service", "main")->revision, 0U);
    change({put("service", "main", {{"port", 1}})});
    EXPECT_TRUE(configuration().for_plugin("test", "service").at(0).started());
}

}  // namespace
}  // namespace busbar
