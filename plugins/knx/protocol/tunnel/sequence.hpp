// SPDX-License-Identifier: Apache-2.0
// The sequence rule for what a server sends over UDP: judges, and leaves the consequences to the
// tunnel. Source: xknx/io/data_connection.py of XKNX/xknx.
#pragma once

#include <chrono>
#include <cstdint>

#include "knx/protocol/tunnel/actions.hpp"

namespace knx {

class IncomingSequence {
 public:
    // So long the expected number may be missing after a wrong one came.
    static constexpr std::chrono::seconds kGapMax{2};

    enum class Verdict : std::uint8_t {
        Accept,   // the expected one: acknowledge and process
        Repeat,   // the one before it, its acknowledgement was lost: acknowledge again, no more
        Discard,  // any other: no acknowledgement
    };

    // Judges and, on Accept, moves on to the next number (modulo 256).
    [[nodiscard]] Verdict judge(std::uint8_t sequence, TimePoint now) {
        if (sequence == expected_) {
            ++expected_;
            gap_deadline_ = TimePoint::max();
            return Verdict::Accept;
        }
        if (static_cast<std::uint8_t>(sequence + 1) == expected_) return Verdict::Repeat;
        if (gap_deadline_ == TimePoint::max()) gap_deadline_ = now + kGapMax;
        return Verdict::Discard;
    }

    // When the gap has lasted too long; TimePoint::max() while there is none.
    [[nodiscard]] TimePoint deadline() const { return gap_deadline_; }

 private:
    std::uint8_t expected_ = 0;
    TimePoint gap_deadline_ = TimePoint::max();
};

}  // namespace knx
