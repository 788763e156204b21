// SPDX-License-Identifier: Apache-2.0
// ObjectTypes: what the values of objects mean, each type kept once. A house of 10,000 objects has
// some thirty of them.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "busbar/result.hpp"
#include "busbar/v1/object.pb.h"
#include "busbar/value.hpp"

namespace mqtt_client {

class ObjectTypes {
 public:
    // A number for the type. Each put() needs one drop() later; number 0 is the type that says
    // nothing, and needs none.
    [[nodiscard]] std::uint32_t put(const busbar::v1::ObjectType& type);
    void drop(std::uint32_t number);

    [[nodiscard]] const busbar::v1::ObjectType& at(std::uint32_t number) const;
    // How many there are, without the one that says nothing.
    [[nodiscard]] std::size_t size() const { return numbers_.size(); }

 private:
    struct Entry {
        busbar::v1::ObjectType type;
        std::uint32_t uses = 0;
    };
    std::vector<Entry> entries_;  // number 1 is the first
    std::vector<std::uint32_t> free_;
    std::unordered_map<std::string, std::uint32_t> numbers_;  // by the type's octets
};

// Fails with OutOfRange and the rule ("the object takes 0 to 100") when a number is beyond the
// type's limits.
[[nodiscard]] busbar::Status check_range(const busbar::v1::ObjectType& type,
                                         const busbar::Value& value);

}  // namespace mqtt_client
