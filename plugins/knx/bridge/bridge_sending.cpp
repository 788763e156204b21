// SPDX-License-Identifier: Apache-2.0
// Bridge: what is sent when, and which states are asked for.
#include <algorithm>
#include <string>
#include <utility>

#include "knx/bridge/bridge.hpp"

namespace knx {
namespace {

// A read and the answer that it costs the line.
constexpr int kTelegramsOfRead = 2;
// When the line took nothing although it said it is connected: it is about to say what happened.
constexpr std::chrono::milliseconds kRetryInterval{100};

Telegram telegram_to(GroupAddress destination, GroupService service, Payload payload) {
    Telegram telegram;
    telegram.destination = destination;
    telegram.service = service;
    telegram.payload = std::move(payload);
    return telegram;
}

}  // namespace

// ── sending ─────────────────────────────────────────────────────────────────────────────────────

void Bridge::send_waiting(Interface& interface) {
    while (interface.may_send(loop_.now()) &&
           (send_answer(interface) || send_command(interface) || send_read(interface))) {
    }
    for (const auto id : std::exchange(expired_, {})) {
        bus_.answer(id, busbar::v1::COMMAND_OUTCOME_TIMED_OUT,
                    "it waited too long for KNX interface " + interface.id);
    }
    wake_in_time();
}

// Each returns whether there may be more to send.

bool Bridge::send_answer(Interface& interface) {
    const auto address = interface.answers.next(loop_.now());
    if (!address) return false;
    for (const auto number : interface.states.objects(*address)) {
        const auto& object = objects_[number];
        if (!object.answers(*address)) continue;
        if (!submit_other(interface, telegram_to(*address, GroupService::Response, object.last),
                          1)) {
            return false;
        }
        ++interface.figures.answers;
        break;
    }
    interface.answers.pop();
    return true;
}

bool Bridge::send_command(Interface& interface) {
    const auto* command = interface.commands.next(loop_.now(), expired_);
    if (command == nullptr) return false;
    const auto request = interface.commands.next_request();
    const auto taken = interface.line->submit(
        request, telegram_to(command->destination, GroupService::Write, command->payload));
    if (!taken) {
        // The connection has just gone; we are about to be told, and why.
        if (taken.error().code == busbar::ErrorCode::FailedPrecondition) return false;
        refuse(interface.commands.drop().id, taken.error().message);
        return true;
    }
    if (command->reported) {
        interface.awaited.sent(command->object, request, command->payload, command->cause);
    }
    interface.commands.sent();
    interface.sent(loop_.now());
    return true;
}

bool Bridge::send_read(Interface& interface) {
    const auto address = interface.reads.next();
    if (!address) return false;
    if (!submit_other(interface, telegram_to(*address, GroupService::Read, {}), kTelegramsOfRead)) {
        return false;
    }
    interface.reads.sent(loop_.now());
    ++interface.figures.reads;
    return true;
}

bool Bridge::submit_other(Interface& interface, Telegram telegram, int telegrams) {
    if (!interface.line->submit(interface.next_other, std::move(telegram))) return false;
    ++interface.next_other;
    ++interface.others_under_way;
    interface.sent(loop_.now(), telegrams);
    return true;
}

// One timer for all interfaces.
void Bridge::wake_in_time() {
    auto next = TimePoint::max();
    for (const auto& [id, interface] : interfaces_) next = std::min(next, interface->wake_at());
    if (next <= loop_.now()) next = loop_.now() + kRetryInterval;
    if (next == std::exchange(send_at_, next)) return;
    if (next == TimePoint::max()) return send_timer_.cancel();
    send_timer_.at(next, [this] {
        send_at_ = TimePoint::max();
        for (const auto& [id, interface] : interfaces_) {
            while (const auto address = interface->reads.take_unanswered(loop_.now())) {
                on_unanswered(*interface, *address);
            }
            send_waiting(*interface);
        }
    });
}

// ── reading ─────────────────────────────────────────────────────────────────────────────────────

// Somebody asks on the line.
void Bridge::asked(Interface& interface, GroupAddress address) {
    const auto objects = interface.states.objects(address);
    const auto ours = [&](std::uint32_t number) { return objects_[number].answers(address); };
    if (std::ranges::any_of(objects, ours)) interface.answers.push(address, loop_.now());
}

// Only just connected.
void Bridge::read_all(Interface& interface) {
    for (auto& object : objects_.all()) {
        if (object.via != &interface) continue;
        object.read_wanted = false;
        if (object.group.read_at_start) interface.reads.add(object.group.state_address());
    }
    send_waiting(interface);
}

void Bridge::on_unanswered(Interface& interface, GroupAddress address) {
    ++interface.figures.reads_unanswered;
    figures_changed(interface);
    for (const auto number : interface.states.objects(address)) {
        auto& object = objects_[number];
        if (object.group.state_address() == address && object.expiring) mark_stale(object);
    }
}

// A state that is too old is asked for; it is stale when there is no answer, or nobody to ask.
void Bridge::expire_states() {
    const auto now = loop_.now();
    for (auto& object : objects_.all()) {
        const auto expires = object.group.expiry.count() > 0 && object.via != nullptr &&
                             object.via->status.state == LineState::Connected;
        if (!expires || now < object.expires_at) continue;
        object.expires_at = now + object.group.expiry;
        object.expiring = true;
        if (object.group.can_be_read()) {
            object.via->reads.add(object.group.state_address());
        } else {
            mark_stale(object);
        }
    }
    for (const auto& [id, interface] : interfaces_) send_waiting(*interface);
    check_expiry_later();
}

void Bridge::check_expiry_later() {
    const auto expires = [](const Object& object) { return object.group.expiry.count() > 0; };
    if (expiry_timer_.waiting() || std::ranges::none_of(objects_.all(), expires)) return;
    expiry_timer_.after(kExpiryInterval, [this] { expire_states(); });
}

}  // namespace knx
