// SPDX-License-Identifier: Apache-2.0
// Types by their octets.
#include "bridge/object_types.hpp"

#include "protocol/payload.hpp"

namespace mqtt_client {

namespace v1 = busbar::v1;

std::uint32_t ObjectTypes::put(const v1::ObjectType& type) {
    auto octets = type.SerializeAsString();
    if (octets.empty()) return 0;
    auto next = static_cast<std::uint32_t>(entries_.size() + 1);
    if (!free_.empty()) next = free_.back();
    const auto [found, is_new] = numbers_.try_emplace(std::move(octets), next);
    if (is_new && free_.empty()) entries_.emplace_back();
    if (is_new && !free_.empty()) free_.pop_back();
    auto& entry = entries_[found->second - 1];
    if (is_new) entry.type = type;
    ++entry.uses;
    return found->second;
}

void ObjectTypes::drop(std::uint32_t number) {
    if (number == 0) return;
    auto& entry = entries_[number - 1];
    if (--entry.uses > 0) return;
    numbers_.erase(entry.type.SerializeAsString());
    entry.type.Clear();
    free_.push_back(number);
}

const v1::ObjectType& ObjectTypes::at(std::uint32_t number) const {
    return number == 0 ? v1::ObjectType::default_instance() : entries_[number - 1].type;
}

busbar::Status check_range(const v1::ObjectType& type, const busbar::Value& value) {
    double number = 0;
    if (!busbar::as_number(value, number)) return {};
    const bool below = type.has_minimum() && number < type.minimum();
    const bool above = type.has_maximum() && number > type.maximum();
    if (!below && !above) return {};
    const auto text = [](double limit) {
        std::string payload;
        (void)encode(Value::number(limit), payload);
        return payload;
    };
    std::string rule = "the object takes ";
    if (!type.has_maximum()) {
        rule += text(type.minimum()) + " and more";
    } else if (!type.has_minimum()) {
        rule += "at most " + text(type.maximum());
    } else {
        rule += text(type.minimum()) + " to " + text(type.maximum());
    }
    return busbar::fail(busbar::ErrorCode::OutOfRange, std::move(rule));
}

}  // namespace mqtt_client
