// SPDX-License-Identifier: Apache-2.0
// An egg timer: command it to 3 and it counts down to 0, one step after the other.
#include <busbar/entry.hpp>

#include "hello_plugin/v1/settings.pb.h"

namespace v1 = busbar::v1;

class EggTimer final : public busbar::Plugin {
 public:
    using Plugin::Plugin;

 private:
    void on_start() override {
        v1::Object object;
        object.set_id("egg-timer");
        object.set_readable(true);
        object.set_commandable(true);
        object.mutable_type()->set_value_kind(v1::VALUE_KIND_INTEGER);
        object.mutable_type()->set_minimum(0);  // the bus refuses a command below it
        object_ = announce(object);
        show();
    }
    void on_item(const std::string& /*collection*/, const v1::Item& item) override {
        const auto settings = busbar::settings_of<hello_plugin::v1::EggTimer>(item);
        if (settings) step_ = std::chrono::seconds(std::max(1U, settings->step()));
    }
    void on_command(const v1::Command& command) override {
        left_ = command.value().integer();
        const auto cause = cause_of(command);
        show(&cause);
        answer(command.id(), v1::COMMAND_OUTCOME_CONFIRMED);
    }

    // Says how much is left, and comes back after a step while there is.
    void show(const v1::Cause* cause = nullptr) {
        publish(object_, busbar::Value::integer(left_), cause);
        set_status("timer", "main", v1::STATUS_STATE_CONNECTED, left_ > 0 ? "counting" : "ready");
        ticker_.cancel();
        if (left_ > 0) ticker_.after(step_, [this] { --left_, show(); });
    }

    busbar::Handle object_ = 0;
    std::int64_t left_ = 0;
    std::chrono::seconds step_{1};
    busbar::Timer ticker_{loop()};
};

BUSBAR_PLUGIN(EggTimer)
