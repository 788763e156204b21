// SPDX-License-Identifier: Apache-2.0
// LineNotebook: the owner of a line that remembers all it hears.
#pragma once

#include <vector>

#include "knx/io/line.hpp"

namespace knx::testing {

struct LineNotebook final : LineOwner {
    void on_line_events(std::span<const TunnelEvent> events) override {
        for (const auto& event : events) std::visit([this](const auto& e) { on(e); }, event);
    }
    void on_line_status(const LineStatus& status) override { statuses.push_back(status); }

    void on(const Telegram& telegram) { telegrams.push_back(telegram); }
    void on(const Confirmed& event) { confirmed.push_back(event.id); }
    void on(const Failed& event) { failed.push_back(event); }

    [[nodiscard]] LineState state() const {
        return statuses.empty() ? LineState::Stopped : statuses.back().state;
    }

    std::vector<LineStatus> statuses;
    std::vector<Telegram> telegrams;
    std::vector<RequestId> confirmed;
    std::vector<Failed> failed;
};

}  // namespace knx::testing
