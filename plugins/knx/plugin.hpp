// SPDX-License-Identifier: Apache-2.0
// Plugin: KNX for Busbar. Takes settings, commands and actions to where they belong.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "busbar/plugin.hpp"
#include "knx/bridge/bridge.hpp"
#include "knx/bridge/bus_port.hpp"
#include "knx/group_monitor.hpp"
#include "knx/io/discovery.hpp"
#include "knx/line_keeper.hpp"

namespace knx {

class Plugin final : public busbar::Plugin, private BusPort {
 public:
    // How long leaving all lines may take when the plugin ends.
    static constexpr std::chrono::milliseconds kStopMax{1000};

    // `context` runs on the thread of the context's loop.
    Plugin(busbar::Context context, boost::asio::io_context& io_context);

 protected:
    void on_item(const std::string& collection, const busbar::v1::Item& item) override;
    void on_item_removed(const std::string& collection, const std::string& item_id) override;
    void on_items_committed() override;
    void on_check(const busbar::v1::CheckItems& check, Problems& problems) override;
    void on_action(const busbar::v1::ActionRequest& action) override;
    void on_command(const busbar::v1::Command& command) override { bridge_.on_command(command); }
    void on_monitored(bool watched) override { monitor_.watch(watched); }
    void on_stop(std::chrono::milliseconds timeout) override;

 private:
    struct InterfaceItem {
        settings::Interface settings;
        bool started = false;
    };

    busbar::Handle announce(busbar::v1::Object object) override;
    void withdraw(busbar::Handle object) override;
    void publish(busbar::Handle object, const busbar::Value& value, const busbar::v1::Cause* cause,
                 busbar::v1::Quality quality) override;
    void answer(std::uint64_t command_id, busbar::v1::CommandOutcome outcome,
                std::string_view reason) override;
    void set_status(const busbar::v1::StatusChanged& status) override;
    void log(busbar::v1::LogLevel level, std::string_view text) override;

    void commit_interfaces();
    void on_keeper_gone(std::string interface_id);
    void discover(std::uint64_t action_id);
    void set_devices();
    void end();

    boost::asio::io_context& io_context_;
    Bridge bridge_;
    GroupMonitor monitor_;
    std::map<std::string, std::optional<InterfaceItem>> changed_interfaces_;  // none: removed
    std::map<std::string, SimulatedSensor> sensors_;
    std::map<std::string, std::unique_ptr<LineKeeper>> keepers_;
    std::unique_ptr<Discovery> discovery_;  // while one is under way
    busbar::Timer stop_timer_;
    bool ending_ = false;
};

}  // namespace knx
