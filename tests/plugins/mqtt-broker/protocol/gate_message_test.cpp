// SPDX-License-Identifier: Apache-2.0
// The gate's messages, there and back.
#include "mqtt-broker/protocol/gate_message.hpp"

#include <gtest/gtest.h>

namespace mqtt_broker {
namespace {

const std::vector<GateMessage> kMessages{
    LoadTable{},
    DisconnectClient{17},
    TableLoaded{"the table of users is not readable", 3},
    ClientPresent{1, "tablet", "anna", "192.0.2.1", 5, true, 1'700'000'000, 2, {"a/#", "b"}},
    ClientGone{0xFFFF'FFFF'FFFFU},
    LoginRefused{Refusal::WrongPassword, "tablet", "anna", "192.0.2.1"},
    GateFigures{1, 2, 3},
};

TEST(GateMessage, ComesBackAsItWas) {
    for (const auto& message : kMessages) {
        EXPECT_EQ(decode_gate_message(encode_gate_message(message)), message) << message.index();
    }
    EXPECT_EQ(kMessages.size(), std::variant_size_v<GateMessage>);
}

TEST(GateMessage, IsRefusedWhereverItIsCutOffOrLonger) {
    for (const auto& message : kMessages) {
        const auto octets = encode_gate_message(message);
        for (std::size_t size = 0; size < octets.size(); ++size) {
            EXPECT_FALSE(decode_gate_message(std::string_view(octets).substr(0, size)))
                << message.index() << " " << size;
        }
        EXPECT_FALSE(decode_gate_message(octets + "x")) << message.index();
    }
}

TEST(GateMessage, OfAKindThatIsNotThereIsRefused) {
    auto octets = encode_gate_message(LoadTable{});
    octets[0] = static_cast<char>(std::variant_size_v<GateMessage>);
    EXPECT_FALSE(decode_gate_message(octets));
}

}  // namespace
}  // namespace mqtt_broker
