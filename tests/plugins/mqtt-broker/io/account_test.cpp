// SPDX-License-Identifier: Apache-2.0
// As whom the broker runs.
#include "mqtt-broker/io/account.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace mqtt_broker {
namespace {

TEST(BrokerAccount, IsNeverRoot) {
    const auto account = broker_account();
    if (::geteuid() != 0) {
        EXPECT_FALSE(account);
    }
    if (account) {
        EXPECT_NE(account->uid, 0U);
        EXPECT_NE(account->gid, 0U);
    }
}

}  // namespace
}  // namespace mqtt_broker
