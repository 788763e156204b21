// SPDX-License-Identifier: Apache-2.0
// MosquittoTransport: a Transport on libmosquitto 2.0, driven by the plugin's own loop.
//
// No thread and no hop: the library reads and writes when the loop says that the socket is ready.
// It never blocks, because names are resolved before it sees them and everything else (connect, TLS
// handshake, writing) goes on when the socket lets it. What the socket does not take waits in the
// library, at most kWindow publishes.
#pragma once

#include <mosquitto.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "io/resolver.hpp"
#include "io/tls_context.hpp"
#include "io/transport.hpp"

namespace mqtt_client {

class MosquittoTransport final : public Transport {
 public:
    // Publishes that are not written (QoS 0) or not acknowledged (QoS 1, 2).
    static constexpr std::size_t kWindow = 1000;

    MosquittoTransport(busbar::Loop& loop, TransportListener& listener);
    ~MosquittoTransport() override;

    void connect(const Endpoint& endpoint) override;
    void subscribe(std::vector<Subscription> topics) override;
    void unsubscribe(std::vector<std::string> topics) override;
    [[nodiscard]] bool publish(const Publication& publication) override;
    void disconnect() override;
    // The socket's own flow control holds up the broker instead: nothing is ever given up here.
    [[nodiscard]] std::uint64_t messages_dropped() const override { return 0; }

 private:
    enum class State : std::uint8_t { Idle, Connecting, Connected, Disconnecting };
    struct Written {
        std::uint64_t number;
        busbar::Clock::time_point time;
        int code;  // of MQTT 5: refused from kRefused on
    };
    struct Destroy {
        void operator()(::mosquitto* client) const { ::mosquitto_destroy(client); }
    };

    void resolved(const busbar::Result<Resolver::Addresses>& addresses);
    [[nodiscard]] busbar::Status open(const std::string& address);
    void set_callbacks();
    void set_session();
    void arrived(const ::mosquitto_message& message, const ::mosquitto_property* properties);
    [[nodiscard]] int hand_over(const Publication& publication, int& id);
    void on_ready();
    void read();
    void every_second();
    void subscribe_next();
    void settle(int result);
    void watch_for_room_to_write();
    void cork(bool corked);
    void tell_written();
    void connect_failed(const Failure& failure);
    void ended(int result);
    [[nodiscard]] Failure failure_of(int result) const;
    void close();
    void disconnected();

    busbar::Loop& loop_;
    TransportListener& listener_;
    Resolver resolver_;
    int epoll_;                   // the library's socket: the loop itself only waits for input
    busbar::Timer timer_;         // connecting, or logging off, takes too long
    busbar::Timer second_timer_;  // the library's own time: keep-alive
    busbar::Timer soon_;          // what a call cannot tell its caller itself
    busbar::Timer written_timer_;
    std::unique_ptr<TlsContext> tls_;
    std::unique_ptr<::mosquitto, Destroy> client_;
    State state_ = State::Idle;
    Endpoint endpoint_;
    std::size_t address_ = 0;  // which of several is tried
    int socket_ = -1;          // the one epoll_ knows
    bool wants_write_ = false;
    bool reached_ = false;       // there is a TCP connection
    std::optional<int> answer_;  // the broker's to CONNECT
    std::optional<int> reason_;  // of the end, as the library told it
    std::string last_error_;     // the library's words

    std::vector<Subscription> topics_;  // of subscribe(), and
    std::size_t topics_asked_ = 0;      // how many of them are answered or asked for
    std::size_t batch_start_ = 0;       // where the ones asked for begin
    int batch_id_ = 0;
    std::vector<std::string> refused_;

    std::unordered_map<int, std::uint64_t> under_way_;  // the library's message id -> our number
    int written_at_once_ = 0;                           // message id told before publish() returned
    std::vector<Written> written_;                      // to be told
    bool full_ = false;
    bool corked_ = false;  // the kernel sends no packet that is not full
    std::string topic_;    // reused: the library wants a final zero
};

}  // namespace mqtt_client
