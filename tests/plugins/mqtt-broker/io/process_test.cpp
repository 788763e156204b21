// SPDX-License-Identifier: Apache-2.0
// Child processes: what they are given, what they say, how they end.
#include "mqtt-broker/io/process.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

#include <csignal>
#include <optional>

#include "io/turning.hpp"
#include "support/temporary_directory.hpp"

namespace mqtt_broker {
namespace {

using ::testing::ElementsAre;

class ProcessTest : public ::testing::Test {
 protected:
    busbar::Result<std::unique_ptr<Process>> start(const std::string& script) {
        call.program = "/bin/sh";
        call.arguments = {"-c", script};
        return Process::start(
            loop, call, [this](std::string_view line) { lines.emplace_back(line); },
            [this](Exit ended) { exit = ended; });
    }
    // Runs a script to its end.
    void run(const std::string& script) {
        const auto process = start(script);
        ASSERT_TRUE(process) << process.error().message;
        ASSERT_TRUE(turn_until(loop, [this] { return exit.has_value(); }));
    }

    busbar::PollLoop loop;
    ProgramCall call;
    std::vector<std::string> lines;
    std::optional<Exit> exit;
};

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

TEST_F(ProcessTest, SaysWhyAProgramCannotBeExecuted) {
    call.program = "/nonexistent/program";
    const auto process = Process::start(
        loop, call, [](std::string_view) {}, [](Exit) {});
    ASSERT_FALSE(process);
    EXPECT_EQ(process.error().message,
              "cannot execute /nonexistent/program: No such file or directory");
}

TEST_F(ProcessTest, HasOnlyTheEnvironmentAndTheDirectoryItIsGiven) {
    const busbar::testing::TemporaryDirectory directory;
    const Descriptor fd(::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    call.environment = {"NAME=value"};
    call.directory_fd = fd.get();
    run("echo $NAME $HOME; /bin/pwd");
    EXPECT_THAT(lines, ElementsAre("value", directory.path().string()));
}

TEST_F(ProcessTest, HasNoSignalBlockedOrIgnoredAndNoDescriptorOfOurs) {
    const int leaked = ::open("/dev/null", O_RDONLY);  // without O_CLOEXEC, as a careless guest
    sigset_t some;
    sigset_t before;
    ::sigemptyset(&some);
    ::sigaddset(&some, SIGHUP);
    ::pthread_sigmask(SIG_BLOCK, &some, &before);
    run("exec grep -E '^Sig(Blk|Ign)' /proc/self/status");
    EXPECT_THAT(lines, ElementsAre("SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"));
    lines.clear();
    exit.reset();
    run("test -e /proc/$$/fd/" + std::to_string(leaked) + " && echo leaked; true");
    EXPECT_THAT(lines, ElementsAre());
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    ::close(leaked);
}

TEST_F(ProcessTest, RunsAsTheBrokersUserWhenWeAreRoot) {
    call.account = broker_account();
    if (!call.account) GTEST_SKIP() << "needs root";
    run("exec grep -E '^(Uid|Groups)' /proc/self/status");
    const auto uid = std::to_string(call.account->uid);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0], "Uid:\t" + uid + "\t" + uid + "\t" + uid + "\t" + uid);
    EXPECT_EQ(lines[1].find_first_of("0123456789"), std::string::npos) << lines[1];
}

TEST(FindProgram, LooksInPathAndSaysWhatIsMissing) {
    EXPECT_TRUE(find_program("sh"));
    const auto missing = find_program("busbar-no-such-program");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, busbar::ErrorCode::NotFound);
}

}  // namespace
}  // namespace mqtt_broker
