// SPDX-License-Identifier: Apache-2.0
// Checks items against each other and against those the bridge has.
#include "knx/bridge/checks.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace knx {
namespace {

// All objects as they would be: those of the check, and the bridge's others.
class Objects {
 public:
    struct Entry {
        const std::string* item_id;
        const GroupObject* group;
    };

    Objects(const std::vector<std::pair<std::string, GroupObject>>& checked, const Bridge& bridge)
        : only_interface_(bridge.only_interface()) {
        std::unordered_set<std::string> replaced;
        for (const auto& [item_id, group] : checked) {
            replaced.insert(item_id);
            add({&item_id, &group});
        }
        for (const auto& object : bridge.objects().all()) {
            if (!replaced.contains(object.item_id)) add({&object.item_id, &object.group});
        }
    }

    // Another item with the same object; nullptr for none.
    [[nodiscard]] const Entry* other_with_id(const Entry& entry) const {
        return other(by_id_, entry.group->id, entry);
    }
    // Another object that is told at `address` of the same interface.
    [[nodiscard]] const Entry* other_told_at(GroupAddress address, const Entry& entry) const {
        return other(by_command_, place(*entry.group, address), entry);
    }

 private:
    using Index = std::unordered_multimap<std::string, Entry>;

    void add(Entry entry) {
        by_id_.emplace(entry.group->id, entry);
        if (entry.group->commandable()) {
            by_command_.emplace(place(*entry.group, entry.group->command), entry);
        }
    }
    [[nodiscard]] std::string place(const GroupObject& group, GroupAddress address) const {
        const auto interface =
            group.interface.empty() ? std::string_view(only_interface_) : group.interface.view();
        return std::string(interface) + ' ' + std::to_string(address.raw);
    }
    static const Entry* other(const Index& index, const std::string& key, const Entry& entry) {
        const auto [begin, end] = index.equal_range(key);
        for (auto found = begin; found != end; ++found) {
            if (*found->second.item_id != *entry.item_id) return &found->second;
        }
        return nullptr;
    }

    std::string only_interface_;
    Index by_id_;
    Index by_command_;
};

void check_against_others(const Objects::Entry& entry, const Objects& objects, Problems& problems) {
    const auto warn = [&](const char* field, const char* code, std::string message) {
        add_problem(problems, *entry.item_id, field, code, std::move(message)).set_is_warning(true);
    };
    const auto& group = *entry.group;
    if (const auto* other = objects.other_with_id(entry)) {
        warn("object", "object_taken",
             "object " + group.id + " belongs to item " + *other->item_id + " already");
    }
    if (group.commandable()) {
        if (const auto* other = objects.other_told_at(group.command, entry)) {
            warn("command_address", "same_command_address",
                 "commands of object " + other->group->id + " go to " + to_string(group.command) +
                     " as well");
        }
    }
    if (group.reports()) {
        if (const auto* other = objects.other_told_at(group.status, entry)) {
            warn("status_address", "status_is_command_address",
                 to_string(group.status) + " is the command address of object " + other->group->id);
        }
    }
}

void check_objects(const busbar::v1::CheckItems& check, const Bridge& bridge, Problems& problems) {
    std::vector<std::pair<std::string, GroupObject>> checked;
    for (const auto& item : check.items()) {
        settings::GroupObject message;
        if (!message.ParseFromString(item.settings())) continue;  // the runtime's own check
        auto group = read_object(item.id(), message, problems);
        if (!group) continue;
        if (group->interface.empty() && bridge.interface_count() > 1) {
            add_problem(problems, item.id(), "interface", "interface_required",
                        "there are several KNX interfaces: choose the one that leads to it");
        }
        checked.emplace_back(item.id(), std::move(*group));
    }
    const Objects objects(checked, bridge);
    for (const auto& [item_id, group] : checked) {
        check_against_others({&item_id, &group}, objects, problems);
    }
}

}  // namespace

void check_items(const busbar::v1::CheckItems& check, const Bridge& bridge, Problems& problems) {
    if (check.collection() == "objects") return check_objects(check, bridge, problems);
    for (const auto& item : check.items()) {
        if (check.collection() == "interfaces") {
            settings::Interface message;
            if (message.ParseFromString(item.settings())) {
                check_interface(item.id(), message, problems);
            }
        } else if (check.collection() == "simulated_sensors") {
            settings::SimulatedSensor message;
            if (message.ParseFromString(item.settings())) {
                std::ignore = read_sensor(item.id(), message, problems);
            }
        }
    }
}

}  // namespace knx
