// SPDX-License-Identifier: Apache-2.0
// Why Mosquitto ended, from what it wrote before.
#include "mqtt-broker/protocol/failure.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mqtt_broker {
namespace {

struct Row {
    const char* name;
    std::uint16_t port;
    std::vector<std::string> complaints;
    Fault fault;
    const char* words;
};

class Diagnosis : public ::testing::TestWithParam<Row> {};

TEST_P(Diagnosis, SaysWhatIsWrong) {
    Configuration configuration;
    configuration.address = "192.0.2.9";
    const auto failure =
        diagnose(GetParam().complaints, GetParam().port, "exit code 1", configuration);
    EXPECT_EQ(failure.fault, GetParam().fault);
    EXPECT_EQ(failure.words, GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Diagnosis,
    ::testing::Values(
        Row{"PortInUse",
            1883,
            {"Address already in use"},
            Fault::PortInUse,
            "Port 1883 is used by another service."},
        Row{"PortReserved",
            80,
            {"Permission denied"},
            Fault::PortReserved,
            "Port 80 is reserved by the system. Choose one from 1024 to 65535."},
        Row{"FileForbidden",
            1883,
            {"Permission denied"},
            Fault::Other,
            "Mosquitto: Permission denied"},
        Row{"AddressUnavailable",
            1883,
            {"Cannot assign requested address"},
            Fault::AddressUnavailable,
            "This machine has no address or interface '192.0.2.9'."},
        Row{"InterfaceUnavailable",
            1883,
            {"Interface nope0 does not support IPv4 configuration.",
             "Interface nope0 does not support IPv6 configuration."},
            Fault::AddressUnavailable,
            "This machine has no address or interface '192.0.2.9'."},
        Row{"DatabaseOfAnotherKind",
            1883,
            {"Unable to restore persistent database. Unrecognised file format.",
             "Couldn't open database."},
            Fault::DatabaseCorrupt,
            "The saved messages cannot be read."},
        Row{"DatabaseCutOff",
            1883,
            {"Not a directory.", "Couldn't open database."},
            Fault::DatabaseCorrupt,
            "The saved messages cannot be read."},
        Row{"WebsocketPortInUse",
            9001,
            {"Unable to create websockets listener on port 9001."},
            Fault::PortInUse,
            "Port 9001 is used by another service."},
        Row{"GateMissing",
            1883,
            {"Unable to load auth plugin \"/lib/gate.so\"."},
            Fault::GateRefused,
            "Mosquitto: Unable to load auth plugin \"/lib/gate.so\"."},
        Row{"GateThatCannotWork",
            1883,
            {"Busbar's gate: the table of users is not readable.",
             "Plugin returned 3 when initialising."},
            Fault::GateRefused,
            "Mosquitto: Busbar's gate: the table of users is not readable."},
        Row{"SomethingElse",
            1883,
            {"Unable to open pwfile \"passwd\".", "Error opening password file \"passwd\"."},
            Fault::Other,
            "Mosquitto: Unable to open pwfile \"passwd\"."},
        Row{"Silent", 1883, {}, Fault::Other, "Mosquitto ended unexpectedly (exit code 1)."}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace mqtt_broker
