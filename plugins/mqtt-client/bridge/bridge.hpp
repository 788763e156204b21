// SPDX-License-Identifier: Apache-2.0
// Bridge: objects <-> topics. States of assigned objects become reports, messages become commands;
// anti-echo judges in between.
//
// 10,000 assignments are nothing special: a command topic is found by its hash, an object by its
// handle, and neither makes anything but the value itself. Only command topics with wildcards are
// looked through one by one.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bridge/assignment.hpp"
#include "bridge/connection.hpp"
#include "bridge/deadlines.hpp"
#include "bridge/object_types.hpp"
#include "bridge/probe.hpp"
#include "bridge/used_topics.hpp"
#include "bridge/watchlist.hpp"
#include "busbar/service/v1/mqtt_broker.pb.h"
#include "busbar/slot_index.hpp"
#include "protocol/copies.hpp"
#include "protocol/topic_template.hpp"

namespace mqtt_client {

// What the bridge may do outside: the plugin's side of the bus.
class Bus {
 public:
    Bus() = default;
    Bus(const Bus&) = delete;
    Bus& operator=(const Bus&) = delete;
    virtual ~Bus() = default;

    // Returns the number that Bridge::on_command_result() is called with.
    virtual std::uint64_t send_command(busbar::Handle object, const Value& value,
                                       std::string_view tag) = 0;
    // `count` subscriptions: each is answered by one Bridge::on_catalogue_complete().
    virtual std::size_t add_subscriptions(const std::vector<std::string>& object_ids) = 0;
    // Every object there is or will be; told anew what was told before only when that was dropped.
    virtual std::size_t subscribe_all() = 0;
    virtual void drop_subscriptions(const std::vector<std::string>& object_ids) = 0;
    virtual void show_status(busbar::v1::StatusChanged status) = 0;
    // What Bridge::service() says is different now; often many times in a row.
    virtual void topics_changed() = 0;
    virtual void note(std::string_view text) = 0;  // a debug line
    virtual void warn(std::string_view text) = 0;  // somebody should look
};

class Bridge final : private ConnectionOwner {
 public:
    // Who we are: our states' causes name `plugin_id`, client ids are made of the uuid.
    struct Identity {
        std::string plugin_id;
        std::string runtime_uuid;
        std::uint64_t nonce = 0;    // another number at every start
        std::uint64_t started = 0;  // milliseconds since 1970
    };

    Bridge(Identity identity, busbar::Loop& loop, TransportFactory make_transport, Bus& bus);
    ~Bridge() override;

    // ── settings; assignments take effect with commit() ─────────────────────────────────────────

    void set_connection(const std::string& id, const messages::Connection& message, bool started);
    void remove_connection(const std::string& id);
    // Fails as Format::make() does; the assignment is then not there. (Checked when it was saved,
    // unless we did not run then.)
    [[nodiscard]] busbar::Status set_assignment(const std::string& id,
                                                const AssignmentSettings& settings);
    void remove_assignment(const std::string& id);
    // Fails as TopicTemplate::parse() and Format::make() do; the rule is then not there.
    [[nodiscard]] busbar::Status set_rule(const std::string& id, const RuleSettings& settings);
    void remove_rule(const std::string& id);
    void commit();
    // The integrated broker, or nothing when there is none.
    void set_broker(const std::optional<busbar::service::v1::MqttBroker>& broker);
    // Takes commands again that were found to be a loop; somebody has looked after it.
    void close_breakers(const std::string& connection_id);

    // ── the bus ─────────────────────────────────────────────────────────────────────────────────

    void on_object(const busbar::v1::Object& object);
    void on_object_removed(busbar::Handle handle);
    void on_state(const busbar::v1::StateChanged& state);
    void on_catalogue_complete();
    void on_gap(const busbar::v1::Gap& gap);
    void on_command_result(const busbar::v1::CommandResult& result);

    // ── what is there ───────────────────────────────────────────────────────────────────────────

