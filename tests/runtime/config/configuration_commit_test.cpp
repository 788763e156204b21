// SPDX-License-Identifier: Apache-2.0
// What a commit and an update make of saved and applied settings, and what plugins get of them.
#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class CommitTest : public ConfigurationTest {
 protected:
    // The names users have as the plugin knows them, by id.
    std::map<std::string, std::string> applied_users() {
        std::map<std::string, std::string> names;
        for (const auto& item : configuration().for_plugin("test", "users")) {
            names[item.id()] = delivered("users", item.id()).value("name", "");
        }
        return names;
    }
    void update() { ASSERT_TRUE(configuration().finish_update(pending())); }
    PendingUpdate pending() { return configuration().prepare_update("test"); }
};

using Names = std::map<std::string, std::string>;

TEST_F(CommitTest, DeliversImmediateItemsWithSecretsInClear) {
    const auto committed = change(
        {put("connections", "a", {{"name", "A"}, {"login", "LOGIN_NAME"}, {"password", "hush"}}),
         put("everything", "main", {{"small", 1}})});
    EXPECT_EQ(committed.revision, 1U);
    ASSERT_THAT(committed.deliveries, SizeIs(2));
    EXPECT_EQ(committed.deliveries[0].items.collection(), "connections");
    const auto& item = committed.deliveries[0].items.items(0);
    EXPECT_EQ(item.id(), "a");
    EXPECT_EQ(item.revision(), 1U);
    EXPECT_FALSE(item.started());
    EXPECT_THAT(item.settings(), ::testing::HasSubstr("hush"));
    EXPECT_THAT(committed.update_needed, IsEmpty());
}

TEST_F(CommitTest, DeliversRemovals) {
    change({put("connections", "a", {{"name", "A"}}), put("everything", "main", {{"small", 1}})});
    const auto committed = change({remove("connections", "a"), remove("everything", "main")});
    ASSERT_THAT(committed.deliveries, SizeIs(2));
    EXPECT_THAT(committed.deliveries[0].items.removed_ids(), ElementsAre("a"));
    // A singular item is never gone, only empty.
    ASSERT_THAT(committed.deliveries[1].items.items(), SizeIs(1));
    EXPECT_EQ(committed.deliveries[1].items.items(0).settings(), "");
    EXPECT_EQ(configuration().item("test", "everything", "main")->revision, 0U);
}

TEST_F(CommitTest, TellsWhichObjectRecordsChanged) {
    Change object;
    object.kind = Change::Kind::PutObject;
    object.id = "lamp";
    object.value = {{"name", "Lamp"}};
    const auto committed = change({object});
    ASSERT_TRUE(committed.objects.at("lamp"));
    EXPECT_EQ(committed.objects.at("lamp")->name(), "Lamp");
    object.kind = Change::Kind::PatchObject;
    object.value = {{"room", "Kitchen"}};
    EXPECT_EQ(change({object}).objects.at("lamp")->name(), "Lamp");
    EXPECT_EQ(configuration().objects().at("lamp").record.room(), "Kitchen");
    object.kind = Change::Kind::RemoveObject;
    EXPECT_FALSE(change({object}).objects.at("lamp"));
    EXPECT_TRUE(configuration().objects().empty());
}

TEST_F(CommitTest, SavesWithoutApplyingWhereAnUpdateIsNeeded) {
    const auto committed = change({put("users", "u", {{"name", "anna"}})});
    EXPECT_THAT(committed.deliveries, IsEmpty());
    EXPECT_THAT(committed.update_needed, ElementsAre("test"));
    EXPECT_TRUE(configuration().update_needed("test"));
    const auto view = configuration().item("test", "users", "u").value();
    EXPECT_EQ(view.revision, 1U);
    EXPECT_EQ(view.applied_revision, 0U);
    EXPECT_EQ(applied_users(), Names());
}

TEST_F(CommitTest, AppliesOnUpdateAndRemembersItAcrossRestarts) {
    change({put("users", "u", {{"name", "anna"}}), put("users", "v", {{"name", "bert"}})});
    update();
    EXPECT_FALSE(configuration().update_needed("test"));
    EXPECT_EQ(applied_users(), (Names{{"u", "anna"}, {"v", "bert"}}));
    change({put("users", "u", {{"name", "anne"}}), remove("users", "v")});
    reopen();
    EXPECT_EQ(applied_users(), (Names{{"u", "anna"}, {"v", "bert"}}));
    EXPECT_THAT(*configuration().items("test", "users"), SizeIs(1));
    update();
    reopen();
    EXPECT_EQ(applied_users(), (Names{{"u", "anne"}}));
    EXPECT_TRUE(pending().empty());
}

TEST_F(CommitTest, KeepsWhatIsAppliedThroughSeveralSaves) {
    change({put("users", "u", {{"name", "1"}})});
    update();
    change({put("users", "u", {{"name", "2"}})});
    change({put("users", "u", {{"name", "3"}})});
    EXPECT_EQ(applied_users(), (Names{{"u", "1"}}));
    EXPECT_EQ(configuration().item("test", "users", "u")->settings["name"], "3");
}

