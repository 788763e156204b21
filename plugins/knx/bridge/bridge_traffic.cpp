// SPDX-License-Identifier: Apache-2.0
// Bridge: telegrams become states, commands become telegrams.
#include <string>
#include <utility>
#include <variant>

#include "busbar/convert.hpp"
#include "knx/bridge/bridge.hpp"
#include "knx/bridge/object_type.hpp"

namespace knx {
namespace {

constexpr std::chrono::milliseconds kDefaultTimeout{5000};  // see Command.timeout_ms

TimePoint deadline_of(const busbar::v1::Command& command, TimePoint now) {
    if (command.timeout_ms() == 0) return now + kDefaultTimeout;
    return now + std::chrono::milliseconds(command.timeout_ms());
}

busbar::v1::Cause cause_of(const busbar::v1::Command& command) {
    busbar::v1::Cause cause;
    cause.set_trace_id(command.trace_id());
    cause.set_sender(command.sender());
    cause.set_tag(command.tag());
    cause.set_hops(command.hops());
    return cause;
}

}  // namespace

// ── from the line ───────────────────────────────────────────────────────────────────────────────

void Bridge::on_line_events(Interface& interface, std::span<const TunnelEvent> events) {
    for (const auto& event : events) {
        if (const auto* telegram = std::get_if<Telegram>(&event)) {
            ++interface.figures.telegrams_in;
            heard(interface, *telegram, nullptr);
        } else if (const auto* confirmed = std::get_if<Confirmed>(&event)) {
            on_confirmed(interface, confirmed->id);
        } else {
            on_failed(interface, std::get<Failed>(event));
        }
    }
    send_waiting(interface);
    figures_changed(interface);
}

void Bridge::on_line_status(Interface& interface, const LineStatus& status) {
    const auto was_connected = interface.status.state == LineState::Connected;
    interface.status = status;
    if (status.state != LineState::Connected) {
        refuse_waiting(interface);
        interface.reads.clear();
        interface.answers.clear();
        if (was_connected) mark_stale(interface);
    } else if (!was_connected) {
        read_all(interface);
    }
    report(interface);
}

void Bridge::heard(Interface& interface, const Telegram& telegram, const busbar::v1::Cause* cause) {
    if (telegram.service == GroupService::Read) return asked(interface, telegram.destination);
    if (!telegram.says_value()) return;
    if (!interface.reads.empty()) interface.reads.heard(telegram.destination);
    for (const auto number : interface.states.objects(telegram.destination)) {
        change_state(interface, objects_[number], telegram, cause);
    }
}

void Bridge::change_state(Interface& interface, Object& object, const Telegram& telegram,
                          const busbar::v1::Cause* cause) {
    const auto value = value_of(*object.group.dpt, telegram.payload);
    if (!value) return refuse_payload(interface, object, telegram, value.error().message);
    object.last = telegram.payload;
    object.quality = busbar::v1::QUALITY_GOOD;
    if (object.group.expiry.count() > 0) {
        object.expires_at = loop_.now() + object.group.expiry;
        object.expiring = false;
    }
    std::optional<busbar::v1::Cause> awaited;
    if (cause == nullptr && !interface.awaited.empty()) {
        awaited = interface.awaited.take(object.handle, telegram.payload, loop_.now());
        if (awaited) cause = &*awaited;
    }
    bus_.publish(object.handle, *value, cause, object.quality);
}

void Bridge::refuse_payload(Interface& interface, Object& object, const Telegram& telegram,
                            const std::string& reason) {
    ++object.refused_payloads;
    ++interface.figures.refused_payloads;
    const auto address = to_string(telegram.destination, style_);
    interface.figures.last_refused = address + " (" + object.group.id + "): " + reason;
    const auto now = loop_.now();
    if (last_warning_ && now - *last_warning_ < kWarningInterval) {
        ++warnings_held_back_;
        return;
    }
    last_warning_ = now;
    bus_.log(busbar::v1::LOG_LEVEL_WARNING,
             "telegram refused interface=" + interface.id + " address=" + address +
                 " source=" + to_string(telegram.source) + " object=" + object.group.id +
                 " refused=" + std::to_string(object.refused_payloads) + " reason=\"" + reason +
                 "\" held_back=" + std::to_string(std::exchange(warnings_held_back_, 0)));
}

void Bridge::mark_stale(Interface& interface) {
    for (auto& object : objects_.all()) {
        if (object.via == &interface) mark_stale(object);
    }
}

void Bridge::mark_stale(Object& object) {
    if (object.quality != busbar::v1::QUALITY_GOOD) return;
    const auto value = value_of(*object.group.dpt, object.last);
    if (!value) return;  // it was readable when it was heard
    object.quality = busbar::v1::QUALITY_STALE;
    bus_.publish(object.handle, *value, nullptr, object.quality);
}

void Bridge::on_confirmed(Interface& interface, RequestId request) {
    if (request >= Interface::kFirstOther) {
        --interface.others_under_way;
        return;
    }
    const auto command = interface.commands.finish(request);
    if (!command) return;
    ++interface.figures.confirmed;
    interface.awaited.confirmed(command->object, request, loop_.now());
    // The line does not tell us what we said ourselves; our objects hear it from here.
    Telegram telegram;
    telegram.destination = command->destination;
    telegram.payload = command->payload;
    heard(interface, telegram, &command->cause);
    bus_.answer(command->id, busbar::v1::COMMAND_OUTCOME_CONFIRMED, {});
}

// A read or an answer that was not sent counts as not answered, by us or to us.
void Bridge::on_failed(Interface& interface, const Failed& failed) {
    if (failed.id >= Interface::kFirstOther) {
        --interface.others_under_way;
        return;
    }
    const auto command = interface.commands.finish(failed.id);
    if (!command) return;
    ++interface.figures.not_confirmed;
    interface.awaited.failed(command->object, failed.id);
    // Only a negative confirmation says that it was not done.
    const auto outcome = failed.failure == Failure::Negative
                             ? busbar::v1::COMMAND_OUTCOME_REFUSED
                             : busbar::v1::COMMAND_OUTCOME_TIMED_OUT;
    bus_.answer(command->id, outcome, describe(failed.failure));
}

// ── from the bus ────────────────────────────────────────────────────────────────────────────────

void Bridge::on_command(const busbar::v1::Command& command) {
    const auto number = objects_.find_handle(command.object());
    if (number == ObjectTable::kNone) return refuse(command.id(), "there is no such object");
    const auto& object = objects_[number];
    if (!object.group.commandable()) {
        return refuse(command.id(), "the object has no command address");
    }
    if (object.via == nullptr) {
        return refuse(command.id(), object.group.interface.empty()
                                        ? "the object's KNX interface is not set"
                                        : "there is no KNX interface " +
                                              std::string(object.group.interface.view()));
    }
    auto& interface = *object.via;
    if (interface.status.state != LineState::Connected) {
        return refuse(command.id(), interface.not_connected());
    }
    auto payload = payload_of(*object.group.dpt, busbar::to_value(command.value()));
    if (!payload) return refuse(command.id(), payload.error().message);

    const auto pushed = interface.commands.push(
        {command.id(), object.handle, object.event, object.group.reports(), object.group.command,
         std::move(*payload), cause_of(command), deadline_of(command, loop_.now())});
    if (!pushed.taken) {
        return refuse(command.id(), "too many commands wait for KNX interface " + interface.id);
    }
    if (pushed.superseded != 0) {
        ++interface.figures.superseded;
        bus_.answer(pushed.superseded, busbar::v1::COMMAND_OUTCOME_SUPERSEDED,
                    "a newer command took its place");
    }
    send_waiting(interface);
    figures_changed(interface);
}

void Bridge::refuse(std::uint64_t command_id, std::string_view reason) {
    bus_.answer(command_id, busbar::v1::COMMAND_OUTCOME_REFUSED, reason);
}

void Bridge::refuse_waiting(Interface& interface) {
    for (const auto id : interface.commands.take_waiting()) refuse(id, interface.not_connected());
}

// ── reports ─────────────────────────────────────────────────────────────────────────────────────

void Bridge::figures_changed(Interface& interface) {
    interface.report_due = true;
    if (!report_timer_.waiting()) report_timer_.after(kReportInterval, [this] { report_due(); });
}

void Bridge::report(Interface& interface) {
    interface.report_due = false;
    bus_.set_status(interface_report(interface));
}

void Bridge::report_due() {
    for (const auto& [id, interface] : interfaces_) {
        interface->awaited.expire(loop_.now());
        if (interface->report_due) report(*interface);
    }
}

}  // namespace knx
