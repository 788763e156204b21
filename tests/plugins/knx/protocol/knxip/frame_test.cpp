// SPDX-License-Identifier: Apache-2.0
// Every kind of frame: one octet short, one too many, and as it is.
#include "knx/protocol/knxip/frame.hpp"

#include <gtest/gtest.h>

#include "support/knx/hex.hpp"

namespace knx {
namespace {

using testing::from_hex;

enum class Tail : std::uint8_t { Fixed, Open };  // whether more octets would make sense

struct Row {
    const char* name;
    Service service;
    const char* body;
    Tail tail;
};

constexpr const char* kTwoHpai = "0801c0a82a018495 0801c0a82a01cca9";

ByteBuffer frame_of(Service service, ByteSpan body) {
    ByteBuffer out;
    FrameWriter frame(out, service);
    append_octets(out, body);
    frame.finish();
    return out;
}

class AnyFrame : public ::testing::TestWithParam<Row> {
 protected:
    const ByteBuffer body_ = from_hex(GetParam().body);
};

TEST_P(AnyFrame, IsDecoded) {
    const auto bytes = frame_of(GetParam().service, body_);
    const auto frame = decode_frame(bytes);
    ASSERT_TRUE(frame) << frame.error().message;
    EXPECT_EQ(frame->header.service, GetParam().service);
}

TEST_P(AnyFrame, IsRefusedWhenCutAnywhere) {
    const auto whole = frame_of(GetParam().service, body_);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(decode_frame(ByteSpan(whole).first(size))) << size;
    }
}

TEST_P(AnyFrame, IsRefusedWhenItsBodyIsShortOrEmpty) {
    EXPECT_FALSE(decode_frame(frame_of(GetParam().service, {})));
    if (GetParam().tail == Tail::Open) return;
    for (std::size_t size = 0; size < body_.size(); ++size) {
        EXPECT_FALSE(decode_frame(frame_of(GetParam().service, ByteSpan(body_).first(size))))
            << size;
    }
}

TEST_P(AnyFrame, IsRefusedWithAnOctetTooManyUnlessItsTailIsOpen) {
    auto longer = body_;
    longer.push_back(0x01);
    const bool decoded = decode_frame(frame_of(GetParam().service, longer)).has_value();
    if (GetParam().tail == Tail::Fixed) {
        EXPECT_FALSE(decoded);
    }
}

const Row kRows[] = {
    {"SearchRequest", Service::SearchRequest, "0801e000170c0e57", Tail::Fixed},
    {"DescriptionRequest", Service::DescriptionRequest, "0801c0a82a018495", Tail::Fixed},
    {"SearchRequestExtended", Service::SearchRequestExtended, "0801e000170c0e57 0281", Tail::Open},
    {"SearchResponse", Service::SearchResponse, "0801c0a82a010e57 04020401", Tail::Open},
    {"SearchResponseExtended", Service::SearchResponseExtended, "0801c0a82a010e57 04020402",
     Tail::Open},
    {"ConnectRequest", Service::ConnectRequest, "0801c0a82a0184950801c0a82a01cca904040200",
     Tail::Fixed},
    {"ConnectRequestForAnAddress", Service::ConnectRequest,
     "0801c0a82a0184950801c0a82a01cca9060402001105", Tail::Fixed},
    {"ConnectRequestForManagement", Service::ConnectRequest, "0801c0a82a0184950801c0a82a01cca90203",
     Tail::Fixed},
    {"ConnectResponse", Service::ConnectResponse, "01000801c0a82a010e57040411fa", Tail::Fixed},
    {"ConnectResponseForManagement", Service::ConnectResponse, "01000801c0a82a010e570203",
     Tail::Fixed},
    {"ConnectionstateRequest", Service::ConnectionstateRequest, "01000801c0a82a018495",
     Tail::Fixed},
    {"ConnectionstateResponse", Service::ConnectionstateResponse, "0100", Tail::Fixed},
    {"DisconnectRequest", Service::DisconnectRequest, "01000801c0a82a018495", Tail::Fixed},
    {"DisconnectResponse", Service::DisconnectResponse, "0100", Tail::Fixed},
    {"TunnellingRequest", Service::TunnellingRequest, "04010000 2900bce011010a03010081",
     Tail::Open},
    {"TunnellingAck", Service::TunnellingAck, "04010000", Tail::Fixed},
    {"DeviceConfigurationAck", Service::DeviceConfigurationAck, "04010000", Tail::Fixed},
    {"FeatureGet", Service::TunnellingFeatureGet, "04010000 0300", Tail::Fixed},
    {"FeatureResponse", Service::TunnellingFeatureResponse, "04010000 0300 01", Tail::Open},
    {"FeatureSet", Service::TunnellingFeatureSet, "04010000 0800 01", Tail::Open},
    {"FeatureInfo", Service::TunnellingFeatureInfo, "04010000 0300 01", Tail::Open},
    {"RoutingIndication", Service::RoutingIndication, "2900bce011010a03010081", Tail::Open},
    {"RoutingLostMessage", Service::RoutingLostMessage, "04000005", Tail::Fixed},
    {"RoutingBusy", Service::RoutingBusy, "060000640000", Tail::Fixed},
    {"SecureWrapper", Service::SecureWrapper,
     "0001 000000000001 00fa12345678 0000 0102030405ff 92ed4939d4dc22c266d75f2a0de0a50e",
     Tail::Open},
    {"SessionRequest", Service::SessionRequest,
     "0802000000000000 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
     Tail::Fixed},
    {"SessionResponse", Service::SessionResponse,
     "0001 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f "
     "92ed4939d4dc22c266d75f2a0de0a50e",
     Tail::Fixed},
    {"SessionAuthenticate", Service::SessionAuthenticate, "0002 92ed4939d4dc22c266d75f2a0de0a50e",
     Tail::Fixed},
    {"SessionStatus", Service::SessionStatus, "0000", Tail::Fixed},
    {"TimerNotify", Service::TimerNotify,
     "000000000001 00fa12345678 0001 92ed4939d4dc22c266d75f2a0de0a50e", Tail::Fixed},
};

INSTANTIATE_TEST_SUITE_P(Rows, AnyFrame, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.name; });

