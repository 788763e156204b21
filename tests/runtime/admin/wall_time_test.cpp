// SPDX-License-Identifier: Apache-2.0
// Times in the API.
#include "admin/wall_time.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(WallTime, IsRfc3339InUtc) {
    EXPECT_EQ(wall_time_text(0), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(wall_time_text(1'700'000'000'123'456), "2023-11-14T22:13:20.123456Z");
    EXPECT_EQ(wall_time_text(-1), "1969-12-31T23:59:59.999999Z");
}

}  // namespace
}  // namespace busbar
