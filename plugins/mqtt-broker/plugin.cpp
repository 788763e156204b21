// SPDX-License-Identifier: Apache-2.0
// What happens to the plugin, and what it does then.
#include "mqtt-broker/plugin.hpp"

#include <utility>

#include "busbar/entry.hpp"
#include "mqtt-broker/io/module_path.hpp"

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;
using State = Supervisor::State;

constexpr std::string_view kService = "mqtt-broker";
constexpr std::uint32_t kServiceVersion = 1;
constexpr std::chrono::seconds kFiguresInterval{1};
constexpr std::chrono::milliseconds kClientsInterval{500};  // of telling who came and went

}  // namespace

BrokerPlugin::BrokerPlugin(busbar::Context context)
    : BrokerPlugin(context, beside_this_module("gate.so")) {}

BrokerPlugin::BrokerPlugin(busbar::Context context, std::string gate)
    : busbar::Plugin(context),
      gate_(std::move(gate)),
      figures_(context.loop),
      clients_timer_(context.loop) {}

void BrokerPlugin::on_start() {
    auto broker = Broker::open(
        loop(), hello().state_directory(), gate_,
        {[this] { on_broker_change(); },
         [this](const LogLine& line, std::string_view text) { on_broker_log(line, text); },
         [this](const GateMessage& message) { on_gate(message); }});
    if (!broker) {
        log_error("broker not possible reason=\"" + broker.error().message + '"');
        return set_status("broker", "main", busbar::v1::STATUS_STATE_ERROR,
                          "The broker's directory: " + broker.error().message + ".");
    }
    broker_ = std::move(*broker);
}

void BrokerPlugin::on_item(const std::string& collection, const busbar::v1::Item& item) {
    if (const auto taken = bridge_.set_item(collection, item); !taken) {
        log_error("settings not taken reason=\"" + taken.error().message + '"');
    }
}

void BrokerPlugin::on_item_removed(const std::string& collection, const std::string& item_id) {
    bridge_.remove_item(collection, item_id);
}

// Later changes wait for the action "update".
void BrokerPlugin::on_items_committed() {
    if (std::exchange(settings_known_, true) || !broker_) return;
    if (bridge_.execute_at_startup()) {
        start([](const busbar::Status&) {});  // the status says how it went
    } else {
        apply([](const busbar::Status&) {});
    }
}

void BrokerPlugin::on_check(const busbar::v1::CheckItems& items,
                            std::vector<busbar::v1::Problem>& problems) {
    check(items, problems);
}

void BrokerPlugin::on_action(const busbar::v1::ActionRequest& action) {
    if (!broker_) {
        return finish_action(action.id(),
                             fail(ErrorCode::FailedPrecondition, "The broker has no directory."));
    }
    const auto answer = [this, id = action.id()](const char* text) {
        return [this, id, text](const busbar::Status& outcome) {
            if (!outcome) return finish_action(id, tl::unexpected(outcome.error()));
            finish_action(id, std::string(text));
        };
    };
    if (action.action() == "start") return start(answer("The broker runs."));
    if (action.action() == "stop") return broker_->stop(answer("The broker is stopped."));
    if (action.action() == "update") {
        return apply(answer(broker_->state() == State::Stopped
                                ? "Takes effect when the broker is started."
                                : "In effect."));
    }
    if (action.action() == "disconnect") return disconnect(action);
    Plugin::on_action(action);
}

void BrokerPlugin::disconnect(const busbar::v1::ActionRequest& action) {
    const auto named = action.parameters().find("client");
    if (named == action.parameters().end()) {
        return finish_action(action.id(),
                             fail(ErrorCode::InvalidArgument,
                                  "Say which: client=ID, as the list of clients has it."));
    }
    const auto client = clients_.number(named->second);
    if (!client) {
        return finish_action(
            action.id(), fail(ErrorCode::NotFound, "There is no client '" + named->second + "'."));
    }
    if (const auto asked = broker_->disconnect(*client); !asked) {
        return finish_action(action.id(), tl::unexpected(asked.error()));
    }
    finish_action(action.id(), std::string("Disconnected. It may connect again."));
}

void BrokerPlugin::on_service_request(const busbar::v1::ServiceRequest& request) {
    if (request.method() != "check_password") return Plugin::on_service_request(request);
    if (!questions_.allow(loop().now())) {
        return answer_service(request.id(),
                              fail(ErrorCode::Unavailable, "too many questions a second"));
    }
    busbar::service::v1::CheckPasswordRequest question;
    if (!question.ParseFromString(request.request())) {
        return answer_service(request.id(),
                              fail(ErrorCode::InvalidArgument, "request is not readable"));
    }
    busbar::service::v1::CheckPasswordResponse response;
    response.set_correct(check_password(question.username(), question.password()));
    answer_service(request.id(), response.SerializeAsString());
}

