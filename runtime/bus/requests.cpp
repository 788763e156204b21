// SPDX-License-Identifier: Apache-2.0
// Requests by number and by deadline.
#include "bus/requests.hpp"

#include <map>

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

std::vector<Request> Requests::take_of(ParticipantId gone) {
    std::map<std::uint64_t, Request> taken;
    for (auto next = requests_.begin(); next != requests_.end();) {
        const auto found = next++;
        const auto& [id, request] = *found;
        if (request.sender != gone && request.receiver != gone) continue;
        const auto number = id;
        const auto one = take(found);
        if (one.sender != gone) taken.emplace(number, one);
    }
    std::vector<Request> in_order;
    in_order.reserve(taken.size());
    for (const auto& [id, request] : taken) in_order.push_back(request);
    return in_order;
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
