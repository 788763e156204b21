// SPDX-License-Identifier: Apache-2.0
// Name, TCP, TLS, login, subscribe, publish: one line each.
#include "bridge/probe.hpp"

#include <algorithm>
#include <utility>

#include "bridge/wording.hpp"

namespace mqtt_client {
namespace {

constexpr std::chrono::seconds kTimeout{20};
// A broker that does not tell a refusal lets the message vanish.
constexpr std::chrono::seconds kEchoTimeout{3};
constexpr std::uint64_t kNumber = 1;

}  // namespace

Probe::Probe(Trial trial, busbar::Loop& loop, const TransportFactory& make_transport,
             const ReachFactory& make_reach, Done done)
    : trial_(std::move(trial)),
      done_(std::move(done)),
      loop_(loop),
      make_transport_(make_transport),
      timer_(loop),
      reach_(make_reach(loop)) {
    auto& endpoint = trial_.endpoint;
    endpoint.client_id += "T";
    endpoint.clean_start = true;
    endpoint.will = {};
    reach_->go(endpoint, [this](const auto& outcome) { reached(outcome); });
}

// ── name, TCP, TLS ──────────────────────────────────────────────────────────────────────────────

void Probe::reached(const Reach::Outcome& outcome) {
    using Step = Reach::Step;
    const auto& endpoint = trial_.endpoint;
    const auto why = sentence_of(outcome.failure, endpoint);
    if (outcome.failed_at == Step::Name) {
        say(false, "Name", why);
        return finish();
    }
    if (outcome.address != endpoint.host) {
        say(true, "Name", endpoint.host + " is " + outcome.address + ".");
    }
    auto numeric = endpoint;
    numeric.host = outcome.address;
    const auto place = place_of(numeric);
    if (outcome.failed_at == Step::Tcp) {
        say(false, "TCP", why + " (" + place + ")");
        return finish();
    }
    say(true, "TCP", place + " answers.");
    if (outcome.failed_at == Step::Tls) {
        say(false, "TLS", why);
        return finish();
    }
    if (endpoint.tls) say(true, "TLS", "trusted, certificate " + outcome.certificate + ".");
    log_in();
}

// ── MQTT ────────────────────────────────────────────────────────────────────────────────────────

void Probe::log_in() {
    timer_.after(kTimeout, [this] { on_connect_failed({Reason::NoAnswer, {}}); });
    transport_ = make_transport_(trial_.endpoint, loop_, *this);
    transport_->connect(trial_.endpoint);
}

void Probe::on_connect_failed(const Failure& failure) {
    if (failure.reason == Reason::VersionRefused && trial_.endpoint.version_5) {
        trial_.endpoint.version_5 = false;
        // Out of the transport's callback.
        return timer_.after({}, [this] { log_in(); });
    }
    say(false, "Login", sentence_of(failure, trial_.endpoint));
    finish();
}

void Probe::on_connected() {
    say(true, "Login",
        std::string("the broker takes this client, with MQTT ") +
            (trial_.endpoint.version_5 ? "5." : "3.1.1."));
    auto topics = trial_.topics;
    topics.push_back({trial_.topic, 1});
    transport_->subscribe(std::move(topics));
}

void Probe::on_subscribed(const std::vector<std::string>& refused) {
    std::vector<std::string> commands = refused;
    heard_nothing_ = std::erase(commands, trial_.topic) > 0;
    if (!commands.empty()) {
        say(false, "Subscribe", refused_topics(commands));
    } else if (trial_.topics.empty() && heard_nothing_) {
        say(false, "Subscribe", refused_topics({trial_.topic}));
    } else {
        const auto count = trial_.topics.size();
        say(true, "Subscribe",
            count == 0 ? "allowed on '" + trial_.topic + "'."
                       : "allowed on " + std::to_string(count) + " command topics.");
    }
    publish();
}

void Probe::publish() {
    publishing_ = true;
    published_at_ = loop_.now();
    timer_.after(kEchoTimeout, [this] {
        published(heard_nothing_, heard_nothing_
                                      ? "not refused on '" + trial_.topic + "'."
                                      : "nothing came back on '" + trial_.topic +
                                            "': the user may not publish there, or not listen.");
    });
    (void)transport_->publish({trial_.topic, trial_.payload, 1, trial_.retain, kNumber});
}

void Probe::on_message(std::string_view topic, std::string_view, Delivery delivery) {
    if (!publishing_ || topic != trial_.topic || delivery.retained) return;
    const auto took = loop_.now() - published_at_;
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(took).count();
    published(true, "what is published on '" + trial_.topic + "' comes back within " +
                        std::to_string(std::max<std::int64_t>(ms, 1)) + " ms.");
}

void Probe::on_refused(std::uint64_t, const Failure& why) {
    published(false, refused_report(trial_.topic, why));
}

void Probe::published(bool well, const std::string& sentence) {
    if (!std::exchange(publishing_, false)) return;
    say(well, "Publish", sentence);
    timer_.after(kTimeout, [this] { finish(); });
    transport_->disconnect();
}

void Probe::on_lost(const Failure& failure) {
    say(false, publishing_ ? "Publish" : "Subscribe", sentence_of(failure, trial_.endpoint));
    finish();
}

void Probe::on_disconnected() { finish(); }

// ── the answer ──────────────────────────────────────────────────────────────────────────────────

void Probe::say(bool well, std::string_view step, const std::string& sentence) {
    failed_ = failed_ || !well;
    if (!lines_.empty()) lines_ += '\n';
    lines_.append(well ? "✓ " : "✗ ").append(step).append(": ").append(sentence);
}

void Probe::finish() {
    timer_.after({}, [this] {
        const auto done = std::exchange(done_, nullptr);
        if (!done) return;
        // We may be gone after done().
        busbar::Result<std::string> result = lines_;
        if (failed_) result = busbar::fail(busbar::ErrorCode::Unavailable, lines_);
        done(result);
    });
}

}  // namespace mqtt_client
