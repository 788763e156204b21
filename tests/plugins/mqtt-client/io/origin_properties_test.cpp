// SPDX-License-Identifier: Apache-2.0
// Tests of reading whose change a message is.
#include "io/origin_properties.hpp"

#include <gtest/gtest.h>

namespace mqtt_client {
namespace {

TEST(OriginReader, ReadsItsTwoPropertiesAmongOthers) {
    OriginReader reader;
    reader.add("content", "x");
    reader.add("busbar-l", "18446744073709551615");
    reader.add("busbar-o", "server");
    EXPECT_EQ(reader.origin().server, "server");
    EXPECT_EQ(reader.origin().count, ~std::uint64_t{0});
}

TEST(OriginReader, KnowsNobodyWhenOneOfThemIsMissingOrNotReadable) {
    for (const auto* count : {"", "x", "1x", "-1", "1.5", "18446744073709551616"}) {
        OriginReader reader;
        reader.add("busbar-o", "server");
        EXPECT_TRUE(reader.origin().server.empty());
        reader.add("busbar-l", count);
        EXPECT_TRUE(reader.origin().server.empty()) << count;
    }
    OriginReader reader;
    reader.add("busbar-l", "7");
    EXPECT_TRUE(reader.origin().server.empty());
}

}  // namespace
}  // namespace mqtt_client
