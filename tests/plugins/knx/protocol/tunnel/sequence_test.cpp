// SPDX-License-Identifier: Apache-2.0
// The sequence rule.
#include "knx/protocol/tunnel/sequence.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

using std::chrono::seconds;
using Verdict = IncomingSequence::Verdict;

constexpr TimePoint kStart{};

TEST(IncomingSequence, CountsModulo256) {
    IncomingSequence sequence;
    for (int number = 0; number < 1000; ++number) {
        EXPECT_EQ(sequence.judge(static_cast<std::uint8_t>(number), kStart), Verdict::Accept);
    }
}

TEST(IncomingSequence, KnowsARepetition) {
    IncomingSequence sequence;
    EXPECT_EQ(sequence.judge(0, kStart), Verdict::Accept);
    EXPECT_EQ(sequence.judge(0, kStart), Verdict::Repeat);
    EXPECT_EQ(sequence.judge(0, kStart), Verdict::Repeat);
    EXPECT_EQ(sequence.judge(1, kStart), Verdict::Accept);
}

TEST(IncomingSequence, TakesTheLastNumberBeforeTheFirstForARepetition) {
    IncomingSequence sequence;
    EXPECT_EQ(sequence.judge(255, kStart), Verdict::Repeat);
}

TEST(IncomingSequence, DiscardsAllOthersAndWaitsTwoSecondsForTheRightOne) {
    IncomingSequence sequence;
    EXPECT_EQ(sequence.judge(1, kStart), Verdict::Discard);
    EXPECT_EQ(sequence.judge(254, kStart + seconds(1)), Verdict::Discard);
    EXPECT_EQ(sequence.deadline(), kStart + seconds(2));
    EXPECT_EQ(sequence.judge(0, kStart + seconds(1)), Verdict::Accept);
    EXPECT_EQ(sequence.deadline(), TimePoint::max());
}

}  // namespace
}  // namespace knx