    // Gives an assignment a status that is kept up to date, and says what is in it. Fails with
    // NotFound when there is no such assignment.
    [[nodiscard]] busbar::Result<std::string> watch(std::string_view assignment_id);
    // nullptr when there are no such settings.
    [[nodiscard]] Connection* connection(const std::string& id);
    [[nodiscard]] const ObjectRecord* object(std::string_view id) const;
    // What the action "test" tries: its command topics, and to publish. On a report topic only what
    // is there already, so that nobody outside sees anything new; else on a topic of its own.
    [[nodiscard]] Trial trial_of(const Connection& connection);
    [[nodiscard]] const busbar::v1::ObjectType& type_of(const ObjectRecord& object) const {
        return types_.at(object.type);
    }
    [[nodiscard]] const std::optional<busbar::service::v1::MqttBroker>& broker() const {
        return broker_;
    }
    // The same text for all connections to one broker.
    [[nodiscard]] std::string broker_of(const std::string& connection_id) const;
    // Of a connection as it would be.
    [[nodiscard]] std::string broker_of(const ConnectionSettings& settings) const;
    // The topics of a connection; nothing when there are no such settings.
    [[nodiscard]] std::optional<UsedTopics> used_topics(const std::string& connection_id) const;
    // What other plugins are told of the connections.
    [[nodiscard]] busbar::service::v1::MqttClient service() const;
    // found(id, connection) of each with settings.
    template <class Found>
    void each_connection(Found&& found) const {
        for (const auto& place : connections_) {
            if (place->connection.settings()) found(place->connection);
        }
    }
    // found(assignment, connection id, object id) of each.
    template <class Found>
    void each_assignment(Found&& found) const {
        for (const auto& assignment : assignments_) {
            if (assignment.generation == 0) continue;
            found(assignment, connections_[assignment.connection]->connection.id(),
                  objects_[assignment.object].id.view());
        }
    }
    // Logs off everywhere; `done` when that is done.
    void stop_all(std::function<void()> done);

 private:
    struct Place {
        Place(const std::string& id, busbar::Loop& loop, const TransportFactory& make,
              ConnectionOwner& owner, std::uint32_t seed)
            : connection(id, loop, make, owner, seed) {}
        Connection connection;
        busbar::SlotIndex listeners;       // assignments by command topic
        std::vector<std::string> filters;  // of what we listen on, that with wildcards
        Copies copies;
        std::vector<std::uint32_t> looping;  // assignments whose breaker is open
        Time next_note;
        std::uint64_t topics_revision = 0;  // see UsedTopics
        // Announcements to Home Assistant.
        std::optional<AnnouncingNode> node;  // nothing: there are none
        // Switched off or moved while we were not connected: what it may have left is looked for
        // when we are.
        std::optional<AnnouncingNode> left_node;
        std::deque<Ref> to_announce;          // when there is room
        std::deque<std::string> to_withdraw;  // topics; before what is to announce
        std::unordered_map<std::uint32_t, std::string> announced;  // topics by assignment
        busbar::SlotIndex announced_ids;                           // assignments by announced_id()
    };

    // ConnectionOwner
    std::vector<Subscription> command_topics(const Connection& connection) override;
    std::optional<Target> target_of(Ref assignment) override;
    [[nodiscard]] OriginProperties origin_of(const Report& report) const override;
    void on_up(Connection& connection) override;
    void on_down(Connection& connection) override;
    void on_arrived(Connection& connection, std::string_view topic, std::string_view payload,
                    Delivery delivery) override;
    void on_sent(const Report& report, Time now) override;
    void on_written(const Report& report, Time time) override;
    void on_returned(const Report& report) override;
    void on_status(Connection& connection) override;
    [[nodiscard]] std::optional<Announcement> next_announcement(Connection& connection) override;
    [[nodiscard]] std::string alarm(const Connection& connection) const override;

    // Why the integrated broker refused a connection's user; empty when it is not the user.
    [[nodiscard]] std::string trouble_with_user(const Connection& connection) const override;
    // Where it listens, while it does.
    [[nodiscard]] std::optional<Endpoint> integrated_broker() const;

    // What a rule of topics makes.
    struct Rule {
        std::uint32_t connection = kNoSlot;
        RuleSettings settings;
        std::optional<TopicTemplate> command;
        std::string filter;  // of the command topics; empty: there are none
        std::optional<TopicTemplate> report;
        std::string last_refused;  // by one of its assignments
        // How many objects and refusals its status speaks of.
        std::optional<std::pair<std::uint32_t, std::uint32_t>> told;
    };
    // What only rules and announcements need to know of an object.
    struct Description {
        std::string name;
        std::string room;
    };

