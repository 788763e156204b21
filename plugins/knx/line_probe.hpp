// SPDX-License-Identifier: Apache-2.0
// LineProbe: tries an interface without using it: asks what it is, connects once, says how it went,
// leaves again.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "busbar/loop.hpp"
#include "busbar/result.hpp"
#include "knx/bridge/settings.hpp"
#include "knx/io/description_query.hpp"
#include "knx/io/line.hpp"

namespace knx {

// One attempt. Destroying it earlier leaves without a word.
class LineProbe final : public LineOwner {
 public:
    using Answer = std::function<void(const busbar::Result<std::string>&)>;

    // Resolving, asking, connecting, leaving.
    static constexpr std::chrono::seconds kMax{30};

    // Calls `answer` once, later, which may destroy the probe.
    LineProbe(busbar::Loop& loop, boost::asio::io_context& context, const settings::Interface& item,
              Answer answer);

    void on_line_events(std::span<const TunnelEvent>) override {}
    void on_line_status(const LineStatus& status) override;

 private:
    void leave(busbar::Result<std::string> outcome);
    void finish();

    std::unique_ptr<Line> line_;
    std::unique_ptr<DescriptionQuery> query_;  // of a tunnel
    std::string name_;                         // what is tried, as far as we know
    Answer answer_;
    busbar::Result<std::string> outcome_;
    bool leaving_ = false;
    busbar::Timer timer_;
};

}  // namespace knx
