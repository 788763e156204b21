// SPDX-License-Identifier: Apache-2.0
// Fields: numbers and texts one after the other, as the plugin and the gate tell them each other.
//
// Both come from the same build, so there are no versions. A number has 8 octets, the lowest first;
// a text its length as a number before it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "busbar/result.hpp"

namespace mqtt_broker {

class FieldWriter {
 public:
    FieldWriter& number(std::uint64_t value) {
        for (unsigned shift = 0; shift < 64; shift += 8) {
            octets_.push_back(static_cast<char>((value >> shift) & 0xFFU));
        }
        return *this;
    }
    FieldWriter& text(std::string_view value) {
        number(value.size());
        octets_.append(value);
        return *this;
    }
    [[nodiscard]] std::string take() { return std::move(octets_); }

 private:
    std::string octets_;
};

// Reads as long as there is something; what is not there is 0 or empty, and good() says so.
class FieldReader {
 public:
    explicit FieldReader(std::string_view octets) : rest_(octets) {}

    std::uint64_t number() {
        constexpr std::size_t kSize = 8;
        if (rest_.size() < kSize) return spoil(), 0;
        std::uint64_t value = 0;
        for (std::size_t i = kSize; i-- > 0;) {
            value = value << 8U | static_cast<unsigned char>(rest_[i]);
        }
        rest_.remove_prefix(kSize);
        return value;
    }
    // Of the octets that are read; no copy.
    std::string_view text() {
        const auto size = number();
        if (size > rest_.size()) return spoil(), std::string_view{};
        const auto value = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return value;
    }
    // Everything that was asked for was there.
    [[nodiscard]] bool good() const { return good_; }
    // … and nothing more is.
    [[nodiscard]] bool ended() const { return good_ && rest_.empty(); }

 private:
    void spoil() {
        good_ = false;
        rest_ = {};
    }

    std::string_view rest_;
    bool good_ = true;
};

}  // namespace mqtt_broker
