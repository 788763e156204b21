// SPDX-License-Identifier: Apache-2.0
// Tests of the queue of reports.
#include "protocol/report_queue.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mqtt_client {
namespace {

using Outcome = ReportQueue::Outcome;

Report report(std::uint32_t slot, const std::string& payload, bool occurrence = false) {
    return {{slot, 1}, Origin::Local, occurrence, {}, payload};
}

std::vector<std::string> payloads(ReportQueue& queue) {
    std::vector<std::string> all;
    for (; !queue.empty(); queue.pop()) all.push_back(queue.front().payload);
    return all;
}

TEST(ReportQueue, KeepsEveryReportWhileTheConnectionKeepsUp) {
    ReportQueue queue;
    std::uint64_t newest = 0;
    for (const auto* payload : {"1", "2", "3"}) {
        EXPECT_EQ(queue.put(report(0, payload), newest), Outcome::Queued);
    }
    EXPECT_EQ(payloads(queue), (std::vector<std::string>{"1", "2", "3"}));
}

TEST(ReportQueue, ReplacesTheNewestOfTheSameAssignmentAboveTheHighWaterMark) {
    ReportQueue queue;
    std::uint64_t mine = 0;
    std::uint64_t others = 0;
    queue.put(report(0, "first"), mine);
    queue.put(report(0, "second"), mine);
    while (queue.size() < ReportQueue::kHighWater) queue.put(report(1, "other"), others);
    EXPECT_EQ(queue.put(report(0, "third"), mine), Outcome::Replaced);
    EXPECT_EQ(queue.size(), ReportQueue::kHighWater);
    EXPECT_EQ(queue.front().payload, "first");
    queue.pop();
    EXPECT_EQ(queue.front().payload, "third");
}

TEST(ReportQueue, NeverHoldsMoreThanTheHighWaterMarkAndOneForEachAssignment) {
    ReportQueue queue;
    constexpr std::uint32_t kAssignments = 100;
    std::vector<std::uint64_t> newest(kAssignments);
    for (std::uint32_t i = 0; i < 20000; ++i) {
        const auto slot = i % kAssignments;
        queue.put(report(slot, std::to_string(i)), newest[slot]);
    }
    EXPECT_LE(queue.size(), ReportQueue::kHighWater + kAssignments);
    std::vector<std::string> last(kAssignments);
    for (; !queue.empty(); queue.pop()) last[queue.front().assignment.slot] = queue.front().payload;
    for (std::uint32_t slot = 0; slot < kAssignments; ++slot) {
        EXPECT_EQ(last[slot], std::to_string(20000 - kAssignments + slot));
    }
}

TEST(ReportQueue, ReplacesNothingWhereEveryOccurrenceCounts) {
    ReportQueue queue;
    std::uint64_t newest = 0;
    for (std::size_t i = 0; i < ReportQueue::kHardBound; ++i) {
        ASSERT_EQ(queue.put(report(0, "3", true), newest), Outcome::Queued);
    }
    EXPECT_EQ(queue.put(report(0, "3", true), newest), Outcome::Dropped);
    EXPECT_EQ(queue.size(), ReportQueue::kHardBound);
}

TEST(ReportQueue, ForgetsWhatWaitedWhenItIsCleared) {
    ReportQueue queue;
    std::uint64_t newest = 0;
    queue.put(report(0, "1"), newest);
    queue.clear();
    EXPECT_TRUE(queue.empty());
    EXPECT_EQ(queue.put(report(0, "2"), newest), Outcome::Queued);
    EXPECT_EQ(payloads(queue), (std::vector<std::string>{"2"}));
}

}  // namespace
}  // namespace mqtt_client
