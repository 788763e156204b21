// SPDX-License-Identifier: Apache-2.0
// The gate: Busbar's part within Mosquitto, a shared object that it loads. Hands what happens in
// the broker to the Gatekeeper, and what the plugin asks for to the broker.
//
// Written for Mosquitto 2.0.11, plugin interface 5. Everything happens on the broker's one thread.
// A tick comes after whatever the broker did, at least every 100 ms; the socket to the plugin is
// looked at then. A client that was let in is always told as disconnected later, before Mosquitto
// frees it; that is why it may be asked for its subscriptions in between.
#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
#include <openssl/rand.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <ctime>
#include <exception>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mqtt-broker/protocol/gatekeeper.hpp"

namespace mqtt_broker {
namespace {

std::string_view text_or_empty(const char* text) { return text != nullptr ? text : ""; }

std::optional<std::string_view> text_or_none(const char* text) {
    return text != nullptr ? std::optional<std::string_view>(text) : std::nullopt;
}

Who who(const mosquitto* client) {
    return {text_or_empty(::mosquitto_client_username(client)),
            text_or_empty(::mosquitto_client_id(client))};
}

void complain(const char* words) {
    ::mosquitto_log_printf(MOSQ_LOG_ERR, "Error: Busbar's gate: %s.", words);
}

class Gate {
 public:
    Gate(Gatekeeper::Secret secret, std::string table_file, int socket)
        : keeper_(secret), table_file_(std::move(table_file)), socket_(socket) {}

    // Returns what is wrong with the table, or nothing when it is in effect.
    std::string load(std::uint64_t& disconnected);

    int on_login(const mosquitto_evt_basic_auth& event);
    int on_access(const mosquitto_evt_acl_check& event);
    int on_message(const mosquitto_evt_message& event);
    int on_disconnect(const mosquitto_evt_disconnect& event);
    int on_reload(const mosquitto_evt_reload&);
    int on_tick(const mosquitto_evt_tick&);

 private:
    void disconnect(const std::string& client_id);
    void on_request(std::string_view octets);
    bool send(const GateMessage& message);

