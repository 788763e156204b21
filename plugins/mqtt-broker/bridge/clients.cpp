// SPDX-License-Identifier: Apache-2.0
// Keeps the list of connected clients.
#include "mqtt-broker/bridge/clients.hpp"

#include <array>
#include <ctime>
#include <utility>

namespace mqtt_broker {
namespace {

constexpr std::string_view kCollection = "clients";

std::string protocol_words(const ClientPresent& client) {
    std::string words = client.protocol == 5   ? "MQTT 5"
                        : client.protocol == 4 ? "MQTT 3.1.1"
                                               : "MQTT 3.1";
    if (client.websocket) words += " over WebSocket";
    return words;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& text : texts) {
        if (!out.empty()) out += ", ";
        out += text;
    }
    return out;
}

void add(busbar::v1::StatusChanged& status, const char* name, std::string text) {
    auto& figure = *status.add_figures();
    figure.set_name(name);
    figure.set_text(std::move(text));
}

busbar::v1::StatusChanged status_of(const std::string& item_id, const ClientPresent& client) {
    busbar::v1::StatusChanged status;
    status.set_collection(std::string(kCollection));
    status.set_item_id(item_id);
    status.set_state(busbar::v1::STATUS_STATE_CONNECTED);
    const auto who = client.username.empty() ? std::string("Somebody") : client.username;
    const auto where = client.address.empty() ? std::string() : " from " + client.address;
    status.set_text(who + where + " since " + time_words(client.since_s) + ".");
    add(status, "username", client.username);
    add(status, "address", client.address);
    add(status, "protocol", protocol_words(client));
    add(status, "since", time_words(client.since_s));
    auto& subscriptions = *status.add_figures();
    subscriptions.set_name("subscriptions");
    subscriptions.set_value(static_cast<double>(client.subscriptions));
    add(status, "topics", joined(client.filters));
    return status;
}

}  // namespace

void Clients::take(const ClientPresent& present) {
    const auto known = clients_.find(present.number);
    if (known != clients_.end()) {
        known->second.facts = present;
        known->second.changed = true;
        return;
    }
    // A client that takes its own place comes before the one that goes is told: one of the two has
    // the name with its number behind.
    auto item_id = present.client_id;
    if (item_id.empty() || numbers_.contains(item_id)) {
        item_id += "#" + std::to_string(present.number);
    }
    numbers_.insert_or_assign(item_id, present.number);
    ++users_[present.username].connected;
    std::erase(removed_, item_id);
    clients_.emplace(present.number, Client{std::move(item_id), present});
}

void Clients::take(const ClientGone& gone, std::int64_t now_s) {
    const auto client = clients_.find(gone.number);
    if (client != clients_.end()) forget(client, now_s);
}

void Clients::clear(std::int64_t now_s) {
    while (!clients_.empty()) forget(clients_.begin(), now_s);
}

std::optional<std::uint64_t> Clients::number(std::string_view item_id) const {
    const auto found = numbers_.find(item_id);
    if (found == numbers_.end()) return std::nullopt;
    return found->second;
}

Clients::OfUser Clients::of_user(std::string_view username) const {
    const auto found = users_.find(username);
    return found == users_.end() ? OfUser{} : found->second;
}

std::vector<busbar::v1::StatusChanged> Clients::changes() {
    std::vector<busbar::v1::StatusChanged> out;
    for (auto& item_id : std::exchange(removed_, {})) {
        auto& status = out.emplace_back();
        status.set_collection(std::string(kCollection));
        status.set_item_id(std::move(item_id));
        status.set_removed(true);
    }
    std::size_t told = 0;
    for (auto& [number, client] : clients_) {
        if (++told > kToldMax) break;
        if (std::exchange(client.changed, false)) {
            out.push_back(status_of(client.item_id, client.facts));
        }
    }
    return out;
}

void Clients::forget(std::map<std::uint64_t, Client>::iterator client, std::int64_t now_s) {
    auto& user = users_[client->second.facts.username];
    --user.connected;
    user.last_seen_s = now_s;
    numbers_.erase(client->second.item_id);
    removed_.push_back(std::move(client->second.item_id));
    clients_.erase(client);
}

std::string time_words(std::int64_t seconds_since_1970) {
    const auto time = static_cast<std::time_t>(seconds_since_1970);
    std::tm parts{};
    std::array<char, 32> text{};
    if (::gmtime_r(&time, &parts) == nullptr) return {};
    const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts);
    return {text.data(), size};
}

std::string_view refusal_words(Refusal reason) {
    switch (reason) {
        case Refusal::NoCredentials:
            return "no user name";
        case Refusal::UnknownUser:
            return "no such user, or he is switched off";
        case Refusal::WrongPassword:
            return "wrong password";
        case Refusal::WrongClientId:
            return "not the client id that the user is bound to";
        case Refusal::TooManyWrong:
            return "too many wrong passwords at this time";
    }
    return "";
}

}  // namespace mqtt_broker
