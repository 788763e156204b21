// SPDX-License-Identifier: Apache-2.0
// Transport: one MQTT connection, whichever library carries it. Knows topics and octets, not what
// they mean; never reconnects by itself.
//
// All functions are called on the plugin's thread, and the listener is called there, never from
// within a call to the transport (but on_published(), which may come from within publish()). A
// listener's function may call the transport but not destroy it. Destroying it ends everything at
// once and silently.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/loop.hpp"

namespace mqtt_client {

// Which library carries a connection (docs/adr/0018-two-mqtt-libraries.md).
enum class Library : std::uint8_t { Mosquitto, Paho };

// What the broker publishes, retained, when it loses us without a farewell; no topic: nothing.
struct Will {
    std::string topic;
    std::string payload;
    int qos = 0;

    friend bool operator==(const Will&, const Will&) = default;
};

// Where to connect, as whom and by what. Empty texts are not sent.
struct Endpoint {
    Library library = Library::Mosquitto;
    bool tls = false;
    bool verify_host = true;
    bool websocket = false;  // only Paho has it
    bool version_5 = false;  // else 3.1.1
    // False: the broker goes on with the session it has kept of this client id.
    bool clean_start = true;
    std::uint16_t port = 0;
    std::string host;              // name or IP address
    std::string websocket_path;    // "/mqtt"
    std::string ca_file;           // PEM; empty: what the system trusts
    std::string certificate_file;  // PEM, ours, and those between it and the CA; empty: none
    std::string key_file;          // PEM, of that certificate
    std::string client_id;
    std::string username;
    std::string password;
    std::chrono::seconds keep_alive{30};
    // How long the broker keeps the session, MQTT 5; with 3.1.1 it decides itself.
    std::chrono::seconds session_expiry{};
    Will will;

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// Why there is no connection, in kinds that have a sentence of their own.
enum class Reason : std::uint8_t {
    HostNotFound,       // DNS
    NameServer,         // does not answer
    Refused,            // nobody listens there, or the network says no
    NoAnswer,           // not in time
    Certificate,        // TLS: not trusted, or not for this host
    ClientCertificate,  // TLS: the broker wants one of us, or another one
    LoginRefused,       // wrong user name or password, or not allowed
    NotAuthorised,      // logged in, but this is not allowed
    Banned,             // the broker has been told to keep us out
    ClientIdRefused,    // the broker does not like it
    VersionRefused,     // the broker does not speak this version
    Busy,               // the broker says: not now
    TakenOver,          // another client uses this client id
    Closed,             // the connection ended
    Other,
};

struct Failure {
    Reason reason = Reason::Other;
    std::string detail;  // the library's words; may be empty
};

// Whose change a message is, and its count there: user properties of MQTT 5, which protocol/
// origin_tag.hpp explains. No server: not said.
struct OriginProperties {
    std::string_view server;
    std::uint64_t count = 0;
};

// How a message came. The texts are valid during the call.
struct Delivery {
    bool retained = false;
    bool duplicate = false;
    OriginProperties origin{};
};

// A topic to listen on.
struct Subscription {
    std::string topic;
    int qos = 0;
    bool skip_own = false;  // do not hear what we publish there; only MQTT 5 can do that

    friend auto operator<=>(const Subscription&, const Subscription&) = default;
};

class TransportListener {
 public:
    TransportListener() = default;
    TransportListener(const TransportListener&) = delete;
    TransportListener& operator=(const TransportListener&) = delete;
    virtual ~TransportListener() = default;

    virtual void on_connected() = 0;
    virtual void on_connect_failed(const Failure& failure) = 0;
    // Everything that subscribe() asked for is answered; `refused` are the topics the broker
    // refused.
    virtual void on_subscribed(const std::vector<std::string>& refused) = 0;
    // The connection that was there is gone.
    virtual void on_lost(const Failure& failure) = 0;
    // The texts are valid during the call.
    virtual void on_message(std::string_view topic, std::string_view payload,
                            Delivery delivery) = 0;
    // A publish was written (QoS 0) or acknowledged (QoS 1 and 2), at `time`. Not in order, and
    // told some time later where nobody waits for it.
    virtual void on_published(std::uint64_t number, busbar::Clock::time_point time) = 0;
    // The broker has a publish and does nothing with it. Only MQTT 5 tells, of QoS 1 and 2; takes
    // the place of on_published().
    virtual void on_refused(std::uint64_t /*number*/, const Failure& /*why*/) {}
    // There is room again after publish() had none.
    virtual void on_room() = 0;
    virtual void on_disconnected() = 0;
};

class Transport {
 public:
    Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    virtual ~Transport() = default;

    // Ends in on_connected() or on_connect_failed(). Not while connected or connecting.
    virtual void connect(const Endpoint& endpoint) = 0;
    // Ends in on_subscribed(), or in on_lost(). One at a time.
    virtual void subscribe(std::vector<Subscription> topics) = 0;
    virtual void unsubscribe(std::vector<std::string> topics) = 0;

    struct Publication {
        std::string_view topic;
        std::string_view payload;
        int qos = 0;
        bool retain = false;
        std::uint64_t number = 0;   // for on_published(); rising
        OriginProperties origin{};  // only MQTT 5 carries it
    };
    // False: no room now, nothing was taken; on_room() follows, or on_lost().
    [[nodiscard]] virtual bool publish(const Publication& publication) = 0;

    // Logs off; on_disconnected() follows within half a second, whatever the peer does.
    virtual void disconnect() = 0;

    // Messages given up because they arrived faster than they were taken.
    [[nodiscard]] virtual std::uint64_t messages_dropped() const = 0;
};

// Makes what carries connections to `endpoint`: its library.
using TransportFactory = std::function<std::unique_ptr<Transport>(
    const Endpoint& endpoint, busbar::Loop&, TransportListener&)>;

}  // namespace mqtt_client
