// SPDX-License-Identifier: Apache-2.0
// Recognizes Mosquitto 2.0.11's complaints.
#include "mqtt-broker/protocol/failure.hpp"

#include <algorithm>

#include "mqtt-broker/protocol/log_line.hpp"

namespace mqtt_broker {
namespace {

bool among(std::span<const std::string> complaints, std::string_view words) {
    return std::any_of(complaints.begin(), complaints.end(), [words](const std::string& complaint) {
        return complaint.find(words) != std::string::npos;
    });
}

}  // namespace

Failure diagnose(std::span<const std::string> complaints, std::uint16_t opened,
                 const std::string& ended, const Configuration& configuration) {
    constexpr std::uint16_t kReservedEnd = 1024;
    const auto port = "Port " + std::to_string(opened);
    // Of a WebSocket listener Mosquitto says no more than that; nearly always it is the port.
    if (among(complaints, "Address already in use") ||
        among(complaints, "Unable to create websockets listener")) {
        return {Fault::PortInUse, port + " is used by another service."};
    }
    if (among(complaints, "Permission denied") && opened < kReservedEnd) {
        return {Fault::PortReserved,
                port + " is reserved by the system. Choose one from 1024 to 65535."};
    }
    if (among(complaints, "Cannot assign requested address") ||
        among(complaints, "does not support IPv")) {
        return {Fault::AddressUnavailable,
                "This machine has no address or interface '" + configuration.address + "'."};
    }
    // A gate that is not there, cannot be read, is of another Mosquitto, or says itself that it
    // cannot work.
    for (const auto* words : {"Unable to load auth plugin", "load plugin function",
                              "Unsupported auth plugin version", "Plugin returned"}) {
        if (among(complaints, words)) {
            return {Fault::GateRefused, "Mosquitto: " + printable(complaints.front())};
        }
    }
    // Follows every reason why it does not take the file: not one of its own, cut off, garbage.
    if (among(complaints, "Couldn't open database.")) {
        return {Fault::DatabaseCorrupt, "The saved messages cannot be read."};
    }
    if (!complaints.empty()) return {Fault::Other, "Mosquitto: " + printable(complaints.front())};
    return {Fault::Other, "Mosquitto ended unexpectedly (" + ended + ")."};
}

}  // namespace mqtt_broker