    Gatekeeper keeper_;
    std::string table_file_;
    int socket_;
    bool asked_again_ = false;
    std::optional<TableLoaded> answer_;
};

std::string Gate::load(std::uint64_t& disconnected) {
    std::ifstream file(table_file_, std::ios::binary);
    if (!file) return "the table of users cannot be opened";
    const std::string octets{std::istreambuf_iterator<char>(file), {}};
    auto table = decode_gate_table(octets);
    if (!table) return table.error().message;
    const auto clients = keeper_.use(std::move(*table));
    for (const auto& client : clients) disconnect(client);
    disconnected = clients.size();
    return {};
}

int Gate::on_login(const mosquitto_evt_basic_auth& event) {
    const bool websocket = ::mosquitto_client_protocol(event.client) == mp_websockets;
    // Between the reload and the tick only a WebSocket client can be new: Mosquitto serves them
    // there. Of an absent session it says that it is none.
    if (asked_again_ && (!websocket || keeper_.inside(event.client))) return MOSQ_ERR_SUCCESS;
    Gatekeeper::Login login;
    login.client_id = text_or_empty(::mosquitto_client_id(event.client));
    login.username = text_or_none(event.username);
    login.password = text_or_none(event.password);
    login.address = text_or_empty(::mosquitto_client_address(event.client));
    login.protocol = static_cast<std::uint8_t>(::mosquitto_client_protocol_version(event.client));
    login.websocket = websocket;
    login.time_s = ::time(nullptr);
    const auto refusal = keeper_.log_in(event.client, login, std::chrono::steady_clock::now());
    return refusal ? MOSQ_ERR_AUTH : MOSQ_ERR_SUCCESS;
}

int Gate::on_access(const mosquitto_evt_acl_check& event) {
    const auto topic = text_or_empty(event.topic);
    bool allowed = false;
    switch (event.access) {
        case MOSQ_ACL_READ:
            allowed = keeper_.may_read(event.client, topic, who(event.client));
            break;
        case MOSQ_ACL_WRITE:
            allowed = keeper_.may_write(event.client, topic, who(event.client));
            break;
        case MOSQ_ACL_SUBSCRIBE:
            allowed = keeper_.may_subscribe(event.client, topic, who(event.client));
            break;
        case MOSQ_ACL_UNSUBSCRIBE:
            keeper_.unsubscribed(event.client, topic);
            allowed = true;
            break;
        default:
            break;
    }
    return allowed ? MOSQ_ERR_SUCCESS : MOSQ_ERR_ACL_DENIED;
}

int Gate::on_message(const mosquitto_evt_message& event) {
    const bool taken = keeper_.within_rate(event.client, std::chrono::steady_clock::now());
    return taken ? MOSQ_ERR_SUCCESS : MOSQ_ERR_ACL_DENIED;
}

int Gate::on_disconnect(const mosquitto_evt_disconnect& event) {
    keeper_.left(event.client);
    return MOSQ_ERR_SUCCESS;
}

// Mosquitto now asks for the login of every session again, of absent ones as well. The answer is
// yes: who is no longer let in has been disconnected by then.
int Gate::on_reload(const mosquitto_evt_reload&) {
    std::uint64_t disconnected = 0;
    if (const auto fault = load(disconnected); !fault.empty()) complain(fault.c_str());
    asked_again_ = true;
    return MOSQ_ERR_SUCCESS;
}

int Gate::on_tick(const mosquitto_evt_tick&) {
    asked_again_ = false;
    std::array<char, 256> request{};  // they are short
    for (;;) {
        const auto size = ::recv(socket_, request.data(), request.size(), MSG_DONTWAIT);
        if (size <= 0) break;
        on_request({request.data(), static_cast<std::size_t>(size)});
    }
    if (answer_ && send(*answer_)) answer_.reset();
    keeper_.report([this](const GateMessage& message) { return send(message); },
                   [](Gatekeeper::Client client) {
                       const auto* context = static_cast<const mosquitto*>(client);
                       return static_cast<std::uint64_t>(::mosquitto_client_sub_count(context));
                   });
    return MOSQ_ERR_SUCCESS;
}

void Gate::disconnect(const std::string& client_id) {
    constexpr bool kWithWill = true;
    (void)::mosquitto_kick_client_by_clientid(client_id.c_str(), kWithWill);
}

void Gate::on_request(std::string_view octets) {
    const auto message = decode_gate_message(octets);
    if (!message) return;
    if (std::holds_alternative<LoadTable>(*message)) {
        auto& answer = answer_.emplace();
        answer.fault = load(answer.disconnected);
    } else if (const auto* wish = std::get_if<DisconnectClient>(&*message)) {
        if (const auto client = keeper_.client_id(wish->number)) disconnect(*client);
    }
}

bool Gate::send(const GateMessage& message) {
    const auto octets = encode_gate_message(message);
    return ::send(socket_, octets.data(), octets.size(), MSG_DONTWAIT | MSG_NOSIGNAL) ==
           static_cast<ssize_t>(octets.size());
}

// ── Mosquitto's side ────────────────────────────────────────────────────────────────────────────

std::unique_ptr<Gate> gate;  // Mosquitto loads it once

// An exception must not go through Mosquitto's C: the answer is no then.
template <class Event, int (Gate::*Handler)(const Event&)>
int call(int /*kind*/, void* event, void* /*user_data*/) {
    if (!gate) return MOSQ_ERR_UNKNOWN;  // the broker ends
    try {
        return (gate.get()->*Handler)(*static_cast<const Event*>(event));
    } catch (const std::exception& error) {
        complain(error.what());
        return MOSQ_ERR_UNKNOWN;
    }
}

struct Registration {
    int event;
    MOSQ_FUNC_generic_callback callback;
};

constexpr Registration kRegistrations[] = {
    {MOSQ_EVT_BASIC_AUTH, call<mosquitto_evt_basic_auth, &Gate::on_login>},
    {MOSQ_EVT_ACL_CHECK, call<mosquitto_evt_acl_check, &Gate::on_access>},
    {MOSQ_EVT_MESSAGE, call<mosquitto_evt_message, &Gate::on_message>},
    {MOSQ_EVT_DISCONNECT, call<mosquitto_evt_disconnect, &Gate::on_disconnect>},
    {MOSQ_EVT_RELOAD, call<mosquitto_evt_reload, &Gate::on_reload>},
    {MOSQ_EVT_TICK, call<mosquitto_evt_tick, &Gate::on_tick>},
};

std::string_view option(const mosquitto_opt* options, int count, std::string_view name) {
    for (int i = 0; i < count; ++i) {
        if (options[i].key == name) return text_or_empty(options[i].value);
    }
    return {};
}

int open_gate(mosquitto_plugin_id_t* id, const mosquitto_opt* options, int count) {
    const auto number = option(options, count, "socket");
    int socket = -1;
    (void)std::from_chars(number.data(), number.data() + number.size(), socket);
    Gatekeeper::Secret secret{};
    if (socket < 0 || ::RAND_bytes(secret.data(), static_cast<int>(secret.size())) != 1) {
        complain("it is not told its socket, or there are no random numbers");
        return MOSQ_ERR_INVAL;
    }
    gate = std::make_unique<Gate>(secret, std::string(option(options, count, "table")), socket);
    std::uint64_t nobody = 0;
    if (const auto fault = gate->load(nobody); !fault.empty()) {
        complain(fault.c_str());
        return MOSQ_ERR_INVAL;
    }
    for (const auto& [event, callback] : kRegistrations) {
        const int result = ::mosquitto_callback_register(id, event, callback, nullptr, nullptr);
        if (result != MOSQ_ERR_SUCCESS) return result;
    }
    return MOSQ_ERR_SUCCESS;
}

}  // namespace
}  // namespace mqtt_broker

extern "C" {

__attribute__((visibility("default"))) int mosquitto_plugin_version(int count,
                                                                    const int* versions) {
    for (int i = 0; i < count; ++i) {
        if (versions[i] == MOSQ_PLUGIN_VERSION) return MOSQ_PLUGIN_VERSION;
    }
    return -1;
}

__attribute__((visibility("default"))) int mosquitto_plugin_init(mosquitto_plugin_id_t* id,
                                                                 void** /*user_data*/,
                                                                 mosquitto_opt* options,
                                                                 int count) {
    try {
        return mqtt_broker::open_gate(id, options, count);
    } catch (const std::exception& error) {
        mqtt_broker::complain(error.what());
        return MOSQ_ERR_UNKNOWN;
    }
}

// Mosquitto forgets the callbacks of a plugin that it unloads.
__attribute__((visibility("default"))) int mosquitto_plugin_cleanup(void* /*user_data*/,
                                                                    mosquitto_opt* /*options*/,
                                                                    int /*count*/) {
    mqtt_broker::gate.reset();
    return MOSQ_ERR_SUCCESS;
}
}
