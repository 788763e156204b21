// SPDX-License-Identifier: Apache-2.0
// One broker: session, subscriptions, reports.
#include "bridge/connection.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "bridge/wording.hpp"

namespace mqtt_client {
namespace {

constexpr std::chrono::seconds kStatusInterval{2};
constexpr std::chrono::seconds kBackoffMaxNear{10};
constexpr std::chrono::seconds kBackoffMaxFar{60};

// Takes out of both lists what is in both.
void keep_differences(std::vector<Subscription>& left, std::vector<Subscription>& right) {
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    std::vector<Subscription> only_left;
    std::vector<Subscription> only_right;
    std::set_difference(left.begin(), left.end(), right.begin(), right.end(),
                        std::back_inserter(only_left));
    std::set_difference(right.begin(), right.end(), left.begin(), left.end(),
                        std::back_inserter(only_right));
    left = std::move(only_left);
    right = std::move(only_right);
}

// What somebody has to change before another attempt makes sense.
Retry retry_after(const Failure& failure) {
    const bool lasting = failure.reason == Reason::LoginRefused || failure.reason == Reason::Banned;
    return lasting ? Retry::Later : Retry::Soon;
}

// What is published beside reports; keeps its topic where they keep their payload.
Report of_no_assignment(const std::string& topic) {
    Report report;
    report.payload = topic;
    return report;
}

}  // namespace

Connection::Connection(std::string id, busbar::Loop& loop, const TransportFactory& make_transport,
                       ConnectionOwner& owner, std::uint32_t seed)
    : id_(std::move(id)),
      loop_(loop),
      make_transport_(make_transport),
      owner_(owner),
      session_(seed),
      timer_(loop),
      reap_(loop),
      status_timer_(loop) {}

// ── settings ────────────────────────────────────────────────────────────────────────────────────

void Connection::set(ConnectionSettings settings) {
    const bool same_login =
        settings_ && settings_->endpoint == settings.endpoint &&
        settings_->fallbacks == settings.fallbacks && settings_->online == settings.online &&
        settings_->integrated == settings.integrated && settings_->qos == settings.qos;
    if (!same_login) {
        if (wanted_) end();  // with a farewell as it was agreed on
        address_ = 0;
        fell_back_ = false;
    }
    settings_ = std::move(settings);
    settle();
    announce();
}

void Connection::remove() {
    stop();
    settings_.reset();
    broker_.reset();
    status_timer_.cancel();
}

void Connection::set_broker(const std::optional<Endpoint>& broker) {
    if (broker == broker_) {
        // Its users may have changed, and with them what it answers.
        session_.hurry(loop_.now());
        return schedule();
    }
    broker_ = broker;
    end();
    settle();
    announce();
}

HostAndPort Connection::address() const {
    if (!settings_) return {};
    if (settings_->integrated && broker_) return {broker_->host, broker_->port};
    if (address_ == 0) return {settings_->endpoint.host, settings_->endpoint.port};
    const auto& fallback = settings_->fallbacks[address_ - 1];
    return {fallback.host, fallback.port};
}

Endpoint Connection::endpoint() const {
    auto endpoint = settings_ ? settings_->endpoint : Endpoint{};
    const auto [host, port] = address();
    endpoint.host = host;
    endpoint.port = port;
    if (fell_back_) endpoint.version_5 = false;
    return endpoint;
}

// ── start and stop ──────────────────────────────────────────────────────────────────────────────

void Connection::start(Started started) {
    wanted_ = true;
    started_ = std::move(started);
    if (up()) tell_started(std::string());
    settle();
    announce();
}

void Connection::stop(Stopped stopped) {
    wanted_ = false;
    tell_started(busbar::fail(busbar::ErrorCode::FailedPrecondition, "Stopped meanwhile."));
    if (stopped) stopped_.push_back(std::move(stopped));
    end();
    if (transport_ == nullptr) {
        ending_ = true;
        on_disconnected();
    }
    announce();
}

// Begins when it is wanted and possible.
void Connection::settle() {
    if (!wanted_ || !settings_ || session_.state() != SessionState::Stopped) return;
    if (settings_->integrated && !broker_) {
        return tell_started(std::string(kBrokerNotRunning));
    }
    if (ending_) {
        again_ = true;
        return;
    }
    begin();
}

void Connection::begin() {
    address_ = 0;
    fell_back_ = false;
    const auto to = endpoint();
    transport_ = make_transport_(to, loop_, *this);
    failed_ = false;
    take(session_.start(on_this_machine(to) ? kBackoffMaxNear : kBackoffMaxFar, loop_.now()));
}

void Connection::end() {
    again_ = false;
    if (session_.state() == SessionState::Stopped) return;
    const bool was_up = up();
    session_.stop();
    schedule();
    take_back_reports();
    if (was_up) {
        owner_.on_down(*this);
        // The will is only for who does not say farewell.
        publish_availability(endpoint().will.payload);
    }
    ending_ = true;
    transport_->disconnect();
}

void Connection::on_disconnected() {
    reap_.after({}, [this] {
        ending_ = false;
        transport_.reset();
        for (const auto& stopped : std::exchange(stopped_, {})) stopped();
        if (std::exchange(again_, false)) settle();
    });
}

void Connection::take(SessionStep step) {
    if (step == SessionStep::Connect) transport_->connect(endpoint());
    if (step == SessionStep::GiveUp) {
        failure_ = {Reason::NoAnswer, {}};
        failed_ = true;
        take_back_reports();
        tell_started(sentence_of(failure_));
        if (next_way(failure_) == Retry::Now) session_.hurry(loop_.now());
        transport_ = make_transport_(endpoint(), loop_, *this);  // drops the one that never answers
    }
    schedule();
    announce();
}

void Connection::schedule() {
    const auto deadline = session_.deadline();
    if (!deadline) return timer_.cancel();
    timer_.at(*deadline, [this] { take(session_.on_time(loop_.now())); });
}

void Connection::tell_started(const busbar::Result<std::string>& outcome) {
    if (const auto started = std::exchange(started_, nullptr)) started(outcome);
}

// ── the connection's own events ─────────────────────────────────────────────────────────────────

void Connection::on_connected() {
    session_.connected(loop_.now());
    refused_.clear();
    to_unsubscribe_.clear();
    to_subscribe_ = owner_.command_topics(*this);
    subscribe();
    schedule();
}

void Connection::on_connect_failed(const Failure& failure) {
    failure_ = failure;
    failed_ = true;
    const auto sentence = sentence_of(failure, endpoint());
    const auto retry = next_way(failure);
    session_.failed(retry, loop_.now());
    schedule();
    if (retry != Retry::Now) tell_started(sentence);
    announce();
}

// After a failed attempt: another version or address at once, or all of it again later.
Retry Connection::next_way(const Failure& failure) {
    if (failure.reason == Reason::VersionRefused && endpoint().version_5) {
        fell_back_ = true;
        return Retry::Now;
    }
    if (settings_ && !settings_->integrated && address_ < settings_->fallbacks.size() &&
        retry_after(failure) != Retry::Later) {
        ++address_;
        return Retry::Now;
    }
    address_ = 0;
    return retry_after(failure);
}

void Connection::subscribe() {
    subscribing_ = true;
    transport_->subscribe(std::exchange(to_subscribe_, {}));
}

void Connection::on_subscribed(const std::vector<std::string>& refused) {
    refused_.insert(refused_.end(), refused.begin(), refused.end());
    subscribing_ = false;
    if (session_.state() == SessionState::Subscribing) {
        session_.subscribed(loop_.now());
        failed_ = false;
        if (std::exchange(ever_up_, true)) ++counters_.reconnects;
        schedule();
        tell_started(std::string());
        refused_report_.clear();
        publish_availability(settings_ ? settings_->online : "");
        owner_.on_up(*this);
    }
    announce();
    commit();
}

void Connection::on_lost(const Failure& failure) {
    const bool was_up = up();
    subscribing_ = false;
    failure_ = failure;
    failed_ = true;
    session_.lost(failure.reason == Reason::Closed ? Loss::ClosedByPeer : Loss::Other, loop_.now());
    take_back_reports();
    if (was_up) owner_.on_down(*this);
    tell_started(sentence_of(failure, endpoint()));
    address_ = 0;  // the first is the one that is wanted
    schedule();
    announce();
}

void Connection::on_message(std::string_view topic, std::string_view payload, Delivery delivery) {
    owner_.on_arrived(*this, topic, payload, delivery);
}

void Connection::commit() {
    if (!up() || subscribing_) {
        // With the connection all topics are asked for anew.
        if (!up() && !subscribing_) {
            to_subscribe_.clear();
            to_unsubscribe_.clear();
        }
        return;
    }
    // An assignment that changed may listen where it did before.
    keep_differences(to_subscribe_, to_unsubscribe_);
    // Of a topic with another quality of service the new subscription takes the place of the old.
    std::erase_if(to_unsubscribe_, [this](const Subscription& old) {
        return std::any_of(to_subscribe_.begin(), to_subscribe_.end(),
                           [&](const Subscription& wanted) { return wanted.topic == old.topic; });
    });
    if (!to_unsubscribe_.empty()) {
        std::vector<std::string> topics;
        for (const auto& [topic, qos, skip_own] : std::exchange(to_unsubscribe_, {})) {
            std::erase(refused_, topic);
            topics.push_back(topic);
        }
        transport_->unsubscribe(std::move(topics));
    }
    if (!to_subscribe_.empty()) subscribe();
}

// ── reports ─────────────────────────────────────────────────────────────────────────────────────

void Connection::report(Report report, std::uint64_t& newest) {
    switch (queue_.put(std::move(report), newest)) {
        case ReportQueue::Outcome::Queued:
            break;
        case ReportQueue::Outcome::Replaced:
            ++counters_.reports_replaced;
            break;
        case ReportQueue::Outcome::Dropped:
            ++counters_.reports_dropped;
            break;
    }
    pump();
    touch();
}

void Connection::pump() {
    while (up() && !queue_.empty()) {
        const auto& report = queue_.front();
        if (const auto target = owner_.target_of(report.assignment)) {
            const auto number = next_number();
            const bool retain = target->retain && !report.occurrence;
            if (!transport_->publish({target->topic, report.payload, target->qos, retain, number,
                                      owner_.origin_of(report)})) {
                return;
            }
            ++counters_.reports;
            under_way_.push_back({queue_.take(), false});
            owner_.on_sent(under_way_.back().report, loop_.now());
        } else {
            queue_.pop();
        }
    }
    while (up() && announce_next()) {
    }
}

// Announcements go when no report waits. False when there is none, or no room.
bool Connection::announce_next() {
    if (!announcement_) announcement_ = owner_.next_announcement(*this);
    if (!announcement_) return false;
    const auto number = next_number();
    if (!transport_->publish(
            {announcement_->topic, announcement_->payload, settings_->qos, true, number})) {
        return false;
    }
    under_way_.push_back({of_no_assignment(announcement_->topic), false});
    announcement_.reset();
    return true;
}

void Connection::on_published(std::uint64_t number, Time time) {
    auto* published = find_under_way(number);
    if (published == nullptr) return;
    owner_.on_written(published->report, time);
    done_with(*published);
}

void Connection::on_refused(std::uint64_t number, const Failure& why) {
    auto* refused = find_under_way(number);
    if (refused == nullptr) return;
    const auto& report = refused->report;
    const auto target = owner_.target_of(report.assignment);
    const auto no_target = report.payload;
    done_with(*refused);
    ++counters_.reports_refused;
    auto sentence = refused_report(target ? target->topic : no_target, why);
    const bool news = refused_report_.empty();
    refused_report_ = std::move(sentence);
    if (news) return announce();
    touch();
}

Connection::UnderWay* Connection::find_under_way(std::uint64_t number) {
    if (number < first_under_way_ || number >= next_number()) return nullptr;
    return &under_way_[number - first_under_way_];
}

void Connection::done_with(UnderWay& published) {
    published.done = true;
    while (!under_way_.empty() && under_way_.front().done) {
        under_way_.pop_front();
        ++first_under_way_;
    }
}

// Outside of the queue: what nobody has to be told of, and that has no older value.
void Connection::publish_availability(const std::string& payload) {
    const auto will = endpoint().will;
    if (will.topic.empty()) return;
    const auto number = next_number();
    if (!transport_->publish({will.topic, payload, will.qos, true, number})) return;
    under_way_.push_back({of_no_assignment(will.topic), false});
}

// What was not acknowledged may or may not have arrived; what waited has not.
void Connection::take_back_reports() {
    for (const auto& under_way : under_way_) {
        if (!under_way.done) owner_.on_returned(under_way.report);
    }
    first_under_way_ += under_way_.size();
    under_way_.clear();
    announcement_.reset();  // all of them are made anew with the next connection
    for (; !queue_.empty(); queue_.pop()) owner_.on_returned(queue_.front());
}

// ── status ──────────────────────────────────────────────────────────────────────────────────────

void Connection::touch() {
    if (!status_timer_.waiting()) {
        status_timer_.after(kStatusInterval, [this] { announce(); });
    }
}

void Connection::announce() {
    if (!settings_) return;
    status_timer_.cancel();
    const auto phase = !wanted_ ? Phase::Stopped : up() ? Phase::Up : Phase::Down;
    if (phase != std::exchange(phase_, phase)) since_ = std::chrono::system_clock::now();
    owner_.on_status(*this);
    if (session_.state() == SessionState::Backoff) touch();  // it counts down
}

std::int64_t Connection::next_try_s() const {
    const auto deadline = session_.deadline();
    if (session_.state() != SessionState::Backoff || !deadline) return 0;
    const auto left = std::max(*deadline - loop_.now(), busbar::Clock::duration{});
    return std::chrono::ceil<std::chrono::seconds>(left).count();
}

std::string Connection::trouble() const {
    if (failure_.reason != Reason::TakenOver && session_.keeps_losing()) {
        return std::string(kRivalsLikely);
    }
    if (settings_ && settings_->integrated && failure_.reason == Reason::LoginRefused) {
        if (auto why = owner_.trouble_with_user(*this); !why.empty()) return why;
    }
    return sentence_of(failure_, endpoint());
}

std::string Connection::text(busbar::v1::StatusState& state) const {
    const auto place = place_of(endpoint());
    switch (session_.state()) {
        case SessionState::Stopped:
            state = wanted_ ? busbar::v1::STATUS_STATE_ERROR : busbar::v1::STATUS_STATE_STOPPED;
            if (wanted_ && settings_->integrated && !broker_) return std::string(kBrokerNotRunning);
            if (wanted_) state = busbar::v1::STATUS_STATE_STARTING;
            return wanted_ ? "Connecting again." : "Stopped.";
        case SessionState::Backoff:
            state = busbar::v1::STATUS_STATE_ERROR;
            return trouble() + " Next try in " + std::to_string(next_try_s()) + " s.";
        case SessionState::Connecting:
        case SessionState::Subscribing:
            state = busbar::v1::STATUS_STATE_CONNECTING;
            if (failed_) return "Connecting to " + place + ". Before: " + trouble();
            return "Connecting to " + place + ".";
        case SessionState::Connected:
            break;
    }
    if (!refused_.empty()) {
        state = busbar::v1::STATUS_STATE_DEGRADED;
        return refused_topics(refused_);
    }
    if (auto alarm = owner_.alarm(*this); !alarm.empty()) {
        state = busbar::v1::STATUS_STATE_DEGRADED;
        return alarm;
    }
    if (!refused_report_.empty()) {
        state = busbar::v1::STATUS_STATE_DEGRADED;
        return refused_report_;
    }
    state = busbar::v1::STATUS_STATE_CONNECTED;
    if (fell_back_) {
        return "Connected to " + place + " with MQTT 3.1.1; the broker does not speak MQTT 5.";
    }
    return "Connected to " + place + ".";
}

busbar::v1::StatusChanged Connection::status() const {
    busbar::v1::StatusChanged status;
    status.set_collection("connections");
    status.set_item_id(id_);
    if (!settings_) {
        status.set_removed(true);
        return status;
    }
    busbar::v1::StatusState state{};
    status.set_text(text(state));
    status.set_state(state);
    add_figure(status, "reports", counters_.reports);
    add_figure(status, "commands", counters_.commands);
    add_figure(status, "reports_waiting", queue_.size() + under_way_.size());
    add_figure(status, "reports_replaced", counters_.reports_replaced);
    add_figure(status, "reports_dropped", counters_.reports_dropped);
    add_figure(status, "reports_refused", counters_.reports_refused);
    add_figure(status, "commands_refused", counters_.refused);
    add_figure(status, "messages_refused", counters_.invalid);
    add_figure(status, "dropped_retained", counters_.retained);
    add_figure(status, "dropped_duplicate", counters_.duplicate);
    add_figure(status, "dropped_same", counters_.same);
    add_figure(status, "dropped_echo", counters_.echo);
    add_figure(status, "dropped_breaker", counters_.breaker);
    add_figure(status, "dropped_own", counters_.own);
    add_figure(status, "dropped_stale", counters_.stale);
    add_figure(status, "messages_overrun",
               transport_ != nullptr ? transport_->messages_dropped() : 0);
    add_figure(status, "reconnects", counters_.reconnects);
    add_text(status, "since", time_text(std::chrono::floor<std::chrono::seconds>(since_)));
    if (session_.state() == SessionState::Backoff) {
        add_figure(status, "next_try_s", static_cast<std::uint64_t>(next_try_s()));
    }
    add_text(status, "last_refused_message", counters_.last_invalid);
    add_text(status, "last_refused_command", counters_.last_refusal);
    return status;
}

}  // namespace mqtt_client
