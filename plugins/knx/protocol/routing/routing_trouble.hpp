// SPDX-License-Identifier: Apache-2.0
// RoutingTrouble: what is wrong with a routed line, as far as the others on it tell. Nobody tells
// when it is over: a trouble that is not told again for a minute is.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "knx/protocol/tunnel/actions.hpp"

namespace knx {

class RoutingTrouble {
 public:
    static constexpr std::chrono::seconds kShown{60};

    // From small to grave. A graver one replaces what is shown; a smaller one waits for its end, so
    // that a flood of reports changes nothing twice.
    enum class Kind : std::uint8_t { None, LostTelegrams, AddressTaken, LineDown };

    // True when another sentence is to be shown.
    [[nodiscard]] bool told(Kind kind, std::string sentence, TimePoint now) {
        if (kind < kind_) return false;
        const bool other = kind != kind_;
        kind_ = kind;
        until_ = now + kShown;
        if (other) sentence_ = std::move(sentence);
        return other;
    }

    // True when it is over now.
    [[nodiscard]] bool over(TimePoint now) {
        if (kind_ == Kind::None || now < until_) return false;
        *this = {};
        return true;
    }

    // Empty when all is well.
    [[nodiscard]] const std::string& sentence() const { return sentence_; }
    // When to ask over(); TimePoint::max() when there is nothing to wait for.
    [[nodiscard]] TimePoint until() const { return until_; }

 private:
    Kind kind_ = Kind::None;
    std::string sentence_;
    TimePoint until_ = TimePoint::max();
};

}  // namespace knx
