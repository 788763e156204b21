// SPDX-License-Identifier: Apache-2.0
// The harness itself: programs end with their test, knxd carries a telegram, mosquitto a message.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "support/free_port.hpp"
#include "support/knxd_process.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace busbar::testing {
namespace {

TEST(Process, GivesWhatTheProgramWroteAndReturned) {
    const auto program =
        Process::start({"sh", "-c", "echo out; echo $WORD >&2; exit 3"}, {{"WORD", "err"}});
    ASSERT_TRUE(program);
    EXPECT_EQ((*program)->wait(), (Exit{3, 0}));
    EXPECT_EQ((*program)->output(), "out\n");
    EXPECT_EQ((*program)->errors(), "err\n");
}

TEST(Process, FailsForAProgramThatIsNotThere) {
    const auto program = Process::start({"no-such-program"});
    ASSERT_FALSE(program);
    EXPECT_EQ(program.error().code, ErrorCode::NotFound);
}

TEST(Process, TakesMoreOutputThanAPipeHolds) {
    const auto output = run({"sh", "-c", "head -c 1000000 /dev/zero"});
    ASSERT_TRUE(output) << output.error().message;
    EXPECT_EQ(output->size(), 1'000'000U);
}

TEST(Process, KillsAProgramThatIgnoresAStop) {
    const auto program =
        Process::start({"sh", "-c", "trap '' TERM; echo ready; while :; do :; done"});
    ASSERT_TRUE(program);
    ASSERT_TRUE((*program)->wait_for("ready"));
    EXPECT_EQ((*program)->stop(std::chrono::milliseconds(50)), (Exit{0, SIGKILL}));
}

// Gone, or a zombie where process 1 does not collect its children.
bool dead(const std::string& pid) {
    std::ifstream file("/proc/" + pid + "/stat");
    std::string number;
    std::string name;
    std::string state;
    return !(file >> number >> name >> state) || state == "Z";
}

TEST(Process, LeavesNothingBehindWhenTheTestIsKilled) {
    const TemporaryDirectory directory;
    const pid_t test = ::fork();
    if (test == 0) {
        const auto program = Process::start({"tail", "-f", "/dev/null"});
        std::ofstream(directory.file("pid")) << (*program)->pid() << std::endl;
        while (true) ::pause();
    }
    std::string pid;
    EXPECT_TRUE(eventually([&] {
        std::ifstream file(directory.file("pid"));
        return static_cast<bool>(std::getline(file, pid)) && !file.eof();
    }));
    EXPECT_FALSE(dead(pid));
    ::kill(test, SIGKILL);
    ::waitpid(test, nullptr, 0);
    EXPECT_TRUE(eventually([&] { return dead(pid); }));
}

TEST(TemporaryDirectory, IsGoneWithItsObject) {
    std::filesystem::path path;
    {
        const TemporaryDirectory directory;
        path = directory.path();
        std::ofstream(directory.file("full")) << "content";
        EXPECT_TRUE(std::filesystem::exists(path / "full"));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(NetworkNamespace, HasALoopbackAndNothingElse) {
    const auto links = run({"ip", "-brief", "link"});
    ASSERT_TRUE(links) << links.error().message;
    EXPECT_EQ(links->substr(0, 2), "lo");
    EXPECT_EQ(links->find('\n'), links->size() - 1) << *links;
}

TEST(KnxdProcess, ShowsAGroupWriteToAListener) {
    KnxdProcess knxd;
    ASSERT_TRUE(knxd.start());
    const auto listener = knxd.listen();
    ASSERT_TRUE(listener) << listener.error().message;
    ASSERT_TRUE(knxd.write("1/2/4", {0x0c, 0x1a}));
    EXPECT_TRUE((*listener)->wait_for("1/2/4: 0C 1A")) << (*listener)->output();
    ASSERT_TRUE(knxd.write("1/2/3", 1));
    EXPECT_TRUE((*listener)->wait_for("1/2/3: 01")) << (*listener)->output();
}

TEST(KnxdProcess, ServesAgainAfterAKill) {
    KnxdProcess knxd;
    ASSERT_TRUE(knxd.start());
    knxd.kill();
    EXPECT_FALSE(knxd.write("1/2/3", 1));
    ASSERT_TRUE(knxd.start());
    EXPECT_TRUE(knxd.write("1/2/3", 1));
}

TEST(KnxdProcess, RoutesOverMulticastOnTheLoopback) {
    KnxdProcess knxd(KnxdProcess::Routing::On);
    const auto started = knxd.start();
    EXPECT_TRUE(started) << started.error().message;
}

TEST(Mosquitto, CarriesAMessageFromOneProgramToAnother) {
    const auto port = std::to_string(free_port());
    const TemporaryDirectory directory;
    // `user root`: a broker that gives up root's rights also forgets to die with its parent.
    std::ofstream(directory.file("conf")) << "listener " << port << " 127.0.0.1\n"
                                          << "allow_anonymous true\nuser root\n";
    const auto broker = Process::start({"mosquitto", "-c", directory.file("conf")});
    ASSERT_TRUE(broker);
    ASSERT_TRUE((*broker)->wait_for("running")) << (*broker)->errors();
    ASSERT_TRUE(run({"mosquitto_pub", "-p", port, "-t", "house/light", "-m", "on", "-r"}));
    const auto message = run({"mosquitto_sub", "-p", port, "-t", "house/#", "-C", "1"});
    ASSERT_TRUE(message) << message.error().message;
    EXPECT_EQ(*message, "on\n");
}

}  // namespace
}  // namespace busbar::testing
