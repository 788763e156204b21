// SPDX-License-Identifier: Apache-2.0
// Fuzzes an open tunnel with frames, time and requests in any order: every request gets one answer,
// what is sent is a frame, and time that has passed is not asked for again.
#include "fuzz/input.hpp"
#include "fuzz/line_ledger.hpp"
#include "knx/protocol/cemi.hpp"
#include "knx/protocol/tunnel/tunnel.hpp"

namespace {

using fuzz::expect;
using fuzz::Input;
using knx::ByteBuffer;
using knx::Tunnel;

constexpr knx::Endpoint kServer{{10, 0, 0, 1}, 3671};
constexpr std::uint8_t kChannel = 1;

knx::TunnelOptions options_from(Input& input) {
    const auto bits = input.octet();
    knx::TunnelOptions options;
    options.transport = (bits & 1U) != 0 ? knx::HostProtocol::Tcp : knx::HostProtocol::Udp;
    options.route_back = (bits & 2U) != 0;
    if ((bits & 4U) != 0) options.tunnel_address = knx::IndividualAddress{0x1101};
    options.window = bits >> 4U;
    options.queue_length_max = 4;
    return options;
}

class Player {
 public:
    explicit Player(Input& input) : input_(input), tunnel_(options_from(input)) {}

    void play() {
        step(Tunnel::Opened{kServer, kServer});
        while (!input_.empty()) turn();
        step(Tunnel::Closed{"the end"});
        expect(tunnel_.state() == Tunnel::State::Idle, "without a transport it is idle");
        expect(ledger_.empty(), "no request is left without an answer");
    }

 private:
    void turn() {
        switch (input_.octet() % 12) {
            case 0:
                return step(Tunnel::Opened{kServer, kServer});
            case 1:
                return step(Tunnel::Arrived{input_.octets(input_.octet()), kServer});
            case 2:
                return pass(std::chrono::milliseconds(input_.octet() * 100));
            case 3:
                return submit();
            case 4:
                return step(Tunnel::StopAsked{});
            case 5:
                return connect_response();
            case 6:
                return request(knx::MessageCode::LDataIndication, fuzz::telegram_from(input_));
            case 7:
                return request(knx::MessageCode::LDataConfirmation, last_);
            case 8:
                return acknowledge();
            case 9:
                return other_answer();
            case 10:
                return pass_to_deadline();
            default:
                if (input_.octet() < 8) step(Tunnel::Closed{"gone"});
        }
    }

    void submit() {
        const auto id = ledger_.next();
        auto telegram = fuzz::telegram_from(input_);
        last_ = telegram;
        if (tunnel_.submit(id, std::move(telegram), now_, actions_)) ledger_.taken(id);
        settle();
    }
    void connect_response() {
        const auto status = static_cast<knx::StatusCode>(input_.octet() % 4 == 0 ? 0x24 : 0);
        arrive([&](ByteBuffer& out) {
            encode(knx::ConnectResponse{kChannel, status, {}, {}, {}}, out);
        });
    }
    // A telegram as the server sends it; mostly with the number that is expected next.
    void request(knx::MessageCode code, const knx::Telegram& telegram) {
        ByteBuffer cemi;
        knx::encode_telegram(code, telegram, cemi);
        const auto sequence = static_cast<std::uint8_t>(sequence_ + (input_.octet() % 8 == 0));
        ++sequence_;
        arrive([&](ByteBuffer& out) {
            encode(knx::TunnellingRequest{{kChannel, sequence, {}}, cemi}, out);
        });
    }
    void acknowledge() {
        const auto status = static_cast<knx::StatusCode>(input_.octet() % 8 == 0 ? 0x29 : 0);
        arrive([&](ByteBuffer& out) {
            encode(knx::TunnellingAck{{kChannel, acknowledged_, status}}, out);
        });
        ++acknowledged_;
    }
    void other_answer() {
        const auto what = input_.octet();
        arrive([&](ByteBuffer& out) {
            if (what % 3 == 0) {
                const auto status = static_cast<knx::StatusCode>(input_.octet());
                encode(knx::ConnectionstateResponse{kChannel, status}, out);
            } else if (what % 3 == 1) {
                encode(knx::DisconnectRequest{kChannel, {}}, out);
            } else {
                const auto value = input_.octets(2);
                encode(knx::TunnellingFeature{{kChannel, sequence_++, {}},
                                              static_cast<knx::Feature>(input_.octet() % 9),
                                              0,
                                              value},
                       knx::Service::TunnellingFeatureInfo, out);
            }
        });
    }

    template <class Write>
    void arrive(Write&& write) {
        ByteBuffer frame;
        write(frame);
        step(Tunnel::Arrived{frame, kServer});
    }
    void pass(std::chrono::milliseconds time) {
        now_ += time;
        step(Tunnel::TimePassed{});
        expect(tunnel_.deadline() > now_, "time that has passed is not asked for again");
    }
    void pass_to_deadline() {
        if (tunnel_.deadline() == knx::TimePoint::max()) return;
        now_ = std::max(now_, tunnel_.deadline());
        pass({});
    }
    void step(const Tunnel::Event& event) {
        tunnel_.step(event, now_, actions_);
        if (const auto& transition = actions_.transition();
            transition && std::holds_alternative<knx::Connected>(*transition)) {
            sequence_ = acknowledged_ = 0;
        }
        settle();
    }
    void settle() {
        ledger_.check(actions_);
        expect(tunnel_.state() == Tunnel::State::Connected || ledger_.empty(),
               "only a connection has open requests");
        expect(
            tunnel_.state() != Tunnel::State::Idle || tunnel_.deadline() == knx::TimePoint::max(),
            "an idle tunnel waits for nothing");
    }

    Input& input_;
    Tunnel tunnel_;
    knx::Actions actions_;
    fuzz::LineLedger ledger_;
    knx::TimePoint now_{std::chrono::hours(1)};
    knx::Telegram last_;
    std::uint8_t sequence_ = 0;      // the server's next
    std::uint8_t acknowledged_ = 0;  // ours
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    Player(input).play();
    return 0;
}
