// SPDX-License-Identifier: Apache-2.0
// FoundServers: one line for each server.
#include "knx/protocol/discovery/found_servers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace knx {
namespace {

std::string hex(std::span<const std::uint8_t> octets, std::string_view separator) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const auto octet : octets) {
        if (!text.empty()) text += separator;
        text += kDigits[octet >> 4];
        text += kDigits[octet & 0x0f];
    }
    return text;
}

bool is_set(std::span<const std::uint8_t> octets) {
    return std::ranges::any_of(octets, [](auto octet) { return octet != 0; });
}

void add_device(const DeviceInfo& device, std::vector<std::string>& parts) {
    if (!device.name.empty()) parts.push_back('"' + device.name + '"');
    parts.push_back(to_string(device.address));
    if (is_set(device.mac_address)) parts.push_back("MAC " + hex(device.mac_address, ":"));
    if (is_set(device.serial_number)) {
        const std::span serial(device.serial_number);
        parts.push_back("serial " + hex(serial.first(2), "") + ':' + hex(serial.subspan(2), ""));
    }
    if (device.programming_mode) parts.emplace_back("in programming mode");
}

void add_tunnelling(const DeviceDescription& description, std::vector<std::string>& parts) {
    std::string text = "tunnelling over UDP";
    if (description.offers_tcp_tunnelling()) text += " and TCP";
    if (description.demands_security(Family::Tunnelling)) text += " with KNX IP Secure only";
    if (!description.tunnels.empty()) {
        const auto free = std::ranges::count(description.tunnels, true, &TunnelSlot::free);
        text += " (" + std::to_string(free) + " of " + std::to_string(description.tunnels.size()) +
                " free)";
    }
    parts.push_back(std::move(text));
}

void add_routing(const DeviceDescription& description, std::vector<std::string>& parts) {
    std::string text = "routing";
    if (description.device && is_set(description.device->multicast_address)) {
        const auto address = to_string(Endpoint{description.device->multicast_address, 0});
        text += ' ' + address.substr(0, address.rfind(':'));
    }
    if (description.demands_security(Family::Routing)) text += " with KNX IP Secure only";
    parts.push_back(std::move(text));
}

std::string key_of(const SearchResponse& response, const Endpoint& control) {
    const auto& device = response.description.device;
    if (device && is_set(device->serial_number)) return hex(device->serial_number, "");
    return to_string(control);
}

}  // namespace

std::string describe(const DeviceDescription& description) {
    std::vector<std::string> parts;
    if (description.device) add_device(*description.device, parts);
    if (description.offers(Family::Tunnelling)) add_tunnelling(description, parts);
    if (description.offers(Family::Routing)) add_routing(description, parts);
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : ", ") + part;
    return text;
}

void FoundServers::add(const SearchResponse& response, const Endpoint& sender) {
    const auto control = answer_address(response.control, sender);
    const auto key = key_of(response, control);
    const auto known = servers_.find(key);
    if (known == servers_.end() && servers_.size() == kServersMax) {
        ++left_out_;
        return;
    }
    auto& server = servers_[key];
    if (known != servers_.end() && (server.extended || !response.extended)) return;
    server = {control, response.description, response.extended};
}

std::string FoundServers::text() const {
    std::vector<const Server*> order;
    for (const auto& [key, server] : servers_) order.push_back(&server);
    std::ranges::sort(order, {}, [](const Server* server) { return server->control; });
    std::string text;
    for (const auto* server : order) {
        const auto line = to_string(server->control) + "  " + describe(server->description);
        text += (text.empty() ? "" : "\n") + line;
    }
    if (left_out_ > 0) text += "\nand " + std::to_string(left_out_) + " further answers";
    return text;
}

}  // namespace knx