    [[nodiscard]] std::uint32_t connection_slot(const std::string& id);
    [[nodiscard]] std::uint32_t object_slot(std::string_view id);  // made when there is none
    [[nodiscard]] std::uint32_t find_object(std::string_view id) const;
    [[nodiscard]] std::uint32_t find_handle(busbar::Handle handle) const;
    [[nodiscard]] std::uint32_t find_assignment(std::string_view id) const;
    [[nodiscard]] int qos_of(const Assignment& assignment) const;
    [[nodiscard]] int connection_qos(std::uint32_t slot) const;
    // How to listen on a topic; nothing when nobody wants to.
    [[nodiscard]] std::optional<Subscription> listened(const Place& place,
                                                       std::string_view topic) const;
    // Tells the connection what has changed since `before`.
    void listen_again(Place& place, std::string_view topic,
                      const std::optional<Subscription>& before);
    void topics_changed(Place& place);
    [[nodiscard]] Place& place_of(const Connection& connection);
    [[nodiscard]] ObjectRecord* object_of(busbar::Handle handle);
    void set_handle(std::uint32_t slot, busbar::Handle handle);
    [[nodiscard]] Assignment* assignment_of(Ref ref);
    [[nodiscard]] Ref ref_of(std::uint32_t slot) const;
    [[nodiscard]] bool encode_state(std::uint32_t slot);  // into payload_
    [[nodiscard]] busbar::Result<Value> decode_command(std::uint32_t slot,
                                                       std::string_view payload) const;
    [[nodiscard]] EchoRules rules_of(const Assignment& assignment);
    // The same, and what a number without a known resolution may differ by.
    [[nodiscard]] EchoRules rules_with_noise(const Assignment& assignment);
    [[nodiscard]] bool same_broker(const Assignment& one, const Assignment& other) const;
    // What a state says of its cause: which of our commands, and whose change that was.
    struct Cause {
        CausedBy by = CausedBy::Nobody;
        Ref ref;
        OriginTag tag;
    };
    [[nodiscard]] Cause cause_of(const busbar::v1::StateChanged& state) const;
    [[nodiscard]] std::string_view command_tag(Ref ref, const OriginTag& origin);
    [[nodiscard]] bool tells_origin(const ObjectRecord& object) const;
    [[nodiscard]] Tagged judge_tag(const ObjectRecord& object, const OriginTag& tag,
                                   bool retained) const;
    void note_origin(ObjectRecord& object, const OriginTag& tag);
    void changed_here(ObjectRecord& object);
    void pass_on(ObjectRecord& object, const Value& value, const OriginTag& tag);

