// SPDX-License-Identifier: Apache-2.0
// Objects <-> topics: the way of a state and of a message.
#include "bridge/bridge.hpp"

#include <algorithm>
#include <utility>

#include "busbar/convert.hpp"

namespace mqtt_client {
namespace {

namespace v1 = busbar::v1;

constexpr std::chrono::seconds kNoteInterval{1};

}  // namespace

// ── a state becomes a report ────────────────────────────────────────────────────────────────────

void Bridge::on_state(const v1::StateChanged& state) {
    auto* object = object_of(state.object());
    if (object == nullptr) return;
    // In the catalogue an object's state follows right behind the object; a state that comes alone
    // is something that happened. (The bus may answer several subscriptions with one "complete".)
    const bool snapshot = std::exchange(fresh_, 0) == state.object() && catalogues_awaited_ > 0;
    const bool told_again = state.sequence() != 0 && state.sequence() == object->sequence &&
                            state.epoch() == object->epoch;
    if (told_again) return;
    object->sequence = state.sequence();
    object->epoch = state.epoch();
    if (state.quality() == v1::QUALITY_UNKNOWN ||
        state.value().kind_case() == v1::Value::KIND_NOT_SET) {
        object->state = {};
        return;
    }
    auto value = busbar::to_value(state.value());
    // That a value became stale is no news of the value.
    if (state.quality() == v1::QUALITY_STALE && value == object->state) return;
    const bool new_value = !(value == object->state);
    object->state = std::move(value);
    if (object->occurrence && snapshot) return;  // happened before we listened
    if (!snapshot) {
        const auto cause = cause_of(state);
        if (!cause.tag.empty()) {
            note_origin(*object, cause.tag);
        } else if ((new_value || object->occurrence) && tells_origin(*object)) {
            changed_here(*object);
        }
        // Of all before the first report, which may tell the others what to expect.
        const auto now_is = Comparable::of(object->state);
        each_of(*object, [&](std::uint32_t slot) {
            auto& assignment = assignments_[slot];
            const bool by_another = cause.by == CausedBy::Us && !(cause.ref == ref_of(slot));
            assignment.origin =
                assignment.echo.origin_of(now_is, by_another ? CausedBy::Others : cause.by,
                                          rules_of(assignment), loop_.now());
        });
    }
    each_of(*object, [&](std::uint32_t slot) {
        if (!snapshot) {
            changed(slot, new_value);
        } else if (!object->is_virtual) {
            report(slot);
        }
    });
}

void Bridge::changed(std::uint32_t slot, bool new_value) {
    auto& assignment = assignments_[slot];
    const auto& object = objects_[assignment.object];
    auto& connection = connections_[assignment.connection]->connection;
    if (assignment.texts.report_topic().empty()) return;
    if (assignment.same_topic && !object.occurrence) {
        const auto state = Comparable::of(object.state);
        const bool news = assignment.echo.is_news(state, assignment.origin, rules_of(assignment));
        if (!new_value || !news) return;
    }
    if (connection.up()) return report(slot);
    if (object.occurrence) {
        ++connection.counters().reports_dropped;
    } else if (assignment.origin == Origin::Local) {
        assignment.owed = true;
    }
}

// Reports the object's state as it is now, or as it is when that may be.
void Bridge::report(std::uint32_t slot) {
    auto& assignment = assignments_[slot];
    const bool occurrence = objects_[assignment.object].occurrence;
    if (!occurrence && assignment.echo.hold_report(assignment.origin)) {
        assignment.owed = assignment.owed || assignment.origin == Origin::Local;
        return reschedule(slot);
    }
    send_report(slot, assignment.origin);
}

void Bridge::send_report(std::uint32_t slot, Origin origin) {
    auto& assignment = assignments_[slot];
    auto& object = objects_[assignment.object];
    auto& connection = connections_[assignment.connection]->connection;
    if (assignment.texts.report_topic().empty() || !connection.up()) return;
    if (!encode_state(slot)) return;
    assignment.owed = false;
    Report report{ref_of(slot), origin, object.occurrence, Comparable::of(object.state), payload_};
    if (connection.tells_origin()) {
        if (!object.tags) changed_here(object);
        report.tag = object.tags->of_state;
    }
    connection.report(std::move(report), assignment.newest_report);
}

bool Bridge::encode_state(std::uint32_t slot) {
    const auto& assignment = assignments_[slot];
    const auto& state = objects_[assignment.object].state;
    return assignment.formatted ? formats_.at(slot).encode(state, payload_)
                                : encode(state, payload_);
}

busbar::Result<Value> Bridge::decode_command(std::uint32_t slot, std::string_view payload) const {
    const auto& assignment = assignments_[slot];
    const auto& object = objects_[assignment.object];
    auto value = BUSBAR_TRY(assignment.formatted ? formats_.at(slot).decode(payload, object.kind)
                                                 : decode(payload, object.kind));
    if (const auto right = check_range(type_of(object), value); !right) {
        return refuse(payload, right.error().message);
    }
    return value;
}

void Bridge::on_sent(const Report& report, Time now) {
    auto* assignment = assignment_of(report.assignment);
    if (assignment == nullptr) return;
    count_report(*assignment, report);
    assignment->echo.sent(report.value, report.origin, rules_of(*assignment), now);
    reschedule(report.assignment.slot);
    if (report.origin != Origin::Local) return;
    // The same object by another way on the same broker: the echo may come there. What came from
    // there is no echo of ours, though.
    each_of(objects_[assignment->object], [&](std::uint32_t slot) {
        auto& other = assignments_[slot];
        if (&other == assignment || other.texts.command_topic().empty() ||
            other.origin != Origin::Local || !same_broker(*assignment, other)) {
            return;
        }
        other.echo.sent(report.value, report.origin, rules_of(other), now);
    });
}

void Bridge::on_written(const Report& report, Time time) {
    if (auto* assignment = assignment_of(report.assignment)) {
        assignment->echo.written(report.value, time);
    }
}

void Bridge::on_returned(const Report& report) {
    auto* assignment = assignment_of(report.assignment);
    if (assignment == nullptr) return;
    if (report.occurrence) {
        ++connections_[assignment->connection]->connection.counters().reports_dropped;
    } else if (report.origin == Origin::Local) {
        assignment->owed = true;
    }
}

// The broker may have lost what it retained: every known state of a device is reported again. Of a
// virtual object only what changed here meanwhile, since a twin that is out of date would command
// its original.
void Bridge::on_up(Connection& connection) {
    const auto slot_of_connection = connection_slot(connection.id());
    for (std::uint32_t slot = 0; slot < assignments_.size(); ++slot) {
        const auto& assignment = assignments_[slot];
        if (assignment.generation == 0 || assignment.connection != slot_of_connection) continue;
        const auto& object = objects_[assignment.object];
        if (object.occurrence || object.state.empty()) continue;
        if (!object.is_virtual || assignment.owed) report(slot);
    }
    announce_all(place_of(connection));
}

void Bridge::on_down(Connection& connection) {
    auto& place = place_of(connection);
    if (place.left_node) {
        place.left_node.reset();
        topics_changed(place);
    }
    const auto slot_of_connection = connection_slot(connection.id());
    for (std::uint32_t slot = 0; slot < assignments_.size(); ++slot) {
        auto& assignment = assignments_[slot];
        if (assignment.connection != slot_of_connection) continue;
        // What was to be confirmed is when we are back. An original knows what it told its twin.
        const bool unconfirmed = assignment.echo.lost();
        assignment.owed = assignment.owed || (unconfirmed && !assignment.sync);
        reschedule(slot);
    }
}

// ── a message becomes a command ─────────────────────────────────────────────────────────────────

void Bridge::arrived(std::uint32_t slot, Place& place, std::string_view topic,
                     std::string_view payload, Delivery delivery) {
    auto& assignment = assignments_[slot];
    auto& object = objects_[assignment.object];
    auto& counters = place.connection.counters();
    count_message(slot, payload);
    const auto value = decode_command(slot, payload);
    if (!value) {
        count_refused(slot, value.error().message);
        counters.last_invalid = std::string(topic) + ": " + value.error().message;
        return drop(place, counters.invalid, topic, value.error().message);
    }
    const auto tag =
        origins_.heard(delivery.origin.server, delivery.origin.count).value_or(OriginTag());
    const auto verdict = assignment.echo.judge(
        {Comparable::of(*value), delivery.retained, delivery.duplicate,
         judge_tag(object, tag, delivery.retained)},
        Comparable::of(object.state), rules_with_noise(assignment), loop_.now());
    reschedule(slot);
    switch (verdict) {
        case Verdict::Command:
            return command(slot, place, topic, *value, tag);
        case Verdict::Retained:
            return drop(place, counters.retained, topic, "retained");
        case Verdict::Duplicate:
            return drop(place, counters.duplicate, topic, "duplicate");
        case Verdict::Same:
            if (!tag.empty()) pass_on(object, *value, tag);
            return drop(place, counters.same, topic, "same");
        case Verdict::Echo:
            return drop(place, counters.echo, topic, "echo");
        case Verdict::Own:
            return drop(place, counters.own, topic, "own");
        case Verdict::Stale:
            return drop(place, counters.stale, topic, "stale");
        case Verdict::Opened:
            breaker_opened(slot);
            [[fallthrough]];
        case Verdict::Breaker:
            return drop(place, counters.breaker, topic, "breaker");
    }
}

void Bridge::command(std::uint32_t slot, Place& place, std::string_view topic, const Value& value,
                     const OriginTag& tag) {
    auto& assignment = assignments_[slot];
    auto& object = objects_[assignment.object];
    auto& counters = place.connection.counters();
    if (object.handle == 0 || !object.commandable) {
        assignment.echo.answered();
        assignment.echo.refused(rules_of(assignment), loop_.now());
        reschedule(slot);
        counters.last_refusal = std::string(object.id.view()) +
                                (object.handle == 0 ? ": there is no such object now"
                                                    : ": this object takes no commands");
        count_refused(slot, counters.last_refusal);
        return drop(place, counters.refused, topic, counters.last_refusal);
    }
    ++counters.commands;
    count_command(slot);
    if (!tag.empty()) {
        if (!object.tags) object.tags = std::make_unique<ObjectTags>();
        object.tags->newest = tag;
    }
    const auto ref = ref_of(slot);
    commands_[bus_.send_command(object.handle, value, command_tag(ref, tag))] = ref;
}

void Bridge::on_command_result(const v1::CommandResult& result) {
    const auto found = commands_.find(result.id());
    if (found == commands_.end()) return;
    const auto ref = found->second;
    auto* assignment = assignment_of(ref);
    commands_.erase(found);
    if (assignment == nullptr) return;
    assignment->echo.answered();
    const bool refused = result.outcome() == v1::COMMAND_OUTCOME_REFUSED ||
                         result.outcome() == v1::COMMAND_OUTCOME_TIMED_OUT;
    if (!refused) return;
    assignment->echo.refused(rules_of(*assignment), loop_.now());
    reschedule(ref.slot);
    auto& connection = connections_[assignment->connection]->connection;
    ++connection.counters().refused;
    count_refused(ref.slot, result.reason());
    connection.counters().last_refusal =
        std::string(objects_[assignment->object].id.view()) + ": " + result.reason();
    connection.touch();
}

void Bridge::drop(Place& place, std::uint64_t& counter, std::string_view topic,
                  std::string_view reason) {
    ++counter;
    // Anybody may send anything at any rate; one line a second shows what is going on.
    if (loop_.now() < place.next_note) return;
    place.next_note = loop_.now() + kNoteInterval;
    bus_.note("message dropped connection=" + place.connection.id() +
              " topic=" + std::string(topic) + " reason=\"" + std::string(reason) + '"');
}

}  // namespace mqtt_client
