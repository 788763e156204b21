// SPDX-License-Identifier: Apache-2.0
// LineKeeper: keeps the line of one interface as its item wants it: there or not, with these
// settings. A line is changed by leaving it and starting another one.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "busbar/loop.hpp"
#include "knx/bridge/bridge.hpp"
#include "knx/group_monitor.hpp"
#include "knx/io/line.hpp"
#include "knx/io/virtual_bus.hpp"
#include "knx/line_probe.hpp"

namespace knx {

// Belongs to the plugin's thread.
class LineKeeper final : public LineOwner {
 public:
    // The outcome of an action, for the operator.
    using Answer = std::function<void(const busbar::Result<std::string>&)>;

    // All outlive the keeper. Makes the interface known to the bridge.
    LineKeeper(busbar::Loop& loop, boost::asio::io_context& context, Bridge& bridge,
               GroupMonitor& monitor, std::string interface_id);

    // What the item says now.
    void set_item(settings::Interface item, bool started);
    // The item is gone, or the plugin ends: leaves the line and then calls `gone`, once, which may
    // destroy the keeper; at once when there is no line. set_item() takes it back.
    void leave(std::function<void()> gone);

    // Each answers when it is done: start when the first attempt to connect has ended.
    void start(Answer answer);
    void stop(Answer answer);
    void test(Answer answer);

    // Of a virtual line; sensors begin anew only when they are others.
    void set_devices(std::vector<VirtualBus::Actuator> actuators,
                     std::vector<SimulatedSensor> sensors);

    void on_line_events(std::span<const TunnelEvent> events) override;
    void on_line_status(const LineStatus& status) override;

 private:
    void settle();
    void start_line();
    void stop_line();
    void on_line_left();
    void equip();
    void answer_start();
    void test_connected(Answer answer);

    busbar::Loop& loop_;
    boost::asio::io_context& context_;
    Bridge& bridge_;
    GroupMonitor& monitor_;
    Interface& interface_;
    settings::Interface item_;
    bool started_ = false;
    std::function<void()> gone_;  // set while leaving
    std::unique_ptr<Line> line_;
    VirtualBus* virtual_bus_ = nullptr;  // what line_ is made of when it is one
    std::string line_settings_;          // that line_ was made with
    bool stopping_ = false;
    std::vector<VirtualBus::Actuator> actuators_;
    std::vector<SimulatedSensor> sensors_;
    std::vector<Answer> start_answers_;
    std::vector<Answer> stop_answers_;
    std::unique_ptr<LineProbe> probe_;
    std::unique_ptr<DescriptionQuery> query_;  // of a test while connected
    busbar::Timer left_timer_;
};

}  // namespace knx
