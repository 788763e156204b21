// SPDX-License-Identifier: Apache-2.0
// TelegramFilter: which telegrams a person wants to see.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "busbar/result.hpp"

namespace knx {

// Addresses from `first` to `last`, both included.
struct AddressRange {
    std::uint16_t first = 0;
    std::uint16_t last = 0;

    friend bool operator==(const AddressRange&, const AddressRange&) = default;
};

// "1/2/3", "1/2/*", "1/*", "1/2/0-1/2/99", "2/2047", "515". Fails with InvalidArgument, naming the
// text.
[[nodiscard]] busbar::Result<AddressRange> parse_group_range(const std::string& text);
// "1.1.5", "1.1.*", "1.*", "1.1.1-1.1.9".
[[nodiscard]] busbar::Result<AddressRange> parse_individual_range(const std::string& text);

// What is empty lets everything through; of several in one list one has to fit, of the lists all.
struct TelegramFilter {
    std::vector<AddressRange> groups;
    std::vector<AddressRange> sources;
    std::vector<std::string> objects;     // parts of an object's id, case does not matter
    std::vector<std::string> services;    // "read", "response", "write", "secured"
    std::vector<std::string> interfaces;  // ids

    // `columns` are those of a record of the group monitor.
    [[nodiscard]] bool lets_through(const nlohmann::json& columns) const;
};

}  // namespace knx
