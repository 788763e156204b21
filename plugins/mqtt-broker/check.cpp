// SPDX-License-Identifier: Apache-2.0
// What is wrong with settings before they are saved.
#include <set>
#include <string_view>

#include "mqtt-broker/bridge.hpp"

namespace mqtt_broker {
namespace {

enum class Weight : std::uint8_t { Error, Warning };

class Problems {
 public:
    Problems(std::string item_id, std::vector<busbar::v1::Problem>& out)
        : item_id_(std::move(item_id)), out_(out) {}

    void add(Weight weight, const char* field, const char* code, std::string_view message) {
        auto& problem = out_.emplace_back();
        problem.set_item_id(item_id_);
        problem.set_field(field);
        problem.set_code(code);
        problem.set_message(std::string(message));
        problem.set_is_warning(weight == Weight::Warning);
    }

 private:
    std::string item_id_;
    std::vector<busbar::v1::Problem>& out_;
};

struct Port {
    const char* field;
    bool used;
    std::uint32_t number;
};

void check_ports(const settings::Broker& broker, Problems& problems) {
    constexpr std::uint32_t kPortMax = 65'535;
    constexpr std::uint32_t kReservedEnd = 1024;
    const auto number = [](std::uint32_t set, std::uint32_t usual) {
        return set != 0 ? set : usual;
    };
    const Port ports[] = {
        {"port", true, number(broker.port(), 1883)},
        {"tls_port", broker.tls(), number(broker.tls_port(), 8883)},
        {"websocket_port", broker.websocket(), number(broker.websocket_port(), 9001)},
        {"websocket_tls_port", broker.websocket_tls(), number(broker.websocket_tls_port(), 9443)}};
    std::set<std::uint32_t> taken;
    for (const auto& port : ports) {
        if (port.number > kPortMax) {
            problems.add(Weight::Error, port.field, "port_range",
                         "A port is a number from 1 to 65535.");
        } else if (port.used && port.number < kReservedEnd) {
            // A warning: the system can be set up to allow it.
            problems.add(
                Weight::Warning, port.field, "privileged_port",
                "Ports below 1024 are reserved by most systems; the broker may not start.");
        }
        if (port.used && !taken.insert(port.number).second) {
            problems.add(Weight::Error, port.field, "port_twice",
                         "Two kinds of connections cannot have the same port.");
        }
    }
}

void check_encryption(const settings::Broker& broker, Problems& problems) {
    if (broker.certificate_file().empty() != broker.key_file().empty()) {
        problems.add(Weight::Error, broker.key_file().empty() ? "key_file" : "certificate_file",
                     "pair_needed", "A certificate needs its key, and a key its certificate.");
    }
    if (broker.plain_local_only() && !broker.tls() && broker.bind() > settings::BIND_LOOPBACK) {
        problems.add(Weight::Error, "plain_local_only", "encryption_needed",
                     "Switch the encryption on: nobody else could connect.");
    }
}

void check_address(const settings::Broker& broker, Problems& problems) {
    if (broker.bind() != settings::BIND_LAN) return;
    const auto& address = broker.address();
    if (address.empty()) {
        problems.add(Weight::Error, "address", "address_needed",
                     "Enter an address of this machine or the name of a network interface.");
    } else if (address == "0.0.0.0" || address == "::") {
        problems.add(Weight::Error, "address", "address_any",
                     "To be reachable on every network, choose that instead of an address.");
    } else if (!is_ip_address(address) && !is_interface_name(address)) {
        problems.add(Weight::Error, "address", "address_form",
                     "This is neither an IP address nor the name of a network interface.");
    }
}

void check_authentication(const settings::Broker& broker, Problems& problems) {
    if (!broker.has_authentication() || broker.authentication()) return;
    problems.add(Weight::Warning, "authentication", "authentication_off",
                 "Anyone who reaches the broker can read and control your building.");
    const bool local = broker.bind() == settings::BIND_LAN && is_loopback(broker.address());
    if ((broker.bind() == settings::BIND_LAN && !local) || broker.bind() == settings::BIND_ALL) {
        problems.add(Weight::Warning, "bind", "open_to_network",
                     "Without authentication, everyone in the network reaches the broker.");
    }
}

void check_limits(const settings::Broker& broker, Problems& problems) {
    constexpr std::uint32_t kConnectionsMax = 10'000;
    constexpr std::uint32_t kMessageSizeMin = 128;
    constexpr std::uint32_t kMessageSizeMax = 268'435'455;  // what MQTT's length can say
    constexpr std::uint32_t kQueuedMessagesMax = 1'000'000;
    constexpr std::uint32_t kMessageRateMax = 1'000'000;
    if (broker.connections_max() > kConnectionsMax) {
        problems.add(Weight::Error, "connections_max", "range", "At most 10000 clients.");
    }
    const auto size = broker.message_size_max();
    if (size != 0 && (size < kMessageSizeMin || size > kMessageSizeMax)) {
        problems.add(Weight::Error, "message_size_max", "range",
                     "A message size is from 128 to 268435455 octets.");
    }
    if (broker.queued_messages_max() > kQueuedMessagesMax) {
        problems.add(Weight::Error, "queued_messages_max", "range", "At most 1000000 messages.");
    }
    if (broker.message_rate_max() > kMessageRateMax) {
        problems.add(Weight::Error, "message_rate_max", "range",
                     "At most 1000000 messages a second.");
    }
}

void check_broker(const settings::Broker& broker, Problems& problems) {
    check_ports(broker, problems);
    check_address(broker, problems);
    check_authentication(broker, problems);
    check_limits(broker, problems);
    check_encryption(broker, problems);
}

void check_rights(const settings::User& user, Problems& problems) {
    constexpr int kRightsMax = 100;
    if (user.rights_size() > kRightsMax) {
        problems.add(Weight::Error, "rights", "too_many", "A user has at most 100 topic rights.");
    }
    for (int i = 0; i < user.rights_size(); ++i) {
        const auto fault = pattern_fault(user.rights(i).topic());
        const auto field = "rights[" + std::to_string(i) + "].topic";
        if (!fault.empty()) problems.add(Weight::Error, field.c_str(), "topic_form", fault);
    }
}

void check_user(const settings::User& user, Problems& problems) {
    constexpr std::size_t kPasswordOctetsMax = 1024;  // 256 characters of four octets
    if (const auto fault = username_fault(user.username()); !fault.empty()) {
        problems.add(Weight::Error, "username",
                     user.username().empty() ? "username_needed" : "username_form", fault);
    }
    const bool enabled = !user.has_enabled() || user.enabled();
    if (enabled && user.password().empty()) {
        problems.add(Weight::Error, "password", "password_needed", "Password needed.");
    }
    if (user.password().size() > kPasswordOctetsMax) {
        problems.add(Weight::Error, "password", "password_length",
                     "A password has at most 256 characters.");
    }
    check_rights(user, problems);
}

}  // namespace

void check(const busbar::v1::CheckItems& items, std::vector<busbar::v1::Problem>& out) {
    for (const auto& item : items.items()) {
        Problems problems(item.id(), out);
        if (items.collection() == "broker") {
            settings::Broker broker;
            if (broker.ParseFromString(item.settings())) check_broker(broker, problems);
        } else if (items.collection() == "users") {
            settings::User user;
            if (user.ParseFromString(item.settings())) check_user(user, problems);
        }
    }
}

}  // namespace mqtt_broker
