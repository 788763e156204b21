// SPDX-License-Identifier: Apache-2.0
// Handlers that outlive what they belong to.
#include "knx/io/life.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace knx {
namespace {

TEST(Life, LetsAHandlerRunWhileItLasts) {
    Life life;
    int sum = 0;
    auto handler = life.guard([&sum](int number) { sum += number; });
    handler(2);
    handler(3);
    EXPECT_EQ(sum, 5);
}

TEST(Life, SilencesHandlersOfALifeBefore) {
    Life life;
    int calls = 0;
    auto before = life.guard([&calls] { ++calls; });
    life.renew();
    auto after = life.guard([&calls] { ++calls; });
    before();
    EXPECT_EQ(calls, 0);
    after();
    EXPECT_EQ(calls, 1);
}

TEST(Life, SilencesHandlersWhenItIsGone) {
    std::optional<Life> life(std::in_place);
    int calls = 0;
    auto handler = life->guard([&calls] { ++calls; });
    life.reset();
    handler();
    EXPECT_EQ(calls, 0);
}

}  // namespace
}  // namespace knx
