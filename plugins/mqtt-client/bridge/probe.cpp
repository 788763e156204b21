// SPDX-License-Identifier: Apache-2.0
// One attempt, one answer.
#include "bridge/probe.hpp"

#include <utility>

#include "bridge/wording.hpp"

namespace mqtt_client {
namespace {

constexpr std::chrono::seconds kTimeout{20};

}  // namespace

Probe::Probe(const Endpoint& endpoint, busbar::Loop& loop, const TransportFactory& make_transport,
             Done done)
    : endpoint_(endpoint),
      done_(std::move(done)),
      timer_(loop),
      transport_(make_transport(endpoint, loop, *this)) {
    endpoint_.client_id += "T";
    timer_.after(kTimeout, [this] { on_connect_failed({Reason::NoAnswer, {}}); });
    transport_->connect(endpoint_);
}

void Probe::on_connected() { transport_->disconnect(); }

void Probe::on_connect_failed(const Failure& failure) {
    finish(busbar::fail(busbar::ErrorCode::Unavailable, sentence_of(failure)));
}

void Probe::on_lost(const Failure& failure) { on_connect_failed(failure); }

void Probe::on_disconnected() {
    finish("The broker at " + place_of(endpoint_) + " is there and the login is right.");
}

void Probe::finish(busbar::Result<std::string> result) {
    timer_.after({}, [this, result = std::move(result)] {
        const auto done = std::exchange(done_, nullptr);
        if (done) done(result);
    });
}

}  // namespace mqtt_client
