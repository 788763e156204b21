// SPDX-License-Identifier: Apache-2.0
// Tunnel: the client's side of a KNXnet/IP tunnelling connection, as a state machine without socket
// or clock. An event and the time go in, actions come out.
//
//              Opened                  CONNECT_RESPONSE ok
//    [Idle] -------------> [Connecting] -------------------> [Connected]
//      ^  ^                  |      |                          |     |
//      |  |   refused, 10 s, |      | StopAsked                |     | StopAsked:
//      |  |   Closed: Lost   |      | (a late response         |     | DISCONNECT_REQUEST
//      |  +------------------+      |  is disconnected)        |     v
//      |  +-------------------------|--------------------------+  [Disconnecting]
//      |     server's DISCONNECT,   |                                ^   |
//      |     no ack, gap, no        +--------------------------------+   |
//      |     heartbeat, Closed: Lost                                     |
//      +-----------------------------------------------------------------+
//                 DISCONNECT_RESPONSE, 10 s, Closed: Stopped
//
// A server that answers later than 10 s has given us a tunnel that nobody uses: whenever such an
// answer comes, its tunnel is given back.
//
// Sources: xknx/io/tunnel.py and io/const.py of XKNX/xknx; ClientConnection.java of
// calimero-project/calimero-core.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "busbar/result.hpp"
#include "knx/protocol/address.hpp"
#include "knx/protocol/knxip/connect.hpp"
#include "knx/protocol/knxip/connection_header.hpp"
#include "knx/protocol/knxip/feature.hpp"
#include "knx/protocol/knxip/header.hpp"
#include "knx/protocol/knxip/hpai.hpp"
#include "knx/protocol/tunnel/actions.hpp"
#include "knx/protocol/tunnel/heartbeat.hpp"
#include "knx/protocol/tunnel/outbox.hpp"
#include "knx/protocol/tunnel/sequence.hpp"

namespace knx {

struct TunnelOptions {
    HostProtocol transport = HostProtocol::Udp;
    // Asks the server to answer to the address our packets come from; for a client behind NAT.
    // TCP does so in any case.
    bool route_back = false;
    // Asks for this tunnel of the interface, not any (tunnelling version 2).
    std::optional<IndividualAddress> tunnel_address;
    // Requests that may be unconfirmed at a time; 0 means kWindowUdp or kWindowTcp. Over UDP a
    // further request waits for the acknowledgement in any case.
    std::size_t window = 0;
    // Requests that may wait to be sent, reads and others counted apart.
    std::size_t queue_length_max = 1024;
};

class Tunnel {
 public:
    static constexpr std::size_t kWindowUdp = 1;
    static constexpr std::size_t kWindowTcp = 16;
    static constexpr std::chrono::seconds kConnectMax{10};
    static constexpr std::chrono::seconds kDisconnectMax{10};

    enum class State : std::uint8_t { Idle, Connecting, Connected, Disconnecting };

    // The transport is up: `local` is where answers reach us, `server` where the server listens.
    struct Opened {
        Endpoint local;
        Endpoint server;
    };
    // One datagram, or one frame of a stream; may be anything. Not kept.
    struct Arrived {
        ByteSpan frame;
        Endpoint sender;
    };
    // deadline() has come; harmless before.
    struct TimePassed {};
    // The transport has failed; nothing can be sent any more.
    struct Closed {
        std::string sentence;
    };
    // The owner wants to end the connection in an orderly way.
    struct StopAsked {};
    using Event = std::variant<Opened, Arrived, TimePassed, Closed, StopAsked>;

    // What went wrong on the way; never reset. For figures and logs.
    struct Counters {
        std::uint64_t malformed = 0;  // frames or cEMI messages that cannot be right
        std::uint64_t foreign = 0;    // frames of a channel that is not ours
        std::uint64_t repeated = 0;   // requests acknowledged again and not processed again
        std::uint64_t discarded = 0;  // requests out of sequence
        std::uint64_t unmatched = 0;  // confirmations that no request of ours waits for
        std::uint64_t resent = 0;     // requests of ours sent a second time
        std::uint64_t released = 0;   // tunnels given back that came too late
    };

    explicit Tunnel(TunnelOptions options);

    // Adds to `actions` what is to be done. An event that makes no sense in this state is late or
    // early, not wrong: it changes nothing.
    void step(const Event& event, TimePoint now, Actions& actions);

    // Takes a telegram for the bus and adds to `actions` what can be sent now. The source is filled
    // in. `id` comes back in exactly one Confirmed or Failed. Fails, and then nothing comes back,
    // with FailedPrecondition while not connected, with Unavailable when the queue is full and with
    // InvalidArgument for the broadcast address.
    [[nodiscard]] busbar::Status submit(RequestId id, Telegram telegram, TimePoint now,
                                        Actions& actions);