TEST_F(CommitTest, OffersTheUpdateAndItsTakingBack) {
    change({put("users", "u", {{"name", "anna"}}), put("users", "v", {{"name", "bert"}})});
    update();
    change({put("users", "u", {{"name", "anne"}}), remove("users", "v"),
            put("users", "w", {{"name", "carl"}})});
    const auto update = pending();
    ASSERT_THAT(update.deliver, SizeIs(1));
    EXPECT_THAT(update.deliver[0].items.items(), SizeIs(2));
    EXPECT_THAT(update.deliver[0].items.removed_ids(), ElementsAre("v"));
    ASSERT_THAT(update.take_back, SizeIs(1));
    EXPECT_THAT(update.take_back[0].items.items(), SizeIs(2));
    EXPECT_THAT(update.take_back[0].items.removed_ids(), ElementsAre("w"));
    // Refused: nothing was kept.
    EXPECT_EQ(applied_users(), (Names{{"u", "anna"}, {"v", "bert"}}));
    EXPECT_TRUE(configuration().update_needed("test"));
}

TEST_F(CommitTest, UpdatesAndTakesBackASingularItem) {
    change({put("service", "main", {{"port", 1883}})});
    const auto update = pending();
    ASSERT_THAT(update.take_back, SizeIs(1));
    ASSERT_THAT(update.take_back[0].items.items(), SizeIs(1));
    EXPECT_EQ(update.take_back[0].items.items(0).id(), "main");
    EXPECT_EQ(update.take_back[0].items.items(0).settings(), "");
    ASSERT_TRUE(configuration().finish_update(update));
    EXPECT_EQ(delivered("service", "main"), Json({{"port", 1883}}));
    change({remove("service", "main")});
    EXPECT_EQ(delivered("service", "main"), Json({{"port", 1883}}));
    EXPECT_EQ(configuration().item("test", "service", "main")->revision, 0U);
    EXPECT_TRUE(configuration().update_needed("test"));
    ASSERT_TRUE(configuration().finish_update(pending()));
    EXPECT_EQ(delivered("service", "main"), Json::object());
}

TEST_F(CommitTest, LeavesWhatWasSavedDuringAnUpdateToTheNextOne) {
    change({put("users", "u", {{"name", "1"}}), put("users", "v", {{"name", "b"}})});
    const auto first = pending();
    change({put("users", "u", {{"name", "2"}}), remove("users", "v")});
    ASSERT_TRUE(configuration().finish_update(first));
    reopen();
    EXPECT_EQ(applied_users(), (Names{{"u", "1"}, {"v", "b"}}));
    EXPECT_TRUE(configuration().update_needed("test"));
    update();
    EXPECT_EQ(applied_users(), (Names{{"u", "2"}}));
}

TEST_F(CommitTest, TakesBackARemovalDuringItsUpdate) {
    change({put("users", "u", {{"name", "1"}})});
    update();
    change({remove("users", "u")});
    const auto removal = pending();
    change({put("users", "u", {{"name", "2"}})});
    ASSERT_TRUE(configuration().finish_update(removal));
    EXPECT_EQ(applied_users(), Names());
    update();
    EXPECT_EQ(applied_users(), (Names{{"u", "2"}}));
}

TEST_F(CommitTest, ForgetsAnItemThatWasNeverApplied) {
    change({put("users", "u", {{"name", "1"}})});
    change({remove("users", "u")});
    EXPECT_FALSE(configuration().update_needed("test"));
    EXPECT_TRUE(pending().empty());
}

TEST_F(CommitTest, DeliversStartedAndRemembersIt) {
    auto connection = put("connections", "a", {{"name", "A"}});
    connection.started = true;
    EXPECT_TRUE(change({connection}).deliveries.at(0).items.items(0).started());
    reopen();
    EXPECT_TRUE(configuration().for_plugin("test", "connections").at(0).started());
    ASSERT_TRUE(configuration().set_started("test", "connections", "a", false));
    reopen();
    EXPECT_FALSE(configuration().for_plugin("test", "connections").at(0).started());
    EXPECT_EQ(configuration().item("test", "connections", "a")->revision, 1U);
}

TEST_F(CommitTest, KeepsAStartThatHappenedBetweenPrepareAndCommit) {
    change({put("connections", "a", {{"name", "A"}})});
    const auto draft = configuration().prepare({put("connections", "a", {{"name", "B"}})});
    ASSERT_TRUE(configuration().set_started("test", "connections", "a", true));
    const auto committed = configuration().commit(*draft);
    ASSERT_TRUE(committed);
    EXPECT_TRUE(committed->deliveries.at(0).items.items(0).started());
    EXPECT_TRUE(configuration().item("test", "connections", "a")->started);
}

}  // namespace
}  // namespace busbar
