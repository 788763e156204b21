// SPDX-License-Identifier: Apache-2.0
// Log lines in JSON.
#include "admin/log_json.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(LogJson, HasEveryPartOfTheLine) {
    EXPECT_EQ(write_log_line({7, 0, "info", "bus", "started count=1"}),
              Json::parse(R"({"number": 7, "time": "1970-01-01T00:00:00.000000Z", "level": "info",
                              "part": "bus", "text": "started count=1"})"));
}

}  // namespace
}  // namespace busbar
