// SPDX-License-Identifier: Apache-2.0
// What only a loop that really waits can show. The rest is in loop_test.cpp.
#include "busbar/poll_loop.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace busbar {
namespace {

using namespace std::chrono_literals;

// A plugin that is late for its timers still reads its sockets in between.
TEST(PollLoop, RunsATimerOfThePastInTheNextTurn) {
    PollLoop loop;
    int turns = 0;
    loop.at_end_of_turn([&] {
        if (++turns == 5) loop.quit();
    });
    const std::function<void()> again = [&] { loop.call_at(loop.now() - 1h, again); };
    again();
    loop.run();
    EXPECT_EQ(turns, 6);  // the last one is that of quit()
}

TEST(PollLoop, MayRunAgainAfterItQuit) {
    PollLoop loop;
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

}  // namespace
}  // namespace busbar
