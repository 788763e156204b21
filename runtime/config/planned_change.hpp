// SPDX-License-Identifier: Apache-2.0
// PlannedChange: what a draft changes, field by field, for showing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/configuration.hpp"

namespace busbar {

// One item or object record that is new, changed or removed.
struct PlannedChange {
    enum class Kind : std::uint8_t { Add, Change, Remove };
    // A field's value; null where not set. Secrets only as {"set": …}, or {"changed": true}.
    struct Field {
        std::string name;
        Json before;
        Json after;
    };
    Kind kind = Kind::Add;
    std::string pointer;  // "/plugins/knx/objects/kitchen-light"
    std::vector<Field> fields;
};

// The differences a draft makes, for showing and for the audit log.
[[nodiscard]] std::vector<PlannedChange> describe_changes(const Configuration& configuration,
                                                          const Draft& draft);

}  // namespace busbar
