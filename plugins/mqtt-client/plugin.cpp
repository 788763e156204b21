// SPDX-License-Identifier: Apache-2.0
// The lifecycle of the MQTT client.
#include "plugin.hpp"

#include <algorithm>
#include <utility>

#include "bridge/check.hpp"
#include "bridge/wording.hpp"
#include "busbar/entry.hpp"
#include "io/transports.hpp"

namespace mqtt_client {
namespace {

namespace v1 = busbar::v1;
using busbar::ErrorCode;
using busbar::fail;

constexpr auto kConnections = "connections";
constexpr auto kAssignments = "assignments";
constexpr auto kRules = "rules";
constexpr auto kBrokerService = "mqtt-broker";
constexpr std::uint32_t kBrokerServiceVersion = 1;
constexpr auto kService = "mqtt-client";
constexpr std::uint32_t kServiceVersion = 1;
constexpr std::chrono::milliseconds kServiceInterval{500};  // of telling what changed
// Nobody waits for the answer, and a line that is slow by nature (KNX: some twenty commands a
// second) should get to all of them. The most that the bus allows.
constexpr std::chrono::milliseconds kCommandTimeout{60'000};

}  // namespace

Plugin::Plugin(busbar::Context context) : Plugin(context, make_transport, make_reach) {}

Plugin::Plugin(busbar::Context context, TransportFactory make_transport, ReachFactory make_reach)
    : busbar::Plugin(context),
      make_transport_(std::move(make_transport)),
      make_reach_(std::move(make_reach)),
      service_timer_(context.loop) {}

void Plugin::on_start() {
    // Tags of an earlier start must not be taken for ours; the clock of this machine never gives
    // the same number twice while it runs.
    const auto nonce = busbar::Clock::now().time_since_epoch().count();
    const auto since_1970 = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    Bridge::Identity identity{hello().plugin_id(), hello().runtime_uuid(),
                              static_cast<std::uint64_t>(nonce),
                              static_cast<std::uint64_t>(since_1970.count())};
    Bus& bus = *this;
    bridge_ = std::make_unique<Bridge>(std::move(identity), loop(), make_transport_, bus);
}

// ── settings ────────────────────────────────────────────────────────────────────────────────────

void Plugin::on_item(const std::string& collection, const Item& item) {
    if (collection == kConnections) {
        changed_connections_.push_back(item);
    } else if (collection == kAssignments) {
        const auto message = busbar::settings_of<messages::Assignment>(item);
        if (!message) return log_error("settings not readable item=" + item.id());
        const auto set = bridge_->set_assignment(item.id(), settings_of(*message));
        if (!set) {
            log_error("settings not usable item=" + item.id() + " reason=\"" + set.error().message +
                      '"');
        }
    } else if (collection == kRules) {
        const auto message = busbar::settings_of<messages::TopicRule>(item);
        if (!message) return log_error("settings not readable item=" + item.id());
        const auto set = bridge_->set_rule(item.id(), settings_of(*message));
        if (!set) {
            log_error("settings not usable item=" + item.id() + " reason=\"" + set.error().message +
                      '"');
        }
    }
}

void Plugin::on_item_removed(const std::string& collection, const std::string& item_id) {
    if (collection == kConnections) {
        std::erase_if(changed_connections_, [&](const Item& item) { return item.id() == item_id; });
        bridge_->remove_connection(item_id);
    }
    if (collection == kAssignments) bridge_->remove_assignment(item_id);
    if (collection == kRules) bridge_->remove_rule(item_id);
}

void Plugin::on_items_committed() {
    for (const auto& item : std::exchange(changed_connections_, {})) {
        const auto message = busbar::settings_of<messages::Connection>(item);
        if (message) {
            bridge_->set_connection(item.id(), *message, item.started());
        } else {
            log_error("settings not readable item=" + item.id());
        }
    }
    bridge_->commit();
    tell_service();
}

void Plugin::on_check(const v1::CheckItems& check, std::vector<v1::Problem>& problems) {
    if (check.collection() == kConnections) check_connections(check, *bridge_, problems);
    if (check.collection() == kAssignments) check_assignments(check, *bridge_, problems);
    if (check.collection() == kRules) check_rules(check, problems);
}

// ── actions ─────────────────────────────────────────────────────────────────────────────────────

void Plugin::on_action(const v1::ActionRequest& action) {
    if (action.collection() == kAssignments && action.action() == "watch") {
        return finish_action(action.id(), bridge_->watch(action.item_id()));
    }
    auto* connection =
        action.collection() == kConnections ? bridge_->connection(action.item_id()) : nullptr;
    if (connection == nullptr) return busbar::Plugin::on_action(action);
    if (action.action() == "stop") return stop(action.id(), *connection);
    const auto id = action.item_id();
    const auto number = action.id();
    if (action.action() == "start") {
        check_password(number, *connection, [this, number, id] { start(number, id); });
    } else if (action.action() == "test") {
        check_password(number, *connection, [this, number, id] { test(number, id); });
    } else {
        busbar::Plugin::on_action(action);
    }
}

void Plugin::start(std::uint64_t action, const std::string& id) {
    auto* connection = bridge_->connection(id);
    if (connection == nullptr) {
        return finish_action(action, fail(ErrorCode::NotFound, "The connection is gone."));
    }
    bridge_->close_breakers(id);
    connection->start([this, action, connection](const busbar::Result<std::string>& outcome) {
        if (!outcome) return finish_action(action, outcome);
        // It keeps trying, so it is started, whatever the first attempt says.
        finish_action(action, outcome->empty()
                                  ? "Connected to " + place_of(connection->endpoint()) + "."
                                  : "Started. " + *outcome + " It keeps trying.");
    });
}

void Plugin::stop(std::uint64_t action, Connection& connection) {
    bridge_->close_breakers(connection.id());
    connection.stop([this, action] { finish_action(action, "Stopped."); });
}

void Plugin::test(std::uint64_t action, const std::string& id) {
    const auto* connection = bridge_->connection(id);
    if (connection == nullptr) {
        return finish_action(action, fail(ErrorCode::NotFound, "The connection is gone."));
    }
    if (connection->endpoint().host.empty()) {
        return finish_action(action, fail(ErrorCode::Unavailable, std::string(kBrokerNotRunning)));
    }
    probes_[action] = std::make_unique<Probe>(
        bridge_->trial_of(*connection), loop(), make_transport_, make_reach_,
        [this, action](const busbar::Result<std::string>& result) {
            finish_action(action, result);
            probes_.erase(action);
        });
}

// The integrated broker can tell a wrong password before anything connects.
void Plugin::check_password(std::uint64_t action, const Connection& connection, Go go) {
    const auto& broker = bridge_->broker();
    const auto endpoint = connection.endpoint();
    if (!connection.settings()->integrated || !broker || !broker->running() ||
        !broker->authentication()) {
        return go();
    }
    busbar::service::v1::CheckPasswordRequest request;
    request.set_username(endpoint.username);
    request.set_password(endpoint.password);
    const auto id = request_service(kBrokerService, "check_password", request.SerializeAsString());
    questions_[id] = {action, std::move(go)};
}

void Plugin::on_service_result(const v1::ServiceResult& result) {
    const auto question = questions_.extract(result.id());
    if (question.empty()) return;
    busbar::service::v1::CheckPasswordResponse response;
    const bool answered = result.error().empty() && response.ParseFromString(result.response());
    // No answer is no refusal: the broker itself will say.
    if (!answered || response.correct()) return question.mapped().go();
    finish_action(question.mapped().action,
                  fail(ErrorCode::PermissionDenied, sentence_of({Reason::LoginRefused, {}})));
}

// ── the integrated broker ───────────────────────────────────────────────────────────────────────

void Plugin::on_service_offered(const v1::ServiceOffered& service) {
    if (service.name() != kBrokerService || service.version() != kBrokerServiceVersion) return;
    busbar::service::v1::MqttBroker broker;
    if (!broker.ParseFromString(service.description())) {
        return log_warning("service not readable name=mqtt-broker");
    }
    bridge_->set_broker(broker);
}

void Plugin::on_service_withdrawn(const std::string& name) {
    if (name == kBrokerService) bridge_->set_broker(std::nullopt);
}

// ── what others are told of our topics ──────────────────────────────────────────────────────────

// A rule gives topics to one object after the other.
void Plugin::topics_changed() {
    if (!service_timer_.waiting())
        service_timer_.after(kServiceInterval, [this] { tell_service(); });
}

void Plugin::tell_service() {
    service_timer_.cancel();
    auto description = bridge_->service().SerializeAsString();
    if (description == service_) return;
    service_ = description;
    offer_service(kService, kServiceVersion, std::move(description));
}

void Plugin::on_service_request(const v1::ServiceRequest& request) {
    if (request.method() != "topics") return busbar::Plugin::on_service_request(request);
    busbar::service::v1::TopicsRequest wanted;
    if (!wanted.ParseFromString(request.request())) {
        return answer_service(request.id(),
                              fail(ErrorCode::InvalidArgument, "request is not readable"));
    }
    const bool goes_on =
        listed_ && listed_->connection == wanted.connection() && wanted.first() != 0;
    if (!goes_on) {
        auto topics = bridge_->used_topics(wanted.connection());
        if (!topics) {
            return answer_service(request.id(),
                                  fail(ErrorCode::NotFound, "there is no such connection"));
        }
        listed_.emplace(Listed{wanted.connection(), std::move(*topics)});
    }
    const auto page = page_of(listed_->topics, wanted.first());
    if (page.next() == 0) listed_.reset();  // they may be many
    answer_service(request.id(), page.SerializeAsString());
}

// ── the bus ─────────────────────────────────────────────────────────────────────────────────────

std::uint64_t Plugin::send_command(busbar::Handle object, const Value& value,
                                   std::string_view tag) {
    CommandOptions options;
    options.tag = tag;
    options.timeout = kCommandTimeout;
    return command(object, value, options);
}

std::size_t Plugin::add_subscriptions(const std::vector<std::string>& object_ids) {
    constexpr std::size_t kIdsPerMessage = 256;  // the most that subscribe() puts into one message
    std::size_t messages = 0;
    for (std::size_t i = 0; i < object_ids.size(); i += kIdsPerMessage, ++messages) {
        const auto end = std::min(object_ids.size(), i + kIdsPerMessage);
        subscribe({object_ids.begin() + static_cast<std::ptrdiff_t>(i),
                   object_ids.begin() + static_cast<std::ptrdiff_t>(end)});
    }
    return messages;
}

void Plugin::drop_subscriptions(const std::vector<std::string>& object_ids) {
    unsubscribe(object_ids);
}

void Plugin::show_status(v1::StatusChanged status) { set_status(std::move(status)); }

void Plugin::on_stop(std::chrono::milliseconds) {
    probes_.clear();
    service_timer_.cancel();
    if (service_) withdraw_service(kService);
    if (bridge_ == nullptr) return stopped();
    bridge_->stop_all([this] { stopped(); });
}

}  // namespace mqtt_client

BUSBAR_PLUGIN(mqtt_client::Plugin)
