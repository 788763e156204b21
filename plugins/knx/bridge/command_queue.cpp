// SPDX-License-Identifier: Apache-2.0
// CommandQueue: two deques whose entries are found by their number.
#include "knx/bridge/command_queue.hpp"

#include <algorithm>
#include <utility>

namespace knx {

CommandQueue::CommandQueue(std::size_t window, std::size_t waiting_max)
    : window_(std::max<std::size_t>(window, 1)), waiting_max_(waiting_max) {}

CommandQueue::Pushed CommandQueue::push(QueuedCommand command) {
    if (!command.every_counts) {
        const auto older = position_.find(command.object);
        if (older != position_.end()) {
            auto& place = waiting_[older->second - front_position_];
            const auto superseded = place.id;
            place = std::move(command);
            return {true, superseded};
        }
    }
    if (waiting_count_ == waiting_max_) return {};
    if (!command.every_counts) position_[command.object] = front_position_ + waiting_.size();
    waiting_.push_back(std::move(command));
    ++waiting_count_;
    return {true, 0};
}

const QueuedCommand* CommandQueue::next(TimePoint now, std::vector<std::uint64_t>& expired) {
    if (under_way_count_ >= window_) return nullptr;
    skip_taken_back();
    while (!waiting_.empty() && waiting_.front().deadline <= now) {
        expired.push_back(pop_front().id);
    }
    return waiting_.empty() ? nullptr : &waiting_.front();
}

void CommandQueue::sent() {
    under_way_.emplace_back(pop_front());
    ++under_way_count_;
}

std::optional<QueuedCommand> CommandQueue::finish(RequestId request) {
    if (request < front_request_ || request - front_request_ >= under_way_.size()) {
        return std::nullopt;
    }
    auto command = std::exchange(under_way_[request - front_request_], std::nullopt);
    if (!command) return std::nullopt;
    --under_way_count_;
    while (!under_way_.empty() && !under_way_.front()) {
        under_way_.pop_front();
        ++front_request_;
    }
    return command;
}

std::vector<std::uint64_t> CommandQueue::take_waiting(busbar::Handle object) {
    std::vector<std::uint64_t> ids;
    for (auto& command : waiting_) {
        if (command.object != object || command.id == 0) continue;
        ids.push_back(std::exchange(command.id, 0));
        --waiting_count_;
    }
    position_.erase(object);
    skip_taken_back();
    return ids;
}

std::vector<std::uint64_t> CommandQueue::take_waiting() {
    std::vector<std::uint64_t> ids;
    for (skip_taken_back(); !waiting_.empty(); skip_taken_back()) ids.push_back(pop_front().id);
    return ids;
}

QueuedCommand CommandQueue::pop_front() {
    auto command = std::move(waiting_.front());
    waiting_.pop_front();
    if (!command.every_counts) position_.erase(command.object);
    ++front_position_;
    --waiting_count_;
    skip_taken_back();
    return command;
}

void CommandQueue::skip_taken_back() {
    while (!waiting_.empty() && waiting_.front().id == 0) {
        waiting_.pop_front();
        ++front_position_;
    }
}

}  // namespace knx
