// SPDX-License-Identifier: Apache-2.0
// LineLedger: holds what a line's state machine tells against what it was asked.
#pragma once

#include <set>
#include <variant>

#include "fuzz/input.hpp"
#include "knx/protocol/knxip/frame.hpp"
#include "knx/protocol/tunnel/actions.hpp"

namespace fuzz {

class LineLedger {
 public:
    knx::RequestId next() { return ++last_; }
    void taken(knx::RequestId id) { open_.insert(id); }

    // Reads what a step wants done, and forgets it.
    void check(knx::Actions& actions) {
        for (const auto& send : actions.sends()) {
            const auto octets = actions.frame(send);
            const auto frame = knx::decode_frame(octets);
            expect(frame && frame->header.total_length == octets.size(), "what is sent is a frame");
        }
        for (const auto& event : actions.events()) {
            if (const auto* confirmed = std::get_if<knx::Confirmed>(&event))
                answered(confirmed->id);
            if (const auto* failed = std::get_if<knx::Failed>(&event)) answered(failed->id);
        }
        if (const auto& transition = actions.transition()) {
            const bool over = std::holds_alternative<knx::Lost>(*transition) ||
                              std::holds_alternative<knx::Stopped>(*transition);
            expect(!over || open_.empty(), "the end of a connection answers every request");
        }
        actions.clear();
    }

    [[nodiscard]] bool empty() const { return open_.empty(); }

 private:
    void answered(knx::RequestId id) { expect(open_.erase(id) == 1, "a request is answered once"); }

    knx::RequestId last_ = 0;
    std::set<knx::RequestId> open_;
};

// A telegram of any service and a payload of up to 15 octets.
inline knx::Telegram telegram_from(Input& input) {
    knx::Telegram telegram;
    const auto shape = input.octet();
    telegram.destination = knx::GroupAddress{static_cast<std::uint16_t>(input.octet() % 4)};
    telegram.service = static_cast<knx::GroupService>(shape % 3);
    if (telegram.service == knx::GroupService::Read) return telegram;
    const auto size = shape / 16U;
    telegram.payload = knx::Payload::small(input.octet());
    if (size == 0) return telegram;
    if (auto octets = knx::Payload::octets(input.octets(size))) telegram.payload = *octets;
    return telegram;
}

}  // namespace fuzz
