// SPDX-License-Identifier: Apache-2.0
// Writes and reads the gate's table.
#include "mqtt-broker/protocol/gate_table.hpp"

#include <algorithm>
#include <utility>

#include "mqtt-broker/protocol/fields.hpp"

namespace mqtt_broker {
namespace {

constexpr std::string_view kHead = "busbar users 2";

void write_user(FieldWriter& out, const User& user) {
    const auto& password = user.password;
    out.number(password.iterations);
    out.text({reinterpret_cast<const char*>(password.salt.data()), password.salt.size()});
    out.text({reinterpret_cast<const char*>(password.key.data()), password.key.size()});
    out.text(user.client_id);
    out.text(user.connection).number(user.side == Side::Both ? 1 : 0);
    out.number(user.rights.size());
    for (const auto& right : user.rights) {
        out.number(static_cast<std::uint64_t>(right.access)).text(right.pattern);
    }
}

void write_topics(FieldWriter& out, const TopicSet& topics) {
    out.number(topics.size());
    topics.each([&](const std::string& topic) { out.text(topic); });
}

TopicSet read_topics(FieldReader& in) {
    std::vector<std::string> topics;
    for (auto count = in.number(); count > 0 && in.good(); --count) topics.emplace_back(in.text());
    return TopicSet(std::move(topics));
}

template <class Octets>
bool read_octets(FieldReader& in, Octets& octets) {
    const auto text = in.text();
    if (text.size() != octets.size()) return false;
    std::copy(text.begin(), text.end(), octets.begin());
    return true;
}

// False when something cannot be so.
bool read_user(FieldReader& in, User& user) {
    user.password.iterations = static_cast<std::uint32_t>(in.number());
    if (!read_octets(in, user.password.salt) || !read_octets(in, user.password.key)) return false;
    user.client_id = in.text();
    user.connection = in.text();
    const auto both = in.number();
    if (both > 1) return false;
    user.side = both == 1 ? Side::Both : Side::Others;
    for (auto count = in.number(); count > 0 && in.good(); --count) {
        const auto access = in.number();
        if (access < 1 || access > 3) return false;
        user.rights.push_back({static_cast<Access>(access), std::string(in.text())});
    }
    return in.good();
}

}  // namespace

std::string encode_gate_table(const GateTable& table) {
    FieldWriter out;
    out.text(kHead).number(table.authentication ? 1 : 0).number(table.message_rate_max);
    out.number(table.users.size());
    for (const auto& [name, user] : table.users) {
        out.text(name);
        write_user(out, user);
    }
    out.number(table.connections.size());
    for (const auto& [id, topics] : table.connections) {
        out.text(id);
        write_topics(out, topics.commands);
        write_topics(out, topics.reports);
    }
    return out.take();
}

busbar::Result<GateTable> decode_gate_table(std::string_view octets) {
    const auto unreadable =
        busbar::fail(busbar::ErrorCode::InvalidArgument, "the table of users is not readable");
    FieldReader in(octets);
    if (in.text() != kHead) return unreadable;
    GateTable table;
    const auto authentication = in.number();
    if (authentication > 1) return unreadable;
    table.authentication = authentication == 1;
    const auto rate = in.number();
    if (rate > 0xFFFF'FFFFU) return unreadable;
    table.message_rate_max = static_cast<std::uint32_t>(rate);
    for (auto count = in.number(); count > 0 && in.good(); --count) {
        std::string name(in.text());
        User user;
        if (!read_user(in, user)) return unreadable;
        table.users.insert_or_assign(std::move(name), std::move(user));
    }
    for (auto count = in.number(); count > 0 && in.good(); --count) {
        auto& topics = table.connections[std::string(in.text())];
        topics.commands = read_topics(in);
        topics.reports = read_topics(in);
    }
    if (!in.ended()) return unreadable;
    return table;
}

}  // namespace mqtt_broker
