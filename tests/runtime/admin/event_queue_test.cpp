// SPDX-License-Identifier: Apache-2.0
// What waits for a client of the event stream.
#include "admin/event_queue.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

std::shared_ptr<const std::string> text(std::string words) {
    return std::make_shared<const std::string>(std::move(words));
}

TEST(EventQueue, KeepsTheOrder) {
    EventQueue queue({});
    queue.push(text("a"));
    queue.push(text("b"));
    std::string taken;
    EXPECT_TRUE(queue.take(taken, 100));
    EXPECT_EQ(taken, "ab");
    EXPECT_FALSE(queue.take(taken, 100));
}

TEST(EventQueue, GivesNoMoreThanAskedForAtOnce) {
    EventQueue queue({});
    queue.push(text("aaaa"));
    queue.push(text("b"));
    std::string taken;
    EXPECT_TRUE(queue.take(taken, 3));
    EXPECT_EQ(taken, "aaaa");
}

TEST(EventQueue, TellsOnceThatSomethingCame) {
    EventQueue queue({});
    int told = 0;
    queue.when_ready([&] { ++told; });
    queue.push(text("a"));
    queue.push(text("b"));
    EXPECT_EQ(told, 1);
}

TEST(EventQueue, WhatDoesNotFitIsReplacedByOneResync) {
    EventQueue queue({});
    queue.push(text(std::string(EventQueue::kSizeMax, 'x')));
    queue.push(text("a"));
    queue.push(text("b"));
    std::string taken;
    EXPECT_TRUE(queue.take(taken, 100));
    EXPECT_EQ(taken, "event: resync\ndata: {\"reason\":\"missed\",\"missed\":3}\n\n");
    EXPECT_EQ(queue.missed(), 3U);
    EXPECT_FALSE(queue.take(taken, 100));
    queue.push(text("c"));
    taken.clear();
    EXPECT_TRUE(queue.take(taken, 100));
    EXPECT_EQ(taken, "c");
}

TEST(EventQueue, AClosedOneTakesNothing) {
    EventQueue queue({});
    queue.close();
    queue.push(text("a"));
    std::string taken;
    EXPECT_FALSE(queue.take(taken, 100));
}

TEST(EventText, IsWhatTheStandardSays) {
    EXPECT_EQ(*event_text(7, "state", "{}"), "id: 7\nevent: state\ndata: {}\n\n");
}

}  // namespace
}  // namespace busbar
