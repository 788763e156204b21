// SPDX-License-Identifier: Apache-2.0
// Connection: one broker. Runs the session's decisions on a transport, keeps subscriptions and
// reports flowing, and says how it is. Knows topics by name, not what they mean.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bridge/counters.hpp"
#include "bridge/settings.hpp"
#include "busbar/plugin.hpp"
#include "io/transport.hpp"
#include "protocol/report_queue.hpp"
#include "protocol/session.hpp"

namespace mqtt_client {

class Connection;

// Whom a connection serves.
class ConnectionOwner {
 public:
    ConnectionOwner() = default;
    ConnectionOwner(const ConnectionOwner&) = delete;
    ConnectionOwner& operator=(const ConnectionOwner&) = delete;
    virtual ~ConnectionOwner() = default;

    // All topics to subscribe to, each once.
    [[nodiscard]] virtual std::vector<std::string> command_topics(const Connection& connection) = 0;
    // Where an assignment is reported; nothing when it is gone.
    [[nodiscard]] virtual std::optional<std::string_view> report_topic(Ref assignment) = 0;
    // It is there and subscribed: report what has to be reported now.
    virtual void on_up(Connection& connection) = 0;
    // It is gone.
    virtual void on_down(Connection& connection) = 0;
    virtual void on_arrived(Connection& connection, std::string_view topic,
                            std::string_view payload, Delivery delivery) = 0;
    // A report is on its way; is written or acknowledged; or came back undelivered.
    virtual void on_sent(const Report& report, Time now) = 0;
    virtual void on_written(const Report& report, Time time) = 0;
    virtual void on_returned(const Report& report) = 0;
    virtual void on_status(Connection& connection) = 0;
    // A sentence on what is wrong although it is connected; empty when nothing is.
    [[nodiscard]] virtual std::string alarm(const Connection& connection) const = 0;
};

class Connection final : private TransportListener {
 public:
    // What start() ended with: empty when it is connected, a sentence on what is in the way, or an
    // error when it was stopped before either was known.
    using Started = std::function<void(const busbar::Result<std::string>&)>;
    using Stopped = std::function<void()>;

    Connection(std::string id, busbar::Loop& loop, const TransportFactory& make_transport,
               ConnectionOwner& owner, std::uint32_t seed);
    ~Connection() override = default;

    [[nodiscard]] const std::string& id() const { return id_; }
    // Empty until set(), and after remove().
    [[nodiscard]] const std::optional<ConnectionSettings>& settings() const { return settings_; }
    // New settings; reconnects when something of it matters to the broker.
    void set(ConnectionSettings settings);
    void remove();
    // Where the integrated broker listens now; nothing while it does not. Only for connections to
    // it.
    void set_broker(const std::optional<Endpoint>& broker);

    // Runs until stop(). `started` is told once: connected, or what is in the way (it keeps
    // trying).
    void start(Started started = {});
    // Logs off; `stopped` is told when it has, within half a second.
    void stop(Stopped stopped = {});
    [[nodiscard]] bool started() const { return wanted_; }
    // Connected and subscribed.
    [[nodiscard]] bool up() const { return session_.state() == SessionState::Connected; }

    // One more or one less topic to listen on; take effect with commit().
    void listen(const std::string& topic) { to_subscribe_.push_back(topic); }
    void unlisten(const std::string& topic) { to_unsubscribe_.push_back(topic); }
    void commit();

    // Sends a report as soon as there is room; only while up().
    void report(Report report, std::uint64_t& newest);

    [[nodiscard]] Counters& counters() { return counters_; }
    // Something of the status may have changed; told at most every 2 s.
    void touch();
    // Something of it has changed that people wait for.
    void announce();
    [[nodiscard]] busbar::v1::StatusChanged status() const;
    // Where it connects: the settings' endpoint, or the integrated broker's.
    [[nodiscard]] Endpoint endpoint() const;

 private:
    struct UnderWay {
        Report report;
        bool done = false;
    };

    void on_connected() override;
    void on_connect_failed(const Failure& failure) override;
    void on_subscribed(const std::vector<std::string>& refused) override;
    void on_lost(const Failure& failure) override;
    void on_message(std::string_view topic, std::string_view payload, Delivery delivery) override;
    void on_published(std::uint64_t number, Time time) override;
    void on_room() override { pump(); }
    void on_disconnected() override;

    void settle();
    void begin();
    void end();
    void take(SessionStep step);
    void schedule();
    void subscribe();
    void pump();
    void take_back_reports();
    void tell_started(const busbar::Result<std::string>& outcome);
    [[nodiscard]] std::string text(busbar::v1::StatusState& state) const;

    const std::string id_;
    busbar::Loop& loop_;
    const TransportFactory& make_transport_;
    ConnectionOwner& owner_;
    std::optional<ConnectionSettings> settings_;
    std::optional<Endpoint> broker_;  // the integrated one, while it runs

    Session session_;
    std::unique_ptr<Transport> transport_;  // from begin() until it has logged off
    bool wanted_ = false;
    bool ending_ = false;  // logging off
    bool again_ = false;   // begin() when that is done
    bool ever_up_ = false;
    Failure failure_;  // of the last attempt
    bool failed_ = false;
    Started started_;
    std::vector<Stopped> stopped_;

    std::vector<std::string> to_subscribe_;
    std::vector<std::string> to_unsubscribe_;
    bool subscribing_ = false;
    std::vector<std::string> refused_;

    ReportQueue queue_;
    std::deque<UnderWay> under_way_;
    std::uint64_t first_under_way_ = 1;  // number of the front

    Counters counters_;
    busbar::Timer timer_;         // the session's
    busbar::Timer reap_;          // deletes the transport, or begins again, out of its callbacks
    busbar::Timer status_timer_;  // holds back status that only counts
};

}  // namespace mqtt_client
