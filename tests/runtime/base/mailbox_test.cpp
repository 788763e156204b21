// SPDX-License-Identifier: Apache-2.0
// Mailbox: letters of other threads, in order, bounded.
#include "base/mailbox.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "busbar/testing/fake_loop.hpp"

namespace busbar {
namespace {

TEST(Mailbox, DeliversInOrderInTheNextTurn) {
    testing::FakeLoop loop;
    std::vector<int> read;
    Mailbox<int> mailbox(loop, [&](int letter) { read.push_back(letter); });
    std::thread([&] {
        for (int i = 1; i <= 3; ++i) EXPECT_TRUE(mailbox.push(i));
    }).join();
    EXPECT_TRUE(read.empty());
    loop.turn();
    EXPECT_EQ(read, (std::vector{1, 2, 3}));
}

TEST(Mailbox, RefusesAndCountsWhatItCannotHold) {
    testing::FakeLoop loop;
    std::size_t read = 0;
    Mailbox<int> mailbox(loop, [&](int /*letter*/) { ++read; });
    for (std::size_t i = 0; i < Mailbox<int>::kLettersMax; ++i) ASSERT_TRUE(mailbox.push(1));
    EXPECT_FALSE(mailbox.push(1));
    EXPECT_EQ(mailbox.dropped(), 1U);
    loop.turn();
    EXPECT_EQ(read, Mailbox<int>::kLettersMax);
    EXPECT_TRUE(mailbox.push(1));
}

TEST(Mailbox, HoldsAsManyAsItIsToldTo) {
    testing::FakeLoop loop;
    Mailbox<int> mailbox(
        loop, [](int /*letter*/) {}, 2);
    EXPECT_TRUE(mailbox.push(1));
    EXPECT_TRUE(mailbox.push(1));
    EXPECT_FALSE(mailbox.push(1));
    EXPECT_EQ(mailbox.dropped(), 1U);
}

TEST(Mailbox, DropsWhatNobodyReadsAnyMore) {
    testing::FakeLoop loop;
    bool read = false;
    {
        Mailbox<int> mailbox(loop, [&](int /*letter*/) { read = true; });
        EXPECT_TRUE(mailbox.push(1));
    }
    loop.turn();
    EXPECT_FALSE(read);
}

}  // namespace
}  // namespace busbar