    // with(slot) of each assignment of an object.
    template <class With>
    void each_of(const ObjectRecord& object, With&& with) const {
        for (auto slot = object.first_assignment; slot != kNoSlot;
             slot = assignments_[slot].next_of_object) {
            with(slot);
        }
    }
    [[nodiscard]] busbar::Status make_assignment(std::string_view id,
                                                 const AssignmentSettings& settings, bool by_rule);
    void remove_assignment(std::uint32_t slot);
    void report_added();
    void hear_all();
    void apply_rules();
    void apply_rules(std::uint32_t object);
    void apply_rule(const std::string& id, const Rule& rule, std::uint32_t object);
    [[nodiscard]] bool assigned_before(const ObjectRecord& object, std::uint32_t connection,
                                       std::string_view id) const;
    void show_rules();
    void set_announcing(Place& place, const std::optional<AnnouncingNode>& node);
    void announce_all(Place& place);
    void announce_soon(std::uint32_t slot);
    void announce_entity_of(std::uint32_t slot);
    void withdraw(std::uint32_t slot);
    [[nodiscard]] std::optional<Announcement> announcement_of(std::uint32_t slot,
                                                              const AnnouncingNode& node) const;
    [[nodiscard]] std::optional<AnnouncedObject> announced_object(std::uint32_t slot) const;
    // The entity that an assignment's object is part of, or nullptr.
    [[nodiscard]] static const EntitySettings* entity_of(const AnnouncingNode& node,
                                                         std::string_view object);
    [[nodiscard]] std::uint32_t assignment_on(std::uint32_t connection,
                                              std::string_view object) const;
    [[nodiscard]] bool heard_announcement(Place& place, std::string_view topic,
                                          std::string_view payload, Delivery delivery);
    [[nodiscard]] bool stays_announced(const Place& place, std::string_view topic) const;
    void hear_descriptions();
    void link(std::uint32_t slot);
    void unlink(std::uint32_t slot);
    void changed(std::uint32_t slot, bool new_value);
    void report(std::uint32_t slot);
    void send_report(std::uint32_t slot, Origin origin);
    void reschedule(std::uint32_t slot);
    void on_due();
    void due(std::uint32_t slot);
    void breaker_opened(std::uint32_t slot);
    void forget_breaker(std::uint32_t slot);
    [[nodiscard]] bool is_copy(Place& place, std::string_view topic, std::string_view payload,
                               bool retained);
    bool hear(Place& place, std::string_view filter, std::string_view topic,
              std::string_view payload, Delivery delivery);
    void arrived(std::uint32_t slot, Place& place, std::string_view topic, std::string_view payload,
                 Delivery delivery);
    void command(std::uint32_t slot, Place& place, std::string_view topic, const Value& value,
                 const OriginTag& tag);
    [[nodiscard]] std::uint32_t seconds() const;  // of the loop's clock, never 0
    void count_message(std::uint32_t slot, std::string_view payload);
    void count_report(Assignment& assignment, const Report& report);
    void count_command(std::uint32_t slot);
    void count_refused(std::uint32_t slot, std::string_view reason);
    void touch(Watched& watched);
    void touch_watchlist();
    void show_watched();
    [[nodiscard]] busbar::v1::StatusChanged status_of(const Assignment& assignment,
                                                      const Watched& watched) const;
    void drop(Place& place, std::uint64_t& counter, std::string_view topic,
              std::string_view reason);

    const Identity identity_;
    busbar::Loop& loop_;
    const TransportFactory make_transport_;
    Bus& bus_;

    std::vector<std::unique_ptr<Place>> connections_;
    std::uint64_t last_topics_revision_;
    Table<ObjectRecord> objects_;
    Table<Assignment> assignments_;
    ObjectTypes types_;
    std::unordered_map<std::uint32_t, Format> formats_;  // of the few that are not plain
    std::vector<std::uint32_t> free_assignments_;
    std::vector<std::uint32_t> free_objects_;
    std::unordered_map<std::string, std::uint32_t> connection_slots_;
    busbar::SlotIndex object_slots_;
    busbar::SlotIndex assignment_slots_;
    busbar::SlotIndex handles_;  // of objects that are there
    std::uint32_t last_generation_ = 0;
    std::map<std::string, Rule> rules_;
    std::unordered_map<std::uint32_t, Description>
        descriptions_;                 // by object; while there are rules
    bool hears_all_ = false;           // all objects are known, assigned or not
    bool hears_descriptions_ = false;  // of the objects that are told to us
    bool rules_due_ = false;  // something that matters to them changed since the last commit
    std::vector<std::string> to_subscribe_;
    std::vector<std::uint32_t> added_;     // assignments since the last commit
    std::vector<std::uint32_t> deserted_;  // objects that lost an assignment since

    Watchlist watchlist_;
    busbar::Timer watch_timer_;

    std::optional<busbar::service::v1::MqttBroker> broker_;
    std::size_t catalogues_awaited_ = 0;
    busbar::Handle fresh_ = 0;  // appeared just now, with the message before this one
    std::unordered_map<std::uint64_t, Ref> commands_;  // under way; the bus ends every one
    std::string payload_;                              // reused
    std::string tag_;
    std::size_t stopping_ = 0;
    Deadlines deadlines_;  // of assignments
    OriginClock origins_;
    std::minstd_rand chance_;
    busbar::Timer due_timer_;
    Time due_timer_at_ = Time::max();
};

}  // namespace mqtt_client