    // When to step with TimePassed; TimePoint::max() when there is nothing to wait for.
    [[nodiscard]] TimePoint deadline() const;

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] const Counters& counters() const { return counters_; }
    // Octets of the longest telegram, without its addresses; 0 while the interface has not said.
    [[nodiscard]] std::uint16_t max_apdu_length() const {
        return connection_ ? connection_->max_apdu_length : 0;
    }
    // Requests taken and not yet sent.
    [[nodiscard]] std::size_t waiting() const {
        return connection_ ? connection_->outbox.waiting() : 0;
    }

 private:
    // What exists only while the server knows us.
    struct Connection {
        std::uint8_t channel;
        IndividualAddress address;
        Endpoint data;
        IncomingSequence incoming;
        Heartbeat heartbeat;
        Outbox outbox;
        bool bus_connected = true;  // as far as the interface says
        bool tells_of_bus = false;  // by tunnelling features
        std::uint16_t max_apdu_length = 0;
    };

    // One per state; the switch in step() is the only place that picks.
    void step_idle(const Event& event, TimePoint now, Actions& actions);
    void step_connecting(const Event& event, TimePoint now, Actions& actions);
    void step_connected(const Event& event, TimePoint now, Actions& actions);
    void step_disconnecting(const Event& event, TimePoint now, Actions& actions);

    // The transitions, named by both ends.
    void connecting_from_idle(const Opened& opened, TimePoint now, Actions& actions);
    void connected_from_connecting(const ConnectResponse& response, const Endpoint& sender,
                                   TimePoint now, Actions& actions);
    void disconnecting_from_connected(TimePoint now, Actions& actions);
    void idle_from_any(Transition transition, Failure failure, Actions& actions);

    void on_connect_response(const Arrived& arrived, TimePoint now, Actions& actions);
    [[nodiscard]] std::string refusal(StatusCode status) const;
    void release_late(ByteSpan body, Actions& actions);
    void on_connected_frame(const Arrived& arrived, TimePoint now, Actions& actions);
    void on_connected_time(TimePoint now, Actions& actions);
    void on_disconnecting_frame(const Arrived& arrived, TimePoint now, Actions& actions);

    void on_tunnelling_request(ByteSpan body, TimePoint now, Actions& actions);
    void on_feature(Service service, ByteSpan body, TimePoint now, Actions& actions);
    void ask_features(Actions& actions);
    void switch_reports_on(Actions& actions);
    void send_feature(Service service, Feature feature, ByteSpan value, Actions& actions);
    void set_bus_connected(bool connected, Actions& actions);
    void on_ack(ByteSpan body, TimePoint now, Actions& actions);
    void on_connectionstate_response(ByteSpan body, TimePoint now, Actions& actions);
    void on_disconnect_request(ByteSpan body, Actions& actions);
    void on_cemi(ByteSpan cemi, Actions& actions);

    [[nodiscard]] bool accepts(const ConnectionHeader& header, TimePoint now, Actions& actions);
    void obey(Heartbeat::Verdict verdict, Actions& actions);
    void send_waiting(TimePoint now, Actions& actions);
    void send_request(const Outbox::Request& request, Actions& actions);
    void send_disconnect_request(std::uint8_t channel, Actions& actions);
    void send_disconnect_response(std::uint8_t channel, Actions& actions);
    void give_up(Loss loss, std::string sentence, Actions& actions);

    // The body of `frame` if it is one whole frame; counts and returns nothing otherwise.
    struct Body {
        Service service;
        ByteSpan body;
    };
    [[nodiscard]] std::optional<Body> open(ByteSpan frame);
    // What was decoded; counts and returns nothing when it could not be.
    template <class T>
    [[nodiscard]] std::optional<T> checked(busbar::Result<T> decoded) {
        if (decoded) return std::move(*decoded);
        ++counters_.malformed;
        return std::nullopt;
    }
    [[nodiscard]] bool ours(std::uint8_t channel);

    [[nodiscard]] Hpai local_hpai() const;

    const TunnelOptions options_;
    State state_ = State::Idle;
    Endpoint local_;
    Endpoint control_;                       // the server's
    TimePoint deadline_ = TimePoint::max();  // while connecting or disconnecting
    std::optional<Connection> connection_;   // while connected
    std::optional<std::uint8_t> leaving_;    // while disconnecting: the channel, if there is one
    std::size_t unanswered_ = 0;  // connect requests from local_ whose answers may still come
    Counters counters_;
};

}  // namespace knx
