// SPDX-License-Identifier: Apache-2.0
// Requests by number and by deadline.
#include "bus/requests.hpp"

namespace busbar {

std::uint64_t Requests::add(const Request& request) {
    auto& sent = sent_[request.sender];
    auto& received = received_[request.receiver];
    if (sent >= kPerParticipantMax || received >= kPerParticipantMax) return 0;
    ++sent;
    ++received;
    requests_.emplace(++last_id_, request);
    deadlines_.push({request.deadline, last_id_});
    return last_id_;
}

std::optional<Request> Requests::finish(std::uint64_t id, ParticipantId receiver) {
    const auto found = requests_.find(id);
    if (found == requests_.end() || found->second.receiver != receiver) return std::nullopt;
    return take(found);
}

std::optional<Request> Requests::take_late(Time now) {
    while (!deadlines_.empty()) {
        const auto next = deadlines_.top();
        const auto found = requests_.find(next.id);
        if (found != requests_.end() && next.time > now) return std::nullopt;
        deadlines_.pop();
        if (found != requests_.end()) return take(found);
    }
    return std::nullopt;
}

std::optional<Request> Requests::take_for(ParticipantId receiver) {
    for (auto found = requests_.begin(); found != requests_.end(); ++found) {
        if (found->second.receiver == receiver) return take(found);
    }
    return std::nullopt;
}

void Requests::forget_sender(ParticipantId sender) {
    for (auto next = requests_.begin(); next != requests_.end();) {
        const auto found = next++;
        if (found->second.sender == sender) (void)take(found);
    }
}

Request Requests::take(ById::iterator found) {
    const auto request = found->second;
    requests_.erase(found);
    --sent_[request.sender];
    --received_[request.receiver];
    if (deadlines_.size() > 2 * requests_.size() + kStaleMax) drop_stale_deadlines();
    return request;
}

// Most requests are answered long before their deadline; without this a flood of them would be
// remembered until then.
void Requests::drop_stale_deadlines() {
    std::vector<Deadline> live;
    live.reserve(requests_.size());
    for (const auto& [id, request] : requests_) live.push_back({request.deadline, id});
    deadlines_ = decltype(deadlines_)(std::greater<>{}, std::move(live));
}

}  // namespace busbar
