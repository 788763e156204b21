// SPDX-License-Identifier: Apache-2.0
// Judges logins and topics, and keeps the list of who is inside.
#include "mqtt-broker/protocol/gatekeeper.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <utility>

namespace mqtt_broker {
namespace {

// A stranger's words may be long; who asks for them does not need all. Never within a character.
std::string cut(std::string_view text) {
    auto size = std::min(text.size(), Gatekeeper::kTextMax);
    const auto continues = [&] {
        return (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U;
    };
    while (size < text.size() && size > 0 && continues()) --size;
    return std::string(text.substr(0, size));
}

// Everything for who has neither rights nor topics; else what either allows.
bool either(const std::vector<TopicRight>& rights, const ConnectionTopics* topics, auto&& by_right,
            auto&& by_topic) {
    if (topics == nullptr) return by_right();
    return (!rights.empty() && by_right()) || by_topic(*topics);
}

void note(std::vector<std::string>& filters, std::size_t at_most, std::string filter) {
    const bool known = std::ranges::find(filters, filter) != filters.end();
    if (!known && filters.size() < at_most) filters.push_back(std::move(filter));
}

bool fits(std::string_view wanted, std::string_view client_id) {
    if (wanted.empty()) return true;
    if (!wanted.ends_with('*')) return wanted == client_id;
    return client_id.starts_with(wanted.substr(0, wanted.size() - 1));
}

}  // namespace

std::vector<std::string> Gatekeeper::use(GateTable table) {
    const auto before = std::exchange(table_, std::move(table));
    const auto changed = [&](std::string_view username) {
        const auto was = before.users.find(username);
        const auto is = table_.users.find(username);
        return was == before.users.end() || is == table_.users.end() || was->second != is->second;
    };
    std::erase_if(right_, [&](const auto& known) { return changed(known.first); });
    connections_.clear();
    for (auto& [id, topics] : std::exchange(table_.connections, {})) {
        connections_.emplace(id, std::make_shared<const ConnectionTopics>(std::move(topics)));
    }
    std::vector<std::string> out;
    if (!table_.authentication) return out;
    for (auto& [client, inside] : inside_) {
        bool stays = inside.proper && !changed(inside.username);
        if (stays) {
            inside.may = permissions_of(table_.users.find(inside.username)->second);
            const Who who{inside.username, inside.client_id};
            const auto allowed = [&who, &may = inside.may](const auto& filter) {
                return may_subscribe(may, filter, who);
            };
            stays = std::ranges::none_of(inside.refused_filters, allowed);
        }
        if (!stays) out.push_back(inside.client_id);
    }
    return out;
}

std::optional<Refusal> Gatekeeper::log_in(Client client, const Login& login, Time now) {
    const auto refusal = judge(login, now);
    if (refusal && table_.authentication) {
        refuse(*refusal, login);
        return refusal;
    }
    auto& inside = inside_[client];
    inside = {};
    inside.client_id = login.client_id;
    inside.username = login.username.value_or("");
    inside.proper = !refusal;
    if (!refusal) inside.may = permissions_of(table_.users.find(inside.username)->second);
    auto& told_as = inside.told_as;
    told_as.number = ++last_number_;
    told_as.client_id = cut(login.client_id);
    told_as.username = cut(inside.username);
    told_as.address = cut(login.address);
    told_as.protocol = login.protocol;
    told_as.websocket = login.websocket;
    told_as.since_s = login.time_s;
    changed_.insert(client);
    return std::nullopt;
}

void Gatekeeper::left(Client client) {
    auto inside = inside_.extract(client);
    if (inside.empty()) return;
    last_left_ = {client, std::move(inside.mapped().may)};
    changed_.erase(client);
    if (inside.mapped().told) gone_.push_back(inside.mapped().told_as.number);
}

bool Gatekeeper::may_read(Client client, std::string_view topic, Who who) const {
    return allowed(client, who, [&](const Permissions& may) {
        return either(
            may.rights, may.topics.get(),
            [&] { return mqtt_broker::may_read(may.rights, topic, who); },
            [&](const auto& topics) { return mqtt_broker::may_read(topics, may.side, topic); });
    });
}

bool Gatekeeper::may_write(Client client, std::string_view topic, Who who) {
    const bool may_so = allowed(client, who, [&](const Permissions& may) {
        return either(
            may.rights, may.topics.get(),
            [&] { return mqtt_broker::may_write(may.rights, topic, who); },
            [&](const auto& topics) { return mqtt_broker::may_write(topics, may.side, topic); });
    });
    if (!may_so) ++figures_.topics_refused;
    return may_so;
}

bool Gatekeeper::may_subscribe(Client client, std::string_view filter, Who who) {
    const auto inside = inside_.find(client);
    if (!allowed(client, who,
                 [&](const Permissions& may) { return may_subscribe(may, filter, who); })) {
        ++figures_.topics_refused;
        if (inside != inside_.end()) {
            note(inside->second.refused_filters, kRefusedMax, std::string(filter));
        };
        return false;
    }
    if (inside == inside_.end()) return true;
    note(inside->second.told_as.filters, kFiltersMax, cut(filter));
    changed_.insert(client);
    return true;
}

void Gatekeeper::unsubscribed(Client client, std::string_view filter) {
    const auto inside = inside_.find(client);
    if (inside == inside_.end()) return;
    std::erase(inside->second.told_as.filters, cut(filter));
    changed_.insert(client);
}

bool Gatekeeper::within_rate(Client client, Time now) {
    const auto inside = inside_.find(client);
    if (table_.message_rate_max == 0 || inside == inside_.end()) return true;
    auto& client_inside = inside->second;
    if (now - client_inside.second >= std::chrono::seconds(1)) {
        client_inside.second = now;
        client_inside.messages = 0;
    }
    if (client_inside.messages == table_.message_rate_max) {
        ++figures_.messages_over_rate;
        return false;
    }
    ++client_inside.messages;
    return true;
}

std::optional<std::string> Gatekeeper::client_id(std::uint64_t number) const {
    const auto found = std::ranges::find_if(
        inside_, [number](const auto& each) { return each.second.told_as.number == number; });
    if (found == inside_.end()) return std::nullopt;
    return found->second.client_id;
}

void Gatekeeper::report(const std::function<bool(const GateMessage&)>& send,
                        const std::function<std::uint64_t(Client)>& subscriptions) {
    last_left_ = {};
    while (!gone_.empty()) {
        if (!send(ClientGone{gone_.front()})) return;
        gone_.pop_front();
    }
    while (!changed_.empty()) {
        const auto client = *changed_.begin();
        auto& inside = inside_.at(client);
        inside.told_as.subscriptions = subscriptions(client);
        if (!send(inside.told_as)) return;
        inside.told = true;
        changed_.erase(changed_.begin());
    }
    while (!refused_.empty()) {
        if (!send(refused_.front())) return;
        refused_.pop_front();
    }
    if (figures_ != figures_told_ && send(figures_)) figures_told_ = figures_;
}

std::optional<Refusal> Gatekeeper::judge(const Login& login, Time now) {
    if (!login.username) return Refusal::NoCredentials;
    const auto user = table_.users.find(*login.username);
    if (user == table_.users.end()) return Refusal::UnknownUser;
    switch (look_at(user->first, user->second, login.password.value_or(""), now)) {
        case Password::Wrong:
            return Refusal::WrongPassword;
        case Password::NotLookedAt:
            return Refusal::TooManyWrong;
        case Password::Right:
            break;
    }
    if (!fits(user->second.client_id, login.client_id)) return Refusal::WrongClientId;
    return std::nullopt;
}

Gatekeeper::Password Gatekeeper::look_at(const std::string& username, const User& user,
                                         std::string_view password, Time now) {
    const auto mark = mark_of(username, password);
    const auto known = right_.find(username);
    if (mark && known != right_.end() &&
        ::CRYPTO_memcmp(known->second.data(), mark->data(), mark->size()) == 0) {
        return Password::Right;
    }
    if (now - second_ >= std::chrono::seconds(1)) {
        second_ = now;
        wrong_ = 0;
    }
    if (wrong_ == kWrongPerSecondMax) return Password::NotLookedAt;
    if (!matches(user.password, password)) {
        ++wrong_;
        return Password::Wrong;
    }
    if (mark) right_.insert_or_assign(username, *mark);
    return Password::Right;
}

// Worth nothing outside of this process, as the secret is not known there.
std::optional<Gatekeeper::Secret> Gatekeeper::mark_of(std::string_view username,
                                                      std::string_view password) const {
    std::string text(username);
    text.append(1, '\0').append(password);
    Secret mark{};
    std::size_t size = 0;
    const auto* made =
        ::EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, secret_.data(), secret_.size(),
                    reinterpret_cast<const unsigned char*>(text.data()), text.size(), mark.data(),
                    mark.size(), &size);
    ::OPENSSL_cleanse(text.data(), text.size());
    if (made == nullptr || size != mark.size()) return std::nullopt;
    return mark;
}

void Gatekeeper::refuse(Refusal reason, const Login& login) {
    ++figures_.logins_refused;
    if (refused_.size() == kRefusalsWaitingMax) return;  // counted all the same
    refused_.push_back(
        {reason, cut(login.client_id), cut(login.username.value_or("")), cut(login.address)});
}

bool Gatekeeper::may_subscribe(const Permissions& may, std::string_view filter, Who who) {
    return either(
        may.rights, may.topics.get(),
        [&] { return mqtt_broker::may_subscribe(may.rights, filter, who); },
        [&](const auto& topics) { return mqtt_broker::may_subscribe(topics, may.side, filter); });
}

Gatekeeper::Permissions Gatekeeper::permissions_of(const User& user) const {
    Permissions may{user.rights, nullptr, user.side};
    if (user.connection.empty()) return may;
    const auto topics = connections_.find(user.connection);
    may.topics =
        topics != connections_.end() ? topics->second : std::make_shared<const ConnectionTopics>();
    return may;
}

bool Gatekeeper::allowed(Client client, Who who, auto&& with) const {
    if (!table_.authentication) return with(Permissions{});
    const auto inside = inside_.find(client);
    if (inside != inside_.end()) return with(inside->second.may);
    if (client == last_left_.client) return with(last_left_.may);
    const auto user = table_.users.find(who.username);
    return user != table_.users.end() && with(permissions_of(user->second));
}

}  // namespace mqtt_broker
