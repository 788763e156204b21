// SPDX-License-Identifier: Apache-2.0
// Carries the supervisor's actions out.
#include "mqtt-broker/mosquitto.hpp"

#include <openssl/rand.h>

#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <utility>

#include "mqtt-broker/io/account.hpp"
#include "mqtt-broker/protocol/gate_table.hpp"

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;
using Action = Supervisor::Action;
using State = Supervisor::State;

constexpr std::string_view kClients = "$SYS/broker/clients/connected";
constexpr std::string_view kMessagesIn = "$SYS/broker/publish/messages/received";
constexpr std::string_view kMessagesOut = "$SYS/broker/publish/messages/sent";
constexpr std::string_view kBytesIn = "$SYS/broker/bytes/received";
constexpr std::string_view kBytesOut = "$SYS/broker/bytes/sent";
constexpr std::string_view kUptime = "$SYS/broker/uptime";
constexpr std::string_view kMessagesDropped = "$SYS/broker/publish/messages/dropped";
constexpr std::size_t kComplaintsMax = 8;
constexpr std::chrono::seconds kMonitorRetryDelay{5};

// Our sessions' name: no user can have it by chance, and its password exists only in memory.
busbar::Result<Credentials> random_credentials() {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<unsigned char, 32> octets{};
    if (::RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1) {
        return fail(ErrorCode::Internal, "no random numbers");
    }
    Credentials credentials{"busbar-", ""};
    for (std::size_t i = 0; i < octets.size(); ++i) {
        auto& text = i < 8 ? credentials.username : credentials.password;
        text.push_back(kDigits[octets[i] >> 4U]);
        text.push_back(kDigits[octets[i] & 0x0FU]);
    }
    return credentials;
}

std::uint64_t number(std::string_view text) {
    std::uint64_t value = 0;
    (void)std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::uint64_t difference(std::uint64_t value, std::uint64_t less) {
    return value > less ? value - less : 0;
}

}  // namespace

busbar::Result<std::unique_ptr<Mosquitto>> Mosquitto::open(busbar::Loop& loop,
                                                           const std::string& state_directory,
                                                           std::string gate, Handlers handlers) {
    auto directory = BUSBAR_TRY(Directory::open(state_directory + "/mosquitto", broker_account()));
    auto own = BUSBAR_TRY(random_credentials());
    const auto hash = BUSBAR_TRY(hash_password(own.password, Salt{}));  // random already
    return std::unique_ptr<Mosquitto>(new Mosquitto(loop, std::move(directory), std::move(gate),
                                                    std::move(own), hash, std::move(handlers)));
}

Mosquitto::Mosquitto(busbar::Loop& loop, Directory directory, std::string gate, Credentials own,
                     PasswordHash own_hash, Handlers handlers)
    : loop_(loop),
      directory_(std::move(directory)),
      gate_(std::move(gate)),
      gate_fault_(gate_.empty() ? "The file 'gate.so' is missing." : ""),
      own_(std::move(own)),
      own_hash_(own_hash),
      handlers_(std::move(handlers)),
      deadline_(loop),
      monitor_retry_(loop) {}

void Mosquitto::reload() {
    if (supervisor_.state() != State::Running) return;
    using Way = Supervisor::Way;
    // A certificate is read again on SIGHUP only; the gate reads its table then as well.
    const bool by_hangup = !by_gate() || setup_.certificate != certificate_;
    if (const auto written = write_files(); !written) return handlers_.on_reload(written);
    perform(supervisor_.reload(by_hangup ? Way::Files : Way::Gate, loop_.now()));
}

busbar::Status Mosquitto::disconnect(std::uint64_t client) {
    if (!by_gate()) return fail(ErrorCode::FailedPrecondition, gate_fault_);
    if (!gate_link_) return fail(ErrorCode::FailedPrecondition, "The broker does not run.");
    tell_gate(DisconnectClient{client});
    return {};
}

void Mosquitto::perform(const Supervisor::Actions& actions) {
    for (const auto action : actions) perform(action);
    if (const auto deadline = supervisor_.deadline()) {
        deadline_.at(*deadline, [this] { perform(supervisor_.on_time(loop_.now())); });
    } else {
        deadline_.cancel();
    }
    handlers_.on_change();
}

