// SPDX-License-Identifier: Apache-2.0
// Interface: its status in words and figures.
#include "knx/bridge/interface.hpp"

#include <string_view>
#include <utility>

namespace knx {
namespace {

busbar::v1::StatusState status_state(const LineStatus& status) {
    switch (status.state) {
        case LineState::Stopped:
            return busbar::v1::STATUS_STATE_STOPPED;
        case LineState::Connecting:
            return busbar::v1::STATUS_STATE_CONNECTING;
        case LineState::Connected:
            return status.sentence.empty() ? busbar::v1::STATUS_STATE_CONNECTED
                                           : busbar::v1::STATUS_STATE_DEGRADED;
        case LineState::Waiting:
            return busbar::v1::STATUS_STATE_ERROR;
    }
    return busbar::v1::STATUS_STATE_UNSPECIFIED;
}

std::string status_text(const LineStatus& status) {
    if (!status.sentence.empty()) return status.sentence;
    switch (status.state) {
        case LineState::Stopped:
            return "stopped";
        case LineState::Connecting:
            return "connecting";
        case LineState::Connected:
            return "connected as " + to_string(status.address);
        case LineState::Waiting:
            return "trying again soon";
    }
    return {};
}

void add_figure(busbar::v1::StatusChanged& report, std::string_view name, std::uint64_t value) {
    auto& figure = *report.add_figures();
    figure.set_name(std::string(name));
    figure.set_value(static_cast<double>(value));
}

void add_figure(busbar::v1::StatusChanged& report, std::string_view name, std::string text) {
    if (text.empty()) return;
    auto& figure = *report.add_figures();
    figure.set_name(std::string(name));
    figure.set_text(std::move(text));
}

}  // namespace

Interface::Interface(std::string its_id, Parameters parameters)
    : id(std::move(its_id)), commands(parameters.window, parameters.queue_length_max) {}

void Interface::set_parameters(Parameters parameters) {
    commands = CommandQueue(parameters.window, parameters.queue_length_max);
}

std::string Interface::not_connected() const {
    return "KNX interface " + id + " is not connected: " + status_text(status);
}

busbar::v1::StatusChanged interface_report(const Interface& interface) {
    busbar::v1::StatusChanged report;
    report.set_collection("interfaces");
    report.set_item_id(interface.id);
    report.set_state(status_state(interface.status));
    report.set_text(status_text(interface.status));

    const auto line = interface.line != nullptr ? interface.line->figures() : LineFigures{};
    const auto& figures = interface.figures;
    add_figure(report, "telegrams_in", figures.telegrams_in);
    add_figure(report, "telegrams_out", figures.telegrams_out);
    add_figure(report, "confirmed", figures.confirmed);
    add_figure(report, "not_confirmed", figures.not_confirmed);
    add_figure(report, "repeated", line.repeated);
    add_figure(report, "malformed", line.malformed);
    add_figure(report, "refused_payloads", figures.refused_payloads);
    add_figure(report, "last_refused", figures.last_refused);
    add_figure(report, "reconnects", line.reconnects);
    add_figure(report, "queue", interface.commands.waiting());
    if (line.released > 0) add_figure(report, "late_tunnels_released", line.released);
    if (line.max_apdu_length > 0) add_figure(report, "max_apdu_length", line.max_apdu_length);
    if (line.routing) {
        add_figure(report, "router_pauses", line.routing->busy);
        add_figure(report, "lost_by_routers", line.routing->lost);
        add_figure(report, "held_back", line.routing->held_back);
        add_figure(report, "not_sent", line.routing->expired);
    }
    if (interface.status.state == LineState::Connected) {
        add_figure(report, "address", to_string(interface.status.address));
    }
    return report;
}

}  // namespace knx
