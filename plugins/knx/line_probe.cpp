// SPDX-License-Identifier: Apache-2.0
// LineProbe: one connection attempt.
#include "knx/line_probe.hpp"

#include <utility>

#include "knx/line_options.hpp"
#include "knx/protocol/discovery/found_servers.hpp"

namespace knx {

LineProbe::LineProbe(busbar::Loop& loop, boost::asio::io_context& context,
                     const settings::Interface& item, Answer answer)
    : line_(make_real_line(context, *this, item)),
      answer_(std::move(answer)),
      outcome_(busbar::fail(busbar::ErrorCode::Timeout, "the interface did not answer")),
      timer_(loop) {
    timer_.after(kMax, [this] { finish(); });
    if (item.kind() == settings::INTERFACE_KIND_ROUTING) {
        name_ = "the multicast group";
        line_->start();
        return;
    }
    query_ = make_description_query(context, item, [this](const auto& description) {
        name_ = description ? describe(*description) : "";
        if (name_.empty()) name_ = "the interface";
        line_->start();
    });
}

void LineProbe::on_line_status(const LineStatus& status) {
    if (leaving_) return;
    if (status.state == LineState::Connected) {
        leave(name_ + " can be used, as " + to_string(status.address));
    } else if (status.state == LineState::Waiting) {
        const auto who = name_ == "the interface" ? "" : " (" + name_ + ")";
        leave(busbar::fail(busbar::ErrorCode::Unavailable, status.sentence + who));
    }
}

void LineProbe::leave(busbar::Result<std::string> outcome) {
    leaving_ = true;
    outcome_ = std::move(outcome);
    // Not from within the line's call, which `answer` may destroy.
    line_->stop([this] { timer_.after({}, [this] { finish(); }); });
}

void LineProbe::finish() {
    const auto answer = std::move(answer_);
    const auto outcome = std::move(outcome_);
    answer(outcome);
}

}  // namespace knx
