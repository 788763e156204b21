// SPDX-License-Identifier: Apache-2.0
// Child processes: what they are given, what they say, how they end.
#include "mqtt-broker/io/process.hpp"

#include <gmock/gmock.h>

#include <csignal>

#include "io/running.hpp"

namespace mqtt_broker {
namespace {

using ::testing::ElementsAre;

class ProcessTest : public RunningTest {};

TEST_F(ProcessTest, DeliversLinesOfBothOutputsAndTheLastWithoutAnEnd) {
    run("echo one; echo two >&2; printf three");
    EXPECT_THAT(lines, ElementsAre("one", "two", "three"));
    EXPECT_EQ(exit->words(), "exit code 0");
}

TEST_F(ProcessTest, TellsHowItEnded) {
    run("exit 13");
    EXPECT_EQ(exit->words(), "exit code 13");
    exit.reset();
    run("kill -9 $$");
    EXPECT_EQ(exit->words(), "signal 9");
}

TEST_F(ProcessTest, CutsALineThatDoesNotEnd) {
    run("head -c 10000 /dev/zero | tr '\\0' x");
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0].size(), 4096U);
    EXPECT_EQ(lines[2].size(), 10'000U - 2 * 4096U);
}

TEST_F(ProcessTest, ADroppedProcessIsGoneEvenWhenItIgnoresTerminate) {
    auto process = start("trap '' TERM; echo ready; while :; do sleep 1; done");
    ASSERT_TRUE(process);
    ASSERT_TRUE(turn_until(loop, [this] { return !lines.empty(); }));
    const auto pid = (*process)->pid();
    process->reset();
    EXPECT_EQ(::kill(pid, 0), -1);
    EXPECT_FALSE(exit);
}

TEST(FindProgram, LooksInPathAndSaysWhatIsMissing) {
    EXPECT_TRUE(find_program("sh"));
    const auto missing = find_program("busbar-no-such-program");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, busbar::ErrorCode::NotFound);
}

}  // namespace
}  // namespace mqtt_broker
