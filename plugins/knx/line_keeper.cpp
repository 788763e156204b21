// SPDX-License-Identifier: Apache-2.0
// LineKeeper: compares what is with what is wanted, and does the next step.
#include "knx/line_keeper.hpp"

#include <utility>

#include "knx/bridge/drift.hpp"
#include "knx/line_options.hpp"
#include "knx/monitored_line.hpp"
#include "knx/protocol/discovery/found_servers.hpp"

namespace knx {
namespace {

constexpr std::size_t kQueueLengthMax = 4096;
constexpr std::uint32_t kTelegramRateMax = 25;
// From here on an unpaced line cannot keep up.
constexpr std::size_t kUnpacedBacklog = 1024;

Interface::Parameters parameters_of(const settings::Interface& item) {
    const auto simulated = item.kind() == settings::INTERFACE_KIND_VIRTUAL;
    const auto routed = item.kind() == settings::INTERFACE_KIND_ROUTING;
    const auto tcp = item.kind() == settings::INTERFACE_KIND_TUNNEL_TCP;
    const auto paced = !simulated && !(item.pacing_off() && !routed);
    Interface::Parameters parameters;
    parameters.window = tcp || simulated ? Tunnel::kWindowTcp : Tunnel::kWindowUdp;
    if (item.window() != 0) parameters.window = item.window();
    parameters.queue_length_max =
        item.queue_length_max() == 0 ? kQueueLengthMax : item.queue_length_max();
    parameters.backlog = paced ? 0 : kUnpacedBacklog;
    // A routed line spaces its telegrams itself, since routers have a say in it.
    if (paced && !routed) {
        parameters.rate_max =
            item.telegram_rate_max() == 0 ? kTelegramRateMax : item.telegram_rate_max();
    }
    return parameters;
}

// What a line is made from; the name is only for people.
std::string line_settings(settings::Interface item) {
    item.clear_name();
    return item.SerializeAsString();
}

void answer_all(std::vector<LineKeeper::Answer>& answers,
                const busbar::Result<std::string>& outcome) {
    for (const auto& answer : std::exchange(answers, {})) answer(outcome);
}

}  // namespace

LineKeeper::LineKeeper(busbar::Loop& loop, boost::asio::io_context& context, Bridge& bridge,
                       GroupMonitor& monitor, std::string interface_id)
    : loop_(loop),
      context_(context),
      bridge_(bridge),
      monitor_(monitor),
      interface_(bridge.put_interface(interface_id, {})),
      left_timer_(loop) {}

void LineKeeper::set_item(settings::Interface item, bool started) {
    item_ = std::move(item);
    started_ = started;
    gone_ = nullptr;
    settle();
}

void LineKeeper::leave(std::function<void()> gone) {
    started_ = false;
    gone_ = std::move(gone);
    probe_.reset();
    query_.reset();
    settle();
}

void LineKeeper::start(Answer answer) {
    started_ = true;
    start_answers_.push_back(std::move(answer));
    settle();
    answer_start();
}

void LineKeeper::stop(Answer answer) {
    started_ = false;
    stop_answers_.push_back(std::move(answer));
    settle();
}

void LineKeeper::test(Answer answer) {
    if (probe_ != nullptr || query_ != nullptr) {
        return answer(
            busbar::fail(busbar::ErrorCode::FailedPrecondition, "a test is under way already"));
    }
    if (interface_.status.state == LineState::Connected) return test_connected(std::move(answer));
    if (item_.kind() == settings::INTERFACE_KIND_VIRTUAL) {
        return answer("a virtual interface can always be started");
    }
    if (line_ != nullptr) {
        return answer(busbar::fail(busbar::ErrorCode::Unavailable, interface_.not_connected()));
    }
    probe_ = std::make_unique<LineProbe>(loop_, context_, item_,
                                         [this, answer = std::move(answer)](const auto& outcome) {
                                             const auto probe = std::move(probe_);
                                             answer(outcome);
                                         });
}

void LineKeeper::test_connected(Answer answer) {
    const auto connected = "connected as " + to_string(interface_.status.address);
    const bool tunnel = item_.kind() != settings::INTERFACE_KIND_VIRTUAL &&
                        item_.kind() != settings::INTERFACE_KIND_ROUTING;
    if (!tunnel) return answer(connected);
    query_ = make_description_query(
        context_, item_, [this, connected, answer = std::move(answer)](const auto& description) {
            const auto query = std::move(query_);
            const auto name = description ? describe(*description) : std::string();
            answer(name.empty() ? connected : connected + " to " + name);
        });
}

// One step towards what is wanted; each step that takes time calls it again when it is done.
void LineKeeper::settle() {
    if (stopping_) return;
    const auto as_wanted = started_ && line_settings_ == line_settings(item_);
    if (line_ != nullptr && !as_wanted) return stop_line();
    if (line_ != nullptr) return;
    if (started_) return start_line();
    answer_all(start_answers_,
               busbar::fail(busbar::ErrorCode::FailedPrecondition, "it was stopped"));
    answer_all(stop_answers_, std::string("stopped"));
    if (const auto gone = std::exchange(gone_, nullptr)) gone();
}

void LineKeeper::start_line() {
    answer_all(stop_answers_,
               busbar::fail(busbar::ErrorCode::FailedPrecondition, "it was started again"));
    probe_.reset();
    bridge_.put_interface(interface_.id, parameters_of(item_));
    line_settings_ = line_settings(item_);
    if (item_.kind() == settings::INTERFACE_KIND_VIRTUAL) {
        auto line = std::make_unique<VirtualBus>(
            loop_, *this, std::chrono::milliseconds(item_.response_delay_ms()));
        virtual_bus_ = line.get();
        line_ = std::move(line);
        equip();
    } else {
        line_ = make_real_line(context_, *this, item_);
    }
    line_ = std::make_unique<MonitoredLine>(std::move(line_), interface_, monitor_);
    interface_.line = line_.get();
    line_->start();
}

void LineKeeper::stop_line() {
    stopping_ = true;
    // Not from within the line's call: it is destroyed then.
    line_->stop([this] { left_timer_.after({}, [this] { on_line_left(); }); });
}

void LineKeeper::on_line_left() {
    stopping_ = false;
    interface_.line = nullptr;
    virtual_bus_ = nullptr;
    line_.reset();
    settle();
}

void LineKeeper::set_devices(std::vector<VirtualBus::Actuator> actuators,
                             std::vector<SimulatedSensor> sensors) {
    actuators_ = std::move(actuators);
    const auto same_sensors = sensors_ == sensors;
    sensors_ = std::move(sensors);
    if (virtual_bus_ == nullptr) return;
    if (same_sensors) {
        virtual_bus_->set_actuators(actuators_);
    } else {
        equip();
    }
}

void LineKeeper::equip() {
    virtual_bus_->set_actuators(actuators_);
    std::vector<VirtualBus::Sensor> sensors;
    for (const auto& sensor : sensors_) {
        const auto period = std::chrono::duration<double>(sensor.period_s);
        sensors.push_back({sensor.address,
                           std::chrono::duration_cast<std::chrono::milliseconds>(period),
                           [drift = Drift(sensor)]() mutable { return drift.next(); }});
    }
    virtual_bus_->set_sensors(std::move(sensors));
}

void LineKeeper::on_line_events(std::span<const TunnelEvent> events) {
    if (monitor_.watched()) monitor_.heard(interface_, events);
    bridge_.on_line_events(interface_, events);
}

void LineKeeper::on_line_status(const LineStatus& status) {
    bridge_.on_line_status(interface_, status);
    answer_start();
}

// The wish to start is fulfilled when the line has been tried: it goes on trying by itself.
void LineKeeper::answer_start() {
    if (stopping_) return;
    const auto& status = interface_.status;
    if (status.state == LineState::Connected) {
        answer_all(start_answers_, "connected as " + to_string(status.address));
    } else if (status.state == LineState::Waiting) {
        answer_all(start_answers_, "started, but not connected yet: " + status.sentence);
    }
}

}  // namespace knx
