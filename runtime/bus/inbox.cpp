// SPDX-License-Identifier: Apache-2.0
// Inbox: a deque, and above the high-water mark an index of what may be replaced in it.
#include "bus/inbox.hpp"

#include <unordered_set>

#include "busbar/frame.hpp"

namespace busbar {

bool Inbox::push_control(std::string_view message, Handle object) {
    if (controls_ >= kControlsMax) {
        ++dropped_;
        return false;
    }
    ++controls_;
    if (object != 0) newest_.erase(object);
    push(object, Kind::Control, message);
    return true;
}

void Inbox::push_state(Handle object, std::string_view message) {
    if (!indexed_ && live_ >= kHighWater) index_states();
    if (indexed_) {
        const auto found = newest_.find(object);
        if (found != newest_.end()) {
            waiting_[found->second - first_].message.assign(message);
            ++conflated_;
            return;
        }
        newest_.emplace(object, first_ + waiting_.size());
    }
    push(object, Kind::State, message);
}

bool Inbox::push_event(Handle object, std::string_view message) {
    if (events_ >= kEventsMax) {
        miss(object);
        return false;
    }
    if (!missing_.empty()) append_gap();  // before what follows the gap
    ++events_;
    push(object, Kind::Event, message);
    return true;
}

void Inbox::take(std::string& frame, std::size_t size_max) {
    while (!waiting_.empty()) {
        auto& next = waiting_.front();
        if (next.kind != Kind::Gone) {
            if (!frame.empty() && frame.size() + next.message.size() > size_max) return;
            frame.append(next.message);
            const auto found = indexed_ ? newest_.find(next.object) : newest_.end();
            if (found != newest_.end() && found->second == first_) newest_.erase(found);
            gone(next);
        }
        waiting_.pop_front();
        ++first_;
    }
    indexed_ = false;
    newest_.clear();
    if (!missing_.empty()) append_gap();
}

void Inbox::drop_states() {
    for (auto& waiting : waiting_) {
        if (waiting.kind == Kind::Event) miss(waiting.object);
        if (waiting.kind == Kind::Event || waiting.kind == Kind::State) gone(waiting);
    }
    newest_.clear();
}

void Inbox::push(Handle object, Kind kind, std::string_view message) {
    waiting_.push_back({object, kind, std::string(message)});
    ++live_;
}

void Inbox::miss(Handle object) {
    ++missing_[object];
    ++dropped_;
}

// From here on states are conflated: finds the newest of each object, and drops older ones.
void Inbox::index_states() {
    indexed_ = true;
    std::unordered_set<Handle> fenced;
    for (auto i = waiting_.size(); i-- > 0;) {
        auto& waiting = waiting_[i];
        if (waiting.kind == Kind::Control && waiting.object != 0) fenced.insert(waiting.object);
        if (waiting.kind != Kind::State || fenced.contains(waiting.object)) continue;
        if (newest_.emplace(waiting.object, first_ + i).second) continue;
        gone(waiting);
        ++conflated_;
    }
}

void Inbox::gone(Waiting& waiting) {
    if (waiting.kind == Kind::Control) --controls_;
    if (waiting.kind == Kind::Event) --events_;
    waiting.kind = Kind::Gone;
    waiting.message = {};
    --live_;
}

void Inbox::append_gap() {
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
        push(0, Kind::Control, message);
    }
}

}  // namespace busbar
