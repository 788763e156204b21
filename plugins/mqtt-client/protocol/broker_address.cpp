// SPDX-License-Identifier: Apache-2.0
// Hosts, ports and URLs.
#include "protocol/broker_address.hpp"

#include <algorithm>
#include <charconv>

namespace mqtt_client {
namespace {

struct Scheme {
    std::string_view name;
    bool tls;
    bool websocket;
};

constexpr Scheme kSchemes[] = {
    {"mqtt", false, false}, {"tcp", false, false}, {"mqtts", true, false},
    {"ssl", true, false},   {"ws", false, true},   {"wss", true, true},
};

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

bool is_host(std::string_view host) {
    return !host.empty() && host.find_first_of(" \t\r\n/?#@[]") == std::string_view::npos;
}

// `host` and what stands behind it, ":1884" or nothing.
std::optional<BrokerAddress> join(std::string_view host, std::string_view rest) {
    if (!is_host(host)) return std::nullopt;
    BrokerAddress address{std::string(host), 0};
    if (rest.empty()) return address;
    const auto port = rest.front() == ':' ? parse_port(rest.substr(1)) : std::nullopt;
    if (!port) return std::nullopt;
    address.port = *port;
    return address;
}

}  // namespace

std::optional<BrokerAddress> parse_broker_address(std::string_view text) {
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        return join(text.substr(1, end - 1), text.substr(end + 1));
    }
    // One colon is a port; more are an IPv6 address.
    const auto colons = std::count(text.begin(), text.end(), ':');
    if (colons != 1) return join(text, {});
    const auto colon = text.find(':');
    return join(text.substr(0, colon), text.substr(colon));
}

std::optional<BrokerUrl> parse_broker_url(std::string_view text) {
    BrokerUrl url;
    if (const auto end = text.find("://"); end != std::string_view::npos) {
        const auto* scheme =
            std::find_if(std::begin(kSchemes), std::end(kSchemes),
                         [&](const Scheme& known) { return known.name == text.substr(0, end); });
        if (scheme == std::end(kSchemes)) return std::nullopt;
        url.tls = scheme->tls;
        url.websocket = scheme->websocket;
        text.remove_prefix(end + 3);
    }
    if (const auto slash = text.find('/'); slash != std::string_view::npos) {
        url.path = text.substr(slash);
        text = text.substr(0, slash);
    }
    if (const auto login = text.rfind('@'); login != std::string_view::npos) {
        text.remove_prefix(login + 1);
    }
    auto address = parse_broker_address(text);
    if (!address) return std::nullopt;
    url.address = std::move(*address);
    return url;
}

}  // namespace mqtt_client
