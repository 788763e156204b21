// SPDX-License-Identifier: Apache-2.0
// Plugin: the lifecycle of KNX in Busbar.
#include "knx/plugin.hpp"

#include <algorithm>
#include <utility>

#include "busbar/asio_entry.hpp"
#include "knx/bridge/checks.hpp"
#include "knx/bridge/object_type.hpp"

namespace knx {

namespace v1 = busbar::v1;

Plugin::Plugin(busbar::Context context, boost::asio::io_context& io_context)
    : busbar::Plugin(context),
      io_context_(io_context),
      bridge_(context.loop, *this),
      monitor_(bridge_, [this](v1::MonitorRecord record) { monitor(std::move(record)); }),
      stop_timer_(context.loop) {}

// ── settings ────────────────────────────────────────────────────────────────────────────────────

void Plugin::on_item(const std::string& collection, const v1::Item& item) {
    if (collection == "objects") {
        if (const auto object = busbar::settings_of<settings::GroupObject>(item)) {
            bridge_.put_object(item.id(), *object);
        }
    } else if (collection == "interfaces") {
        if (auto settings = busbar::settings_of<settings::Interface>(item)) {
            changed_interfaces_[item.id()] = InterfaceItem{std::move(*settings), item.started()};
        }
    } else if (collection == "simulated_sensors") {
        Problems problems;
        sensors_.erase(item.id());
        const auto settings = busbar::settings_of<settings::SimulatedSensor>(item);
        if (!settings) return;
        if (auto sensor = read_sensor(item.id(), *settings, problems)) {
            sensors_.emplace(item.id(), std::move(*sensor));
        } else {
            log_error("sensor not usable item=" + item.id() +
                      " reason=" + problems.front().message());
        }
    } else if (collection == "general") {
        if (const auto general = busbar::settings_of<settings::General>(item)) {
            bridge_.set_style(group_style(*general));
            monitor_.set_style(group_style(*general));
        }
    }
}

void Plugin::on_item_removed(const std::string& collection, const std::string& item_id) {
    if (collection == "objects") bridge_.remove_object(item_id);
    if (collection == "interfaces") changed_interfaces_[item_id] = std::nullopt;
    if (collection == "simulated_sensors") sensors_.erase(item_id);
}

void Plugin::on_items_committed() {
    commit_interfaces();
    bridge_.commit();
    monitor_.objects_changed();
    set_devices();
}

void Plugin::commit_interfaces() {
    for (auto& [id, item] : std::exchange(changed_interfaces_, {})) {
        const auto keeper = keepers_.find(id);
        if (item) {
            auto& kept = keepers_[id];
            if (kept == nullptr) {
                kept = std::make_unique<LineKeeper>(loop(), io_context_, bridge_, monitor_, id);
            }
            kept->set_item(std::move(item->settings), item->started);
        } else if (keeper != keepers_.end()) {
            keeper->second->leave([this, interface_id = id] { on_keeper_gone(interface_id); });
        }
    }
}

// By value: whoever holds the original is about to go.
void Plugin::on_keeper_gone(std::string interface_id) {
    keepers_.erase(interface_id);
    bridge_.remove_interface(interface_id);
    monitor_.objects_changed();
    if (ending_) {
        if (keepers_.empty()) end();
        return;
    }
    bridge_.commit();  // the objects of items without an interface may have found one
    set_devices();
}

// An actuator for every object that is told and reports.
void Plugin::set_devices() {
    for (const auto& [id, keeper] : keepers_) {
        const auto* interface = bridge_.find_interface(id);
        std::vector<VirtualBus::Actuator> actuators;
        for (const auto& object : bridge_.objects().all()) {
            if (object.via != interface) continue;
            if (!object.group.commandable() || !object.group.reports()) continue;
            actuators.push_back(
                {object.group.command, object.group.status, initial_payload(*object.group.dpt)});
        }
        std::vector<SimulatedSensor> sensors;
        for (const auto& [sensor_id, sensor] : sensors_) {
            if (bridge_.resolve(sensor.interface) == interface) sensors.push_back(sensor);
        }
        keeper->set_devices(std::move(actuators), std::move(sensors));
    }
}

void Plugin::on_check(const v1::CheckItems& check, Problems& problems) {
    knx::check_items(check, bridge_, problems);
}

// ── actions ─────────────────────────────────────────────────────────────────────────────────────

void Plugin::on_action(const v1::ActionRequest& action) {
    if (action.collection() == "general" && action.action() == "discover") {
        return discover(action.id());
    }
    const auto keeper = keepers_.find(action.item_id());
    if (action.collection() != "interfaces" || keeper == keepers_.end()) {
        return finish_action(action.id(), busbar::fail(busbar::ErrorCode::NotFound,
                                                       "there is no such KNX interface"));
    }
    auto finish = [this, id = action.id()](const busbar::Result<std::string>& outcome) {
        finish_action(id, outcome);
    };
    if (action.action() == "start") return keeper->second->start(std::move(finish));
    if (action.action() == "stop") return keeper->second->stop(std::move(finish));
    if (action.action() == "test") return keeper->second->test(std::move(finish));
    busbar::Plugin::on_action(action);
}

void Plugin::discover(std::uint64_t action_id) {
    if (discovery_ != nullptr) {
        return finish_action(action_id, busbar::fail(busbar::ErrorCode::FailedPrecondition,
                                                     "a search is under way already"));
    }
    discovery_ = std::make_unique<Discovery>(
        io_context_, network_interfaces(),
        [this, action_id](const FoundServers& found, std::size_t interfaces) {
            const auto discovery = std::move(discovery_);
            const auto where = std::to_string(interfaces) + " network interface(s)";
            finish_action(action_id, found.size() > 0
                                         ? found.text()
                                         : "no KNX IP interface or router answered on " + where);
        });
}

// ── the end ─────────────────────────────────────────────────────────────────────────────────────

void Plugin::on_stop(std::chrono::milliseconds timeout) {
    ending_ = true;
    stop_timer_.after(std::min(timeout, kStopMax), [this] { end(); });
    std::vector<std::string> ids;
    for (const auto& [id, keeper] : keepers_) ids.push_back(id);
    for (const auto& id : ids) keepers_[id]->leave([this, id] { on_keeper_gone(id); });
    if (ids.empty()) end();
}

void Plugin::end() {
    stop_timer_.cancel();
    stopped();
}

// ── the bridge's way to the bus ─────────────────────────────────────────────────────────────────

busbar::Handle Plugin::announce(v1::Object object) {
    return busbar::Plugin::announce(std::move(object));
}

void Plugin::withdraw(busbar::Handle object) { busbar::Plugin::withdraw(object); }

void Plugin::publish(busbar::Handle object, const busbar::Value& value, const v1::Cause* cause,
                     v1::Quality quality) {
    busbar::Plugin::publish(object, value, cause, quality);
}

void Plugin::answer(std::uint64_t command_id, v1::CommandOutcome outcome, std::string_view reason) {
    busbar::Plugin::answer(command_id, outcome, reason);
}

void Plugin::set_status(const v1::StatusChanged& status) { busbar::Plugin::set_status(status); }

void Plugin::log(v1::LogLevel level, std::string_view text) { busbar::Plugin::log(level, text); }

}  // namespace knx

BUSBAR_ASIO_PLUGIN(knx::Plugin)