void Mosquitto::perform(Action action) {
    switch (action) {
        case Action::Spawn:
            return spawn();
        case Action::Terminate:
            end_sessions();
            return process_->send_signal(SIGTERM);
        case Action::Kill:
            return process_->send_signal(SIGKILL);
        case Action::Hangup:
            return process_->send_signal(SIGHUP);
        case Action::AskGate:
            return tell_gate(LoadTable{});
        case Action::Probe:
            return probe();
        case Action::SetDatabaseAside:
            return set_database_aside();
        case Action::GiveGateUp:
            gate_fault_ = failure_.words;
            return;
        case Action::Reloaded:
            probe_.reset();
            return handlers_.on_reload({});
        case Action::NotReloaded:
            probe_.reset();
            return handlers_.on_reload(
                fail(ErrorCode::FailedPrecondition, supervisor_.reload_fault()));
    }
}

void Mosquitto::spawn() {
    if (const auto spawned = spawn_process(); !spawned) {
        perform(supervisor_.exited({Fault::Other, spawned.error().message}, loop_.now()));
    }
}

busbar::Status Mosquitto::spawn_process() {
    complaints_.clear();
    opened_ = setup_.configuration.port;
    figures_ = {};
    rates_ = {};
    const auto program = find_program("mosquitto");
    if (!program) {
        return fail(ErrorCode::NotFound,
                    "Mosquitto is not installed: install the package 'mosquitto'.");
    }
    if (by_gate()) {
        gate_link_ = BUSBAR_TRY(GateLink::open(
            loop_, [this](const GateMessage& message) { on_gate_message(message); }));
    }
    BUSBAR_CHECK(write_files());
    directory_.remove(kSocketFile);  // of a process that was killed
    if (!ready_socket_) {
        ready_socket_ =
            BUSBAR_TRY(ReadySocket::open(loop_, [this](pid_t sender) { on_ready(sender); }));
    }
    ProgramCall call;
    call.program = *program;
    call.arguments = {"-c", std::string(kConfigurationFile)};
    call.environment = {ready_socket_->variable()};
    call.directory_fd = directory_.fd();
    if (gate_link_) call.inherited_fd = gate_link_->other_end();
    call.account = broker_account();
    process_ = BUSBAR_TRY(Process::start(
        loop_, call, [this](std::string_view line) { on_line(line); },
        [this](Exit exit) { on_exit(exit); }));
    if (gate_link_) gate_link_->release_other_end();
    return {};
}

busbar::Status Mosquitto::write_files() {
    BUSBAR_CHECK(write_users());
    BUSBAR_CHECK(write_certificate());
    std::optional<Gate> gate;
    if (gate_link_) gate = Gate{gate_, gate_link_->number()};
    return directory_.write(kConfigurationFile, mosquitto_conf(setup_.configuration, gate));
}

busbar::Status Mosquitto::write_users() const {
    auto users = setup_.users;
    users[own_.username].password = own_hash_;
    const auto& configuration = setup_.configuration;
    if (by_gate()) {
        return directory_.write(
            kGateTableFile,
            encode_gate_table({configuration.authentication, configuration.message_rate_max,
                               std::move(users), setup_.connections}));
    }
    BUSBAR_CHECK(directory_.write(kPasswordFile, password_file(users)));
    return directory_.write(kAclFile, acl(users, setup_.connections));
}

busbar::Status Mosquitto::write_certificate() {
    certificate_ = setup_.certificate;
    if (!setup_.configuration.encrypted()) return {};
    BUSBAR_CHECK(directory_.write(kKeyFile, certificate_.key));
    return directory_.write(kCertificateFile, certificate_.chain);
}

// Kept for whoever can read it, beside the new one; the one before is given up.
void Mosquitto::set_database_aside() {
    const auto aside = std::string(kDatabaseFile) + ".unreadable";
    const auto renamed = directory_.rename(kDatabaseFile, aside);
    const auto what = renamed ? "saved messages set aside file=" + aside
                              : "saved messages not set aside: " + renamed.error().message;
    handlers_.on_log({LogKind::Warning, what}, what);
}

void Mosquitto::end_sessions() {
    monitor_retry_.cancel();
    probe_.reset();
    monitor_.reset();
}

