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
constexpr std::string_view kClientService = "mqtt-client";
constexpr std::uint32_t kClientServiceVersion = 1;
constexpr std::chrono::seconds kQuestionInterval{1};  // after one that failed
constexpr std::chrono::seconds kFiguresInterval{1};
constexpr std::chrono::milliseconds kClientsInterval{500};  // of telling who came and went

std::int64_t wall_time_s() {
    return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
}

}  // namespace

BrokerPlugin::BrokerPlugin(busbar::Context context)
    : BrokerPlugin(context, beside_this_module("gate.so")) {}

BrokerPlugin::BrokerPlugin(busbar::Context context, std::string gate)
    : busbar::Plugin(context),
      gate_(std::move(gate)),
      certificate_timer_(context.loop),
      figures_(context.loop),
      clients_timer_(context.loop),
      question_timer_(context.loop) {}

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
    auto certificates = Certificates::open(hello().state_directory());
    if (!certificates) {
        log_error("certificates not possible reason=\"" + certificates.error().message + '"');
        return set_status("broker", "main", busbar::v1::STATUS_STATE_ERROR,
                          "The directory of certificates: " + certificates.error().message + ".");
    }
    certificates_ = std::move(*certificates);
    broker_ = std::move(*broker);
    look_at_certificate_tomorrow();
}

void BrokerPlugin::on_item(const std::string& collection, const busbar::v1::Item& item) {
    if (const auto taken = bridge_.set_item(collection, item); !taken) {
        log_error("settings not taken reason=\"" + taken.error().message + '"');
    }
}

void BrokerPlugin::on_item_removed(const std::string& collection, const std::string& item_id) {
    bridge_.remove_item(collection, item_id);
    if (collection != "users" || users_told_.erase(item_id) == 0) return;
    busbar::v1::StatusChanged gone;
    gone.set_collection(collection);
    gone.set_item_id(item_id);
    gone.set_removed(true);
    set_status(gone);
}

