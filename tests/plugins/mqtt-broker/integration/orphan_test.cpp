// SPDX-License-Identifier: Apache-2.0
// However its host dies, no broker is left behind.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>

#include <csignal>
#include <thread>

#include "integration/broker_house.hpp"
#include "mqtt-broker/io/descriptor.hpp"

extern "C" {            // glibc 2.36 has forgotten it in this header
#include <sys/pidfd.h>  // NOLINT(llvm-include-order)
}

namespace mqtt_broker {
namespace {

// Until the process has ended, as its pidfd says; works for the children of others too.
bool ends(int pidfd) {
    constexpr int kPatienceMs = 20'000;
    pollfd waited{pidfd, POLLIN, 0};
    return ::poll(&waited, 1, kPatienceMs) == 1;
}

// The process that hosts the plugin: writes the broker's id to `fd` when it runs, then goes on for
// ever.
[[noreturn]] void host_plugin(int fd) {
    BrokerHouse house;
    house.begin();
    pid_t broker = 0;
    if (house.until_running()) broker = BrokerHouse::broker_pid(::getpid()).value_or(0);
    (void)!::write(fd, &broker, sizeof(broker));
    for (;;) (void)house.until([] { return false; });
}

TEST(Orphan, TheBrokerEndsWhenItsHostIsKilled) {
    int pipe[2]{};
    ASSERT_EQ(::pipe2(pipe, O_CLOEXEC), 0);
    const Descriptor reading(pipe[0]);
    const Descriptor writing(pipe[1]);
    const auto host = ::fork();
    if (host == 0) host_plugin(writing.get());
    pid_t broker = 0;
    ASSERT_EQ(::read(reading.get(), &broker, sizeof(broker)), static_cast<ssize_t>(sizeof(broker)));
    ASSERT_GT(broker, 0);
    const Descriptor pidfd(::pidfd_open(broker, 0));
    ASSERT_TRUE(pidfd.open());
    EXPECT_TRUE(BrokerHouse::lives(broker));
    ::kill(host, SIGKILL);
    EXPECT_TRUE(ends(pidfd.get()));
    EXPECT_FALSE(BrokerHouse::lives(broker));
    ::waitpid(host, nullptr, 0);
}

TEST(Orphan, TheBrokerEndsWithThePluginsThread) {
    pid_t broker = 0;
    std::thread thread([&] {
        BrokerHouse house;
        house.begin();
        if (house.until_running()) broker = BrokerHouse::broker_pid(::getpid()).value_or(0);
        house.host.give_stop();
        (void)house.until([&] { return !BrokerHouse::lives(broker); });
    });
    thread.join();
    ASSERT_GT(broker, 0);
    EXPECT_FALSE(BrokerHouse::lives(broker));
}

}  // namespace
}  // namespace mqtt_broker
