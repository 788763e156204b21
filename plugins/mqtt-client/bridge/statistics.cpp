// SPDX-License-Identifier: Apache-2.0
// What assignments have carried, and the statuses of those that are watched.
#include <algorithm>
#include <utility>

#include "bridge/bridge.hpp"
#include "bridge/wording.hpp"

namespace mqtt_client {
namespace {

namespace v1 = busbar::v1;

constexpr std::chrono::seconds kStatusInterval{2};  // as that of a connection

// On the calendar, of seconds of the loop's clock. (The clock of the machine may have been set
// since; what is shown is right by the clock there is now.)
std::string calendar_time(std::uint32_t seconds, Time now) {
    const auto age = now.time_since_epoch() - std::chrono::seconds(seconds);
    const auto time = std::chrono::system_clock::now() -
                      std::chrono::duration_cast<std::chrono::system_clock::duration>(age);
    return time_text(std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace

// ── counting ────────────────────────────────────────────────────────────────────────────────────

std::uint32_t Bridge::seconds() const {
    using std::chrono::duration_cast;
    const auto now = duration_cast<std::chrono::seconds>(loop_.now().time_since_epoch()).count();
    return std::max(static_cast<std::uint32_t>(now), 1U);
}

void Bridge::count_message(std::uint32_t slot, std::string_view payload) {
    auto& traffic = assignments_[slot].traffic;
    ++traffic.messages;
    traffic.last_message = seconds();
    if (watchlist_.size() == 0) return;
    if (auto* watched = watchlist_.find(ref_of(slot))) {
        watched->last_message = quoted(payload);
        touch(*watched);
    }
}

void Bridge::count_report(Assignment& assignment, const Report& report) {
    ++assignment.traffic.reports;
    assignment.traffic.last_report = seconds();
    if (watchlist_.size() == 0) return;
    if (auto* watched = watchlist_.find(report.assignment)) {
        watched->last_report = quoted(report.payload);
        touch(*watched);
    }
}

void Bridge::count_command(std::uint32_t slot) {
    ++assignments_[slot].traffic.commands;
    if (watchlist_.size() == 0) return;
    if (auto* watched = watchlist_.find(ref_of(slot))) watched->in_order = true;
}

void Bridge::count_refused(std::uint32_t slot, std::string_view reason) {
    auto& assignment = assignments_[slot];
    ++assignment.traffic.refused;
    if (assignment.by_rule) {  // there is no item to show it of but the rule
        const auto id = assignment.texts.id();
        const auto rule = rules_.find(std::string(id.substr(0, id.find('/'))));
        if (rule == rules_.end()) return;
        rule->second.last_refused = quoted(objects_[assignment.object].id.view());
        rule->second.last_refused += ": " + std::string(reason);
        return touch_watchlist();
    }
    auto& watched = watchlist_.put(ref_of(slot), assignment.texts.id());
    watched.last_refused = reason;
    watched.refused_time = seconds();
    watched.in_order = false;
    touch(watched);
}

// ── showing ─────────────────────────────────────────────────────────────────────────────────────

busbar::Result<std::string> Bridge::watch(std::string_view assignment_id) {
    const auto slot = find_assignment(assignment_id);
    if (slot == kNoSlot) {
        return busbar::fail(busbar::ErrorCode::NotFound, "The assignment is gone.");
    }
    auto& watched = watchlist_.put(ref_of(slot), assignment_id);
    touch(watched);
    show_watched();
    return summary_of(assignments_[slot].traffic) +
           " Its status is kept up to date until 200 others were asked about, or refused "
           "something.";
}

void Bridge::touch(Watched& watched) {
    watched.changed = true;
    touch_watchlist();
}

void Bridge::touch_watchlist() {
    if (!watch_timer_.waiting()) watch_timer_.after(kStatusInterval, [this] { show_watched(); });
}

void Bridge::show_watched() {
    watch_timer_.cancel();
    show_rules();
    for (const auto& id : watchlist_.take_gone()) {
        v1::StatusChanged status;
        status.set_collection("assignments");
        status.set_item_id(id);
        status.set_removed(true);
        bus_.show_status(std::move(status));
    }
    watchlist_.each_changed([this](const Watched& watched) {
        if (const auto* assignment = assignment_of(watched.assignment)) {
            bus_.show_status(status_of(*assignment, watched));
        }
    });
}

v1::StatusChanged Bridge::status_of(const Assignment& assignment, const Watched& watched) const {
    const auto& traffic = assignment.traffic;
    v1::StatusChanged status;
    status.set_collection("assignments");
    status.set_item_id(watched.item_id);
    status.set_state(watched.in_order ? v1::STATUS_STATE_CONNECTED : v1::STATUS_STATE_DEGRADED);
    status.set_text(watched.in_order ? summary_of(traffic)
                                     : "The last command was refused: " + watched.last_refused);
    const auto time = [&](const char* name, std::uint32_t at) {
        if (at != 0) add_text(status, name, calendar_time(at, loop_.now()));
    };
    add_figure(status, "messages", traffic.messages);
    add_figure(status, "commands", traffic.commands);
    add_figure(status, "refused", traffic.refused);
    add_figure(status, "reports", traffic.reports);
    add_text(status, "last_message", watched.last_message);
    time("last_message_time", traffic.last_message);
    add_text(status, "last_report", watched.last_report);
    time("last_report_time", traffic.last_report);
    add_text(status, "last_refused", watched.last_refused);
    time("last_refused_time", watched.refused_time);
    return status;
}

}  // namespace mqtt_client