// Later changes wait for the action "update".
void BrokerPlugin::on_items_committed() {
    ask_topics();
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
    if (items.collection() != "broker") return;
    for (const auto& item : items.items()) {
        const auto broker = busbar::settings_of<settings::Broker>(item);
        if (!broker || broker->certificate_file().empty() || broker->key_file().empty()) continue;
        const auto read = Certificates::from_files(broker->certificate_file(), broker->key_file(),
                                                   std::chrono::system_clock::now());
        if (read) continue;
        auto& problem = problems.emplace_back();
        problem.set_item_id(item.id());
        problem.set_field("certificate_file");
        problem.set_code("certificate");
        problem.set_message(read.error().message);
    }
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
    if (action.action() == "certificate") {
        // Programs that read a certificate skip what stands before it.
        const auto authority = certificates_->authority(std::chrono::system_clock::now());
        if (!authority) return finish_action(action.id(), authority);
        return finish_action(action.id(), "Let your devices trust this authority.\n" + *authority);
    }
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

// ── topics that users are restricted to ─────────────────────────────────────────────────────────

void BrokerPlugin::on_service_offered(const busbar::v1::ServiceOffered& service) {
    if (service.name() != kClientService || service.version() != kClientServiceVersion) return;
    busbar::service::v1::MqttClient client;
    if (!client.ParseFromString(service.description())) {
        return log_warning("service not readable name=mqtt-client");
    }
    client_there_ = true;
    if (bridge_.restrictions().offered(client)) apply_topics();
    ask_topics();
}

void BrokerPlugin::on_service_withdrawn(const std::string& name) {
    if (name == kClientService) client_there_ = false;
}

void BrokerPlugin::ask_topics() {
    if (!client_there_ || question_timer_.waiting()) return;
    const auto question = bridge_.restrictions().next_question();
    if (question) {
        question_ = request_service(kClientService, "topics", question->SerializeAsString());
    }
}

void BrokerPlugin::on_service_result(const busbar::v1::ServiceResult& result) {
    if (question_ != result.id()) return Plugin::on_service_result(result);
    question_.reset();
    busbar::service::v1::TopicsResponse response;
    const bool good = result.error().empty() && response.ParseFromString(result.response());
    if (!good) {  // it changed meanwhile, or stops; what is there then is told
        (void)bridge_.restrictions().answered(fail(ErrorCode::Unavailable, result.error()));
        return question_timer_.after(kQuestionInterval, [this] { ask_topics(); });
    }
    if (bridge_.restrictions().answered(response)) apply_topics();
    ask_topics();
}

// While the MQTT client's settings change the users' do not, so nobody waits for the answer.
void BrokerPlugin::apply_topics() {
    if (!settings_known_ || !broker_) return;
    tell_clients_soon();
    apply([this](const busbar::Status& outcome) {
        if (!outcome) log_warning("topics not in effect reason=\"" + outcome.error().message + '"');
    });
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
    auto wanted = setup();
    setup_fault_.clear();
    if (!wanted) {
        if (broker_->state() != State::Running) setup_fault_ = wanted.error().message;
        on_broker_change();
        return done(tl::unexpected(wanted.error()));
    }
    broker_->apply(std::move(*wanted), std::move(done));
}

busbar::Result<Setup> BrokerPlugin::setup() {
    auto setup = BUSBAR_TRY(bridge_.setup());
    if (setup.configuration.encrypted()) setup.certificate = BUSBAR_TRY(certificate());
    return setup;
}

// An update with files that cannot be used is refused. But a start without anybody there must not
// fail for them: a broker with our certificate is better than none.
busbar::Result<Certificate> BrokerPlugin::certificate() {
    const auto now = std::chrono::system_clock::now();
    const auto& broker = bridge_.broker();
    std::string fault;
    if (!broker.certificate_file().empty()) {
        auto read = Certificates::from_files(broker.certificate_file(), broker.key_file(), now);
        if (read) certificate_fault_.clear();
        if (read || broker_->state() == State::Running) return read;
        fault = read.error().message;
    }
    certificate_fault_ = std::move(fault);
    return certificates_->own(now);
}

// Ours is made anew before it runs out, and files may have been replaced.
void BrokerPlugin::look_at_certificate_tomorrow() {
    constexpr std::chrono::hours kDay{24};
    certificate_timer_.after(kDay, [this] {
        look_at_certificate_tomorrow();
        if (!broker_->setup().configuration.encrypted()) return;
        apply([this](const busbar::Status& outcome) {
            if (!outcome)
                log_warning("certificate not renewed reason=\"" + outcome.error().message + '"');
        });
    });
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
    if (broker_->state() != State::Running) clients_.clear(wall_time_s());
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
    set_status(now);
}

busbar::v1::StatusChanged BrokerPlugin::status() {
    Particulars particulars{broker_->figures(),    broker_->rates(),   gate_figures_,
                            broker_->gate_fault(), certificate_fault_, "",
                            setup_fault_};
    const auto& setup = broker_->setup();
    if (setup.configuration.encrypted()) {
        const auto facts = look_at(setup.certificate, std::chrono::system_clock::now());
        if (!facts) {
            particulars.certificate_fault = facts.error().message;
        } else {
            particulars.certificate_ends =
                time_words(std::chrono::system_clock::to_time_t(facts->ends));
        }
    }
    return status_of(broker_->supervisor(), setup, particulars, loop().now());
}

// ── clients ─────────────────────────────────────────────────────────────────────────────────────

void BrokerPlugin::on_gate(const GateMessage& message) {
    if (const auto* present = std::get_if<ClientPresent>(&message)) clients_.take(*present);
    if (const auto* gone = std::get_if<ClientGone>(&message)) clients_.take(*gone, wall_time_s());
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
    const bool seen = broker_->gate_fault().empty();  // else nothing is known of them
    for (const auto& [id, user] : bridge_.users()) {
        const bool told_before = users_told_.contains(id);
        if (!seen && !told_before && user.restricted_to_connection().empty()) continue;
        const auto refusal = refusals_.find(user.username());
        const auto status = status_of_user(
            id, user, seen ? std::optional(clients_.of_user(user.username())) : std::nullopt,
            refusal == refusals_.end() ? std::string() : refusal->second, bridge_.restrictions());
        if (auto& told = users_told_[id]; told != status.SerializeAsString()) {
            told = status.SerializeAsString();
            set_status(status);
        }
    }
}

void BrokerPlugin::tell_service() {
    auto description =
        service_of(broker_->state(), broker_->setup(), bridge_.users()).SerializeAsString();
    if (description == service_) return;
    service_ = description;
    offer_service(kService, kServiceVersion, std::move(description));
}

// Strangers cause most of these lines, so there is a limit to each kind.
void BrokerPlugin::on_broker_log(const LogLine& line, std::string_view text) {
    // The gate says who it was and why.
    if (line.kind == LogKind::LoginRefused && broker_->gate_fault().empty()) return;
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
