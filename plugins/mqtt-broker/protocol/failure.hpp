// SPDX-License-Identifier: Apache-2.0
// Failure: why Mosquitto ended, in words for the operator.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "mqtt-broker/protocol/configuration.hpp"

namespace mqtt_broker {

enum class Fault : std::uint8_t {
    PortInUse,
    PortReserved,        // below 1,024, and we may not
    AddressUnavailable,  // this machine does not have the address or interface
    DatabaseCorrupt,     // the saved retained messages cannot be read
    GateRefused,         // Mosquitto cannot load Busbar's part of it
    Other,
};

struct Failure {
    Fault fault = Fault::Other;
    std::string words;  // a sentence with a full stop: what is wrong and, where known, what to do

    friend bool operator==(const Failure&, const Failure&) = default;
};

// From what it complained of last (`complaints`: details of Error and Warning lines, oldest first),
// the port that it opened last, and how it ended ("exit code 1", "signal 9").
[[nodiscard]] Failure diagnose(std::span<const std::string> complaints, std::uint16_t opened,
                               const std::string& ended, const Configuration& configuration);

}  // namespace mqtt_broker
