// SPDX-License-Identifier: Apache-2.0
// Actions over the API.
#include "admin/item_actions.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/admin_house.hpp"

namespace busbar {
namespace {

class ItemActionsTest : public ::testing::Test {
 protected:
    ItemActionsTest() {
        house_.open(AdminHouse::With::Plugin);
        house_.ask("POST", "/api/v1/plugins/good/lamps",
                   {{"id", "one"}, {"settings", {{"object", "kitchen"}}}});
    }
    HttpAnswer act(const std::string& what, const Json& parameters = nullptr) {
        return house_.ask("POST", "/api/v1/plugins/good/lamps/" + what, parameters);
    }
    AdminHouse house_;
};

TEST_F(ItemActionsTest, AnswersWithThePluginsWords) {
    const auto answer = act("one:blink", {{"times", 3}, {"fast", true}});
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.json.at("message"), "did blink");
}

TEST_F(ItemActionsTest, WhatCannotBeAskedIsRefused) {
    EXPECT_EQ(act("none:blink").status, 404);
    EXPECT_EQ(act("one:blink", Json::array({1})).status, 400);
    EXPECT_EQ(act("one:blink", {{"times", nullptr}}).status, 400);
}

TEST_F(ItemActionsTest, APluginThatEndsMeanwhileIsToldAsSuch) {
    const auto answer = act("one:quit");
    EXPECT_EQ(answer.status, 503) << answer.body;
    EXPECT_EQ(answer.json.at("code"), "unavailable");
}

}  // namespace
}  // namespace busbar
