// SPDX-License-Identifier: Apache-2.0
// CommandQueue: two deques whose entries are found by their number.
#include "knx/bridge/command_queue.hpp"

#include <utility>

namespace knx {

CommandQueue::CommandQueue(std::size_t waiting_max, std::size_t backlog)
    : waiting_max_(waiting_max), backlog_(backlog) {}

CommandQueue::Pushed CommandQueue::push(QueuedCommand command) {
    // A full queue is a backlog whatever was said: better the newest value than a refusal.
    const auto backlog = waiting_count_ >= backlog_ || waiting_count_ == waiting_max_;
    if (backlog && !command.every_counts) {
        if (auto* older = find_newest(command.destination)) {
            return {true, std::exchange(*older, std::move(command)).id};
        }
    }
    if (waiting_count_ == waiting_max_) return {};
    if (!command.every_counts) newest_[command.destination.raw] = front_place_ + waiting_.size();
    waiting_.push_back(std::move(command));
    ++waiting_count_;
    return {true, 0};
}

const QueuedCommand* CommandQueue::next(TimePoint now, std::vector<std::uint64_t>& expired) {
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
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
        auto& command = waiting_[i];
        if (command.object != object || command.id == 0) continue;
        ids.push_back(std::exchange(command.id, 0));
        --waiting_count_;
        forget_place(command.destination, front_place_ + i);
    }
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
    forget_place(command.destination, front_place_);
    ++front_place_;
    --waiting_count_;
    skip_taken_back();
    return command;
}

QueuedCommand* CommandQueue::find_newest(GroupAddress destination) {
    const auto found = newest_.find(destination.raw);
    return found == newest_.end() ? nullptr : &waiting_[found->second - front_place_];
}

// The address may have a newer command, which keeps its place.
void CommandQueue::forget_place(GroupAddress destination, std::uint64_t place) {
    const auto found = newest_.find(destination.raw);
    if (found != newest_.end() && found->second == place) newest_.erase(found);
}

void CommandQueue::skip_taken_back() {
    while (!waiting_.empty() && waiting_.front().id == 0) {
        waiting_.pop_front();
        ++front_place_;
    }
}

}  // namespace knx
