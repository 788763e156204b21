// SPDX-License-Identifier: Apache-2.0
// Tests of names and addresses, by the system's own resolver.
#include "io/resolver.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "busbar/poll_loop.hpp"

namespace mqtt_client {
namespace {

class AResolver : public testing::Test {
 protected:
    busbar::Result<Resolver::Addresses> resolve(const std::string& host) {
        std::optional<busbar::Result<Resolver::Addresses>> answer;
        resolver.resolve(host, [&](const auto& result) {
            answer = result;
            loop.quit();
        });
        EXPECT_FALSE(answer) << "told from within the call";
        loop.run();  // the resolver itself gives up after 5 s
        return *answer;
    }

    busbar::PollLoop loop;
    Resolver resolver{loop};
};

TEST_F(AResolver, TakesAnAddressAsItIs) {
    EXPECT_EQ(*resolve("192.0.2.1"), (Resolver::Addresses{"192.0.2.1"}));
    EXPECT_EQ(*resolve("2001:db8::1"), (Resolver::Addresses{"2001:db8::1"}));
}

TEST_F(AResolver, FindsThisMachine) { EXPECT_EQ(resolve("localhost")->front(), "127.0.0.1"); }

TEST_F(AResolver, SaysThatThereIsNoSuchHost) {
    EXPECT_FALSE(resolve("no-such-host.invalid"));
    EXPECT_TRUE(resolve("localhost"));  // and can be asked again
}

TEST_F(AResolver, CanBeAbandonedWhileItAsks) {
    resolver.resolve("no-such-host.invalid", [](const auto&) { FAIL(); });
    resolver.abandon();
    EXPECT_TRUE(resolve("localhost"));
}

}  // namespace
}  // namespace mqtt_client
