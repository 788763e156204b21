// SPDX-License-Identifier: Apache-2.0
// The tunnel's rules one by one, over UDP and TCP; time is turned by hand.
#include "knx/protocol/tunnel/tunnel.hpp"

#include <gtest/gtest.h>

#include <variant>
#include <vector>

#include "knx/protocol/cemi.hpp"
#include "knx/protocol/knxip/frame.hpp"
#include "support/knx/hex.hpp"

namespace knx {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::from_hex;
using State = Tunnel::State;

constexpr Endpoint kLocal{{192, 168, 1, 2}, 50000};
constexpr Endpoint kControl{{192, 168, 1, 10}, 3671};
constexpr Endpoint kData{{192, 168, 1, 10}, 40000};
constexpr std::uint8_t kChannel = 7;
constexpr IndividualAddress kAddress{0x11fa};

Telegram write(std::uint8_t value, std::uint16_t group = 0x0a03) {
    return {{}, GroupAddress{group}, GroupService::Write, Priority::Low, Payload::small(value)};
}

// A tunnel, its clock, and what it did in the last step.
class TunnelTest : public ::testing::Test {
 protected:
    explicit TunnelTest(TunnelOptions options = {}) : tunnel_(std::move(options)) {}

    void step(const Tunnel::Event& event) {
        actions_.clear();
        tunnel_.step(event, now_, actions_);
    }
    template <class Content>
    void receive(const Content& content, Endpoint sender = kControl) {
        ByteBuffer frame;
        encode(content, frame);
        step(Tunnel::Arrived{frame, sender});
    }
    // A TUNNELLING_REQUEST of the server with this telegram.
    void receive_cemi(MessageCode code, const Telegram& telegram, std::uint8_t sequence,
                      bool negative = false) {
        ByteBuffer cemi;
        encode_telegram(code, telegram, cemi);
        if (negative) cemi[2] |= 0x01;
        receive(TunnellingRequest{{kChannel, sequence, StatusCode::Ok}, cemi}, kData);
    }
    void pass(std::chrono::milliseconds duration) {
        now_ += duration;
        step(Tunnel::TimePassed{});
    }
    void open() { step(Tunnel::Opened{kLocal, kControl}); }
    void connect() {
        open();
        receive(ConnectResponse{kChannel, StatusCode::Ok, Hpai{HostProtocol::Udp, kData},
                                ConnectionType::Tunnel, kAddress});
        ASSERT_EQ(tunnel_.state(), State::Connected);
    }
    busbar::Status submit(RequestId id, Telegram telegram) {
        actions_.clear();
        return tunnel_.submit(id, std::move(telegram), now_, actions_);
    }

    // What was sent, decoded.
    std::vector<Frame> sent() {
        std::vector<Frame> frames;
        for (const auto& send : actions_.sends()) {
            frames.push_back(*decode_frame(actions_.frame(send)));
        }
        return frames;
    }
    // The only frame sent; a test that expects another number fails here.
    template <class Content>
    Content only_sent() {
        const auto frames = sent();
        EXPECT_EQ(frames.size(), 1U);
        if (frames.empty() || !std::holds_alternative<Content>(frames.front().content)) {
            ADD_FAILURE() << "no frame, or one of another kind";
            return {};
        }
        return std::get<Content>(frames.front().content);
    }
    Endpoint sent_to(std::size_t index = 0) { return actions_.sends()[index].to; }
    const Lost* lost() {
        return actions_.transition() ? std::get_if<Lost>(&*actions_.transition()) : nullptr;
    }
    bool stopped() {
        return actions_.transition() && std::holds_alternative<Stopped>(*actions_.transition());
    }
    template <class Kind>
    std::vector<Kind> told() {
        std::vector<Kind> events;
        for (const auto& event : actions_.events()) {
            if (const auto* kind = std::get_if<Kind>(&event)) events.push_back(*kind);
        }
        return events;
    }

