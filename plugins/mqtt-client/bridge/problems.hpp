// SPDX-License-Identifier: Apache-2.0
// Problems: collects what is wrong with one item after the other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "busbar/v1/bus.pb.h"

namespace mqtt_client {

class Problems {
 public:
    explicit Problems(std::vector<busbar::v1::Problem>& out) : out_(out) {}

    // What follows is about this item.
    void of(const std::string& item_id) { item_id_ = item_id; }
    void error(std::string_view field, std::string_view code, std::string message) {
        add(field, code, std::move(message), false);
    }
    void warning(std::string_view field, std::string_view code, std::string message) {
        add(field, code, std::move(message), true);
    }

 private:
    void add(std::string_view field, std::string_view code, std::string message, bool warning) {
        auto& problem = out_.emplace_back();
        problem.set_item_id(item_id_);
        problem.set_field(std::string(field));
        problem.set_code(std::string(code));
        problem.set_message(std::move(message));
        problem.set_is_warning(warning);
    }

    std::vector<busbar::v1::Problem>& out_;
    std::string item_id_;
};

}  // namespace mqtt_client
