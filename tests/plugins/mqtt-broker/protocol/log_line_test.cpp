// SPDX-License-Identifier: Apache-2.0
// Log lines of Mosquitto 2.0.11.
#include "mqtt-broker/protocol/log_line.hpp"

#include <gtest/gtest.h>

namespace mqtt_broker {
namespace {

struct Row {
    const char* name;
    const char* line;
    LogKind kind;
    const char* detail;
};

class LogLines : public ::testing::TestWithParam<Row> {};

TEST_P(LogLines, AreUnderstood) {
    const auto line = parse_log_line(GetParam().line);
    EXPECT_EQ(line.kind, GetParam().kind);
    EXPECT_EQ(line.detail, GetParam().detail);
}

INSTANTIATE_TEST_SUITE_P(
    Table, LogLines,
    ::testing::Values(
        Row{"Starting", "mosquitto version 2.0.11 starting", LogKind::Starting, "2.0.11"},
        Row{"Running", "mosquitto version 2.0.11 running", LogKind::Running, ""},
        Row{"Terminating", "mosquitto version 2.0.11 terminating", LogKind::Terminating, ""},
        Row{"Opening", "Opening ipv4 listen socket on port 1883.", LogKind::Opening, "1883"},
        Row{"OpeningWebsocket", "Opening websockets listen socket on port 9001.", LogKind::Opening,
            "9001"},
        Row{"OpeningSocket", "Opening unix listen socket on path broker.sock.", LogKind::Other, ""},
        Row{"Reloading", "Reloading config.", LogKind::Reloading, ""},
        Row{"Connected", "New client connected from 127.0.0.1:42193 as a (p5, c1, k60, u'user1').",
            LogKind::ClientConnected, "user1"},
        Row{"ConnectedQuote",
            "New client connected from 127.0.0.1:55676 as id-o'x (p2, c1, k60, u'o'x').",
            LogKind::ClientConnected, "o'x"},
        Row{"ConnectedAnonymous",
            "New client connected from 127.0.0.1:53698 as auto-CD16 (p2, c1, k60).",
            LogKind::ClientConnected, ""},
        Row{"LocalSocket", "Warning: Unable to set TCP_NODELAY.", LogKind::Other, ""},
        Row{"LoginRefused", "Client <unknown> disconnected, not authorised.", LogKind::LoginRefused,
            ""},
        Row{"TooManyClients", "Client connection from 127.0.0.1 denied: max_connections exceeded.",
            LogKind::ClientRefused, ""},
        Row{"PortInUse", "Error: Address already in use", LogKind::Error, "Address already in use"},
        Row{"ErrorWithoutColon", "Error opening password file \"passwd\".", LogKind::Error,
            "Error opening password file \"passwd\"."},
        Row{"ErrorWithTime", "1795346162: Error: Unknown configuration variable \"x\".",
            LogKind::Error, "Unknown configuration variable \"x\"."},
        Row{"PlaceWithTime", "1795346162: Error found at ./mosquitto.conf:12.", LogKind::Error,
            "Error found at ./mosquitto.conf:12."},
        Row{"Warning", "Warning: Persistence file is empty.", LogKind::Warning,
            "Persistence file is empty."},
        Row{"Disconnected", "Client id-anna disconnected.", LogKind::Other, ""},
        Row{"ClientCalledReloading", "Client Reloading config. disconnected.", LogKind::Other, ""},
        Row{"Empty", "", LogKind::Other, ""}, Row{"Digits", "1795346162", LogKind::Other, ""},
        Row{"VersionOnly", "mosquitto version 2", LogKind::Other, ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(PrintableLine, HasNoControlCharacterAndAnEnd) {
    EXPECT_EQ(printable("Client \x1b[2J\xff disconnected."), "Client ?[2J? disconnected.");
    EXPECT_EQ(printable(std::string(10'000, 'x')).size(), 500U);
}

}  // namespace
}  // namespace mqtt_broker