    TimePoint now_{};
    Actions actions_;
    Tunnel tunnel_;
};

class TcpTunnelTest : public TunnelTest {
 protected:
    TcpTunnelTest() : TunnelTest({.transport = HostProtocol::Tcp, .tunnel_address = {}}) {}
};

class NatTunnelTest : public TunnelTest {
 protected:
    NatTunnelTest() : TunnelTest({.route_back = true, .tunnel_address = {}}) {}
};

class AddressTunnelTest : public TunnelTest {
 protected:
    AddressTunnelTest() : TunnelTest({.tunnel_address = IndividualAddress{0x1105}}) {}
};

class SmallQueueTunnelTest : public TunnelTest {
 protected:
    SmallQueueTunnelTest() : TunnelTest({.tunnel_address = {}, .queue_length_max = 2}) {}
};

// Connecting.

TEST_F(TunnelTest, AsksTheControlEndpointForALinkLayerTunnel) {
    open();
    const auto request = only_sent<ConnectRequest>();
    EXPECT_EQ(sent_to(), kControl);
    EXPECT_EQ(request.control, (Hpai{HostProtocol::Udp, kLocal}));
    EXPECT_EQ(request.data, (Hpai{HostProtocol::Udp, kLocal}));
    EXPECT_EQ(request.layer, TunnelLayer::Link);
    EXPECT_FALSE(request.tunnel_address);
}

TEST_F(NatTunnelTest, AsksForAnswersToTheSender) {
    open();
    EXPECT_EQ(only_sent<ConnectRequest>().data, route_back_hpai(HostProtocol::Udp));
}

TEST_F(TcpTunnelTest, AsksForAnswersOnTheSameStream) {
    open();
    EXPECT_EQ(only_sent<ConnectRequest>().control, route_back_hpai(HostProtocol::Tcp));
}

TEST_F(AddressTunnelTest, AsksForTheConfiguredTunnelAddress) {
    open();
    EXPECT_EQ(only_sent<ConnectRequest>().tunnel_address, IndividualAddress{0x1105});
}

TEST_F(TunnelTest, IsConnectedWithTheAddressTheServerAssigned) {
    connect();
    ASSERT_TRUE(actions_.transition());
    EXPECT_EQ(std::get<Connected>(*actions_.transition()).address, kAddress);
}

TEST_F(TunnelTest, GivesUpConnectingAfterTenSeconds) {
    open();
    EXPECT_EQ(tunnel_.deadline(), now_ + seconds(10));
    pass(milliseconds(9999));
    EXPECT_FALSE(lost());
    pass(milliseconds(1));
    ASSERT_TRUE(lost());
    EXPECT_EQ(lost()->loss, Loss::NoAnswer);
    EXPECT_NE(lost()->sentence.find("192.168.1.10:3671"), std::string::npos);
    EXPECT_EQ(tunnel_.state(), State::Idle);
}

TEST_F(TunnelTest, SaysWhyTheServerRefuses) {
    open();
    step(Tunnel::Arrived{from_hex("0610020600080024"), kControl});
    ASSERT_TRUE(lost());
    EXPECT_EQ(lost()->loss, Loss::Refused);
    EXPECT_EQ(lost()->sentence.find("no free tunnel: "), 0U);
    EXPECT_TRUE(sent().empty());
}

TEST_F(TunnelTest, ConnectsAgainAfterALoss) {
    open();
    pass(seconds(10));
    connect();
}

ConnectResponse granted(std::uint8_t channel) {
    return {channel, StatusCode::Ok, Hpai{HostProtocol::Udp, kData}, ConnectionType::Tunnel,
            kAddress};
}

TEST_F(TunnelTest, GivesBackATunnelThatIsGrantedTooLate) {
    open();
    pass(seconds(10));
    ASSERT_EQ(tunnel_.state(), State::Idle);
    receive(granted(9));
    EXPECT_EQ(only_sent<DisconnectRequest>().channel, 9);
    EXPECT_EQ(sent_to(), kControl);
    EXPECT_EQ(tunnel_.counters().released, 1U);
    receive(granted(10));
    EXPECT_TRUE(sent().empty()) << "there was one request, and others have tunnels too";
}

TEST_F(TunnelTest, GivesBackATunnelThatIsGrantedTooLateAndKeepsTheNext) {
    open();
    pass(seconds(10));
    connect();  // perhaps the answer to the first request: any one will do
    receive(granted(9));
    EXPECT_EQ(only_sent<DisconnectRequest>().channel, 9);
    receive(granted(kChannel));
    EXPECT_TRUE(sent().empty());
    EXPECT_EQ(tunnel_.state(), State::Connected);
}

TEST_F(TunnelTest, ForgetsRequestsWhoseAnswersCannotReachItAnyMore) {
    open();
    pass(seconds(10));
    step(Tunnel::Opened{{kLocal.address, 50001}, kControl});
    receive(granted(kChannel));
    receive(granted(9));
    EXPECT_TRUE(sent().empty());
}

TEST_F(AddressTunnelTest, SaysThatTheInterfaceKnowsNoTunnelAddresses) {
    open();
    receive(ConnectResponse{0, StatusCode::ConnectionType, {}, {}, {}});
    ASSERT_NE(lost(), nullptr);
    EXPECT_EQ(lost()->sentence,
              "the interface does not let us choose a tunnel: leave the tunnel address empty "
              "instead of 1.1.5");
}

TEST_F(TunnelTest, IgnoresASecondConnectResponse) {
    connect();
    receive(ConnectResponse{9, StatusCode::Ok, Hpai{HostProtocol::Udp, kData},
                            ConnectionType::Tunnel, kAddress});
    EXPECT_EQ(tunnel_.state(), State::Connected);
    EXPECT_FALSE(actions_.transition());
    receive_cemi(MessageCode::LDataIndication, write(1), 0);
    EXPECT_EQ(told<Telegram>().size(), 1U);
}

// What the server sends, over UDP.

TEST_F(TunnelTest, AcknowledgesToTheDataEndpointAndDelivers) {
    connect();
    receive_cemi(MessageCode::LDataIndication, write(1), 0);
    const auto ack = only_sent<TunnellingAck>();
    EXPECT_EQ(ack.connection, (ConnectionHeader{kChannel, 0, StatusCode::Ok}));
    EXPECT_EQ(sent_to(), kData);
    EXPECT_EQ(told<Telegram>(), std::vector{write(1)});
}

TEST_F(TunnelTest, UsesTheSenderWhenTheServerNamesNoDataEndpoint) {
    open();
    const Endpoint elsewhere{{192, 168, 1, 11}, 1234};
    receive(ConnectResponse{kChannel, StatusCode::Ok, route_back_hpai(HostProtocol::Udp),
                            ConnectionType::Tunnel, kAddress},
            elsewhere);
    receive_cemi(MessageCode::LDataIndication, write(1), 0);
    EXPECT_EQ(sent_to(), elsewhere);
}

TEST_F(TunnelTest, AcknowledgesARepeatedRequestAndDeliversItOnce) {
    connect();
    receive_cemi(MessageCode::LDataIndication, write(1), 0);
    receive_cemi(MessageCode::LDataIndication, write(1), 0);
    EXPECT_EQ(only_sent<TunnellingAck>().connection.sequence, 0);
    EXPECT_TRUE(actions_.events().empty());
    EXPECT_EQ(tunnel_.counters().repeated, 1U);
}

TEST_F(TunnelTest, LeavesARequestOutOfSequenceUnacknowledged) {
    connect();
    receive_cemi(MessageCode::LDataIndication, write(1), 2);
    EXPECT_TRUE(sent().empty());
    EXPECT_TRUE(actions_.events().empty());
    EXPECT_EQ(tunnel_.counters().discarded, 1U);
}

TEST_F(TunnelTest, ReconnectsWhenTheExpectedRequestIsMissingForTwoSeconds) {
    connect();
    receive_cemi(MessageCode::LDataIndication, write(1), 2);
    pass(milliseconds(1999));
    EXPECT_FALSE(lost());
    pass(milliseconds(1));
    EXPECT_EQ(only_sent<DisconnectRequest>().channel, kChannel);
    ASSERT_TRUE(lost());
    EXPECT_EQ(lost()->loss, Loss::SequenceGap);
}

TEST_F(TunnelTest, StaysWhenTheExpectedRequestComesInTime) {
    connect();
    receive_cemi(MessageCode::LDataIndication, write(2), 1);
    now_ += seconds(1);
    receive_cemi(MessageCode::LDataIndication, write(1), 0);
    pass(seconds(5));
    EXPECT_EQ(tunnel_.state(), State::Connected);
}

TEST_F(TunnelTest, DropsFramesOfAForeignChannel) {
    connect();
    const auto cemi = from_hex("2900bce011010a03010081");
    receive(TunnellingRequest{{kChannel + 1, 0, StatusCode::Ok}, cemi}, kData);
    EXPECT_TRUE(sent().empty());
    receive(DisconnectRequest{kChannel + 1, route_back_hpai(HostProtocol::Udp)});
    EXPECT_TRUE(sent().empty());
    EXPECT_EQ(tunnel_.state(), State::Connected);
    EXPECT_EQ(tunnel_.counters().foreign, 2U);
}

TEST_F(TunnelTest, AcknowledgesARequestItCannotRead) {
    connect();
    receive(TunnellingRequest{{kChannel, 0, StatusCode::Ok}, from_hex("2900bc")}, kData);
    EXPECT_EQ(sent().size(), 1U);
    EXPECT_TRUE(actions_.events().empty());
    EXPECT_EQ(tunnel_.counters().malformed, 1U);
}

TEST_F(TunnelTest, CountsAFeatureReportInTheSequence) {
    connect();
    ByteBuffer frame;
    encode(
        TunnellingFeature{
            {kChannel, 0, StatusCode::Ok}, Feature::BusConnectionStatus, 0, from_hex("01")},
        Service::TunnellingFeatureInfo, frame);
    step(Tunnel::Arrived{frame, kData});
    EXPECT_EQ(only_sent<TunnellingAck>().connection.sequence, 0);
    receive_cemi(MessageCode::LDataIndication, write(1), 1);
    EXPECT_EQ(told<Telegram>().size(), 1U);
}

TEST_F(TunnelTest, SurvivesRubbish) {
    connect();
    for (const char* hex : {"", "06", "061004200015", "0610042000150407", "ffffffffffffffff",
                            "06109999000a04070000", "06100420000a03070000"}) {
        step(Tunnel::Arrived{from_hex(hex), kControl});
        EXPECT_TRUE(sent().empty()) << hex;
    }
    EXPECT_EQ(tunnel_.state(), State::Connected);
}

// What is sent, over UDP.

TEST_F(TunnelTest, SendsWithItsOwnAddressToTheDataEndpoint) {
    connect();
    ASSERT_TRUE(submit(1, write(1)));
    const auto request = only_sent<TunnellingRequest>();
    EXPECT_EQ(sent_to(), kData);
    EXPECT_EQ(testing::to_hex(request.cemi), "1100bce011fa0a03010081");
    EXPECT_EQ(request.connection.channel, kChannel);
}

TEST_F(TunnelTest, SendsTheNextAfterAcknowledgementAndConfirmation) {
    connect();
    ASSERT_TRUE(submit(1, write(1)));
    ASSERT_TRUE(submit(2, write(0)));
    EXPECT_TRUE(sent().empty());
    receive(TunnellingAck{{kChannel, 0, StatusCode::Ok}}, kData);
    EXPECT_TRUE(sent().empty());
    receive_cemi(MessageCode::LDataConfirmation, write(1), 0);
    EXPECT_EQ(told<Confirmed>(), std::vector{Confirmed{1}});
    const auto frames = sent();
    ASSERT_EQ(frames.size(), 2U);
    EXPECT_TRUE(std::holds_alternative<TunnellingAck>(frames[0].content))
        << "the acknowledgement comes first";
    EXPECT_EQ(std::get<TunnellingRequest>(frames[1].content).connection.sequence, 1);
}

TEST_F(TunnelTest, RepeatsOnceThenDisconnectsAndAnswersEveryRequest) {
    connect();
    ASSERT_TRUE(submit(1, write(1)));
    ASSERT_TRUE(submit(2, write(0)));
    pass(seconds(1));
    EXPECT_EQ(only_sent<TunnellingRequest>().connection.sequence, 0);
    pass(seconds(1));
    EXPECT_EQ(only_sent<DisconnectRequest>().channel, kChannel);
    EXPECT_EQ(sent_to(), kControl);
    ASSERT_TRUE(lost());
    EXPECT_EQ(lost()->loss, Loss::Unacknowledged);
    EXPECT_EQ(told<Failed>(), (std::vector{Failed{1, Failure::ConnectionLost},
                                           Failed{2, Failure::ConnectionLost}}));
}

TEST_F(TunnelTest, DisconnectsOnAnErrorAcknowledgement) {
    connect();
    ASSERT_TRUE(submit(1, write(1)));
    receive(TunnellingAck{{kChannel, 0, StatusCode::SequenceNumber}}, kData);
    EXPECT_EQ(only_sent<DisconnectRequest>().channel, kChannel);
    ASSERT_TRUE(lost());
}

TEST_F(TunnelTest, FailsARequestTheBusDidNotAcknowledge) {
    connect();
    ASSERT_TRUE(submit(1, write(1)));
    receive(TunnellingAck{{kChannel, 0, StatusCode::Ok}}, kData);
    receive_cemi(MessageCode::LDataConfirmation, write(1), 0, true);
    EXPECT_EQ(told<Failed>(), (std::vector{Failed{1, Failure::Negative}}));
}

TEST_F(TunnelTest, FailsARequestWithoutConfirmationAndGoesOn) {
    connect();
    ASSERT_TRUE(submit(1, write(1)));
    ASSERT_TRUE(submit(2, write(0)));
    receive(TunnellingAck{{kChannel, 0, StatusCode::Ok}}, kData);
    EXPECT_EQ(tunnel_.deadline(), now_ + seconds(3));
    pass(seconds(3));
    EXPECT_EQ(told<Failed>(), (std::vector{Failed{1, Failure::Unconfirmed}}));
    EXPECT_EQ(only_sent<TunnellingRequest>().connection.sequence, 1);
    EXPECT_EQ(tunnel_.state(), State::Connected);
}

TEST_F(TunnelTest, FindsItsConfirmationBehindForeignTelegrams) {
    connect();
    ASSERT_TRUE(submit(1, write(1)));
    receive(TunnellingAck{{kChannel, 0, StatusCode::Ok}}, kData);
    receive_cemi(MessageCode::LDataIndication, write(1), 0);
    EXPECT_TRUE(told<Confirmed>().empty());
    EXPECT_EQ(told<Telegram>().size(), 1U);
    receive_cemi(MessageCode::LDataConfirmation, write(0), 1);
    EXPECT_TRUE(actions_.events().empty());
    EXPECT_EQ(tunnel_.counters().unmatched, 1U);
    receive_cemi(MessageCode::LDataConfirmation, write(1), 2);
    EXPECT_EQ(told<Confirmed>(), std::vector{Confirmed{1}});
}

TEST_F(TunnelTest, RefusesToSendWhileNotConnected) {
    const auto refused = submit(1, write(1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, busbar::ErrorCode::FailedPrecondition);
    open();
    EXPECT_FALSE(submit(1, write(1)));
}

TEST_F(TunnelTest, RefusesTheBroadcastAddress) {
    connect();
    const auto refused = submit(1, write(1, 0));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, busbar::ErrorCode::InvalidArgument);
}

TEST_F(SmallQueueTunnelTest, RefusesWhenItsQueueIsFull) {
    connect();
    for (const RequestId id : {1U, 2U, 3U}) ASSERT_TRUE(submit(id, write(1)));  // one is sent
    const auto refused = submit(4, write(1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, busbar::ErrorCode::Unavailable);
    EXPECT_EQ(tunnel_.waiting(), 2U);
}

// TCP.

TEST_F(TcpTunnelTest, NeverAcknowledgesAndIgnoresTheSequence) {
    connect();
    for (const std::uint8_t sequence : std::initializer_list<std::uint8_t>{5, 5, 200}) {
        receive_cemi(MessageCode::LDataIndication, write(1), sequence);
        EXPECT_TRUE(sent().empty());
        EXPECT_EQ(told<Telegram>().size(), 1U);
    }
}

TEST_F(TcpTunnelTest, SendsAWindowOfSixteenWithoutWaiting) {
    connect();
    for (RequestId id = 1; id <= 16; ++id) {
        ASSERT_TRUE(submit(id, write(1, static_cast<std::uint16_t>(id))));
        EXPECT_EQ(only_sent<TunnellingRequest>().connection.sequence, id + 2)
            << "behind three features";
    }
    ASSERT_TRUE(submit(17, write(1, 17)));
    EXPECT_TRUE(sent().empty());
    receive_cemi(MessageCode::LDataConfirmation, write(1, 3), 0);
    EXPECT_EQ(told<Confirmed>(), std::vector{Confirmed{3}});
    EXPECT_EQ(sent().size(), 1U);
}

TEST_F(TcpTunnelTest, FailsWithoutConfirmationAfterThreeSeconds) {
    connect();
    ASSERT_TRUE(submit(1, write(1)));
    pass(seconds(3));
    EXPECT_EQ(told<Failed>(), (std::vector{Failed{1, Failure::Unconfirmed}}));
}

// Heartbeat.

TEST_F(TunnelTest, SendsAHeartbeatEveryMinuteToTheControlEndpoint) {
    connect();
    for (int minute = 0; minute < 3; ++minute) {
        pass(seconds(60));
        EXPECT_EQ(only_sent<ConnectionstateRequest>().channel, kChannel);
        EXPECT_EQ(sent_to(), kControl);
        receive(ConnectionstateResponse{kChannel, StatusCode::Ok});
    }
}

TEST_F(TunnelTest, ReconnectsAfterFourSilentHeartbeats) {
    connect();
    pass(seconds(60));
    for (int repetition = 0; repetition < 3; ++repetition) {
        pass(seconds(10));
        EXPECT_EQ(only_sent<ConnectionstateRequest>().channel, kChannel);
    }
    pass(seconds(10));
    EXPECT_EQ(only_sent<DisconnectRequest>().channel, kChannel);
    ASSERT_TRUE(lost());
    EXPECT_EQ(lost()->loss, Loss::NoHeartbeat);
}

TEST_F(TunnelTest, IsDegradedWhileTheHeartbeatSaysThatTheBusIsLost) {
    connect();
    pass(seconds(60));
    receive(ConnectionstateResponse{kChannel, StatusCode::KnxConnection});
    ASSERT_TRUE(actions_.transition());
    const auto trouble = std::get<HealthChanged>(*actions_.transition()).trouble;
    EXPECT_EQ(trouble.find("the interface is reachable, the KNX bus behind it is not connected"),
              0U);
    for (int again = 0; again < 10; ++again) {
        pass(seconds(10));
        std::ignore = only_sent<ConnectionstateRequest>();
        receive(ConnectionstateResponse{kChannel, StatusCode::KnxConnection});
        EXPECT_FALSE(actions_.transition()) << "it was told already";
    }
    pass(seconds(10));
    receive(ConnectionstateResponse{kChannel, StatusCode::Ok});
    ASSERT_TRUE(actions_.transition());
    EXPECT_EQ(std::get<HealthChanged>(*actions_.transition()).trouble, "");
    EXPECT_EQ(tunnel_.state(), State::Connected);
}

TEST_F(TunnelTest, ReconnectsAfterFourHeartbeatErrors) {
    connect();
    pass(seconds(60));
    for (int answer = 0; answer < 3; ++answer) {
        receive(ConnectionstateResponse{kChannel, StatusCode::ConnectionId});
        EXPECT_EQ(sent().size(), 1U);
        EXPECT_FALSE(lost());
    }
    receive(ConnectionstateResponse{kChannel, StatusCode::ConnectionId});
    EXPECT_TRUE(lost());
}

// The end.

TEST_F(TunnelTest, AnswersTheServersDisconnectRequest) {
    connect();
    ASSERT_TRUE(submit(1, write(1)));
    receive(DisconnectRequest{kChannel, route_back_hpai(HostProtocol::Udp)});
    EXPECT_EQ(only_sent<DisconnectResponse>(), (DisconnectResponse{kChannel, StatusCode::Ok}));
    EXPECT_EQ(sent_to(), kControl);
    ASSERT_TRUE(lost());
    EXPECT_EQ(lost()->loss, Loss::ServerClosed);
    EXPECT_EQ(told<Failed>().size(), 1U);
}

TEST_F(TunnelTest, StopsByDisconnectingAndWaitsForTheResponse) {
    connect();
    ASSERT_TRUE(submit(1, write(1)));
    step(Tunnel::StopAsked{});
    EXPECT_EQ(only_sent<DisconnectRequest>().channel, kChannel);
    EXPECT_EQ(told<Failed>(), (std::vector{Failed{1, Failure::Stopped}}));
    EXPECT_FALSE(stopped());
    EXPECT_FALSE(submit(2, write(1)));
    receive(DisconnectResponse{kChannel + 1, StatusCode::Ok});
    EXPECT_FALSE(stopped());
    receive(DisconnectResponse{kChannel, StatusCode::Ok});
    EXPECT_TRUE(stopped());
    EXPECT_EQ(tunnel_.state(), State::Idle);
    EXPECT_EQ(tunnel_.deadline(), TimePoint::max());
}

TEST_F(TunnelTest, StopsWithoutResponseAfterTenSeconds) {
    connect();
    step(Tunnel::StopAsked{});
    pass(milliseconds(9999));
    EXPECT_FALSE(stopped());
    pass(milliseconds(1));
    EXPECT_TRUE(stopped());
}

TEST_F(TunnelTest, GivesBackATunnelThatIsGrantedWhileStopping) {
    open();
    step(Tunnel::StopAsked{});
    EXPECT_FALSE(stopped());
    receive(ConnectResponse{kChannel, StatusCode::Ok, Hpai{HostProtocol::Udp, kData},
                            ConnectionType::Tunnel, kAddress});
    EXPECT_EQ(only_sent<DisconnectRequest>().channel, kChannel);
    receive(DisconnectResponse{kChannel, StatusCode::Ok});
    EXPECT_TRUE(stopped());
}

TEST_F(TunnelTest, StopsAtOnceWhenTheServerRefusesWhileStopping) {
    open();
    step(Tunnel::StopAsked{});
    receive(ConnectResponse{0, StatusCode::NoMoreConnections, {}, {}, {}});
    EXPECT_TRUE(stopped());
}

TEST_F(TunnelTest, StopsWhenBothSidesDisconnectAtOnce) {
    connect();
    step(Tunnel::StopAsked{});
    receive(DisconnectRequest{kChannel, route_back_hpai(HostProtocol::Udp)});
    EXPECT_EQ(only_sent<DisconnectResponse>().channel, kChannel);
    EXPECT_TRUE(stopped());
}

TEST_F(TunnelTest, IsStoppedAtOnceWhenIdle) {
    step(Tunnel::StopAsked{});
    EXPECT_TRUE(stopped());
}

TEST_F(TunnelTest, IsLostWithItsTransportAndSendsNothing) {
    connect();
    ASSERT_TRUE(submit(1, write(1)));
    step(Tunnel::Closed{"connection reset by peer"});
    EXPECT_TRUE(sent().empty());
    ASSERT_TRUE(lost());
    EXPECT_EQ(lost()->loss, Loss::Transport);
    EXPECT_EQ(lost()->sentence, "connection reset by peer");
    EXPECT_EQ(told<Failed>().size(), 1U);
}

}  // namespace
}  // namespace knx