void BrokerPlugin::on_stop(std::chrono::milliseconds) {
    stopping_ = true;
    if (!service_.empty()) withdraw_service(kService);
    if (!broker_) return stopped();
    broker_->stop([this](const busbar::Status&) { stopped(); });
}

void BrokerPlugin::start(Broker::Done done) {
    apply([this, done = std::move(done)](const busbar::Status& applied) {
        if (!applied) return done(applied);
        broker_->start(done);
    });
}

void BrokerPlugin::apply(Broker::Done done) {
    auto setup = bridge_.setup();
    if (!setup) return done(tl::unexpected(setup.error()));
    broker_->apply(std::move(*setup), std::move(done));
}

bool BrokerPlugin::check_password(const std::string& username, const std::string& password) const {
    if (!broker_) return false;
    const auto& users = broker_->setup().users;
    const auto user = users.find(username);
    return user != users.end() && matches(user->second.password, password);
}

void BrokerPlugin::on_broker_change() {
    if (stopping_) return;
    tell_service();
    if (broker_->state() != State::Running) clients_.clear();
    tell_clients_soon();
    const auto now = status();
    if (now.state() != told_.state() || now.text() != told_.text()) return tell_status();
    // Figures change with every message of a client: they are told once a second.
    if (!figures_.waiting()) figures_.after(kFiguresInterval, [this] { tell_status(); });
}

void BrokerPlugin::tell_status() {
    auto now = status();
    if (now.state() != told_.state()) {
        const auto text = "broker changed status=\"" + now.text() + '"';
        if (now.state() == busbar::v1::STATUS_STATE_ERROR) {
            log_warning(text);
        } else {
            log_info(text);
        }
    }
    told_ = now;
    set_status(std::move(now));
}

busbar::v1::StatusChanged BrokerPlugin::status() {
    return status_of(broker_->supervisor(), broker_->setup(), broker_->figures(),
                     broker_->gate_fault(), loop().now());
}

// ── clients ─────────────────────────────────────────────────────────────────────────────────────

void BrokerPlugin::on_gate(const GateMessage& message) {
    if (const auto* present = std::get_if<ClientPresent>(&message)) clients_.take(*present);
    if (const auto* gone = std::get_if<ClientGone>(&message)) clients_.take(*gone);
    if (const auto* login = std::get_if<LoginRefused>(&message)) on_refused(*login);
    if (const auto* figures = std::get_if<GateFigures>(&message)) gate_figures_ = *figures;
    tell_clients_soon();
}

void BrokerPlugin::on_refused(const LoginRefused& login) {
    const std::string reason(refusal_words(login.reason));
    if (broker_->setup().users.contains(login.username)) {
        refusals_[login.username] = "Last refused: " + reason + ", from " + login.address + ".";
    }
    const auto held_back = complaints_.allow(loop().now());
    if (!held_back) return;
    auto record = "login refused user=\"" + printable(login.username) + "\" client=\"" +
                  printable(login.client_id) + "\" address=" + printable(login.address) +
                  " reason=\"" + reason + '"';
    if (*held_back > 0) record += " held_back=" + std::to_string(*held_back);
    log_warning(record);
}

// Together, because many may come and go at once.
void BrokerPlugin::tell_clients_soon() {
    if (!clients_timer_.waiting())
        clients_timer_.after(kClientsInterval, [this] { tell_clients(); });
}

void BrokerPlugin::tell_clients() {
    for (const auto& status : clients_.changes()) set_status(status);
    if (!broker_->gate_fault().empty()) return;  // nothing is known of them
    for (const auto& [id, user] : bridge_.users()) {
        const auto refusal = refusals_.find(user.username());
        const auto status =
            status_of_user(id, user, clients_.count(user.username()),
                           refusal == refusals_.end() ? std::string() : refusal->second);
        if (auto& told = users_told_[id]; told != status.SerializeAsString()) {
            told = status.SerializeAsString();
            set_status(status);
        }
    }
}

void BrokerPlugin::tell_service() {
    auto description = service_of(broker_->state(), broker_->setup()).SerializeAsString();
    if (description == service_) return;
    service_ = description;
    offer_service(kService, kServiceVersion, std::move(description));
}

// Strangers cause most of these lines, so there is a limit to each kind.
void BrokerPlugin::on_broker_log(const LogLine& line, std::string_view text) {
    const bool serious = line.kind == LogKind::Error || line.kind == LogKind::Warning ||
                         line.kind == LogKind::LoginRefused || line.kind == LogKind::ClientRefused;
    const auto held_back = (serious ? complaints_ : lines_).allow(loop().now());
    if (!held_back) return;
    auto record = "mosquitto: " + printable(text);
    if (*held_back > 0) record += " held_back=" + std::to_string(*held_back);
    log(serious ? busbar::v1::LOG_LEVEL_WARNING : busbar::v1::LOG_LEVEL_DEBUG, record);
}

}  // namespace mqtt_broker

BUSBAR_PLUGIN(mqtt_broker::BrokerPlugin)
