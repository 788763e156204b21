// SPDX-License-Identifier: Apache-2.0
// Who may use the API.
#include "admin/peer.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace busbar {
namespace {

TEST(Peer, RootTheRuntimesUserAndTheSocketsGroupAreAdministrators) {
    constexpr uid_t kRuntime = 990;
    constexpr gid_t kGroup = 980;
    EXPECT_TRUE(is_administrator({0, {}}, kRuntime, kGroup));
    EXPECT_TRUE(is_administrator({kRuntime, {5}}, kRuntime, kGroup));
    EXPECT_TRUE(is_administrator({1000, {1000, kGroup}}, kRuntime, kGroup));
    EXPECT_FALSE(is_administrator({1000, {1000, 0}}, kRuntime, kGroup));
}

TEST(Peer, IsWhoTheKernelSaysItIs) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    const auto peer = peer_of(ends[0]);
    ASSERT_TRUE(peer);
    EXPECT_EQ(peer->user, ::geteuid());
    EXPECT_EQ(peer->groups.front(), ::getegid());
    ::close(ends[0]);
    ::close(ends[1]);
    EXPECT_FALSE(peer_of(ends[0]));
}

}  // namespace
}  // namespace busbar
