// SPDX-License-Identifier: Apache-2.0
// Manager: plugins are found, started, restarted with back-off, stopped.
#include "plugin/manager.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "runtime/plugin/plugin_house.hpp"

namespace busbar {
namespace {

using ::testing::HasSubstr;

class Manager : public ::testing::Test {
 protected:
    void add_lamp(const std::string& id, const std::string& object) {
        auto draft = house_.configuration->prepare(
            {{Change::Kind::PutItem, "good", "lamps", id, Json{{"object", object}}, {}, {}}});
        ASSERT_TRUE(draft) << draft.error().message;
        const auto committed = house_.configuration->commit(*draft);
        ASSERT_TRUE(committed) << committed.error().message;
        house_.manager().deliver(committed->deliveries);
    }
    PluginHouse house_;
};

TEST_F(Manager, APluginGetsItsItemsAndItsObjectsAppear) {
    house_.install("good");
    house_.manager();
    add_lamp("one", "kitchen");
    house_.manager().start_all();
    EXPECT_TRUE(house_.until([&] { return house_.bus.object("kitchen").has_value(); }));
    EXPECT_EQ(house_.plugin("good").state(), PluginState::Running);
    add_lamp("two", "hall");
    EXPECT_TRUE(house_.until([&] { return house_.bus.object("hall").has_value(); }));
    EXPECT_TRUE(house_.until([&] { return house_.plugin("good").statuses().size() == 2; }));
}

TEST_F(Manager, OneThatCannotBeUsedGetsASentenceAndHurtsNobody) {
    house_.install("good");
    house_.install("foreign");
    house_.write_manifest("missing");
    house_.write_manifest("text");
    house_.write("text/text.so", "no library");
    house_.write("liar/manifest.json", R"({"id": "honest"})");
    house_.write_manifest("unread", R"(, "settingsMessage": "acme.Settings")");
    house_.manager().start_all();
    for (const auto* id : {"foreign", "missing", "text", "liar", "unread"}) {
        EXPECT_EQ(house_.plugin(id).state(), PluginState::Broken) << id;
        EXPECT_NE(house_.plugin(id).sentence(), "") << id;
    }
    EXPECT_EQ(house_.plugin("good").state(), PluginState::Running);
}

TEST_F(Manager, OneThatEndsByItselfIsStartedAgainWithBackOff) {
    house_.install("quits");
    auto& plugin = house_.plugin("quits");
    plugin.start();
    ASSERT_TRUE(house_.until([&] { return plugin.state() == PluginState::Waiting; }));
    EXPECT_THAT(plugin.sentence(), HasSubstr("ended by itself with code 7; starts again in 1 s"));
    ASSERT_TRUE(house_.until([&] { return plugin.restarts() == 2; }));
    EXPECT_THAT(plugin.sentence(), HasSubstr("in 2 s"));
    bool stopped = false;
    plugin.stop(std::chrono::seconds(1), [&] { stopped = true; });
    EXPECT_TRUE(stopped) << "one that waits is stopped at once";
}

TEST_F(Manager, AnExceptionInAHandlerEndsThePluginAndItComesBack) {
    house_.install("good");
    house_.manager();
    add_lamp("one", "kitchen");
    auto& plugin = house_.plugin("good");
    plugin.start();
    std::string answer;
    plugin.action("lamps", "one", "throw", {},
                  [&](const Result<std::string>& result) { answer = result.error().message; });
    ASSERT_TRUE(house_.until([&] { return plugin.state() == PluginState::Waiting; }));
    EXPECT_EQ(answer, "plugin 'good' has ended");
    EXPECT_TRUE(house_.until([&] { return plugin.state() == PluginState::Running; }));
}

TEST_F(Manager, OneThatDoesNotStopIsCalledStuckAndTheOthersStop) {
    house_.install("good");
    house_.install("stuck");
    house_.manager().start_all();
    std::vector<std::string> stuck{"nobody"};
    house_.manager().stop_all(std::chrono::milliseconds(200),
                              [&](std::vector<std::string> ids) { stuck = std::move(ids); });
    ASSERT_TRUE(house_.until([&] { return stuck != std::vector<std::string>{"nobody"}; }));
    EXPECT_THAT(stuck, ::testing::ElementsAre("stuck"));
    EXPECT_EQ(house_.plugin("good").state(), PluginState::Stopped);
    EXPECT_EQ(house_.plugin("stuck").state(), PluginState::Stuck);
}

TEST_F(Manager, AStoppedPluginCanBeStartedAgain) {
    house_.install("good");
    auto& plugin = house_.plugin("good");
    for (int i = 0; i < 3; ++i) {
        plugin.start();
        bool stopped = false;
        plugin.stop(std::chrono::seconds(5), [&] { stopped = true; });
        ASSERT_TRUE(house_.until([&] { return stopped; }));
        EXPECT_EQ(plugin.state(), PluginState::Stopped);
    }
}

TEST_F(Manager, ActionsReachTheItemAndTheirAnswerComesBack) {
    house_.install("good");
    auto& plugin = house_.plugin("good");
    std::string answer;
    const auto done = [&](const Result<std::string>& result) {
        answer = result ? *result : result.error().message;
    };
    plugin.action("lamps", "one", "blink", {}, done);
    EXPECT_EQ(answer, "plugin 'good' is not running");
    plugin.start();
    answer.clear();
    plugin.action("lamps", "one", "blink", {}, done);
    EXPECT_TRUE(house_.until([&] { return answer == "did blink"; }));
}

TEST_F(Manager, StatusesOfAStoppedPluginAreForgotten) {
    house_.install("good");
    house_.manager();
    add_lamp("one", "kitchen");
    auto& plugin = house_.plugin("good");
    plugin.start();
    ASSERT_TRUE(house_.until([&] { return plugin.statuses().size() == 1; }));
    plugin.stop(std::chrono::seconds(5), [] {});
    ASSERT_TRUE(house_.until([&] { return plugin.state() == PluginState::Stopped; }));
    EXPECT_TRUE(plugin.statuses().empty());
}

TEST_F(Manager, AWatchedPluginTellsWhatPassesAndOneThatIsNotWatchedNothing) {
    house_.install("good");
    house_.manager().start_all();
    EXPECT_EQ(house_.records, 0U);
    house_.plugin("good").watch(true);
    EXPECT_TRUE(house_.until([&] { return house_.records == 1; }));
    house_.plugin("good").watch(true);  // is already
    bool stopped = false;
    house_.plugin("good").stop(std::chrono::seconds(5), [&] { stopped = true; });
    ASSERT_TRUE(house_.until([&] { return stopped; }));
    house_.plugin("good").start();
    EXPECT_TRUE(house_.until([&] { return house_.records == 2; })) << "over its restart too";
}

}  // namespace
}  // namespace busbar
