// SPDX-License-Identifier: Apache-2.0
// Brings setups into effect, and back.
#include "mqtt-broker/broker.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;
using State = Supervisor::State;

void tell(std::vector<Broker::Done>& waiting, const busbar::Status& outcome) {
    for (const auto& done : std::exchange(waiting, {})) done(outcome);
}

}  // namespace

busbar::Result<std::unique_ptr<Broker>> Broker::open(busbar::Loop& loop,
                                                     const std::string& state_directory,
                                                     std::string gate, Handlers handlers) {
    std::unique_ptr<Broker> broker(new Broker(loop, std::move(handlers)));
    auto* self = broker.get();
    broker->mosquitto_ = BUSBAR_TRY(Mosquitto::open(
        loop, state_directory, std::move(gate),
        {[self] { self->settle_soon(); },
         [self](const busbar::Status& outcome) {
             if (self->change_) self->change_->reloaded = outcome;
             self->settle_soon();
         },
         [self](const LogLine& line, std::string_view text) { self->handlers_.on_log(line, text); },
         [self](const GateMessage& message) { self->handlers_.on_gate(message); }}));
    return broker;
}

Broker::Broker(busbar::Loop& loop, Handlers handlers)
    : handlers_(std::move(handlers)), settling_(loop) {}

void Broker::start(Done done) {
    starting_.push_back(std::move(done));
    mosquitto_->start();
}

void Broker::stop(Done done) {
    stopping_.push_back(std::move(done));
    mosquitto_->stop();
}

void Broker::apply(Setup setup, Done done) {
    if (!asked_) asked_.emplace();
    asked_->setup = std::move(setup);
    asked_->done.push_back(std::move(done));
    settle_soon();
}

void Broker::settle_soon() {
    if (!settling_.waiting()) settling_.after({}, [this] { settle(); });
}

void Broker::settle() {
    if (change_) settle_change();
    settle_waiting();
    if (asked_ && !change_) begin_asked();
    handlers_.on_change();
}

void Broker::settle_change() {
    if (change_->by_reload && change_->reloaded) {
        if (*change_->reloaded || change_->refusal) return end_change();
        return refuse_change(change_->reloaded->error().message);
    }
    switch (state()) {
        case State::Running:
            if (!change_->by_reload) end_change();
            return;
        case State::Starting:
        case State::Stopping:
            change_->by_reload = false;  // it did not reload, so it is started again
            return;
        case State::Backoff:
            if (change_->refusal) return end_change();
            return refuse_change(supervisor().failure().words);
        case State::Stopped:
            return end_change();
    }
}

void Broker::settle_waiting() {
    switch (state()) {
        case State::Running:
            tell(stopping_, fail(ErrorCode::FailedPrecondition, "Started meanwhile."));
            return tell(starting_, {});
        case State::Backoff:
            tell(stopping_, fail(ErrorCode::FailedPrecondition, "Started meanwhile."));
            return tell(starting_, fail(ErrorCode::Unavailable, supervisor().failure().words));
        case State::Stopped:
            tell(stopping_, {});
            return tell(starting_, fail(ErrorCode::FailedPrecondition, "Stopped meanwhile."));
        case State::Starting:
        case State::Stopping:
            return;
    }
}

void Broker::begin_asked() {
    if (state() == State::Starting || state() == State::Stopping) return;  // settles first
    auto asked = *std::exchange(asked_, std::nullopt);
    if (state() == State::Stopped || (state() == State::Running && asked.setup == setup_)) {
        setup_ = std::move(asked.setup);
        mosquitto_->use(setup_);
        return tell(asked.done, {});
    }
    if (asked.setup == setup_) {  // in Backoff: nothing to change, but the operator asks to try
        std::move(asked.done.begin(), asked.done.end(), std::back_inserter(starting_));
        return mosquitto_->start();
    }
    const bool restart = needs_restart(setup_, asked.setup);
    change_.emplace();
    change_->previous = std::exchange(setup_, std::move(asked.setup));
    change_->done = std::move(asked.done);
    bring_into_effect(restart);
}

void Broker::bring_into_effect(bool restart) {
    change_->by_reload = state() == State::Running && !restart;
    change_->reloaded.reset();
    mosquitto_->use(setup_);
    if (change_->by_reload) {
        mosquitto_->reload();
    } else {
        mosquitto_->restart();
    }
}

void Broker::refuse_change(std::string reason) {
    change_->refusal = std::move(reason);
    setup_ = change_->previous;
    bring_into_effect(false);
}

void Broker::end_change() {
    auto change = *std::exchange(change_, std::nullopt);
    if (change.refusal) {
        tell(change.done, fail(ErrorCode::FailedPrecondition, *change.refusal));
    } else {
        tell(change.done, {});
    }
}

}  // namespace mqtt_broker
