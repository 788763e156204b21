// SPDX-License-Identifier: Apache-2.0
// Takes Mosquitto's log lines apart.
#include "mqtt-broker/protocol/log_line.hpp"

#include <algorithm>

namespace mqtt_broker {
namespace {

constexpr std::string_view kVersion = "mosquitto version ";
constexpr std::string_view kDigits = "0123456789";

// Before it has read its configuration, Mosquitto writes "1700000000: " before each line.
std::string_view without_timestamp(std::string_view line) {
    const auto end = line.find_first_not_of(kDigits);
    if (end == 0 || end == std::string_view::npos) return line;
    return line.substr(end).starts_with(": ") ? line.substr(end + 2) : line;
}

// "mosquitto version 2.0.11 starting"
LogLine parse_version(std::string_view rest) {
    const auto space = rest.find(' ');
    if (space == std::string_view::npos) return {};
    const auto verb = rest.substr(space + 1);
    if (verb == "starting") return {LogKind::Starting, std::string(rest.substr(0, space))};
    if (verb == "running") return {LogKind::Running, {}};
    if (verb == "terminating") return {LogKind::Terminating, {}};
    return {};
}

// "Opening ipv4 listen socket on port 1883."
LogLine parse_opening(std::string_view line) {
    constexpr std::string_view kPort = " listen socket on port ";
    const auto port = line.find(kPort);
    if (port == std::string_view::npos || !line.ends_with('.')) return {};
    line.remove_suffix(1);
    return {LogKind::Opening, std::string(line.substr(port + kPort.size()))};
}

// "New client connected from 127.0.0.1:42193 as a (p5, c1, k60, u'user1')."
LogLine parse_connected(std::string_view line) {
    constexpr std::string_view kUser = ", u'";
    constexpr std::string_view kEnd = "').";
    const auto user = line.rfind(kUser);
    if (user == std::string_view::npos || !line.ends_with(kEnd)) {
        return {LogKind::ClientConnected, {}};
    }
    const auto start = user + kUser.size();
    return {LogKind::ClientConnected,
            std::string(line.substr(start, line.size() - kEnd.size() - start))};
}

}  // namespace

LogLine parse_log_line(std::string_view raw) {
    constexpr std::string_view kError = "Error: ";
    constexpr std::string_view kWarning = "Warning: ";
    // Of our own local socket, which has no such option: nothing is wrong.
    constexpr std::string_view kLocalSocket = "Warning: Unable to set TCP_NODELAY.";
    const auto line = without_timestamp(raw);
    if (line == kLocalSocket) return {};
    if (line.starts_with(kError)) return {LogKind::Error, std::string(line.substr(kError.size()))};
    // "Error found at ./mosquitto.conf:12." and "Error opening password file" have no colon.
    if (line.starts_with("Error ")) return {LogKind::Error, std::string(line)};
    if (line.starts_with(kWarning)) {
        return {LogKind::Warning, std::string(line.substr(kWarning.size()))};
    }
    if (line.starts_with(kVersion)) return parse_version(line.substr(kVersion.size()));
    if (line == "Reloading config.") return {LogKind::Reloading, {}};
    if (line.starts_with("New client connected from ")) return parse_connected(line);
    if (line.starts_with("Opening ")) return parse_opening(line);
    if (!line.starts_with("Client ")) return {};
    if (line.ends_with(" disconnected, not authorised.")) return {LogKind::LoginRefused, {}};
    if (line.ends_with(" denied: max_connections exceeded.")) return {LogKind::ClientRefused, {}};
    return {};
}

std::string printable(std::string_view line) {
    constexpr std::size_t kLengthMax = 500;
    std::string text(line.substr(0, kLengthMax));
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < 0x20 || c > 0x7E; }, '?');
    return text;
}

}  // namespace mqtt_broker
