// SPDX-License-Identifier: Apache-2.0
// Interface: its status in words and figures.
#include "knx/bridge/interface.hpp"

#include <algorithm>
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

Interface::Interface(std::string its_id, Parameters its_parameters)
    : id(std::move(its_id)), commands(0, 0) {
    set_parameters(its_parameters);
}

void Interface::set_parameters(Parameters its_parameters) {
    parameters = its_parameters;
    commands = CommandQueue(parameters.queue_length_max, parameters.backlog);
    pace.reset();
    if (parameters.rate_max > 0) pace.emplace(parameters.rate_max);
}

bool Interface::window_open() const {
    return commands.under_way() + others_under_way < parameters.window;
}

bool Interface::may_send(TimePoint now) const {
    return status.state == LineState::Connected && window_open() && (!pace || pace->ready() <= now);
}

TimePoint Interface::wake_at() const {
    if (status.state != LineState::Connected) return TimePoint::max();
    const auto waits = commands.waiting() > 0 || !answers.empty() || reads.next();
    const auto held_back = pace && waits && window_open();
    return held_back ? std::min(pace->ready(), reads.deadline()) : reads.deadline();
}

void Interface::sent(TimePoint now, int telegrams) {
    ++figures.telegrams_out;
    if (pace) pace->sent(now, telegrams);
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
    if (figures.superseded > 0) add_figure(report, "superseded", figures.superseded);
    if (figures.reads > 0) {
        add_figure(report, "reads", figures.reads);
        add_figure(report, "reads_waiting", interface.reads.waiting());
        add_figure(report, "reads_unanswered", figures.reads_unanswered);
    }
    const auto missed = interface.answers.missed();
    if (figures.answers > 0 || missed > 0) {
        add_figure(report, "reads_answered", figures.answers);
        add_figure(report, "reads_missed", missed);
    }
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
