// SPDX-License-Identifier: Apache-2.0
// Paho behind the seam.
#include "io/paho_transport.hpp"

#include <algorithm>
#include <utility>

#include "io/failure.hpp"
#include "io/origin_properties.hpp"
#include "io/paho_tick.hpp"

namespace mqtt_client {
namespace {

constexpr std::chrono::seconds kConnectTimeout{4};  // Paho looks every 3 s: 5.4 s were measured
constexpr std::chrono::milliseconds kDisconnectTimeout{300};
constexpr std::chrono::milliseconds kDisconnectWait{450};
constexpr std::chrono::milliseconds kRetryRefused{20};
constexpr std::size_t kTopicsPerRequest = 256;
// Where a full window counts as having room again.
constexpr std::size_t kLowWater = PahoTransport::kWindow / 2;
// More than the window, so that Paho's own bound is never the one that counts.
constexpr int kBufferedMax = 1000;
constexpr int kRefused = 0x80;  // reason codes of MQTT 5: this and above

std::string uri_of(const Endpoint& endpoint, const std::string& address) {
    // With TLS Paho needs the name, to check it against the certificate, and with WebSocket to say
    // it to the server; the name server has just answered, so it will answer again at once.
    const auto& host = endpoint.tls || endpoint.websocket ? endpoint.host : address;
    const auto bracketed = host.find(':') == std::string::npos ? host : "[" + host + "]";
    const auto* scheme = endpoint.websocket ? (endpoint.tls ? "wss://" : "ws://")
                                            : (endpoint.tls ? "ssl://" : "tcp://");
    return scheme + bracketed + ":" + std::to_string(endpoint.port) +
           (endpoint.websocket ? endpoint.websocket_path : "");
}

// No error handler: Paho C++ 1.2 calls the one of a copy that is gone by then, and the process
// ends.
mqtt::ssl_options tls_of(const Endpoint& endpoint) {
    mqtt::ssl_options tls;
    if (!endpoint.ca_file.empty()) tls.set_trust_store(endpoint.ca_file);
    if (!endpoint.certificate_file.empty()) {
        tls.set_key_store(endpoint.certificate_file);
        tls.set_private_key(endpoint.key_file);
    }
    tls.set_enable_server_cert_auth(true);
    tls.set_verify(endpoint.verify_host);
    return tls;
}

mqtt::connect_options options_of(const Endpoint& endpoint, const std::string& address) {
    mqtt::connect_options options;
    options.set_mqtt_version(endpoint.version_5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1);
    if (endpoint.version_5) {
        options.set_clean_start(endpoint.clean_start);
        if (!endpoint.clean_start && endpoint.session_expiry.count() > 0) {
            options.set_properties(
                {mqtt::property(mqtt::property::SESSION_EXPIRY_INTERVAL,
                                static_cast<std::int32_t>(endpoint.session_expiry.count()))});
        }
    } else {
        options.set_clean_session(endpoint.clean_start);
    }
    if (const auto& will = endpoint.will; !will.topic.empty()) {
        options.set_will(mqtt::will_options(will.topic, will.payload.data(), will.payload.size(),
                                            will.qos, true));
    }
    options.set_servers(mqtt::string_collection::create(uri_of(endpoint, address)));
    // Paho pings after one interval, waits one and a half for the answer, and looks now and then.
    options.set_keep_alive_interval(endpoint.keep_alive - std::chrono::seconds(2));
    options.set_connect_timeout(kConnectTimeout);
    options.set_automatic_reconnect(false);
    options.set_max_inflight(65535);  // a small one makes Paho crawl
    if (!endpoint.username.empty()) options.set_user_name(endpoint.username);
    if (!endpoint.password.empty()) options.set_password(endpoint.password);
    if (endpoint.tls) options.set_ssl(tls_of(endpoint));
    return options;
}

mqtt::properties properties_of(const OriginProperties& origin) {
    using mqtt::property;
    mqtt::properties properties;
    properties.add(property(property::USER_PROPERTY, kOriginServer, std::string(origin.server)));
    properties.add(property(property::USER_PROPERTY, kOriginCount, std::to_string(origin.count)));
    return properties;
}

OriginReader origin_of(const mqtt::message& message) {
    OriginReader reader;
    const auto& properties = message.get_properties();
    const auto count = properties.count(mqtt::property::USER_PROPERTY);
    for (std::size_t i = 0; i < count; ++i) {
        const auto [name, value] =
            mqtt::get<mqtt::string_pair>(properties, mqtt::property::USER_PROPERTY, i);
        reader.add(name, value);
    }
    return reader;
}

// The client's own, for texts an exception brings.
Failure failure_of(const mqtt::exception& error) { return {Reason::Other, error.what()}; }

}  // namespace

PahoTransport::PahoTransport(busbar::Loop& loop, TransportListener& listener)
    : loop_(loop),
      listener_(listener),
      mailbox_(std::make_shared<Mailbox>(loop, [this] { drain(); })),
      resolver_(loop),
      reach_(loop),
      timer_(loop),
      subscribed_(loop) {}

PahoTransport::~PahoTransport() {
    client_.reset();  // waits for a callback that is running, which is never long
    mailbox_->close();
}

void PahoTransport::connect(const Endpoint& endpoint) {
    if (endpoint != endpoint_) {
        address_ = 0;
        client_.reset();  // it has the version and the client id for its life
    }
    endpoint_ = endpoint;
    state_ = State::Connecting;
    resolver_.resolve(endpoint.host, [this](const auto& addresses) { resolved(addresses); });
}

void PahoTransport::resolved(const busbar::Result<Resolver::Addresses>& addresses) {
    if (!addresses) return connect_failed(lookup_failure(addresses.error()));
    const auto& address = (*addresses)[address_ % addresses->size()];
    try {
        open(address);
    } catch (const mqtt::exception& error) {
        connect_failed(failure_of(error));
    }
}

void PahoTransport::open(const std::string& address) {
    if (client_ == nullptr) {
        keep_paho_awake();
        const auto version = endpoint_.version_5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1;
        client_ =
            std::make_unique<mqtt::async_client>(uri_of(endpoint_, address), endpoint_.client_id,
                                                 mqtt::create_options(version, kBufferedMax));
        client_->set_callback(*mailbox_);
        client_->set_disconnected_handler(
            [mailbox = mailbox_.get()](const mqtt::properties&, mqtt::ReasonCode reason) {
                mailbox->closed(static_cast<int>(reason));
            });
    }
    client_->connect(options_of(endpoint_, address), nullptr, *mailbox_);
}

void PahoTransport::subscribe(std::vector<Subscription> topics) {
    topics_ = std::move(topics);
    topics_asked_ = 0;
    refused_.clear();
    topics_subscribed_ += topics_.size();
    mailbox_->bound_messages(2 * topics_subscribed_);
    subscribe_next();
}

void PahoTransport::subscribe_next() {
    batch_start_ = topics_asked_;
    const auto count = std::min(kTopicsPerRequest, topics_.size() - batch_start_);
    if (count == 0) {
        subscribed_.after({}, [this] {
            if (state_ == State::Connected) listener_.on_subscribed(refused_);
        });
        return;
    }
    topics_asked_ += count;
    const auto batch = std::make_shared<mqtt::string_collection>();
    mqtt::iasync_client::qos_collection qualities;
    std::vector<mqtt::subscribe_options> options;
    for (auto i = batch_start_; i < topics_asked_; ++i) {
        batch->push_back(topics_[i].topic);
        qualities.push_back(topics_[i].qos);
        options.emplace_back(endpoint_.version_5 && topics_[i].skip_own);
    }
    try {
        // Paho C takes the options of a single topic from another place.
        if (count == 1) {
            client_->subscribe((*batch)[0], qualities[0], nullptr, *mailbox_, options[0]);
        } else {
            client_->subscribe(batch, qualities, nullptr, *mailbox_, options);
        }
    } catch (const mqtt::exception& error) {
        mailbox_->connection_lost(error.what());  // the answer will never come: end it
    }
}

void PahoTransport::unsubscribe(std::vector<std::string> topics) {
    if (state_ != State::Connected) return;
    topics_subscribed_ -= std::min(topics_subscribed_, topics.size());
    try {
        for (std::size_t i = 0; i < topics.size(); i += kTopicsPerRequest) {
            const auto batch = std::make_shared<mqtt::string_collection>();
            const auto end = std::min(topics.size(), i + kTopicsPerRequest);
            for (auto k = i; k < end; ++k) batch->push_back(topics[k]);
            client_->unsubscribe(batch);
        }
    } catch (const mqtt::exception&) {
        // Not connected any more: the subscriptions are gone with the connection.
    }
}

bool PahoTransport::publish(const Publication& publication) {
    if (state_ != State::Connected || full_) return false;
    if (under_way_ >= kWindow) {
        mailbox_->take(completions_);
        count_completions();
    }
    if (under_way_ < kWindow && hand_over(publication)) {
        ++under_way_;
        first_number_of_next_ = publication.number + 1;
        return true;
    }
    full_ = true;
    wait_for_room();
    return false;
}

void PahoTransport::wait_for_room() {
    if (under_way_ > kLowWater) {
        mailbox_->wake_at_completions(under_way_ - kLowWater);
    } else {
        // Refused with little under way: nothing may end that could wake us, so time has to.
        timer_.after(kRetryRefused, [this] { drain(); });
    }
}

bool PahoTransport::hand_over(const Publication& publication) {
    try {
        auto message =
            mqtt::make_message(std::string(publication.topic), publication.payload.data(),
                               publication.payload.size(), publication.qos, publication.retain);
        if (endpoint_.version_5 && !publication.origin.server.empty()) {
            message->set_properties(properties_of(publication.origin));
        }
        client_->publish(std::move(message), reinterpret_cast<void*>(publication.number),
                         *mailbox_);
        return true;
    } catch (const mqtt::exception&) {
        return false;  // Paho's buffer is full, or the connection is gone and it will tell
    }
}

void PahoTransport::disconnect() {
    resolver_.abandon();
    const auto was = std::exchange(state_, State::Disconnecting);
    timer_.after(was == State::Connected ? kDisconnectWait : std::chrono::milliseconds{0},
                 [this] { disconnected(); });
    if (was == State::Connecting) client_.reset();  // Paho knows no other way to end an attempt
    if (was != State::Connected) return;
    try {
        client_->disconnect(static_cast<int>(kDisconnectTimeout.count()), nullptr, *mailbox_);
    } catch (const mqtt::exception&) {
        timer_.after({}, [this] { disconnected(); });  // it is gone already
    }
}

std::uint64_t PahoTransport::messages_dropped() const { return mailbox_->messages_dropped(); }

void PahoTransport::drain() {
    mailbox_->take(events_, completions_);
    count_completions();
    for (const auto& event : events_) handle(event);
    if (!full_) return;
    if (under_way_ > kLowWater) return wait_for_room();
    full_ = false;
    mailbox_->wake_at_completions(0);
    listener_.on_room();
}

void PahoTransport::handle(const PahoEvent& event) {
    switch (event.type) {
        case PahoEvent::Type::Message: {
            if (state_ != State::Connected) return;
            const auto& message = *event.message;
            const auto& payload = message.get_payload_ref();
            const auto origin = origin_of(message);
            return listener_.on_message(
                message.get_topic(), {payload.data(), payload.size()},
                {message.is_retained(), message.is_duplicate(), origin.origin()});
        }
        case PahoEvent::Type::Connected:
            if (state_ != State::Connecting) return;  // Paho tells the first one twice
            state_ = State::Connected;
            topics_subscribed_ = 0;
            return listener_.on_connected();
        case PahoEvent::Type::ConnectFailed:
            if (state_ != State::Connecting) return;
            return find_out_why(paho_failure(event.code, event.text, endpoint_));
        case PahoEvent::Type::Subscribed:
            if (state_ != State::Connected) return;
            for (const auto i : event.refused) {
                if (batch_start_ + i < topics_.size()) {
                    refused_.push_back(topics_[batch_start_ + i].topic);
                }
            }
            return subscribe_next();
        case PahoEvent::Type::SubscribeFailed:
            if (state_ != State::Connected) return;
            // Of a single topic, 3.1.1, the refusal itself comes this way.
            for (auto i = batch_start_; i < topics_asked_; ++i) {
                refused_.push_back(topics_[i].topic);
            }
            return subscribe_next();
        case PahoEvent::Type::Lost:
            return lost(loss(event.code, event.text));
        case PahoEvent::Type::Disconnected:
            return disconnected();
    }
}

// Paho does not tell a closed port from a certificate that is not trusted.
void PahoTransport::find_out_why(const Failure& failure) {
    if (failure.reason != Reason::Other || !endpoint_.tls) return connect_failed(failure);
    reach_.go(endpoint_, [this, failure](const Reach::Outcome& outcome) {
        if (state_ != State::Connecting) return;
        const bool known = outcome.failed_at != Reach::Step::All;
        connect_failed(known ? outcome.failure : failure);
    });
}

void PahoTransport::connect_failed(const Failure& failure) {
    const auto network = failure.reason == Reason::Refused || failure.reason == Reason::NoAnswer;
    if (network) ++address_;  // the next attempt takes the next address of the host
    state_ = State::Idle;
    listener_.on_connect_failed(failure);
}

void PahoTransport::count_completions() {
    for (const auto& completion : completions_) {
        if (completion.number < first_number_) continue;
        if (under_way_ > 0) --under_way_;
        if (completion.succeeded) {
            listener_.on_published(completion.number, completion.time);
        } else if (completion.code >= kRefused) {
            listener_.on_refused(completion.number, publish_refusal(completion.code));
        }
    }
    completions_.clear();
}

void PahoTransport::lost(const Failure& failure) {
    if (state_ == State::Disconnecting) return disconnected();
    if (state_ != State::Connected) return;
    end();
    listener_.on_lost(failure);
}

// What was under way is of no more interest, and a client whose end is not certain is replaced.
void PahoTransport::end() {
    state_ = State::Idle;
    under_way_ = 0;
    full_ = false;
    first_number_ = first_number_of_next_;
    timer_.cancel();
    if (client_ != nullptr && client_->is_connected()) client_.reset();
}

void PahoTransport::disconnected() {
    if (state_ != State::Disconnecting) return;
    end();
    listener_.on_disconnected();
}

}  // namespace mqtt_client
