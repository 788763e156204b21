// SPDX-License-Identifier: Apache-2.0
// What BUSBAR_TRY and BUSBAR_CHECK do with a value and with an error.
#include "busbar/result.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace busbar {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return fail(ErrorCode::InvalidArgument, std::to_string(number) + " is odd", "number");
    }
    return number / 2;
}

Result<int> quarter(int number) { return half(BUSBAR_TRY(half(number))); }

Status divisible(int number, int& calls) {
    BUSBAR_CHECK(half(number));
    ++calls;
    return {};
}

TEST(Result, OfATryIsTheValue) { EXPECT_EQ(quarter(12), 3); }

TEST(Result, OfATryIsTheErrorOfWhatFailed) {
    const auto result = quarter(6);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error(), (Error{ErrorCode::InvalidArgument, "3 is odd", "number"}));
}

TEST(Result, OfACheckEndsTheFunctionWhenItFailed) {
    int calls = 0;
    EXPECT_TRUE(divisible(4, calls));
    EXPECT_FALSE(divisible(5, calls));
    EXPECT_EQ(calls, 1);
}

TEST(Result, OfATryMayBeMoveOnly) {
    const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
    const auto read = [&]() -> Result<int> { return *BUSBAR_TRY(make()); };
    EXPECT_EQ(read(), 7);
}

}  // namespace
}  // namespace busbar
