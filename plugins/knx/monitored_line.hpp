// SPDX-License-Identifier: Apache-2.0
// MonitoredLine: a line that shows the group monitor what it is given to send.
#pragma once

#include <memory>
#include <utility>

#include "knx/group_monitor.hpp"
#include "knx/io/line.hpp"

namespace knx {

class MonitoredLine final : public Line {
 public:
    // `interface` and `monitor` outlive the line.
    MonitoredLine(std::unique_ptr<Line> line, const Interface& interface, GroupMonitor& monitor)
        : line_(std::move(line)), interface_(interface), monitor_(monitor) {}

    void start() override { line_->start(); }
    void stop(std::function<void()> done) override { line_->stop(std::move(done)); }
    [[nodiscard]] busbar::Status submit(RequestId id, Telegram telegram) override {
        if (!monitor_.watched()) return line_->submit(id, std::move(telegram));
        auto taken = line_->submit(id, telegram);
        if (taken) monitor_.sent(interface_, telegram);
        return taken;
    }
    [[nodiscard]] LineFigures figures() const override { return line_->figures(); }

 private:
    const std::unique_ptr<Line> line_;
    const Interface& interface_;
    GroupMonitor& monitor_;
};

}  // namespace knx
