// SPDX-License-Identifier: Apache-2.0
// Changes: from a wish, through the checks, to the plugins.
#include "plugin/changes.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "runtime/plugin/plugin_house.hpp"

namespace busbar {
namespace {

class ChangesTest : public ::testing::Test {
 protected:
    ChangesTest() {
        house_.install("good");
        house_.manager().start_all();
    }
    Result<Changes::Outcome> put(const std::string& id, const std::string& object) {
        std::optional<Result<Changes::Outcome>> outcome;
        house_.changes->commit(
            {{Change::Kind::PutItem, "good", "lamps", id, Json{{"object", object}}, {}, {}}}, {},
            [&](const Result<Changes::Outcome>& result) { outcome = result; });
        EXPECT_TRUE(house_.until([&] { return outcome.has_value(); }));
        return *outcome;
    }
    Result<Changes::ProjectOutcome> apply(const Json& project, bool dry_run = false) {
        std::optional<Result<Changes::ProjectOutcome>> outcome;
        house_.changes->apply(
            project, {.prune = false, .dry_run = dry_run, .confirmed = {}},
            [&](const Result<Changes::ProjectOutcome>& result) { outcome = result; });
        EXPECT_TRUE(house_.until([&] { return outcome.has_value(); }));
        return *outcome;
    }
    PluginHouse house_;
};

TEST_F(ChangesTest, AnAcceptedChangeReachesThePlugin) {
    const auto outcome = put("one", "kitchen");
    ASSERT_TRUE(outcome && outcome->changed);
    EXPECT_TRUE(house_.until([&] { return house_.bus.object("kitchen").has_value(); }));
}

TEST_F(ChangesTest, WhatThePluginRefusesIsNotSaved) {
    const auto outcome = put("one", "forbidden");
    ASSERT_TRUE(outcome);
    EXPECT_FALSE(outcome->changed);
    ASSERT_EQ(outcome->problems.size(), 1U);
    EXPECT_EQ(outcome->problems[0].problem.code(), "forbidden");
    EXPECT_TRUE(house_.configuration->items("good", "lamps")->empty());
}

TEST_F(ChangesTest, WhatTheSchemaRefusesIsNotSaved) {
    const auto outcome = put("one", "");
    ASSERT_TRUE(outcome);
    EXPECT_FALSE(outcome->changed);
    EXPECT_FALSE(outcome->problems.empty());
}

TEST_F(ChangesTest, AProjectIsAppliedOnceAndAllOrNothing) {
    const auto project = Json::parse(R"({"busbar": 1,
        "objects": {"holiday": {"name": "Holiday",
                                "virtual": {"valueKind": "VALUE_KIND_BOOLEAN"}}},
        "plugins": {"good": {"lamps": {"one": {"object": "kitchen"}}}}})");
    const auto dry = apply(project, true);
    ASSERT_TRUE(dry) << dry.error().message;
    EXPECT_EQ(dry->changes.size(), 2U);
    EXPECT_FALSE(dry->changed);
    EXPECT_FALSE(house_.bus.object("holiday"));

    const auto first = apply(project);
    ASSERT_TRUE(first && first->changed);
    EXPECT_TRUE(house_.bus.object("holiday"));
    EXPECT_TRUE(house_.until([&] { return house_.bus.object("kitchen").has_value(); }));

    const auto again = apply(project);
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->changed);
    EXPECT_TRUE(again->changes.empty());

    auto wrong = project;
    wrong["plugins"]["good"]["lamps"]["two"] = {{"object", "hall"}};
    wrong["plugins"]["good"]["lamps"]["three"] = {{"object", "forbidden"}};
    const auto refused = apply(wrong);
    ASSERT_TRUE(refused);
    EXPECT_FALSE(refused->changed);
    ASSERT_FALSE(refused->problems.empty());
    EXPECT_EQ(refused->problems[0].pointer, "/plugins/good/lamps/three/object");
    EXPECT_EQ(house_.configuration->items("good", "lamps")->size(), 1U);
}

TEST_F(ChangesTest, AStartThatWillNotOutlastARestartIsNoSuccess) {
    ASSERT_TRUE(put("one", "kitchen"));
    const auto start = [this] {
        std::optional<Result<std::string>> answer;
        house_.changes->action("good", "lamps", "one", "start", {},
                               [&](const Result<std::string>& result) { answer = result; });
        EXPECT_TRUE(house_.until([&] { return answer.has_value(); }));
        return *answer;
    };
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{1, before.rlim_max};  // stands in for a full disk
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &none), 0);
    const auto refused = start();
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    EXPECT_THAT(refused.error().message, ::testing::HasSubstr("will not outlast a restart"));
    EXPECT_FALSE(house_.configuration->item("good", "lamps", "one")->started);
    EXPECT_TRUE(start());
    EXPECT_TRUE(house_.configuration->item("good", "lamps", "one")->started);
}

TEST_F(ChangesTest, AnActionOfAnUnknownItemIsRefused) {
    std::string answer;
    house_.changes->action("good", "lamps", "none", "blink", {},
                           [&](const Result<std::string>& r) { answer = r.error().message; });
    EXPECT_NE(answer, "");
    house_.changes->action("none", "lamps", "none", "blink", {},
                           [&](const Result<std::string>& r) { answer = r.error().message; });
    EXPECT_EQ(answer, "there is no plugin 'none'");
}

}  // namespace
}  // namespace busbar
