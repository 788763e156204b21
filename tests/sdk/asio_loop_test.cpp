// SPDX-License-Identifier: Apache-2.0
// What only a loop that really waits can show. The rest is in loop_test.cpp.
#include "busbar/asio_loop.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace busbar {
namespace {

using namespace std::chrono_literals;

// A plugin that is late for its timers still reads its sockets in between.
TEST(AsioLoop, RunsATimerOfThePastInTheNextTurn) {
    AsioLoop loop;
    int turns = 0;
    loop.at_end_of_turn([&] {
        if (++turns == 5) loop.quit();
    });
    const std::function<void()> again = [&] { loop.call_at(loop.now() - 1h, again); };
    again();
    loop.run();
    EXPECT_EQ(turns, 6);  // the last one is that of quit()
}

TEST(AsioLoop, MayRunAgainAfterItQuit) {
    AsioLoop loop;
    for (int i = 0; i < 2; ++i) {
        bool ran = false;
        loop.post([&] {
            ran = true;
            loop.quit();
        });
        loop.run();
        EXPECT_TRUE(ran);
    }
}

// Half of what waits must not hold back what the other half sent.
TEST(AsioLoop, EndsATurnAfterABurstOfHandlers) {
    AsioLoop loop;
    int handlers = 0;
    int longest_turn = 0;
    int in_turn = 0;
    loop.at_end_of_turn([&] {
        longest_turn = std::max(longest_turn, std::exchange(in_turn, 0));
        if (handlers == 1000) loop.quit();
    });
    for (int i = 0; i < 1000; ++i) {
        loop.post([&] {
            ++handlers;
            ++in_turn;
        });
    }
    loop.run();
    EXPECT_EQ(handlers, 1000);
    EXPECT_LE(longest_turn, 65);
}

TEST(AsioLoop, GivesItsContextToThePluginsSockets) {
    AsioLoop loop;
    boost::asio::steady_timer timer(loop.context(), 1ms);
    timer.async_wait([&](boost::system::error_code error) {
        EXPECT_FALSE(error);
        loop.quit();
    });
    loop.run();
}

}  // namespace
}  // namespace busbar
