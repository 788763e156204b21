// SPDX-License-Identifier: Apache-2.0
// Inbox: a deque of messages, numbered, so that who pushed a state finds it again.
#include "bus/inbox.hpp"

#include "busbar/frame.hpp"

namespace busbar {

bool Inbox::push_control(std::string_view message, Handle object, Stamp now) {
    if (controls_ >= kControlsMax) {
        if (object == 0) ++dropped_;
        return false;
    }
    if (object != 0) tell_gap_of(object, now);
    ++controls_;
    push(object, Kind::Control, message, now);
    return true;
}

void Inbox::push_answer(std::string_view message, Stamp now) {
    ++answers_;
    push(0, Kind::Answer, message, now);
}

void Inbox::push_state(Handle object, std::string_view message, Number& newest, Stamp now) {
    if (waiting_.size() >= kHighWater) {
        if (auto* older = state_at(newest, object); older != nullptr) {
            older->message.assign(message);
            ++conflated_;
            return;
        }
    }
    newest = end();
    push(object, Kind::State, message, now);
}

bool Inbox::push_event(Handle object, std::string_view message, Stamp now) {
    if (events_ >= kEventsMax) {
        miss(object, 1);
        ++dropped_;
        return false;
    }
    if (!missing_.empty()) append_gap(now);  // before what follows the gap
    ++events_;
    push(object, Kind::Event, message, now);
    return true;
}

void Inbox::tell_gap_of(Handle object, Stamp now) {
    if (missing_.contains(object)) append_gap(now);
}

void Inbox::take(std::string& frame, std::size_t size_max) {
    Stamp now = 0;
    while (!waiting_.empty()) {
        auto& next = waiting_.front();
        const auto message = next.message.view();
        if (!frame.empty() && frame.size() + message.size() > size_max) return;
        frame.append(message);
        now = next.came;
        if (next.kind == Kind::Control) --controls_;
        if (next.kind == Kind::Answer) --answers_;
        if (next.kind == Kind::Event) --events_;
        waiting_.pop_front();
        ++first_;
    }
    if (!missing_.empty()) append_gap(now);
}

void Inbox::push(Handle object, Kind kind, std::string_view message, Stamp now) {
    waiting_.push_back({Octets(message), object, now, kind});
}

// The state of an object that waits at `number`; nullptr when it does not wait any more. A number
// that has come round again cannot mislead: the newest state of the object would have it.
Inbox::Waiting* Inbox::state_at(Number number, Handle object) {
    const auto index = static_cast<Number>(number - first_);
    if (number == 0 || index >= waiting_.size()) return nullptr;
    auto& found = waiting_[index];
    return found.kind == Kind::State && found.object == object ? &found : nullptr;
}

void Inbox::miss(Handle object, std::uint64_t count) { missing_[object] += count; }

// Not bounded by kControlsMax, but by the events: each gap stands before one, or before the last
// control message of its object.
void Inbox::append_gap(Stamp now) {
    constexpr int kObjectsPerGap = 2000;  // at most 20 octets each: well within a frame
    while (!missing_.empty()) {
        v1::Gap gap;
        while (!missing_.empty() && gap.missing_size() < kObjectsPerGap) {
            const auto next = missing_.begin();
            auto& missing = *gap.add_missing();
            missing.set_object(next->first);
            missing.set_count(next->second);
            missing_.erase(next);
        }
        std::string message;
        append_message(message, v1::Message::kGapFieldNumber, gap);
        ++controls_;
        push(0, Kind::Control, message, now);
    }
}

}  // namespace busbar
