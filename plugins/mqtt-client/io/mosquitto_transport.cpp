// SPDX-License-Identifier: Apache-2.0
// libmosquitto behind the seam.
#include "io/mosquitto_transport.hpp"

#include <mqtt_protocol.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "io/failure.hpp"
#include "io/origin_properties.hpp"

namespace mqtt_client {
namespace {

constexpr std::chrono::seconds kConnectTimeout{5};
constexpr std::chrono::milliseconds kDisconnectWait{450};
constexpr std::chrono::seconds kLibraryTick{1};
constexpr std::size_t kTopicsPerRequest = 256;
constexpr int kRefused = 0x80;  // in SUBACK and PUBACK: this and above
// Where a full window counts as having room again.
constexpr std::size_t kLowWater = MosquittoTransport::kWindow / 2;
// Packets read before others get their turn.
constexpr int kReadsPerTurn = 256;

MosquittoTransport& self_of(void* self) { return *static_cast<MosquittoTransport*>(self); }

// Once for the process; there is nothing worth cleaning up.
void init_library() {
    static const int initialized = ::mosquitto_lib_init();
    (void)initialized;
}

std::string& name_of(std::string& topic) { return topic; }
std::string& name_of(Subscription& subscription) { return subscription.topic; }

template <class Topics>
std::vector<char*> pointers_to(Topics& topics, std::size_t from, std::size_t to) {
    std::vector<char*> pointers;
    for (auto i = from; i < to; ++i) pointers.push_back(name_of(topics[i]).data());
    return pointers;
}

struct FreeProperties {
    void operator()(mosquitto_property* list) const { ::mosquitto_property_free_all(&list); }
};
using Properties = std::unique_ptr<mosquitto_property, FreeProperties>;

// If there is no memory for it the message goes without.
Properties properties_of(const OriginProperties& origin) {
    mosquitto_property* list = nullptr;
    (void)::mosquitto_property_add_string_pair(&list, MQTT_PROP_USER_PROPERTY, kOriginServer,
                                               std::string(origin.server).c_str());
    (void)::mosquitto_property_add_string_pair(&list, MQTT_PROP_USER_PROPERTY, kOriginCount,
                                               std::to_string(origin.count).c_str());
    return Properties(list);
}

OriginReader origin_of(const mosquitto_property* properties) {
    OriginReader reader;
    char* name = nullptr;
    char* value = nullptr;
    for (bool first = true; properties != nullptr; first = false) {
        properties = ::mosquitto_property_read_string_pair(properties, MQTT_PROP_USER_PROPERTY,
                                                           &name, &value, !first);
        if (properties == nullptr) break;
        reader.add(name, value);
        ::free(name);   // NOLINT: the library's own
        ::free(value);  // NOLINT
    }
    return reader;
}

}  // namespace

MosquittoTransport::MosquittoTransport(busbar::Loop& loop, TransportListener& listener)
    : loop_(loop),
      listener_(listener),
      resolver_(loop),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      timer_(loop),
      second_timer_(loop),
      soon_(loop),
      written_timer_(loop) {
    if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    init_library();
    loop_.watch(epoll_, [this] { on_ready(); });
}

MosquittoTransport::~MosquittoTransport() {
    close();
    loop_.unwatch(epoll_);
    ::close(epoll_);
}

// ── connect ─────────────────────────────────────────────────────────────────────────────────────

void MosquittoTransport::connect(const Endpoint& endpoint) {
    if (endpoint != endpoint_) address_ = 0;
    endpoint_ = endpoint;
    state_ = State::Connecting;
    resolver_.resolve(endpoint.host, [this](const auto& addresses) { resolved(addresses); });
}

void MosquittoTransport::resolved(const busbar::Result<Resolver::Addresses>& addresses) {
    if (!addresses) return connect_failed(lookup_failure(addresses.error()));
    timer_.after(kConnectTimeout, [this] { connect_failed({Reason::NoAnswer, {}}); });
    const auto opened = open((*addresses)[address_ % addresses->size()]);
    if (!opened) return connect_failed({Reason::Other, opened.error().message});
}

busbar::Status MosquittoTransport::open(const std::string& address) {
    if (endpoint_.websocket) {
        return busbar::fail(busbar::ErrorCode::InvalidArgument, "libmosquitto has no WebSocket");
    }
    client_.reset(::mosquitto_new(endpoint_.client_id.c_str(), endpoint_.clean_start, this));
    if (client_ == nullptr) return busbar::fail(busbar::ErrorCode::Internal, "no memory");
    auto* client = client_.get();
    set_callbacks();
    ::mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION,
                           endpoint_.version_5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311);
    ::mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    ::mosquitto_max_inflight_messages_set(client, kWindow);
    if (!endpoint_.username.empty()) {
        ::mosquitto_username_pw_set(client, endpoint_.username.c_str(), endpoint_.password.c_str());
    }
    set_session();
    if (endpoint_.tls) {
        tls_ = BUSBAR_TRY(TlsContext::make(endpoint_));
        ::mosquitto_int_option(client, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
        ::mosquitto_void_option(client, MOSQ_OPT_SSL_CTX, tls_->get());
    }
    const auto result = ::mosquitto_connect_async(client, address.c_str(), endpoint_.port,
                                                  static_cast<int>(endpoint_.keep_alive.count()));
    second_timer_.after(kLibraryTick, [this] { every_second(); });
    if (result == MOSQ_ERR_SUCCESS) {
        watch_for_room_to_write();
    } else {
        const auto failure = failure_of(result);  // errno is another later
        soon_.after({}, [this, failure] { connect_failed(failure); });
    }
    return {};
}

void MosquittoTransport::set_session() {
    auto* client = client_.get();
    const auto& will = endpoint_.will;
    if (!will.topic.empty()) {
        ::mosquitto_will_set(client, will.topic.c_str(), static_cast<int>(will.payload.size()),
                             will.payload.data(), will.qos, true);
    }
    if (!endpoint_.version_5 || endpoint_.clean_start || endpoint_.session_expiry.count() == 0) {
        return;
    }
    // Only this call takes properties, and it would wait for the connection: it keeps them and
    // refuses to connect to nowhere. mosquitto_connect_async() then sends them.
    mosquitto_property* properties = nullptr;
    ::mosquitto_property_add_int32(&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL,
                                   static_cast<std::uint32_t>(endpoint_.session_expiry.count()));
    ::mosquitto_connect_bind_v5(client, nullptr, 0, 0, nullptr, properties);
    ::mosquitto_property_free_all(&properties);
}

void MosquittoTransport::set_callbacks() {
    auto* client = client_.get();
    ::mosquitto_connect_callback_set(
        client, [](::mosquitto*, void* self, int code) { self_of(self).answer_ = code; });
    ::mosquitto_disconnect_callback_set(client, [](::mosquitto*, void* self, int reason) {
        // The first is the broker's, if it gave one.
        if (!self_of(self).reason_) self_of(self).reason_ = reason;
    });
    ::mosquitto_log_callback_set(client, [](::mosquitto*, void* self, int level, const char* text) {
        if (level == MOSQ_LOG_ERR) self_of(self).last_error_ = text;
    });
    ::mosquitto_message_v5_callback_set(
        client,
        [](::mosquitto*, void* self, const mosquitto_message* message,
           const mosquitto_property* properties) { self_of(self).arrived(*message, properties); });
    ::mosquitto_publish_v5_callback_set(
        client, [](::mosquitto*, void* self, int id, int code, const mosquitto_property*) {
            auto& transport = self_of(self);
            const auto found = transport.under_way_.find(id);
            if (found == transport.under_way_.end()) {
                transport.written_at_once_ = id;
            } else {
                transport.written_.push_back({found->second, transport.loop_.now(), code});
                transport.under_way_.erase(found);
            }
        });
    ::mosquitto_subscribe_callback_set(
        client, [](::mosquitto*, void* self, int id, int count, const int* granted) {
            auto& transport = self_of(self);
            if (id != transport.batch_id_) return;
            for (int i = 0; i < count; ++i) {
                const auto topic = transport.batch_start_ + static_cast<std::size_t>(i);
                if (granted[i] >= kRefused && topic < transport.topics_.size()) {
                    transport.refused_.push_back(transport.topics_[topic].topic);
                }
            }
            transport.soon_.after({}, [&transport] { transport.subscribe_next(); });
        });
}

void MosquittoTransport::arrived(const ::mosquitto_message& message,
                                 const ::mosquitto_property* properties) {
    if (state_ != State::Connected) return;
    const auto origin = origin_of(properties);
    // The library does not tell a repeated delivery; the broker's own id does not either, once it
    // is acknowledged.
    listener_.on_message(
        message.topic,
        {static_cast<const char*>(message.payload), static_cast<std::size_t>(message.payloadlen)},
        {message.retain, false, origin.origin()});
}

// ── the socket ──────────────────────────────────────────────────────────────────────────────────

void MosquittoTransport::on_ready() {
    if (client_ == nullptr) return;
    if (reached_ && !wants_write_) return read();  // nothing else can have happened
    epoll_event event{};
    if (::epoll_wait(epoll_, &event, 1, 0) <= 0) return;
    if (!reached_) {
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) return connect_failed(network_failure(error));
        reached_ = true;
    }
    int result = MOSQ_ERR_SUCCESS;
    if ((event.events & EPOLLOUT) != 0) result = ::mosquitto_loop_write(client_.get(), 1);
    if (result != MOSQ_ERR_SUCCESS) return settle(result);
    if ((event.events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) return read();
    settle(result);
}

// As much as there is: a turn of the loop costs more than a packet. The library takes one packet a
// call, and does not tell but by errno that there was none.
void MosquittoTransport::read() {
    int result = MOSQ_ERR_SUCCESS;
    errno = 0;
    for (int i = 0; i < kReadsPerTurn && result == MOSQ_ERR_SUCCESS && errno != EAGAIN; ++i) {
        errno = 0;
        result = ::mosquitto_loop_read(client_.get(), 1);
        if (state_ != State::Connecting || !answer_) continue;
        // What a kept session brings comes right behind: on_connected() is told first.
        settle(result);
        if (state_ != State::Connected) return;
        errno = 0;
    }
    settle(result);
}

void MosquittoTransport::every_second() {
    second_timer_.after(kLibraryTick, [this] { every_second(); });
    settle(::mosquitto_loop_misc(client_.get()));
}

// After every turn of the library: what it left behind.
void MosquittoTransport::settle(int result) {
    if (answer_ && *answer_ != 0) return connect_failed(refusal(*answer_));
    if (result != MOSQ_ERR_SUCCESS || ::mosquitto_socket(client_.get()) < 0) return ended(result);
    watch_for_room_to_write();
    if (state_ == State::Connecting && answer_) {
        state_ = State::Connected;
        timer_.cancel();
        listener_.on_connected();
    }
    tell_written();
}

// The library may also have opened a new socket; it has one at most.
void MosquittoTransport::watch_for_room_to_write() {
    const auto socket = ::mosquitto_socket(client_.get());
    const auto wants_write = ::mosquitto_want_write(client_.get()) || !reached_;
    if (socket < 0 || (socket == socket_ && wants_write == wants_write_)) return;
    epoll_event event{};
    event.events = EPOLLIN | (wants_write ? static_cast<std::uint32_t>(EPOLLOUT) : 0U);
    ::epoll_ctl(epoll_, socket == socket_ ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event);
    socket_ = socket;
    wants_write_ = wants_write;
}

// ── subscribe ───────────────────────────────────────────────────────────────────────────────────

void MosquittoTransport::subscribe(std::vector<Subscription> topics) {
    topics_ = std::move(topics);
    topics_asked_ = 0;
    refused_.clear();
    soon_.after({}, [this] { subscribe_next(); });
}

void MosquittoTransport::subscribe_next() {
    if (state_ != State::Connected) return;
    batch_start_ = topics_asked_;
    if (batch_start_ == topics_.size()) {
        topics_ = std::vector<Subscription>();  // the memory too
        return listener_.on_subscribed(refused_);
    }
    // A request of the library has one quality of service, and one way, for all of its topics.
    const auto first = topics_[batch_start_];
    while (topics_asked_ < topics_.size() && topics_asked_ - batch_start_ < kTopicsPerRequest &&
           topics_[topics_asked_].qos == first.qos &&
           topics_[topics_asked_].skip_own == first.skip_own) {
        ++topics_asked_;
    }
    const auto pointers = pointers_to(topics_, batch_start_, topics_asked_);
    const auto options =
        endpoint_.version_5 && first.skip_own ? static_cast<int>(MQTT_SUB_OPT_NO_LOCAL) : 0;
    settle(::mosquitto_subscribe_multiple(client_.get(), &batch_id_,
                                          static_cast<int>(pointers.size()), pointers.data(),
                                          first.qos, options, nullptr));
}

void MosquittoTransport::unsubscribe(std::vector<std::string> topics) {
    if (state_ != State::Connected) return;
    for (std::size_t i = 0; i < topics.size(); i += kTopicsPerRequest) {
        const auto end = std::min(topics.size(), i + kTopicsPerRequest);
        const auto pointers = pointers_to(topics, i, end);
        // If it fails the subscriptions go with the connection.
        (void)::mosquitto_unsubscribe_multiple(
            client_.get(), nullptr, static_cast<int>(pointers.size()), pointers.data(), nullptr);
    }
    watch_for_room_to_write();
}

// ── publish ─────────────────────────────────────────────────────────────────────────────────────

bool MosquittoTransport::publish(const Publication& publication) {
    if (state_ != State::Connected || full_) return false;
    if (under_way_.size() >= kWindow) {
        full_ = true;
        return false;
    }
    int id = 0;
    written_at_once_ = 0;
    const auto result = hand_over(publication, id);
    if (result != MOSQ_ERR_SUCCESS) {
        full_ = true;
        soon_.after({}, [this, result] { ended(result); });
        return false;
    }
    if (written_at_once_ != id) {
        under_way_.emplace(id, publication.number);
        watch_for_room_to_write();
        return true;
    }
    // The first of a turn goes at once. What follows in the same turn is held back until the turn
    // ends and goes in one piece: the library writes each packet by itself.
    if (written_.empty()) {
        written_timer_.after({}, [this] { tell_written(); });
    } else {
        cork(true);
    }
    written_.push_back({publication.number, loop_.now(), 0});
    return true;
}

int MosquittoTransport::hand_over(const Publication& publication, int& id) {
    topic_ = publication.topic;
    const auto size = static_cast<int>(publication.payload.size());
    if (!endpoint_.version_5 || publication.origin.server.empty()) {
        return ::mosquitto_publish(client_.get(), &id, topic_.c_str(), size,
                                   publication.payload.data(), publication.qos, publication.retain);
    }
    const auto properties = properties_of(publication.origin);
    return ::mosquitto_publish_v5(client_.get(), &id, topic_.c_str(), size,
                                  publication.payload.data(), publication.qos, publication.retain,
                                  properties.get());
}

void MosquittoTransport::cork(bool corked) {
    if (std::exchange(corked_, corked) == corked) return;
    const int on = corked ? 1 : 0;
    // If it fails the packets go one by one.
    (void)::setsockopt(socket_, IPPROTO_TCP, TCP_CORK, &on, sizeof on);
}

void MosquittoTransport::tell_written() {
    cork(false);
    for (const auto& [number, time, code] : std::exchange(written_, {})) {
        if (code < kRefused) {
            listener_.on_published(number, time);
        } else {
            listener_.on_refused(number, publish_refusal(code));
        }
    }
    if (full_ && state_ == State::Connected && under_way_.size() <= kLowWater) {
        full_ = false;
        listener_.on_room();
    }
}

// ── the end ─────────────────────────────────────────────────────────────────────────────────────

void MosquittoTransport::disconnect() {
    resolver_.abandon();
    const auto was = std::exchange(state_, State::Disconnecting);
    const bool logging_off = was == State::Connected &&
                             ::mosquitto_disconnect(client_.get()) == MOSQ_ERR_SUCCESS &&
                             ::mosquitto_socket(client_.get()) >= 0;
    if (logging_off) watch_for_room_to_write();
    timer_.after(logging_off ? kDisconnectWait : std::chrono::milliseconds{0},
                 [this] { disconnected(); });
}

void MosquittoTransport::connect_failed(const Failure& failure) {
    if (state_ != State::Connecting) return ended(MOSQ_ERR_CONN_LOST);
    const auto network = failure.reason == Reason::Refused || failure.reason == Reason::NoAnswer;
    if (network) ++address_;  // the next attempt takes the next address of the host
    close();
    listener_.on_connect_failed(failure);
}

void MosquittoTransport::ended(int result) {
    if (state_ == State::Connecting) return connect_failed(failure_of(result));
    if (state_ == State::Disconnecting) return disconnected();
    if (state_ != State::Connected) return;
    const auto failure = result == MOSQ_ERR_KEEPALIVE ? Failure{Reason::NoAnswer, {}}
                                                      : loss(reason_.value_or(0), last_error_);
    close();
    listener_.on_lost(failure);
}

Failure MosquittoTransport::failure_of(int result) const {
    if (tls_ != nullptr && !tls_->problem().empty()) return {Reason::Certificate, tls_->problem()};
    if (tls_ != nullptr && !tls_->alert().empty()) return tls_failure(tls_->alert());
    if (!last_error_.empty()) return tls_failure(last_error_);
    if (result == MOSQ_ERR_ERRNO && errno == EPROTO) {
        // The alert that would say why is lost when the peer is gone before it is read.
        return {Reason::Other,
                "no TLS; is it a port with TLS, and does the broker ask for a client certificate?"};
    }
    if (result == MOSQ_ERR_ERRNO) return network_failure(errno);
    if (result == MOSQ_ERR_CONN_LOST) return {Reason::Other, "the peer hung up; is it a broker?"};
    return {Reason::Other, ::mosquitto_strerror(result)};
}

// Forgets the connection; what was under way is of no more interest.
void MosquittoTransport::close() {
    state_ = State::Idle;
    timer_.cancel();
    second_timer_.cancel();
    soon_.cancel();
    written_timer_.cancel();
    client_.reset();  // closes the socket, so that epoll forgets it as well
    tls_.reset();
    socket_ = -1;
    wants_write_ = reached_ = full_ = corked_ = false;
    answer_.reset();
    reason_.reset();
    last_error_.clear();
    under_way_.clear();
    written_.clear();
}

void MosquittoTransport::disconnected() {
    if (state_ != State::Disconnecting) return;
    close();
    listener_.on_disconnected();
}

}  // namespace mqtt_client
