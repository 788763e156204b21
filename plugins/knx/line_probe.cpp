// SPDX-License-Identifier: Apache-2.0
// LineProbe: one connection attempt.
#include "knx/line_probe.hpp"

#include <utility>

namespace knx {

TunnelConnection::Options tunnel_options(const settings::Interface& item) {
    TunnelConnection::Options options;
    options.host = item.host();
    if (item.port() != 0) options.port = static_cast<std::uint16_t>(item.port());
    auto& tunnel = options.tunnel;
    const auto tcp = item.kind() == settings::INTERFACE_KIND_TUNNEL_TCP;
    tunnel.transport = tcp ? HostProtocol::Tcp : HostProtocol::Udp;
    tunnel.route_back = item.nat();
    tunnel.window = item.window();
    if (const auto address = parse_individual_address(item.tunnel_address())) {
        tunnel.tunnel_address = *address;
    }
    return options;
}

LineProbe::LineProbe(busbar::Loop& loop, boost::asio::io_context& context,
                     const settings::Interface& item, Answer answer)
    : line_(context, *this, tunnel_options(item)),
      answer_(std::move(answer)),
      outcome_(busbar::fail(busbar::ErrorCode::Timeout, "the interface did not answer")),
      timer_(loop) {
    timer_.after(kMax, [this] { finish(); });
    line_.start();
}

void LineProbe::on_line_status(const LineStatus& status) {
    if (leaving_) return;
    if (status.state == LineState::Connected) {
        leave("the interface answers and gave us the address " + to_string(status.address));
    } else if (status.state == LineState::Waiting) {
        leave(busbar::fail(busbar::ErrorCode::Unavailable, status.sentence));
    }
}

void LineProbe::leave(busbar::Result<std::string> outcome) {
    leaving_ = true;
    outcome_ = std::move(outcome);
    // Not from within the line's call, which `answer` may destroy.
    line_.stop([this] { timer_.after({}, [this] { finish(); }); });
}

void LineProbe::finish() {
    const auto answer = std::move(answer_);
    const auto outcome = std::move(outcome_);
    answer(outcome);
}

}  // namespace knx
