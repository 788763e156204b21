// SPDX-License-Identifier: Apache-2.0
// GroupMonitor: telegrams become records.
#include "knx/group_monitor.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "busbar/convert.hpp"
#include "knx/bridge/object_type.hpp"
#include "knx/protocol/dpt/hex.hpp"

namespace knx {
namespace {

namespace v1 = busbar::v1;
using busbar::Value;

std::string_view service_word(GroupService service) {
    switch (service) {
        case GroupService::Read:
            return "read";
        case GroupService::Response:
            return "response";
        case GroupService::Write:
            return "write";
        case GroupService::Secured:
            break;
    }
    return "secured";
}

void add(v1::MonitorRecord& record, std::string_view name, const Value& value) {
    auto& column = *record.add_columns();
    column.set_name(std::string(name));
    busbar::to_message(value, *column.mutable_value());
}

void add(v1::MonitorRecord& record, std::string_view name, std::string text) {
    add(record, name, Value::text(std::move(text)));
}

}  // namespace

void GroupMonitor::watch(bool watched) {
    watched_ = watched;
    objects_.clear();
}

void GroupMonitor::heard(const Interface& interface, std::span<const TunnelEvent> events) {
    for (const auto& event : events) {
        const auto* telegram = std::get_if<Telegram>(&event);
        if (telegram != nullptr) passed("in", interface, *telegram, telegram->source);
    }
}

void GroupMonitor::sent(const Interface& interface, const Telegram& telegram) {
    passed("out", interface, telegram, interface.status.address);
}

void GroupMonitor::passed(std::string_view direction, const Interface& interface,
                          const Telegram& telegram, IndividualAddress source) {
    v1::MonitorRecord record;
    add(record, "direction", std::string(direction));
    add(record, "interface", interface.id);
    add(record, "source", to_string(source));
    add(record, "destination", to_string(telegram.destination, style_));
    add(record, "service", std::string(service_word(telegram.service)));
    if (!telegram.payload.empty()) add(record, "raw", to_hex(telegram.payload.octets()));
    add_meaning(interface, telegram, record);
    tell_(std::move(record));
}

// By the type of the first object that the payload fits, else of the first one.
void GroupMonitor::add_meaning(const Interface& interface, const Telegram& telegram,
                               v1::MonitorRecord& record) {
    const auto numbers = objects_of(interface).objects(telegram.destination);
    if (numbers.empty()) return;
    const auto& objects = bridge_.objects();
    std::string ids;
    for (const auto number : numbers) {
        if (!ids.empty()) ids += ", ";
        ids += objects[number].group.id;
    }
    const auto fits = [&](std::uint32_t number) {
        return value_of(*objects[number].group.dpt, telegram.payload).has_value();
    };
    const auto fitting = std::find_if(numbers.begin(), numbers.end(), fits);
    const auto& dpt = *objects[fitting == numbers.end() ? numbers.front() : *fitting].group.dpt;
    add(record, "type", to_string(dpt.number));
    if (telegram.says_value()) {
        const auto value = value_of(dpt, telegram.payload);
        if (value) add(record, "value", *value);
        add(record, "text", value ? to_text(dpt, *value) : value.error().message);
    }
    add(record, "object", std::move(ids));
}

const GroupTable& GroupMonitor::objects_of(const Interface& interface) {
    const auto [found, is_new] = objects_.try_emplace(&interface);
    if (!is_new) return found->second;
    std::vector<GroupTable::Entry> entries;
    const auto& objects = bridge_.objects().all();
    for (std::uint32_t number = 0; number < objects.size(); ++number) {
        if (objects[number].via != &interface) continue;
        const auto& group = objects[number].group;
        for (const auto address : {group.command, group.status}) {
            if (!address.broadcast()) entries.emplace_back(address, number);
        }
        for (const auto address : group.listening) entries.emplace_back(address, number);
    }
    // An object is named once, whatever it does with the address.
    std::sort(entries.begin(), entries.end());
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    found->second.build(entries);
    return found->second;
}

}  // namespace knx
