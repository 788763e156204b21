// SPDX-License-Identifier: Apache-2.0
// Recorder: a plugin that notes what it is told, and does for a test what a plugin can do.
#pragma once

#include <string>
#include <vector>

#include "busbar/plugin.hpp"

namespace busbar {

class Recorder : public Plugin {
 public:
    using Plugin::announce, Plugin::answer, Plugin::answer_service, Plugin::cause_of,
        Plugin::command, Plugin::CommandOptions, Plugin::finish_action, Plugin::kRecordsPerTurnMax,
        Plugin::hello, Plugin::log, Plugin::log_info, Plugin::loop, Plugin::monitor,
        Plugin::monitored, Plugin::offer_service, Plugin::Plugin, Plugin::publish,
        Plugin::request_service, Plugin::set_status, Plugin::stopped, Plugin::subscribe,
        Plugin::subscribe_all, Plugin::unsubscribe, Plugin::withdraw, Plugin::withdraw_service;

    // What it was told, one sentence each, since the last call.
    [[nodiscard]] std::vector<std::string> heard() { return std::exchange(heard_, {}); }

    // Done in on_start(), on_state() and on_items_committed().
    std::function<void()> start = [] {};
    std::function<void()> state = [] {};
    std::function<void()> committed = [] {};

 protected:
    void on_start() override {
        heard_.push_back("start " + hello().plugin_id());
        start();
    }
    void on_item(const std::string& collection, const v1::Item& item) override {
        heard_.push_back("item " + collection + "/" + item.id());
    }
    void on_item_removed(const std::string& collection, const std::string& item_id) override {
        heard_.push_back("removed " + collection + "/" + item_id);
    }
    void on_items_committed() override {
        heard_.emplace_back("committed");
        committed();
    }
    void on_object(const v1::Object& object) override { heard_.push_back("object " + object.id()); }
    void on_object_removed(Handle object) override {
        heard_.push_back("object removed " + std::to_string(object));
    }
    void on_state(const v1::StateChanged& changed) override {
        heard_.push_back("state " + std::to_string(changed.object()) + " " +
                         to_string(to_value(changed.value())));
        state();
    }
    void on_monitored(bool watched) override {
        heard_.emplace_back(watched ? "watched" : "watched no more");
    }
    void on_catalogue_complete() override { heard_.emplace_back("catalogue complete"); }
    void on_gap(const v1::Gap& gap) override {
        heard_.push_back("gap of " + std::to_string(gap.missing(0).count()));
    }
    void on_command_result(const v1::CommandResult& result) override {
        heard_.push_back("result of " + std::to_string(result.id()));
    }
    void on_service_offered(const v1::ServiceOffered& service) override {
        heard_.push_back("service " + service.name());
    }
    void on_service_withdrawn(const std::string& name) override {
        heard_.push_back("service gone " + name);
    }
    void on_service_result(const v1::ServiceResult& result) override {
        heard_.push_back("service result of " + std::to_string(result.id()));
    }

 private:
    std::vector<std::string> heard_;
};

}  // namespace busbar
