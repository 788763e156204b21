// SPDX-License-Identifier: Apache-2.0
// GroupTable: whose state a telegram is. One lookup by the 16 bits of the group address.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "knx/protocol/address.hpp"

namespace knx {

// Numbers of objects by group address, packed: a quarter of a megabyte and 4 octets an entry,
// however many objects there are. Empty until build().
class GroupTable {
 public:
    using Entry = std::pair<GroupAddress, std::uint32_t>;

    // Replaces what was there. Objects of one address keep the order of `entries`.
    void build(std::span<const Entry> entries) {
        first_.assign(kAddresses + 1, 0);
        for (const auto& [address, object] : entries) ++first_[address.raw + 1U];
        for (std::size_t i = 1; i <= kAddresses; ++i) first_[i] += first_[i - 1];
        objects_.resize(entries.size());
        auto next = first_;
        for (const auto& [address, object] : entries) objects_[next[address.raw]++] = object;
    }

    // Valid until the next build().
    [[nodiscard]] std::span<const std::uint32_t> objects(GroupAddress address) const {
        if (first_.empty()) return {};
        const auto begin = first_[address.raw];
        return std::span(objects_).subspan(begin, first_[address.raw + 1U] - begin);
    }

 private:
    static constexpr std::size_t kAddresses = 65'536;
    std::vector<std::uint32_t> first_;  // by address: where its objects begin; one more at the end
    std::vector<std::uint32_t> objects_;
};

}  // namespace knx
