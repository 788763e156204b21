// SPDX-License-Identifier: Apache-2.0
// Hearing that a process is ready.
#include "mqtt-broker/io/notify.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstddef>
#include <cstring>
#include <vector>

#include "io/turning.hpp"

namespace mqtt_broker {
namespace {

// As sd_notify(3) does.
void notify(const std::string& variable, const std::string& text) {
    const auto name = variable.substr(variable.find('@') + 1);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    const Descriptor fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    EXPECT_EQ(::sendto(fd.get(), text.data(), text.size(), 0,
                       reinterpret_cast<const sockaddr*>(&address), size),
              static_cast<ssize_t>(text.size()));
}

TEST(ReadySocket, HearsWhoIsReadyAndNothingElse) {
    busbar::PollLoop loop;
    std::vector<pid_t> ready;
    const auto socket = ReadySocket::open(loop, [&](pid_t sender) { ready.push_back(sender); });
    ASSERT_TRUE(socket);
    EXPECT_TRUE((*socket)->variable().starts_with("NOTIFY_SOCKET=@"));
    notify((*socket)->variable(), "STATUS=almost");
    notify((*socket)->variable(), "READY=1");
    ASSERT_TRUE(turn_until(loop, [&] { return !ready.empty(); }));
    EXPECT_EQ(ready, std::vector{::getpid()});
}

}  // namespace
}  // namespace mqtt_broker
