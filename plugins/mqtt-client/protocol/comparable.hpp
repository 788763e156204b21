// SPDX-License-Identifier: Apache-2.0
// Comparable: as much of a Value as anti-echo has to remember, in 16 octets.
#pragma once

#include <cstdint>
#include <string>

#include "busbar/value.hpp"

namespace mqtt_client {

using busbar::Value;

// A copy of a boolean, integer or number, or a 64-bit hash of anything longer. Default: nothing,
// which matches nothing.
class Comparable {
 public:
    Comparable() = default;
    [[nodiscard]] static Comparable of(const Value& value);

    [[nodiscard]] bool empty() const { return kind_ == Kind::Nothing; }

    // The same value; numbers (also a number and an integer) may differ by `tolerance` >= 0.
    // Integers beyond 2^53 are compared exactly.
    [[nodiscard]] bool matches(const Comparable& other, double tolerance) const;
    // For people: "21.5"; of anything longer only "…".
    [[nodiscard]] std::string text() const;

 private:
    enum class Kind : std::uint8_t { Nothing, Integer, Number, Hash };

    [[nodiscard]] double number() const;

    union {
        std::int64_t integer_ = 0;
        double number_;
        std::uint64_t hash_;
    };
    Kind kind_ = Kind::Nothing;
};

}  // namespace mqtt_client
