// SPDX-License-Identifier: Apache-2.0
// Octets: what goes in comes out.
#include "busbar/octets.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace busbar {
namespace {

TEST(Octets, HoldWhatWasAssignedLast) {
    Octets octets;
    EXPECT_TRUE(octets.empty());
    EXPECT_EQ(octets.view(), "");
    for (const std::size_t size : {1U, 3U, 2U, 1000U, 10U, 1U, 300U}) {
        const std::string text(size, static_cast<char>('a' + size % 26));
        octets.assign(text);
        EXPECT_EQ(octets.view(), text);
        EXPECT_EQ(octets.size(), size);
        EXPECT_FALSE(octets.empty());
    }
    octets.assign("");
    EXPECT_TRUE(octets.empty());
    EXPECT_EQ(octets.size(), 0U);
}

TEST(Octets, MayHoldZeros) {
    const std::string text("a\0b", 3);
    EXPECT_EQ(Octets(text).view(), text);
}

TEST(Octets, KeepTheirMemoryWhenMovedAndWhenTheSizeIsMuchTheSame) {
    Octets octets("twelve chars");
    const auto* at = octets.view().data();
    octets.assign("eleven char");
    EXPECT_EQ(octets.view().data(), at);
    const auto moved = std::move(octets);
    EXPECT_EQ(moved.view().data(), at);
    EXPECT_EQ(sizeof(Octets), sizeof(void*));
}

TEST(Octets, AreCopiedWhole) {
    Octets original("some");
    const Octets copy(original);
    original.assign("other");
    EXPECT_EQ(copy.view(), "some");
    EXPECT_FALSE(copy == original);
    original = copy;
    EXPECT_TRUE(copy == original);
    original = Octets();
    EXPECT_TRUE(original.empty());
    EXPECT_EQ(copy.view(), "some");
}

}  // namespace
}  // namespace busbar
