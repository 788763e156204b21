// SPDX-License-Identifier: Apache-2.0
// Input: what the fuzzer gives, taken apart from the front; and expect(), which makes a broken
// property a crash.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

namespace fuzz {

// Whatever is asked for when nothing is left is zero or empty.
class Input {
 public:
    Input(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}

    [[nodiscard]] bool empty() const { return rest_.empty(); }
    [[nodiscard]] std::size_t size() const { return rest_.size(); }

    std::uint8_t octet() {
        const auto one = octets(1);
        return one.empty() ? std::uint8_t{0} : one[0];
    }
    std::uint16_t u16() {
        const auto high = octet();
        return static_cast<std::uint16_t>(high << 8U | octet());
    }
    std::uint64_t u64() {
        std::uint64_t number = 0;
        for (int i = 0; i < 8; ++i) number = number << 8U | octet();
        return number;
    }
    std::span<const std::uint8_t> octets(std::size_t size) {
        const auto taken = rest_.first(std::min(size, rest_.size()));
        rest_ = rest_.subspan(taken.size());
        return taken;
    }
    std::span<const std::uint8_t> rest() { return octets(rest_.size()); }

    std::string text(std::size_t size) {
        const auto taken = octets(size);
        return {taken.begin(), taken.end()};
    }
    std::string rest_as_text() { return text(rest_.size()); }

 private:
    std::span<const std::uint8_t> rest_;
};

inline void expect(bool holds, const char* property) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", property);
    std::abort();
}

}  // namespace fuzz
