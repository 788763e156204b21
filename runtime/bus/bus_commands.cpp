// SPDX-License-Identifier: Apache-2.0
// Bus: commands to owners, and exactly one result back.
#include "bus/participant.hpp"
#include "busbar/convert.hpp"

namespace busbar {
namespace {

constexpr std::uint32_t kTimeoutDefault_ms = 5'000;
constexpr std::uint32_t kTimeoutMax_ms = 60'000;
constexpr std::size_t kTagMax = 64;
constexpr std::size_t kReasonMax = 1000;

// Only few commands go to objects with a range, and a range has 18 octets: it is not kept beside
// the description.
bool within_range(const Entry& entry, const v1::Value& value) {
    double number = 0;
    if (!entry.has_range || !as_number(to_value(value), number)) return true;
    v1::ObjectAppeared appeared;
    if (!parse_octets(entry.description, appeared)) return false;
    const auto& type = appeared.object().type();
    return (!type.has_minimum() || number >= type.minimum()) &&
           (!type.has_maximum() || number <= type.maximum());
}

}  // namespace

void Bus::on_command(Participant& from, const FrameReader::Part& part) {
    if (!parse(from, part, command_)) return;
    ++from.figures.commands_in;
    const auto sender_id = command_.id();
    if (sender_id == 0) return complain(from, "command without id");
    const auto handle = command_.object();
    auto* entry = registry_.entry(handle);
    if (const auto* reason = refusal(from, entry, command_); reason != nullptr) {
        return result_to(from, sender_id, v1::COMMAND_OUTCOME_REFUSED, reason);
    }
    if (command_.trace_id() == 0) command_.set_trace_id(++last_trace_);
    command_.set_sender(from.name);
    if (entry->owner_participant == kVirtual)
        return command_virtual(from, handle, *entry, command_);

    const auto timeout = command_.timeout_ms() == 0
                             ? kTimeoutDefault_ms
                             : std::min(command_.timeout_ms(), kTimeoutMax_ms);
    const auto id = requests_.add({Request::Kind::Command, from.id, entry->owner_participant,
                                   sender_id, clock_.now() + std::chrono::milliseconds(timeout)});
    if (id == 0) {
        return result_to(from, sender_id, v1::COMMAND_OUTCOME_REFUSED,
                         "4,096 commands are under way already");
    }
    command_.set_id(id);
    command_.set_object(entry->owner_handle);
    command_.set_timeout_ms(timeout);
    auto& owner = *participants_[entry->owner_participant - 1U];
    encoded_.clear();
    append_message(encoded_, v1::Message::kCommandFieldNumber, command_);
    if (owner.inbox.push_control(encoded_, 0, stamp_)) return waiting(owner);
    if (const auto request = requests_.finish(id, owner.id)) {
        finish(*request, v1::COMMAND_OUTCOME_REFUSED, "its plugin does not keep up");
    }
}

// Why the bus itself says no; nullptr when it does not.
const char* Bus::refusal(const Participant& from, const Entry* entry,
                         const v1::Command& command) const {
    if (entry == nullptr || !entry->exists()) return "there is no such object";
    if (!entry->commandable) return "the object takes no commands";
    if (entry->owner_participant == kNobody) return "its plugin is not running";
    if (entry->owner_participant == from.id) return "it is the sender's own object";
    if (command.hops() > kHopsMax) return "it was passed on more than 8 times: a loop";
    if (command.tag().size() > kTagMax) return "its tag has more than 64 octets";
    if (command.value().kind_case() == v1::Value::KIND_NOT_SET) return "it has no value";
    if (!value_fits(entry->value_kind, command.value())) {
        return "the value is not of the object's type";
    }
    if (command.value().ByteSizeLong() > kStateMax) return "the value is too large";
    return within_range(*entry, command.value()) ? nullptr
                                                 : "the value is outside the object's range";
}

void Bus::command_virtual(Participant& from, Handle handle, Entry& entry,
                          const v1::Command& command) {
    v1::StateChanged state;
    *state.mutable_value() = command.value();
    auto& cause = *state.mutable_cause();
    cause.set_trace_id(command.trace_id());
    cause.set_sender(command.sender());
    cause.set_tag(command.tag());
    cause.set_hops(command.hops());
    state.set_sequence(++entry.last_sequence);
    store(handle, entry, state);
    result_to(from, command.id(), v1::COMMAND_OUTCOME_CONFIRMED, {});
}

void Bus::on_result(Participant& from, const FrameReader::Part& part) {
    if (!parse(from, part, result_)) return;
    // Not under way any more when its time was over: the sender has been told, nothing to complain.
    const auto request = requests_.finish(result_.id(), from.id);
    if (!request || request->kind != Request::Kind::Command) return;
    if (result_.outcome() == v1::COMMAND_OUTCOME_UNSPECIFIED ||
        !v1::CommandOutcome_IsValid(result_.outcome())) {
        complain(from, "answer without an outcome");
        return finish(*request, v1::COMMAND_OUTCOME_REFUSED, "its plugin did not say how it ended");
    }
    const bool short_enough = result_.reason().size() <= kReasonMax;
    finish(*request, result_.outcome(),
           short_enough ? result_.reason() : "for a reason its plugin has too many words for");
}

void Bus::expire() {
    auto lock = enter();
    const auto now = clock_.now();
    for (auto late = requests_.take_late(now); late; late = requests_.take_late(now)) {
        finish(*late, v1::COMMAND_OUTCOME_TIMED_OUT, "no answer in time");
    }
    release(lock);
}

// Gives the sender the one answer.
void Bus::finish(const Request& request, v1::CommandOutcome outcome, std::string_view reason) {
    auto* sender = participant(request.sender);
    if (sender == nullptr) return;
    if (request.kind == Request::Kind::Command) {
        return result_to(*sender, request.sender_id, outcome, reason);
    }
    v1::ServiceResult result;
    result.set_id(request.sender_id);
    result.set_error(std::string(reason));
    push_answer(*sender, v1::Message::kServiceResultFieldNumber, result);
}

void Bus::result_to(Participant& to, std::uint64_t id, v1::CommandOutcome outcome,
                    std::string_view reason) {
    v1::CommandResult result;
    result.set_id(id);
    result.set_outcome(outcome);
    result.set_reason(std::string(reason));
    push_answer(to, v1::Message::kCommandResultFieldNumber, result);
}

}  // namespace busbar
