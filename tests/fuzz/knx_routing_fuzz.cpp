// SPDX-License-Identifier: Apache-2.0
// Fuzzes a member of a multicast group with datagrams, time and requests in any order: every
// request gets one answer, one telegram is under way at a time, and time that has passed is not
// asked for again.
#include "fuzz/input.hpp"
#include "fuzz/line_ledger.hpp"
#include "knx/protocol/cemi.hpp"
#include "knx/protocol/routing/routing.hpp"

namespace {

using fuzz::expect;
using fuzz::Input;
using knx::ByteBuffer;
using knx::Routing;

constexpr knx::Endpoint kOurs{{10, 0, 0, 1}, 3671};
constexpr knx::Endpoint kRouter{{10, 0, 0, 2}, 3671};
constexpr knx::Endpoint kGroup{{224, 0, 23, 12}, 3671};

knx::RoutingOptions options_from(Input& input) {
    knx::RoutingOptions options;
    options.rate_max = input.octet();
    options.queue_length_max = 4;
    return options;
}

class Player {
 public:
    explicit Player(Input& input)
        : input_(input),
          chance_((input.octet() % 100) / 100.0),
          routing_(options_from(input), [this] { return chance_; }) {}

    void play() {
        step(Routing::Opened{kOurs, kGroup});
        while (!input_.empty()) turn();
        step(Routing::Closed{"the end"});
        expect(!routing_.joined(), "without a socket it is in no group");
        expect(ledger_.empty(), "no request is left without an answer");
    }

 private:
    void turn() {
        switch (input_.octet() % 11) {
            case 0:
                return step(Routing::Opened{kOurs, kGroup});
            case 1:
                return step(Routing::Arrived{input_.octets(input_.octet()), kRouter});
            case 2:
                return pass(std::chrono::milliseconds(input_.octet() * 10));
            case 3:
                return submit();
            case 4:
                return step(Routing::StopAsked{});
            case 5:
                if (leaving_) step(Routing::Sent{});
                return;
            case 6:
                return indication();
            case 7:
                return arrive([&](ByteBuffer& out) {
                    const auto state = static_cast<std::uint8_t>(input_.octet() % 2);
                    const auto wait = std::chrono::milliseconds(input_.u16());
                    encode(knx::RoutingBusy{state, wait, 0}, out);
                });
            case 8:
                return arrive([&](ByteBuffer& out) {
                    const auto state = static_cast<std::uint8_t>(input_.octet() % 2);
                    encode(knx::RoutingLostMessage{state, input_.u16()}, out);
                });
            case 9:
                if (routing_.deadline() == knx::TimePoint::max()) return;
                now_ = std::max(now_, routing_.deadline());
                return pass({});
            default:
                if (input_.octet() < 8) step(Routing::Closed{"gone"});
        }
    }

    void submit() {
        const auto id = ledger_.next();
        if (routing_.submit(id, fuzz::telegram_from(input_), now_)) ledger_.taken(id);
        expect(routing_.joined() || ledger_.empty(), "outside of the group nothing is taken");
    }
    void indication() {
        auto telegram = fuzz::telegram_from(input_);
        if (input_.octet() % 4 == 0) telegram.source = knx::RoutingOptions::kAddressDefault;
        ByteBuffer cemi;
        knx::encode_telegram(knx::MessageCode::LDataIndication, telegram, cemi);
        arrive([&](ByteBuffer& out) { encode(knx::RoutingIndication{cemi}, out); });
    }
    template <class Write>
    void arrive(Write&& write) {
        ByteBuffer frame;
        write(frame);
        step(Routing::Arrived{frame, kRouter});
    }
    void pass(std::chrono::milliseconds time) {
        now_ += time;
        step(Routing::TimePassed{});
        expect(leaving_ || routing_.deadline() > now_,
               "time that has passed is not asked for again");
    }
    void step(const Routing::Event& event) {
        routing_.step(event, now_, actions_);
        const auto sends = actions_.sends().size();
        if (std::holds_alternative<Routing::Sent>(event)) leaving_ = false;
        expect(sends == 0 || (sends == 1 && !leaving_), "one telegram is under way at a time");
        leaving_ = (leaving_ || sends == 1) && routing_.joined();
        ledger_.check(actions_);
        expect(routing_.joined() || ledger_.empty(), "outside of the group nothing waits");
    }

    Input& input_;
    double chance_;
    Routing routing_;
    knx::Actions actions_;
    fuzz::LineLedger ledger_;
    knx::TimePoint now_{std::chrono::hours(1)};
    bool leaving_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    Player(input).play();
    return 0;
}
