// SPDX-License-Identifier: Apache-2.0
// Which revision a request says it has seen.
#include "admin/request.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

ApiRequest with(const std::string& if_match) {
    ApiRequest request;
    request.if_match = if_match;
    return request;
}

TEST(ApiRequest, NamesTheRevisionOfItsETag) {
    EXPECT_EQ(expected_revision(with(etag_of(17))).value(), 17U);
    EXPECT_EQ(expected_revision(with("\"0\"")).value(), 0U);
}

TEST(ApiRequest, AnAsteriskIsAnyRevision) {
    ASSERT_TRUE(expected_revision(with("*")));
    EXPECT_EQ(expected_revision(with("*")).value(), std::nullopt);
}

TEST(ApiRequest, AMissingRevisionIsToldFromAWrongOne) {
    EXPECT_EQ(expected_revision(with("")).error().field, "if_match");
    for (const auto* text : {"17", "\"\"", "\"x\"", "W/\"17\"", "\"17"}) {
        ASSERT_FALSE(expected_revision(with(text))) << text;
        EXPECT_EQ(expected_revision(with(text)).error().field, "") << text;
    }
}

}  // namespace
}  // namespace busbar
