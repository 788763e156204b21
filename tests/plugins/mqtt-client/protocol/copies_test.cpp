// SPDX-License-Identifier: Apache-2.0
// Tests of what tells a message from its copies.
#include "protocol/copies.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mqtt_client {
namespace {

using namespace std::chrono_literals;

struct CopiesOf : testing::Test {
    bool copy(std::string_view topic, std::string_view payload, std::size_t subscriptions = 2,
              bool retained = false) {
        return copies.is_copy(topic, payload, retained, subscriptions, now);
    }
    Copies copies;
    Time now{100s};
};

TEST_F(CopiesOf, AMessageAreAsManyAsThereAreFurtherSubscriptions) {
    EXPECT_FALSE(copy("a", "1", 3));
    EXPECT_TRUE(copy("a", "1", 3));
    EXPECT_TRUE(copy("a", "1", 3));
    EXPECT_FALSE(copy("a", "1", 3));  // the next one
    EXPECT_TRUE(copy("a", "1", 3));
}

TEST_F(CopiesOf, AMessageMayComeBehindOthersOfOtherTopics) {
    EXPECT_FALSE(copy("a", "1"));
    EXPECT_FALSE(copy("b", "1"));
    EXPECT_TRUE(copy("a", "1"));
    EXPECT_TRUE(copy("b", "1"));
}

TEST_F(CopiesOf, AMessageDoNotComeBehindAnotherOfItsTopic) {
    EXPECT_FALSE(copy("a", "1"));
    EXPECT_FALSE(copy("a", "0"));
    EXPECT_FALSE(copy("a", "1"));
}

TEST_F(CopiesOf, AMessageComeAtOnce) {
    EXPECT_FALSE(copy("a", "1"));
    now += Copies::kTogether;
    EXPECT_TRUE(copy("a", "1"));
    EXPECT_FALSE(copy("a", "1"));
    now += Copies::kTogether + 1ms;
    EXPECT_FALSE(copy("a", "1"));
}

TEST_F(CopiesOf, AMessageAreNotWhatTheBrokerHasKept) {
    EXPECT_FALSE(copy("a", "1", 2, true));
    EXPECT_FALSE(copy("a", "1", 2, false));
}

TEST_F(CopiesOf, TheOldestAreForgottenInAFlood) {
    for (std::size_t i = 0; i <= Copies::kRecentMax; ++i) {
        EXPECT_FALSE(copy(std::to_string(i), "1"));
    }
    EXPECT_TRUE(copy("1", "1"));
    EXPECT_FALSE(copy("0", "1"));
}

}  // namespace
}  // namespace mqtt_client
