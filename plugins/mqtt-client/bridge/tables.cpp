// SPDX-License-Identifier: Apache-2.0
// The bridge's tables: connections, assignments, objects, and how they hang together.
#include <algorithm>
#include <cctype>
#include <utility>

#include "bridge/bridge.hpp"
#include "bridge/wording.hpp"

namespace mqtt_client {

namespace v1 = busbar::v1;

namespace {

// The same text however the address is written.
std::string broker_at(Endpoint endpoint) {
    if (on_this_machine(endpoint)) endpoint.host = "localhost";
    std::transform(endpoint.host.begin(), endpoint.host.end(), endpoint.host.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return place_of(endpoint);
}

}  // namespace

Bridge::Bridge(Identity identity, busbar::Loop& loop, TransportFactory make_transport, Bus& bus)
    : identity_(std::move(identity)),
      loop_(loop),
      make_transport_(std::move(make_transport)),
      bus_(bus),
      last_topics_revision_(identity_.started << 20U),  // greater than before we started again
      watch_timer_(loop),
      origins_(identity_.runtime_uuid, identity_.started, loop.now()),
      chance_(static_cast<std::uint32_t>(identity_.nonce)),
      due_timer_(loop) {}

Bridge::~Bridge() = default;

// ── connections ─────────────────────────────────────────────────────────────────────────────────

void Bridge::set_connection(const std::string& id, const messages::Connection& message,
                            bool started) {
    auto& connection = connections_[connection_slot(id)]->connection;
    connection.set(settings_of(message, generated_client_id(identity_.runtime_uuid, id)));
    set_announcing(place_of(connection), connection.settings()->announcing);
    topics_changed(place_of(connection));
    if (broker_) set_broker(broker_);
    if (started == connection.started()) return;
    if (started) {
        connection.start();
    } else {
        connection.stop();
    }
}

void Bridge::remove_connection(const std::string& id) {
    const auto found = connection_slots_.find(id);
    if (found == connection_slots_.end()) return;
    auto& connection = connections_[found->second]->connection;
    connection.remove();
    topics_changed(*connections_[found->second]);
    close_breakers(id);
    bus_.show_status(connection.status());
}

std::optional<Endpoint> Bridge::integrated_broker() const {
    if (!broker_ || !broker_->running()) return std::nullopt;
    Endpoint endpoint;
    endpoint.host = broker_->address();
    endpoint.port = static_cast<std::uint16_t>(broker_->port());
    return endpoint;
}

void Bridge::set_broker(const std::optional<busbar::service::v1::MqttBroker>& broker) {
    broker_ = broker;
    const auto endpoint = integrated_broker();
    for (const auto& place : connections_) {
        const auto& settings = place->connection.settings();
        if (settings && settings->integrated) place->connection.set_broker(endpoint);
    }
}

std::string Bridge::broker_of(const std::string& connection_id) const {
    const auto found = connection_slots_.find(connection_id);
    if (found == connection_slots_.end()) return connection_id;
    const auto& connection = connections_[found->second]->connection;
    const auto endpoint = connection.endpoint();
    if (endpoint.host.empty()) return connection.settings() ? "integrated" : connection_id;
    return broker_at(endpoint);
}

std::string Bridge::broker_of(const ConnectionSettings& settings) const {
    if (!settings.integrated) return broker_at(settings.endpoint);
    const auto endpoint = integrated_broker();
    return endpoint ? broker_at(*endpoint) : "integrated";
}

std::string Bridge::trouble_with_user(const Connection& connection) const {
    const auto username = connection.endpoint().username;
    if (!broker_ || username.empty()) return {};
    const auto among = [&](const auto& names) {
        return std::find(names.begin(), names.end(), username) != names.end();
    };
    if (among(broker_->usernames())) return {};
    return refused_user(
        among(broker_->disabled_usernames()) ? UserFault::Disabled : UserFault::NotThere, username);
}

Connection* Bridge::connection(const std::string& id) {
    const auto found = connection_slots_.find(id);
    if (found == connection_slots_.end()) return nullptr;
    auto& connection = connections_[found->second]->connection;
    return connection.settings() ? &connection : nullptr;
}

void Bridge::stop_all(std::function<void()> done) {
    stopping_ = connections_.size() + 1;
    const auto one_less = [this, done = std::move(done)] {
        if (--stopping_ == 0) done();
    };
    for (const auto& place : connections_) place->connection.stop(one_less);
    one_less();
}

// An assignment may come before its connection, so a place is made for any id that is named.
std::uint32_t Bridge::connection_slot(const std::string& id) {
    const auto slot = static_cast<std::uint32_t>(connections_.size());
    const auto [found, is_new] = connection_slots_.try_emplace(id, slot);
    if (is_new) {
        const auto seed = static_cast<std::uint32_t>(identity_.nonce) + slot + 1;
        ConnectionOwner& self = *this;
        connections_.push_back(std::make_unique<Place>(id, loop_, make_transport_, self, seed));
    }
    return found->second;
}

Bridge::Place& Bridge::place_of(const Connection& connection) {
    return *connections_[connection_slot(connection.id())];
}

void Bridge::on_status(Connection& connection) { bus_.show_status(connection.status()); }

// ── assignments ─────────────────────────────────────────────────────────────────────────────────

busbar::Status Bridge::set_assignment(const std::string& id, const AssignmentSettings& settings) {
    remove_assignment(id);
    rules_due_ = true;
    return make_assignment(id, settings, false);
}

busbar::Status Bridge::make_assignment(std::string_view id, const AssignmentSettings& settings,
                                       bool by_rule) {
    std::optional<Format> format;
    if (!settings.format.plain()) format = BUSBAR_TRY(Format::make(settings.format));
    auto slot = static_cast<std::uint32_t>(assignments_.size());
    if (free_assignments_.empty()) {
        assignments_.emplace_back();
    } else {
        slot = free_assignments_.back();
        free_assignments_.pop_back();
    }
    auto& assignment = assignments_[slot];
    assignment.generation = ++last_generation_;
    assignment.connection = connection_slot(settings.connection);
    assignment.object = object_slot(settings.object);
    assignment.texts = AssignmentTexts(id, settings.command_topic, settings.report_topic);
    assignment.on_retained = static_cast<std::uint8_t>(settings.on_retained);
    assignment.tolerance = settings.tolerance;
    assignment.formatted = format.has_value();
    assignment.by_rule = by_rule;
    if (format) formats_.insert_or_assign(slot, std::move(*format));
    assignment.sync = settings.sync;
    assignment.same_topic =
        !settings.report_topic.empty() && settings.command_topic == settings.report_topic;
    assignment.qos = settings.qos;
    assignment.retain = settings.retain;
    assignment_slots_.add(id, slot);
    link(slot);
    added_.push_back(slot);
    announce_soon(slot);
    return {};
}

void Bridge::remove_assignment(const std::string& id) {
    const auto slot = find_assignment(id);
    if (slot == kNoSlot) return;
    rules_due_ = true;
    remove_assignment(slot);
}

void Bridge::remove_assignment(std::uint32_t slot) {
    auto& assignment = assignments_[slot];
    assignment_slots_.remove(assignment.texts.id(), slot);
    forget_breaker(slot);
    deadlines_.set(slot, Time::max());
    withdraw(slot);
    unlink(slot);
    watchlist_.remove(ref_of(slot));
    touch_watchlist();
    deserted_.push_back(assignment.object);
    if (assignment.formatted) formats_.erase(slot);
    assignment = {};
    free_assignments_.push_back(slot);
}

void Bridge::link(std::uint32_t slot) {
    auto& assignment = assignments_[slot];
    auto& object = objects_[assignment.object];
    if (!std::exchange(object.subscribed, true) && !hears_all_) {
        to_subscribe_.emplace_back(object.id.view());
    }
    assignment.next_of_object = std::exchange(object.first_assignment, slot);
    auto& place = *connections_[assignment.connection];
    topics_changed(place);
    const auto topic = assignment.texts.command_topic();
    if (topic.empty()) return;
    const auto before = listened(place, topic);
    place.listeners.add(topic, slot);
    listen_again(place, topic, before);
}

void Bridge::unlink(std::uint32_t slot) {
    const auto& assignment = assignments_[slot];
    auto* next = &objects_[assignment.object].first_assignment;
    while (*next != slot) next = &assignments_[*next].next_of_object;
    *next = assignment.next_of_object;
    auto& place = *connections_[assignment.connection];
    topics_changed(place);
    const auto topic = assignment.texts.command_topic();
    if (topic.empty()) return;
    const auto before = listened(place, topic);
    place.listeners.remove(topic, slot);
    listen_again(place, topic, before);
}

int Bridge::qos_of(const Assignment& assignment) const {
    return assignment.qos ? *assignment.qos : connection_qos(assignment.connection);
}

int Bridge::connection_qos(std::uint32_t slot) const {
    const auto& settings = connections_[slot]->connection.settings();
    return settings ? settings->qos : 0;
}

void Bridge::commit() {
    if (!rules_.empty()) hear_all();
    if (std::exchange(rules_due_, false)) apply_rules();
    std::vector<std::string> leave;
    for (const auto slot : std::exchange(deserted_, {})) {
        auto& object = objects_[slot];
        if (object.first_assignment != kNoSlot || object.id.empty()) continue;
        if (hears_all_ && object.handle != 0) continue;
        if (!hears_all_) leave.emplace_back(object.id.view());
        descriptions_.erase(slot);
        set_handle(slot, 0);
        object_slots_.remove(object.id.view(), slot);
        types_.drop(object.type);
        object = {};
        free_objects_.push_back(slot);
    }
    if (!leave.empty()) bus_.drop_subscriptions(leave);
    std::erase_if(to_subscribe_, [&](const std::string& id) { return find_object(id) == kNoSlot; });
    if (!to_subscribe_.empty()) {
        catalogues_awaited_ += bus_.add_subscriptions(std::exchange(to_subscribe_, {}));
    }
    for (const auto& place : connections_) place->connection.commit();
    report_added();
    for (const auto& place : connections_) place->connection.announce_objects();
}

// Of an object that is known already no state will come by itself.
void Bridge::report_added() {
    for (const auto slot : std::exchange(added_, {})) {
        const auto& assignment = assignments_[slot];
        if (assignment.generation == 0) continue;
        const auto& object = objects_[assignment.object];
        if (!object.is_virtual && !object.occurrence) report(slot);
    }
}

Trial Bridge::trial_of(const Connection& connection) {
    Trial trial;
    trial.endpoint = connection.endpoint();
    trial.topics = command_topics(connection);
    trial.topic = test_topic(trial.endpoint);
    trial.payload = "test";
    const auto slot_of_connection = connection_slot(connection.id());
    for (std::uint32_t slot = 0; connection.up() && slot < assignments_.size(); ++slot) {
        const auto& assignment = assignments_[slot];
        if (assignment.generation == 0 || assignment.connection != slot_of_connection) continue;
        const auto& object = objects_[assignment.object];
        if (assignment.texts.report_topic().empty() || object.occurrence || assignment.owed ||
            !encode_state(slot)) {
            continue;
        }
        const auto target = target_of(ref_of(slot));
        trial.topic = target->topic;
        trial.payload = payload_;
        trial.retain = target->retain;
        break;
    }
    return trial;
}

std::optional<ConnectionOwner::Target> Bridge::target_of(Ref ref) {
    const auto* assignment = assignment_of(ref);
    if (assignment == nullptr) return std::nullopt;
    const auto& settings = connections_[assignment->connection]->connection.settings();
    const bool retain = assignment->retain.value_or(settings && settings->retain);
    return Target{assignment->texts.report_topic(), qos_of(*assignment), retain};
}

Assignment* Bridge::assignment_of(Ref ref) {
    if (ref.slot >= assignments_.size()) return nullptr;
    auto& assignment = assignments_[ref.slot];
    return assignment.generation == ref.generation ? &assignment : nullptr;
}

Ref Bridge::ref_of(std::uint32_t slot) const { return {slot, assignments_[slot].generation}; }

// ── objects ─────────────────────────────────────────────────────────────────────────────────────

std::uint32_t Bridge::object_slot(std::string_view id) {
    if (const auto known = find_object(id); known != kNoSlot) return known;
    auto slot = static_cast<std::uint32_t>(objects_.size());
    if (free_objects_.empty()) {
        objects_.emplace_back();
    } else {
        slot = free_objects_.back();
        free_objects_.pop_back();
    }
    objects_[slot].id.assign(id);
    object_slots_.add(id, slot);
    return slot;
}

std::uint32_t Bridge::find_object(std::string_view id) const {
    return object_slots_.first(id,
                               [&](std::uint32_t slot) { return objects_[slot].id.view() == id; });
}

std::uint32_t Bridge::find_assignment(std::string_view id) const {
    return assignment_slots_.first(
        id, [&](std::uint32_t slot) { return assignments_[slot].texts.id() == id; });
}

const ObjectRecord* Bridge::object(std::string_view id) const {
    const auto slot = find_object(id);
    return slot != kNoSlot ? &objects_[slot] : nullptr;
}

std::uint32_t Bridge::find_handle(busbar::Handle handle) const {
    return handles_.first(handle,
                          [&](std::uint32_t slot) { return objects_[slot].handle == handle; });
}

ObjectRecord* Bridge::object_of(busbar::Handle handle) {
    const auto slot = find_handle(handle);
    return slot != kNoSlot ? &objects_[slot] : nullptr;
}

void Bridge::on_object(const v1::Object& message) {
    const auto slot = hears_all_ ? object_slot(message.id()) : find_object(message.id());
    if (slot == kNoSlot) return;
    auto& object = objects_[slot];
    fresh_ = 0;
    if (object.handle != message.handle()) {
        fresh_ = message.handle();
        set_handle(slot, message.handle());
    }
    object.kind = static_cast<Kind>(message.type().value_kind());
    types_.drop(std::exchange(object.type, types_.put(message.type())));
    object.is_virtual = message.owner() == "virtual";
    object.commandable = message.commandable();
    object.readable = message.readable();
    object.occurrence = message.kind() == v1::OBJECT_KIND_EVENT;
    if (!hears_all_ && !hears_descriptions_) return;
    descriptions_[slot] = {message.name(), message.room()};
    each_of(object, [this](std::uint32_t assignment) { announce_soon(assignment); });
    if (!hears_all_) return;
    apply_rules(slot);
    report_added();
}

void Bridge::on_object_removed(busbar::Handle handle) {
    const auto slot = find_handle(handle);
    if (slot == kNoSlot) return;
    set_handle(slot, 0);
    objects_[slot].sequence = 0;
    objects_[slot].state = {};
    if (!hears_all_) return;
    apply_rules(slot);
    deserted_.push_back(slot);
}

void Bridge::set_handle(std::uint32_t slot, busbar::Handle handle) {
    auto& object = objects_[slot];
    if (object.handle != 0) handles_.remove(object.handle, slot);
    object.handle = handle;
    if (handle != 0) handles_.add(handle, slot);
}

void Bridge::on_catalogue_complete() {
    fresh_ = 0;
    if (catalogues_awaited_ > 0) --catalogues_awaited_;
}

// Occurrences the bus could not keep for us.
void Bridge::on_gap(const v1::Gap& gap) {
    for (const auto& missing : gap.missing()) {
        const auto* object = object_of(missing.object());
        if (object == nullptr) continue;
        for (auto slot = object->first_assignment; slot != kNoSlot;
             slot = assignments_[slot].next_of_object) {
            connections_[assignments_[slot].connection]->connection.counters().reports_dropped +=
                missing.count();
        }
    }
}

}  // namespace mqtt_client
