// SPDX-License-Identifier: Apache-2.0
// LineProbe: one connection attempt.
#include "knx/line_probe.hpp"

#include <utility>

#include "knx/line_options.hpp"

namespace knx {

LineProbe::LineProbe(busbar::Loop& loop, boost::asio::io_context& context,
                     const settings::Interface& item, Answer answer)
    : line_(make_real_line(context, *this, item)),
      found_(item.kind() == settings::INTERFACE_KIND_ROUTING
                 ? "the multicast group can be joined, as "
                 : "the interface answers and gave us the address "),
      answer_(std::move(answer)),
      outcome_(busbar::fail(busbar::ErrorCode::Timeout, "the interface did not answer")),
      timer_(loop) {
    timer_.after(kMax, [this] { finish(); });
    line_->start();
}

void LineProbe::on_line_status(const LineStatus& status) {
    if (leaving_) return;
    if (status.state == LineState::Connected) {
        leave(found_ + to_string(status.address));
    } else if (status.state == LineState::Waiting) {
        leave(busbar::fail(busbar::ErrorCode::Unavailable, status.sentence));
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
