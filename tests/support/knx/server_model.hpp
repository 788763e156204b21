// SPDX-License-Identifier: Apache-2.0
// ServerModel: a KNXnet/IP tunnelling server with one tunnel, small and strict, without socket or
// clock. Simulations and the socket tests put it behind their own transport.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "knx/protocol/cemi.hpp"
#include "knx/protocol/knxip/frame.hpp"
#include "knx/protocol/telegram.hpp"
#include "knx/protocol/tunnel/actions.hpp"

namespace knx::testing {

class ServerModel {
 public:
    static constexpr IndividualAddress kTunnelAddress{0x11fa};  // 1.1.250

    // What the test may change at any time.
    struct Behaviour {
        StatusCode connect_status = StatusCode::Ok;
        bool answer_connect = true;
        bool answer_heartbeat = true;
        bool answer_disconnect = true;
        bool acknowledge = true;
        bool confirm = true;
        bool negative = false;  // what its confirmations say
        bool answer_description = true;
        bool features = true;  // has the features 3, 7 and 8
        Endpoint data;         // in its connect responses; empty = route back
    };

    explicit ServerModel(HostProtocol transport) : transport_(transport) {}

    // A frame of the client. What is to be answered is added to out().
    void on_frame(ByteSpan frame, TimePoint now);
    // Repeats what was not acknowledged within a second, then closes the tunnel.
    void on_time(TimePoint now);
    // Something on the bus for the client; waits for its turn, is dropped without a client.
    void indicate(Telegram telegram, TimePoint now);
    // Ends the tunnel from the server's side.
    void disconnect();

    // Its bus is there or not; who asked for it is told.
    void set_bus_connected(bool connected);

    // Frames to the client, to be taken from the front.
    [[nodiscard]] std::deque<ByteBuffer>& out() { return out_; }

    [[nodiscard]] bool connected() const { return channel_.has_value(); }
    [[nodiscard]] std::uint8_t channel() const { return channel_.value_or(0); }
    [[nodiscard]] const std::vector<Telegram>& executed() const { return executed_; }
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
    [[nodiscard]] int connects() const { return connects_; }
    [[nodiscard]] int disconnects() const { return disconnects_; }
    [[nodiscard]] int heartbeats() const { return heartbeats_; }
    [[nodiscard]] int descriptions() const { return descriptions_; }
    [[nodiscard]] int repetitions() const { return repetitions_; }  // of its own requests
    [[nodiscard]] bool reports_enabled() const { return info_enabled_; }
    [[nodiscard]] const ConnectRequest& last_connect() const { return last_connect_; }

    Behaviour behaviour;

 private:
    struct InFlight {
        ByteBuffer frame;
        TimePoint deadline;
        int sendings = 1;
    };

    void on(const DescriptionRequest& request, TimePoint now);
    void on(const ConnectRequest& request, TimePoint now);
    void on(const ConnectionstateRequest& request, TimePoint now);
    void on(const DisconnectRequest& request, TimePoint now);
    void on(const DisconnectResponse& response, TimePoint now);
    void on(const TunnellingRequest& request, TimePoint now);
    void on(const TunnellingAck& ack, TimePoint now);
    template <class Other>
    void on(const Other&, TimePoint) {}

    void on_feature(const TunnellingFeature& feature, Service service);
    void answer_feature(Service service, std::uint8_t return_code, Feature feature, ByteSpan value);
    void execute(ByteSpan cemi, TimePoint now);
    void enqueue(MessageCode code, const Telegram& telegram, bool negative, TimePoint now);
    void pump(TimePoint now);
    void close();
    template <class Content>
    void answer(const Content& content) {
        encode(content, out_.emplace_back());
    }

    HostProtocol transport_;
    std::optional<std::uint8_t> channel_;
    std::uint8_t last_channel_ = 0;
    std::uint8_t expected_ = 0;
    std::uint8_t next_ = 0;
    std::deque<ByteBuffer> waiting_;  // cEMI
    std::optional<InFlight> in_flight_;
    bool bus_connected_ = true;
    bool info_enabled_ = false;
    std::deque<ByteBuffer> out_;
    std::vector<Telegram> executed_;
    ConnectRequest last_connect_;
    int connects_ = 0;
    int disconnects_ = 0;
    int heartbeats_ = 0;
    int descriptions_ = 0;
    int repetitions_ = 0;
};

}  // namespace knx::testing
