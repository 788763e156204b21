// SPDX-License-Identifier: Apache-2.0
// A plugin that behaves: an object for each of its lamps, which does what it is told.
#include "busbar/entry.hpp"
#include "busbar/good/v1/settings.pb.h"

namespace good {

namespace v1 = busbar::v1;

class Good final : public busbar::Plugin {
 public:
    using Plugin::Plugin;

 protected:
    void on_item(const std::string& collection, const v1::Item& item) override {
        if (collection != "lamps") return;
        const auto settings = busbar::settings_of<busbar::good::v1::Lamp>(item);
        if (!settings) return;
        v1::Object object;
        object.set_id(settings->object());
        object.set_readable(true);
        object.set_commandable(true);
        object.mutable_type()->set_value_kind(v1::VALUE_KIND_BOOLEAN);
        const auto handle = announce(object);
        publish(handle, busbar::Value::boolean(false));
        set_status("lamps", item.id(), v1::STATUS_STATE_CONNECTED, "here");
    }
    void on_command(const v1::Command& command) override {
        const auto cause = cause_of(command);
        publish(command.object(), busbar::to_value(command.value()), &cause);
        answer(command.id(), v1::COMMAND_OUTCOME_CONFIRMED);
    }
    void on_check(const v1::CheckItems& check, std::vector<v1::Problem>& problems) override {
        for (const auto& item : check.items()) {
            const auto settings = busbar::settings_of<busbar::good::v1::Lamp>(item);
            if (!settings || settings->object() != "forbidden") continue;
            auto& problem = problems.emplace_back();
            problem.set_item_id(item.id());
            problem.set_field("object");
            problem.set_code("forbidden");
            problem.set_message("choose another object");
        }
    }
    void on_monitored(bool watched) override {
        v1::MonitorRecord record;
        auto& column = *record.add_columns();
        column.set_name("what");
        column.mutable_value()->set_text("hello");
        if (watched) return monitor(record);
        set_status("", "", v1::STATUS_STATE_CONNECTED, "watched no more");
    }
    void on_action(const v1::ActionRequest& action) override {
        if (action.action() == "throw") throw std::runtime_error("as asked");
        if (action.action() == "quit") return stopped(3);
        finish_action(action.id(), "did " + action.action());
    }
};

}  // namespace good

BUSBAR_PLUGIN(good::Good)