TEST(Frame, LeavesWhatFollowsItAlone) {
    auto bytes = frame_of(Service::TunnellingAck, from_hex("04010000"));
    bytes.push_back(0x06);
    const auto frame = decode_frame(bytes);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->header.total_length, 10);
}

TEST(Frame, TellsAnUnknownServiceFromAMalformedFrame) {
    const auto frame = decode_frame(frame_of(static_cast<Service>(0x9999), {}));
    ASSERT_FALSE(frame);
    EXPECT_EQ(frame.error().code, busbar::ErrorCode::NotFound);
}

TEST(Frame, KnowsRemoteServicesByNameOnly) {
    const auto bytes = frame_of(Service::RemoteDiagRequest, from_hex("0001"));
    ASSERT_TRUE(decode_frame(bytes));
    EXPECT_EQ(service_name(Service::RemoteDiagRequest), "REMOTE_DIAG_REQUEST");
}

TEST(ConnectResponse, IsReadShortOrWithJunkWhenItRefuses) {
    for (const char* body : {"0024", "0024 0801c0a801010e57 00000000", "c024 ffff"}) {
        const auto response = decode_connect_response(from_hex(body));
        ASSERT_TRUE(response) << body;
        EXPECT_EQ(response->status, StatusCode::NoMoreConnections);
    }
}

TEST(ConnectRequest, IsRefusedWithAConnectionTypeNobodyKnows) {
    EXPECT_FALSE(decode_connect_request(from_hex(std::string(kTwoHpai) + "04060200")));
}

}  // namespace
}  // namespace knx
