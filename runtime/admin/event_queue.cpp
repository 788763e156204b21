// SPDX-License-Identifier: Apache-2.0
// EventQueue: a deque of shared texts.
#include "admin/event_queue.hpp"

#include <utility>

namespace busbar {

void EventQueue::push(std::shared_ptr<const std::string> event) {
    if (closed_) return;
    if (missed_now_ > 0 || size_ + event->size() > kSizeMax) {
        missed_now_ += waiting_.size() + 1;
        missed_ += waiting_.size() + 1;
        waiting_.clear();
        size_ = 0;
    } else {
        size_ += event->size();
        waiting_.push_back(std::move(event));
    }
    if (ready_) std::exchange(ready_, {})();
}

bool EventQueue::take(std::string& text, std::size_t size_max) {
    if (missed_now_ > 0) {
        text += "event: resync\ndata: {\"reason\":\"missed\",\"missed\":" +
                std::to_string(missed_now_) + "}\n\n";
        missed_now_ = 0;
        return true;
    }
    if (waiting_.empty()) return false;
    while (!waiting_.empty() && text.size() < size_max) {
        text += *waiting_.front();
        size_ -= waiting_.front()->size();
        waiting_.pop_front();
    }
    return true;
}

void EventQueue::when_ready(std::function<void()> ready) { ready_ = std::move(ready); }

std::shared_ptr<const std::string> event_text(std::uint64_t id, const std::string& type,
                                              const std::string& data) {
    std::string text = "id: " + std::to_string(id);
    text += "\nevent: ";
    text += type;
    text += "\ndata: ";
    text += data;  // JSON has no line breaks
    text += "\n\n";
    return std::make_shared<const std::string>(std::move(text));
}

}  // namespace busbar
