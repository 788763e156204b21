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
#include "protocol/home_assistant.hpp"
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
    [[nodiscard]] virtual std::vector<Subscription> command_topics(
        const Connection& connection) = 0;
    // Where and how an assignment is reported.
    struct Target {
        std::string_view topic;
        int qos = 0;
        bool retain = false;
    };
    // Nothing when it is gone.
    [[nodiscard]] virtual std::optional<Target> target_of(Ref assignment) = 0;
    // Whose change a report is; nobody's when it has no tag.
    [[nodiscard]] virtual OriginProperties origin_of(const Report& report) const = 0;
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
    // What to say of objects to who looks for them; nothing: that was all.
    [[nodiscard]] virtual std::optional<Announcement> next_announcement(Connection& connection) = 0;
    // Why the integrated broker refuses a connection's user; empty when it is not the user.
    [[nodiscard]] virtual std::string trouble_with_user(const Connection& connection) const = 0;
    // A sentence on what is wrong although it is connected; empty when nothing is.
    [[nodiscard]] virtual std::string alarm(const Connection& connection) const = 0;
};

struct HostAndPort {
    std::string_view host;
    std::uint16_t port = 0;

    friend bool operator==(const HostAndPort&, const HostAndPort&) = default;
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
    // Tells whose change a report is.
    [[nodiscard]] bool tells_origin() const {
        return settings_ && settings_->endpoint.version_5 && !fell_back_;
    }
    // Connected and subscribed.
    [[nodiscard]] bool up() const { return session_.state() == SessionState::Connected; }

    // One more or one less topic to listen on; take effect with commit().
    void listen(Subscription topic) { to_subscribe_.push_back(std::move(topic)); }
    void unlisten(Subscription topic) { to_unsubscribe_.push_back(std::move(topic)); }
    void commit();

    // Sends a report as soon as there is room; only while up().
    void report(Report report, std::uint64_t& newest);
    // The owner has announcements: takes them one by one as soon as there is room.
    void announce_objects() { pump(); }

    [[nodiscard]] Counters& counters() { return counters_; }
    // Something of the status may have changed; told at most every 2 s.
    void touch();
    // Something of it has changed that people wait for.
    void announce();
    [[nodiscard]] busbar::v1::StatusChanged status() const;
    // Where it connects now: one of the settings' addresses, or the integrated broker's. Valid
    // until either changes; empty when neither is known.
    [[nodiscard]] HostAndPort address() const;
    // The settings' endpoint, there.
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
    void on_refused(std::uint64_t number, const Failure& why) override;
    void on_room() override { pump(); }
    void on_disconnected() override;

    void settle();
    void begin();
    void end();
    void take(SessionStep step);
    void schedule();
    void subscribe();
    [[nodiscard]] Retry next_way(const Failure& failure);
    void pump();
    [[nodiscard]] std::uint64_t next_number() const { return first_under_way_ + under_way_.size(); }
    // nullptr when it is under way no more.
    [[nodiscard]] UnderWay* find_under_way(std::uint64_t number);
    void done_with(UnderWay& published);
    void publish_availability(const std::string& payload);
    [[nodiscard]] bool announce_next();
    void take_back_reports();
    void tell_started(const busbar::Result<std::string>& outcome);
    [[nodiscard]] std::string text(busbar::v1::StatusState& state) const;
    [[nodiscard]] std::string trouble() const;
    [[nodiscard]] std::int64_t next_try_s() const;

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
    std::size_t address_ = 0;  // which of the settings' addresses: 0 is the first
    bool fell_back_ = false;   // the broker does not speak MQTT 5
    Failure failure_;          // of the last attempt
    bool failed_ = false;
    Started started_;
    std::vector<Stopped> stopped_;

    std::vector<Subscription> to_subscribe_;
    std::vector<Subscription> to_unsubscribe_;
    bool subscribing_ = false;
    std::vector<std::string> refused_;
    std::string refused_report_;  // a sentence, since it is up; empty: none was

    std::optional<Announcement> announcement_;  // for which there was no room
    ReportQueue queue_;
    std::deque<UnderWay> under_way_;
    std::uint64_t first_under_way_ = 1;  // number of the front

    Counters counters_;
    enum class Phase : std::uint8_t { Stopped, Down, Up };
    Phase phase_ = Phase::Stopped;  // as it was told last, and
    std::chrono::system_clock::time_point since_;
    busbar::Timer timer_;         // the session's
    busbar::Timer reap_;          // deletes the transport, or begins again, out of its callbacks
    busbar::Timer status_timer_;  // holds back status that only counts
};

}  // namespace mqtt_client