// The gate looks at what it is told when the broker has done something, or after 100 ms: let it do
// something.
void Mosquitto::tell_gate(const GateMessage& message) {
    (void)gate_link_->send(message);  // when it is not heard, the deadline of the wish passes
    if (monitor_) monitor_->ping();
}

void Mosquitto::probe() {
    auto session = LocalSession::open(
        loop_, directory_.fd(), kSocketFile, own_.username + "-probe", own_,
        {[this](const busbar::Status& login) {
             // What it complained of before this answer is in the pipe by now.
             process_->read_output();
             perform(supervisor_.probed(login ? "" : "Login refused: " + login.error().message));
         },
         {}});
    if (!session) return perform(supervisor_.probed(session.error().message));
    probe_ = std::move(*session);
}

void Mosquitto::monitor() {
    const auto retry = [this] {
        monitor_.reset();
        monitor_retry_.after(kMonitorRetryDelay, [this] { monitor(); });
    };
    auto session = LocalSession::open(
        loop_, directory_.fd(), kSocketFile, own_.username + "-monitor", own_,
        {[this, retry](const busbar::Status& login) {
             if (!login) return retry();
             monitor_->subscribe({kClients, kMessagesIn, kMessagesOut, kMessagesDropped, kBytesIn,
                                  kBytesOut, kUptime});
         },
         [this](const Message& message) { on_system_message(message); }});
    monitored_ = 0;
    if (!session) return retry();
    monitor_ = std::move(*session);
}

void Mosquitto::on_line(std::string_view text) {
    const auto line = parse_log_line(text);
    // A listener that finds no address is only a warning to it, and yet the reason why it ends.
    const bool complaint = line.kind == LogKind::Error || line.detail.starts_with("Interface ");
    if (complaint && complaints_.size() < kComplaintsMax) complaints_.push_back(line.detail);
    if (line.kind == LogKind::Error) supervisor_.complained(printable(line.detail));
    if (line.kind == LogKind::Starting) figures_.version = line.detail;
    if (line.kind == LogKind::Opening) opened_ = static_cast<std::uint16_t>(number(line.detail));
    const bool ours = text.find(own_.username) != std::string_view::npos;
    if (!ours) handlers_.on_log(line, text);
    if (line.kind == LogKind::Reloading) perform(supervisor_.reloading(loop_.now()));
}

void Mosquitto::on_ready(pid_t sender) {
    if (!process_ || process_->pid() != sender || supervisor_.state() != State::Starting) return;
    complaints_.clear();
    perform(supervisor_.ready(loop_.now()));
    monitor();
}

void Mosquitto::on_exit(Exit exit) {
    end_sessions();
    process_.reset();
    gate_link_.reset();
    own_clients_.clear();
    failure_ = diagnose(complaints_, opened_, exit.words(), setup_.configuration);
    perform(supervisor_.exited(failure_, loop_.now()));
}

void Mosquitto::on_gate_message(const GateMessage& message) {
    if (const auto* answer = std::get_if<TableLoaded>(&message)) {
        return perform(supervisor_.loaded(answer->fault));
    }
    const auto* present = std::get_if<ClientPresent>(&message);
    const auto* gone = std::get_if<ClientGone>(&message);
    if (present != nullptr && present->username == own_.username) {
        own_clients_.insert(present->number);
        return;
    }
    if (gone != nullptr && own_clients_.erase(gone->number) > 0) return;
    handlers_.on_gate(message);
}

// Our monitor is one of the clients, and what it is told is among the messages that are sent.
void Mosquitto::on_system_message(const Message& message) {
    const auto value = number(message.payload);
    ++monitored_;
    if (message.topic == kClients) figures_.clients = difference(value, 1);
    if (message.topic == kMessagesIn) figures_.messages_in = value;
    if (message.topic == kMessagesOut) figures_.messages_out = difference(value, monitored_);
    if (message.topic == kMessagesDropped) figures_.messages_dropped = value;
    if (message.topic == kBytesIn) figures_.bytes_in = value;
    if (message.topic == kBytesOut) figures_.bytes_out = value;
    // It comes every time, what has not changed does not.
    if (message.topic == kUptime) rates_.take(figures_, loop_.now());
    handlers_.on_change();
}

}  // namespace mqtt_broker
