// SPDX-License-Identifier: Apache-2.0
// What a child process has of ours, and what it has not.
#include "mqtt-broker/io/spawn.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

#include <csignal>

#include "io/running.hpp"
#include "support/temporary_directory.hpp"

namespace mqtt_broker {
namespace {

using ::testing::ElementsAre;

class SpawnTest : public RunningTest {};

TEST_F(SpawnTest, SaysWhyAProgramCannotBeExecuted) {
    call.program = "/nonexistent/program";
    const auto process = Process::start(
        loop, call, [](std::string_view) {}, [](Exit) {});
    ASSERT_FALSE(process);
    EXPECT_EQ(process.error().message,
              "cannot execute /nonexistent/program: No such file or directory");
}

TEST_F(SpawnTest, HasOnlyTheEnvironmentAndTheDirectoryItIsGiven) {
    const busbar::testing::TemporaryDirectory directory;
    const Descriptor fd(::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    call.environment = {"NAME=value"};
    call.directory_fd = fd.get();
    run("echo $NAME $HOME; /bin/pwd");
    EXPECT_THAT(lines, ElementsAre("value", directory.path().string()));
}

TEST_F(SpawnTest, HasNoSignalBlockedOrIgnoredAndNoDescriptorOfOurs) {
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

TEST_F(SpawnTest, HasTheOneDescriptorThatItInherits) {
    const Descriptor given(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    call.inherited_fd = given.get();
    run("test -e /proc/$$/fd/" + std::to_string(given.get()) + " && echo there");
    EXPECT_THAT(lines, ElementsAre("there"));
    EXPECT_EQ(::fcntl(given.get(), F_GETFD), FD_CLOEXEC);  // for the children of others
}

TEST_F(SpawnTest, RunsAsTheBrokersUserWhenWeAreRoot) {
    call.account = broker_account();
    if (!call.account) GTEST_SKIP() << "needs root";
    run("exec grep -E '^(Uid|Groups)' /proc/self/status");
    const auto uid = std::to_string(call.account->uid);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0], "Uid:\t" + uid + "\t" + uid + "\t" + uid + "\t" + uid);
    EXPECT_EQ(lines[1].find_first_of("0123456789"), std::string::npos) << lines[1];
}

}  // namespace
}  // namespace mqtt_broker
