// SPDX-License-Identifier: Apache-2.0
// Answers made of JSON.
#include "admin/response.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(ApiResponse, ReplacesWhatIsNotUtf8) {
    EXPECT_EQ(json_response({{"text", "a\xff"}}).body, "{\"text\":\"a\xEF\xBF\xBD\"}");
}

TEST(ApiResponse, AnEmptyOneHasNoType) {
    EXPECT_EQ(no_content().status, 204);
    EXPECT_EQ(no_content().content_type, "");
}

}  // namespace
}  // namespace busbar
