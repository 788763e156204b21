// SPDX-License-Identifier: Apache-2.0
// Tests of the index of slots.
#include "busbar/slot_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace busbar {
namespace {

std::vector<SlotIndex::Slot> slots(const SlotIndex& index, std::string_view key) {
    std::vector<SlotIndex::Slot> found;
    index.find(key, [&](SlotIndex::Slot slot) { found.push_back(slot); });
    std::sort(found.begin(), found.end());
    return found;
}

std::string text_of(std::uint32_t i) { return "home/object-" + std::to_string(i) + "/set"; }

TEST(SlotIndex, FindsEverySlotOfAKey) {
    SlotIndex index;
    EXPECT_TRUE(slots(index, "a").empty());
    index.add("a", 1);
    index.add("a", 2);
    index.add("b", 3);
    EXPECT_EQ(slots(index, "a"), (std::vector<SlotIndex::Slot>{1, 2}));
    EXPECT_EQ(slots(index, "b"), (std::vector<SlotIndex::Slot>{3}));
    EXPECT_TRUE(slots(index, "c").empty());
}

TEST(SlotIndex, ForgetsOnlyWhatIsRemoved) {
    SlotIndex index;
    index.add("a", 1);
    index.add("a", 2);
    index.remove("a", 1);
    index.remove("a", 7);
    index.remove("never", 1);
    EXPECT_EQ(slots(index, "a"), (std::vector<SlotIndex::Slot>{2}));
    EXPECT_EQ(index.size(), 1U);
}

TEST(SlotIndex, KeepsTenThousandKeysThroughChanges) {
    constexpr std::uint32_t kCount = 10000;
    SlotIndex index;
    for (std::uint32_t round = 0; round < 3; ++round) {
        for (std::uint32_t i = 0; i < kCount; ++i) index.add(text_of(i), i);
        for (std::uint32_t i = 0; i < kCount; ++i) {
            const auto found = slots(index, text_of(i));
            ASSERT_TRUE(std::binary_search(found.begin(), found.end(), i)) << i;
            ASSERT_LE(found.size(), 3U) << i;  // a hash met by chance
        }
        for (std::uint32_t i = 0; i < kCount; ++i) index.remove(text_of(i), i);
        EXPECT_EQ(index.size(), 0U);
    }
    EXPECT_TRUE(slots(index, text_of(0)).empty());
}

TEST(SlotIndex, FindsNumbersToo) {
    constexpr std::uint32_t kCount = 10000;
    SlotIndex index;
    for (std::uint32_t key = 0; key < kCount; ++key) index.add(key, key + 1);
    for (std::uint32_t key = 0; key < kCount; ++key) {
        ASSERT_EQ(index.first(key, [&](auto slot) { return slot == key + 1; }), key + 1);
    }
    index.remove(7U, 8);
    EXPECT_EQ(index.first(7U, [](auto slot) { return slot == 8; }), SlotIndex::kNone);
    EXPECT_EQ(index.size(), kCount - 1);
}

}  // namespace
}  // namespace busbar
