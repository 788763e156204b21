// SPDX-License-Identifier: Apache-2.0
// GroupTable: whose state a telegram is. Two lookups by the two octets of the group address.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "knx/protocol/address.hpp"

namespace knx {

// Numbers of objects by group address, packed: a kilobyte for every 256 addresses of which one is
// used (a middle group, in ETS), and 4 octets an entry. Empty until build().
class GroupTable {
 public:
    using Entry = std::pair<GroupAddress, std::uint32_t>;

    // Replaces what was there. Objects of one address keep the order of `entries`.
    void build(std::span<const Entry> entries) {
        std::vector<Entry> sorted(entries.begin(), entries.end());
        std::ranges::stable_sort(sorted, {}, [](const Entry& entry) { return entry.first.raw; });
        for (auto& page : pages_) page.clear();
        objects_.clear();
        auto next = sorted.begin();
        while (next != sorted.end()) {
            const auto high = high_of(next->first);
            auto& begins = pages_[high];
            begins.reserve(kPage + 1);
            for (std::size_t low = 0; low < kPage; ++low) {
                begins.push_back(static_cast<std::uint32_t>(objects_.size()));
                for (; next != sorted.end() && next->first.raw == (high << 8U | low); ++next) {
                    objects_.push_back(next->second);
                }
            }
            begins.push_back(static_cast<std::uint32_t>(objects_.size()));
        }
    }

    // Valid until the next build().
    [[nodiscard]] std::span<const std::uint32_t> objects(GroupAddress address) const {
        const auto& begins = pages_[high_of(address)];
        if (begins.empty()) return {};
        const auto low = address.raw & 0xffU;
        return std::span(objects_).subspan(begins[low], begins[low + 1] - begins[low]);
    }

 private:
    static constexpr std::size_t kPage = 256;

    [[nodiscard]] static std::size_t high_of(GroupAddress address) { return address.raw >> 8U; }

    // By the high octet of the address, empty where none is used: where the objects of each address
    // begin; one more at the end.
    std::array<std::vector<std::uint32_t>, kPage> pages_;
    std::vector<std::uint32_t> objects_;
};

}  // namespace knx
