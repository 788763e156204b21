// SPDX-License-Identifier: Apache-2.0
// The heartbeat rule: when to ask the server whether the connection still stands, and when to give
// it up. Source: xknx/io/const.py and io/tunnel.py of XKNX/xknx.
#pragma once

#include <chrono>
#include <cstdint>

#include "knx/protocol/knxip/status_code.hpp"
#include "knx/protocol/tunnel/actions.hpp"

namespace knx {

class Heartbeat {
 public:
    static constexpr std::chrono::seconds kInterval{60};
    static constexpr std::chrono::seconds kAnswerMax{10};
    static constexpr int kTriesMax = 4;

    enum class Verdict : std::uint8_t {
        Wait,    // nothing to do before deadline()
        Ask,     // send a CONNECTIONSTATE_REQUEST
        GiveUp,  // it was asked often enough
    };

    explicit Heartbeat(TimePoint now) : deadline_(now + kInterval) {}

    [[nodiscard]] Verdict on_time(TimePoint now) {
        return now < deadline_ ? Verdict::Wait : ask(now);
    }

    // An error status counts as a failed try, except that of an interface that has lost the KNX
    // line: it is alive, and asked again sooner. An answer nobody waits for is none.
    [[nodiscard]] Verdict on_answer(StatusCode status, TimePoint now) {
        if (tries_ == 0) return Verdict::Wait;
        const bool bus_lost = status == StatusCode::KnxConnection;
        if (status != StatusCode::Ok && !bus_lost) return ask(now);
        tries_ = 0;
        deadline_ = now + (bus_lost ? kAnswerMax : kInterval);
        return Verdict::Wait;
    }

    [[nodiscard]] TimePoint deadline() const { return deadline_; }

 private:
    Verdict ask(TimePoint now) {
        if (tries_ == kTriesMax) return Verdict::GiveUp;
        ++tries_;
        deadline_ = now + kAnswerMax;
        return Verdict::Ask;
    }

    int tries_ = 0;  // requests without a good answer
    TimePoint deadline_;
};

}  // namespace knx
