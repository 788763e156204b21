// SPDX-License-Identifier: Apache-2.0
// The egg timer without a runtime and without waiting: a fake host, a clock turned by hand.
#include "plugin.cpp"  // the class is all of the plugin; a larger one has a header

#include <gtest/gtest.h>

#include <busbar/testing/fake_host.hpp>
#include <busbar/testing/fake_loop.hpp>

namespace {

using namespace std::chrono_literals;
using v1::Message;

class EggTimerTest : public testing::Test {
 protected:
    EggTimerTest() {
        host_.give_hello("hello-plugin");
        host_.give_settings("timer", "main", hello_plugin::v1::EggTimer{});
        host_.give_committed();
        loop_.turn();
    }
    // What the object was said to be since the last call.
    std::vector<std::int64_t> states() {
        std::vector<std::int64_t> values;
        const auto all = host_.take_all(&Message::has_state_changed, &Message::state_changed);
        for (const auto& state : all) values.push_back(state.value().integer());
        return values;
    }
    void command(std::int64_t value) {
        host_.give_command(++last_command_, 1, busbar::Value::integer(value));
        loop_.turn();
    }

    busbar::testing::FakeHost host_;
    busbar::testing::FakeLoop loop_;
    EggTimer plugin_{busbar::Context{host_.abi(), loop_}};
    std::uint64_t last_command_ = 0;
};

TEST_F(EggTimerTest, AnnouncesItsObjectAndItsState) {
    const auto sent = host_.take();
    ASSERT_GE(sent.size(), 2U);
    EXPECT_EQ(sent[0].object_appeared().object().id(), "egg-timer");
    EXPECT_EQ(sent[1].state_changed().value().integer(), 0);
}

TEST_F(EggTimerTest, CountsDownSecondBySecond) {
    states();
    command(3);
    EXPECT_EQ(states(), std::vector<std::int64_t>{3});
    loop_.advance(1s);
    EXPECT_EQ(states(), std::vector<std::int64_t>{2});
    loop_.advance(1h);
    EXPECT_EQ(states(), (std::vector<std::int64_t>{1, 0}));
}

TEST_F(EggTimerTest, CountsAsFastAsItIsSetTo) {
    hello_plugin::v1::EggTimer settings;
    settings.set_step(60);
    host_.give_settings("timer", "main", settings);
    command(1);
    states();
    loop_.advance(59s);
    EXPECT_TRUE(states().empty());
    loop_.advance(1s);
    EXPECT_EQ(states(), std::vector<std::int64_t>{0});
}

TEST_F(EggTimerTest, ConfirmsACommandAndNamesItAsTheCause) {
    states();
    command(3);
    const auto sent = host_.take();
    ASSERT_EQ(sent.size(), 3U);
    EXPECT_EQ(sent[0].state_changed().cause().sender(), "test");
    EXPECT_EQ(sent[2].command_result().outcome(), v1::COMMAND_OUTCOME_CONFIRMED);
}

TEST_F(EggTimerTest, BeginsAgainWithANewCommand) {
    command(5);
    loop_.advance(1s);
    command(2);
    states();
    loop_.advance(1h);
    EXPECT_EQ(states(), (std::vector<std::int64_t>{1, 0}));
}

}  // namespace
