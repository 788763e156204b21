// SPDX-License-Identifier: Apache-2.0
// Reads the topics of one connection after the other.
#include "mqtt-broker/bridge/restrictions.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace mqtt_broker {

using busbar::service::v1::TopicsRequest;
using busbar::service::v1::TopicsResponse;

void Restrictions::want(std::set<std::string> connections) {
    wanted_ = std::move(connections);
    for (auto& [id, known] : connections_) {
        if (wanted(id)) continue;
        known.read.reset();
        known.topics = {};
    }
}

bool Restrictions::offered(const busbar::service::v1::MqttClient& service) {
    bool matters = !std::exchange(heard_, true) && !wanted_.empty();
    std::map<std::string, Known, std::less<>> before;
    before.swap(connections_);
    for (const auto& connection : service.connections()) {
        auto& known = connections_[connection.id()];
        if (auto was = before.extract(connection.id())) known = std::move(was.mapped());
        const bool same_name = known.username == connection.username();
        matters = matters || (!same_name && wanted(connection.id()));
        known.username = connection.username();
        known.revision = connection.revision();
    }
    const auto is_wanted = [this](const auto& gone) { return wanted(gone.first); };
    return std::any_of(before.begin(), before.end(), is_wanted) || matters;
}

std::optional<TopicsRequest> Restrictions::next_question() {
    if (asked_) return std::nullopt;
    if (reading_ && !wanted(reading_->connection)) reading_.reset();
    if (!reading_) {
        const auto due = std::find_if(wanted_.begin(), wanted_.end(), [this](const auto& id) {
            const auto* known = find(id);
            return known != nullptr && known->read != known->revision;
        });
        if (due == wanted_.end()) return std::nullopt;
        reading_.emplace().connection = *due;
    }
    asked_ = true;
    TopicsRequest request;
    request.set_connection(reading_->connection);
    request.set_first(reading_->next);
    return request;
}

bool Restrictions::answered(const busbar::Result<TopicsResponse>& answer) {
    asked_ = false;
    if (!reading_) return false;
    const auto known = connections_.find(reading_->connection);
    if (!answer || known == connections_.end()) {
        reading_.reset();
        return false;
    }
    const bool changed_meanwhile = reading_->next != 0 && answer->revision() != reading_->revision;
    if (changed_meanwhile) {
        reading_.emplace().connection = known->first;
        return false;
    }
    take(*answer);
    const bool cut = reading_->commands.size() + reading_->reports.size() > kTopicsMax;
    const bool goes_on = answer->next() > reading_->next;
    if (goes_on && !cut) {
        reading_->next = answer->next();
        return false;
    }
    known->second.read = reading_->revision;
    known->second.cut = cut;
    known->second.topics = {TopicSet(std::move(reading_->commands)),
                            TopicSet(std::move(reading_->reports))};
    reading_.reset();
    return true;
}

// Topics become lines of a file; one that would not be a line is nobody's.
void Restrictions::take(const TopicsResponse& page) {
    const auto append = [](const auto& from, std::vector<std::string>& to) {
        for (const auto& topic : from) {
            if (pattern_fault(topic).empty()) to.push_back(topic);
        }
    };
    reading_->revision = page.revision();
    append(page.command_topics(), reading_->commands);
    append(page.report_topics(), reading_->reports);
}

const Restrictions::Known* Restrictions::find(std::string_view connection) const {
    const auto found = connections_.find(connection);
    return found != connections_.end() ? &found->second : nullptr;
}

Connections Restrictions::topics() const {
    Connections topics;
    for (const auto& id : wanted_) {
        const auto* known = find(id);
        if (known != nullptr && known->read) topics.emplace(id, known->topics);
    }
    return topics;
}

bool Restrictions::wanted(const std::string& connection) const {
    return wanted_.contains(connection);
}

}  // namespace mqtt_broker
