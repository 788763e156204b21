// SPDX-License-Identifier: Apache-2.0
// Log: one logger a part, and the newest lines kept for who asks.
#include "base/log.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(Log, HasOneLoggerForEachPart) {
    Log log("info");
    EXPECT_EQ(log.logger("bus"), log.logger("bus"));
    EXPECT_NE(log.logger("bus"), log.logger("knx"));
    EXPECT_EQ(log.logger("knx")->name(), "knx");
}

TEST(Log, KeepsLinesWithTheirLevelPartAndText) {
    Log log("info");
    log.logger("bus")->warn("frame refused plugin={}", "knx");
    log.logger("bus")->debug("not of this level");
    const auto lines = log.lines();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].number, 1U);
    EXPECT_EQ(lines[0].level, "warning");
    EXPECT_EQ(lines[0].part, "bus");
    EXPECT_EQ(lines[0].text, "frame refused plugin=knx");
    EXPECT_GT(lines[0].time_us, 0);
}

TEST(Log, GoesOnAfterALineSeenBefore) {
    Log log("info");
    const auto logger = log.logger("bus");
    for (int i = 1; i <= 3; ++i) logger->info("line {}", i);
    const auto lines = log.lines(2);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].text, "line 3");
}

TEST(Log, KeepsTheNewest2000Lines) {
    Log log("info");
    const auto logger = log.logger("bus");
    for (int i = 1; i <= 2001; ++i) logger->info("{}", i);
    const auto lines = log.lines();
    ASSERT_EQ(lines.size(), 2000U);
    EXPECT_EQ(lines.front().number, 2U);
    EXPECT_EQ(lines.back().text, "2001");
}

TEST(Log, ALoggerMayOutliveIt) {
    std::shared_ptr<spdlog::logger> logger;
    {
        Log log("info");
        logger = log.logger("stuck");
    }
    logger->info("still here");
}

}  // namespace
}  // namespace busbar
